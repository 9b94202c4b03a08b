import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enterCoach } from '../coach.ts';
import { conforms } from '../operations.ts';
import {
  begin,
  book,
  booked,
  idOf,
  refusal,
  row,
  type Sessions,
  startSessions,
  type TestPerson,
} from './sessions.ts';

/* Meetings: who may do what, what is refused and why, and changes of several things at once. */

describe('meetings', () => {
  let sessions: Sessions;

  beforeAll(async () => {
    sessions = await startSessions();
  });
  afterAll(() => sessions.api.stop());
  beforeEach(() => sessions.at(begin));

  const refusedSlot = (reason: string) => [400, 'SLOT_UNAVAILABLE', reason];

  it('are booked only with a therapist to whom the client is assigned', async () => {
    const { therapist, client } = await sessions.pair('relations');
    const stranger = await sessions.enter('unassigned', 'client', 'Unassigned');
    const start = '2024-01-15T10:00:00Z';
    expect(refusal(await book(client, { id: 'nobody' }, start))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await book(client, stranger, start))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await book(stranger, therapist, start))).toEqual([403, 'FORBIDDEN']);
    expect((await book(client, therapist, start)).status).toBe(201);
    await sessions.assign(therapist, stranger);
    expect(refusal(await book(stranger, therapist, start))).toEqual(refusedSlot('BUSY'));
  });

  it('are shown to and changed by those who take part, and nobody else', async () => {
    const { therapist, client } = await sessions.pair('tenants');
    const other = await sessions.pair('others');
    const { id } = await booked(client, therapist, '2024-01-15T09:00:00Z');
    for (const stranger of [other.therapist, other.client]) {
      for (const [method, path, body] of [
        ['GET', `/meetings/${id}`, undefined],
        ['PUT', `/meetings/${id}`, { title: 'Mine' }],
        ['DELETE', `/meetings/${id}/cancel`, {}],
      ] as const) {
        const answer = await stranger.call(method, path, body);
        expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
        expect(JSON.stringify(answer.body)).not.toMatch(/tenants|09:00/);
      }
      expect((await stranger.call('GET', '/meetings')).body).toEqual([]);
    }
    for (const [method, path] of [
      ['GET', '/meetings/unknown'],
      ['PUT', '/meetings/unknown'],
      ['DELETE', '/meetings/unknown/cancel'],
    ] as const) {
      expect(refusal(await client.call(method, path))).toEqual([404, 'NOT_FOUND']);
    }
    await sessions.api.cloud.settle();
    for (const party of [client, therapist]) {
      const one = await party.call('GET', `/meetings/${id}`);
      expect(one.body).toMatchObject({ id, status: 'SCHEDULED', title: 'Session with Therapist tenants' });
      expect((await party.call('GET', '/meetings')).body).toEqual([one.body]);
    }
  });

  it('ask for a token and a role, with the codes that were published', async () => {
    const { therapist, client } = await sessions.pair('roles');
    const staff = await sessions.enter('sam', 'staff', 'Sam');
    const admin = await sessions.enter('root', 'admin', 'Root');
    const both = ['client', 'therapist'];
    const calls = [
      ['POST', '/meetings', ['client'], 403],
      ['GET', '/meetings', both, 403],
      ['GET', '/meetings/x', both, 403],
      ['PUT', '/meetings/x', both, 403],
      ['DELETE', '/meetings/x/cancel', both, 403],
      ['GET', '/slots?therapistId=x&date=2024-01-15', both, 403],
      ['POST', '/availability', ['therapist'], 401],
      ['GET', '/availability', ['therapist'], 401],
      ['PUT', '/availability/x', ['therapist'], 401],
      ['DELETE', '/availability/x', ['therapist'], 401],
    ] as const;
    for (const [method, path, allowed, status] of calls) {
      const body = method === 'GET' ? undefined : {};
      const anonymous = await sessions.api.call({ method, path: `/booking${path}`, body });
      expect([method, path, anonymous.status]).toEqual([method, path, 401]);
      for (const [role, person] of Object.entries({ client, therapist, staff, admin })) {
        const answer = await person.call(method, path, body);
        const refused = [401, 403].includes(answer.status) ? refusal(answer) : undefined;
        const code = status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        const expected = (allowed as readonly string[]).includes(role) ? undefined : [status, code];
        expect([method, path, role, refused]).toEqual([method, path, role, expected]);
      }
    }
  });

  it('let a client cancel and change words and time, but set no other status', async () => {
    const { therapist, client } = await sessions.pair('standing');
    const { id } = await booked(client, therapist, '2024-01-15T09:00:00Z');
    const path = `/meetings/${id}`;
    for (const status of ['CONFIRMED', 'COMPLETED', 'NO_SHOW']) {
      const answer = await client.call('PUT', path, { status, title: 'Changed' });
      expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
    }
    expect((await client.call('GET', path)).body.title).toBe('Session with Therapist standing');
    const same = await client.call('PUT', path, { status: 'SCHEDULED' });
    expect([same.status, same.headers.get('etag')]).toEqual([200, '"v1"']);
    expect((await therapist.call('PUT', path, { status: 'CONFIRMED' })).body.status).toBe('CONFIRMED');
    expect(refusal(await client.call('PUT', path, { status: 'SCHEDULED' }))).toEqual([403, 'FORBIDDEN']);
    const back = await therapist.call('PUT', path, { status: 'SCHEDULED' });
    expect(refusal(back)).toEqual([400, 'INVALID_TRANSITION']);
    const words = { title: 'Ours', status: 'CONFIRMED', meetingType: 'chat' };
    expect((await client.call('PUT', path, words)).body).toMatchObject(words);
    const moved = await client.call('PUT', path, { startTime: '2024-01-15T10:00:00+01:00', duration: 90 });
    expect(moved.body).toMatchObject({ startTime: '2024-01-15T09:00:00.000Z', duration: 90 });
    expect((await client.call('PUT', path, { status: 'CANCELLED' })).body.status).toBe('CANCELLED');
  });

  it('take a therapist who is the client of another for a client there', async () => {
    const { therapist, client } = await sessions.pair('first');
    const both = await sessions.enter('both', 'therapist client', 'Both Roles', 'both@example.com');
    await both.call('POST', '/availability', row(1, '09:00', '17:00'));
    await sessions.assign(therapist, both);
    await sessions.assign(both, client);
    const asProvider = await booked(client, both, '2024-01-22T11:00:00Z');
    const asClient = await booked(both, therapist, '2024-01-22T09:00:00Z');
    const confirm = (id: string) => both.call('PUT', `/meetings/${id}`, { status: 'CONFIRMED' });
    expect(refusal(await confirm(asClient.id))).toEqual([403, 'FORBIDDEN']);
    expect((await confirm(asProvider.id)).body.status).toBe('CONFIRMED');
    await sessions.api.cloud.settle();
    const list = await both.call('GET', '/meetings');
    conforms('listMeetings', list);
    expect(list.body.map(({ id }: { id: string }) => id)).toEqual([asClient.id, asProvider.id]);
    // All of it is one agenda: a therapist is busy while they are somebody's client.
    expect(refusal(await book(client, both, '2024-01-22T09:30:00Z'))).toEqual(refusedSlot('BUSY'));
  });

  it('are not booked with what is not valid', async () => {
    const { therapist, client } = await sessions.pair('invalid');
    const start = '2024-01-15T11:00:00Z';
    for (const [more, path] of [
      [{ duration: 45 }, 'body.duration'],
      [{ duration: '60' }, 'body.duration'],
      [{ status: 'CONFIRMED' }, 'body.status'],
      [{ meetingType: 'phone' }, 'body.meetingType'],
      [{ startTime: '2024-01-15T11:00:00' }, 'body.startTime'],
      [{ title: '' }, 'body.title'],
      [{ clientId: 'somebody' }, 'body.clientId'],
      [{ therapistId: undefined }, 'body.therapistId'],
    ] as const) {
      const answer = await book(client, therapist, start, more);
      expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
      expect(answer.body.issues).toEqual([{ path, message: expect.any(String) }]);
    }
    const valid = {
      status: 'SCHEDULED',
      duration: 120,
      title: 'Long',
      description: '',
      meetingType: 'audio',
    };
    expect((await book(client, therapist, start, valid)).body).toMatchObject(valid);
  });

  it('are refused with 400, a code and a reason', async () => {
    const { therapist, client } = await sessions.pair('reasons');
    await booked(client, therapist, '2024-01-15T10:00:00Z');
    for (const [startTime, duration, reason] of [
      ['2023-12-25T10:00:00Z', 60, 'IN_THE_PAST'],
      ['2024-03-04T10:00:00Z', 60, 'TOO_FAR'],
      ['2024-01-15T16:30:00Z', 60, 'OUTSIDE_WORKING_HOURS'],
      ['2024-01-16T10:00:00Z', 60, 'OUTSIDE_WORKING_HOURS'],
      ['2024-01-15T10:30:00Z', 30, 'BUSY'],
      ['2024-01-15T09:30:00Z', 90, 'BUSY'],
    ] as const) {
      expect(refusal(await book(client, therapist, startTime, { duration }))).toEqual(refusedSlot(reason));
    }
  });

  it("keep the client's own time, whichever surface took it", async () => {
    const { therapist, client } = await sessions.pair('agenda');
    const elsewhere = await sessions.pair('elsewhere');
    const kim = await sessions.enter('kim', 'client', 'Kim', 'kim.agenda@example.com');
    await sessions.assign(therapist, kim);
    await sessions.assign(elsewhere.therapist, kim);
    await booked(kim, elsewhere.therapist, '2024-01-15T09:00:00Z');
    const refused = await book(kim, therapist, '2024-01-15T09:30:00Z');
    expect(refusal(refused)).toEqual(refusedSlot('CLIENT_BUSY'));
    expect(JSON.stringify(refused.body)).not.toMatch(/elsewhere/);

    // The same person as the lead of a coach: one e-mail address, one agenda.
    const coach = await enterCoach(sessions.api, 'coach-of-kim', { timeZone: 'UTC' });
    const lead = await coach.lead('kim agenda');
    expect((await coach.book(lead, '2024-01-15T11:00:00Z')).status).toBe(201);
    const onTop = await book(kim, therapist, '2024-01-15T11:00:00Z');
    expect(refusal(onTop)).toEqual(refusedSlot('CLIENT_BUSY'));
    const theOtherWay = await coach.book(lead, '2024-01-15T09:30:00Z');
    expect(refusal(theOtherWay)).toEqual([409, 'SLOT_UNAVAILABLE', 'CLIENT_BUSY']);

    const starts = async (person: TestPerson) =>
      (await person.call('GET', '/slots?therapistId=agenda&date=2024-01-15')).body.map(
        ({ startTime }: { startTime: string }) => startTime.slice(11, 16),
      );
    expect((await starts(kim)).slice(0, 4)).toEqual(['10:00', '10:30', '11:30', '12:00']);
    for (const person of [therapist, client]) {
      expect((await starts(person)).slice(0, 3)).toEqual(['09:00', '09:30', '10:00']);
    }
  });

  it('are made once for a repeated key', async () => {
    const { therapist, client } = await sessions.pair('repeats');
    const body = { startTime: '2024-01-22T15:00:00Z', duration: 30, therapistId: therapist.id };
    const key = { 'idempotency-key': 'meeting-1' };
    const first = await client.call('POST', '/meetings', body, key);
    const again = await client.call('POST', '/meetings', body, key);
    expect([first.status, again.status, idOf(again)]).toEqual([201, 201, idOf(first)]);
  });

  it('are confirmed at once where the therapist confirms without being asked', async () => {
    const { client } = await sessions.pair('asked');
    const settings = { timeZone: 'UTC', autoConfirm: true, sessionPrice: 80 };
    const coach = await enterCoach(sessions.api, 'unasked', settings);
    await sessions.assign(coach, client);
    const answer = await book(client, coach, '2024-01-16T10:00:00Z', { meetingType: 'in_person' });
    expect([answer.status, answer.body.status]).toEqual([201, 'CONFIRMED']);
    const shown = await coach.call('GET', `/appointments/${idOf(answer)}`);
    expect(shown.body.data).toMatchObject({ status: 'confirmed', price: 80, appointmentType: 'offline' });
  });

  it('change in everything or in nothing', async () => {
    const { therapist, client } = await sessions.pair('whole');
    const meeting = await booked(client, therapist, '2024-01-15T09:00:00Z');
    await booked(client, therapist, '2024-01-15T12:00:00Z');
    const path = `/meetings/${meeting.id}`;
    const change = { title: 'Other', description: 'Words', status: 'CONFIRMED', meetingType: 'audio' };
    const refused = await therapist.call('PUT', path, { ...change, startTime: '2024-01-15T12:30:00Z' });
    expect(refusal(refused)).toEqual(refusedSlot('BUSY'));
    const early = await therapist.call('PUT', path, { ...change, status: 'NO_SHOW' });
    expect(refusal(early)).toEqual([400, 'INVALID_TRANSITION']);
    expect((await therapist.call('GET', path)).body).toEqual(meeting);
    const changed = await therapist.call('PUT', path, { ...change, startTime: '2024-01-15T10:30:00Z' });
    expect(changed.body).toMatchObject({ ...change, startTime: '2024-01-15T10:30:00.000Z', duration: 60 });
    // Words, time and status: three events in one transaction.
    expect(changed.headers.get('etag')).toBe('"v4"');
  });

  it('keep what is given as it is already, even when it could no longer be booked', async () => {
    const { therapist, client } = await sessions.pair('same');
    const { id, title, startTime, duration } = await booked(client, therapist, '2024-01-15T09:00:00Z');
    sessions.at('2024-01-15T10:00:00Z');
    const whole = { title, startTime, duration, therapistId: therapist.id, status: 'COMPLETED' };
    const completed = await therapist.call('PUT', `/meetings/${id}`, whole);
    expect(completed.body.status).toBe('COMPLETED');
    expect(completed.headers.get('etag')).toBe('"v2"');
  });

  it('stay with their therapist, are guarded by their ETag, and do not change once they have ended', async () => {
    const { therapist, client } = await sessions.pair('guards');
    const { id } = await booked(client, therapist, '2024-01-15T09:00:00Z');
    const path = `/meetings/${id}`;
    const passed = await client.call('PUT', path, { therapistId: 'standing' });
    expect(refusal(passed)).toEqual([400, 'VALIDATION_FAILED']);
    expect(passed.body.issues[0].path).toBe('body.therapistId');
    const title = { title: 'Second' };
    expect((await client.call('PUT', path, title, { 'if-match': '"v1"' })).status).toBe(200);
    const stale = { 'if-match': '"v1"' };
    for (const answer of [
      await client.call('PUT', path, { title: 'Third' }, stale),
      await client.call('DELETE', `${path}/cancel`, {}, stale),
    ]) {
      expect(refusal(answer)).toEqual([412, 'PRECONDITION_FAILED']);
    }
    expect((await client.call('DELETE', `${path}/cancel`, { reason: 'ill' })).status).toBe(200);
    for (const [method, where, body] of [
      ['PUT', path, { title: 'Third' }],
      ['PUT', path, {}],
      ['PUT', path, { startTime: '2024-01-15T11:00:00Z' }],
      ['PUT', path, { status: 'CANCELLED' }],
      ['DELETE', `${path}/cancel`, {}],
    ] as const) {
      expect(refusal(await client.call(method, where, body))).toEqual([400, 'INVALID_TRANSITION']);
    }
    // The time is free at once.
    expect((await book(client, therapist, '2024-01-15T09:00:00Z')).status).toBe(201);
  });

  it('can be moved at the length that another surface gave them', async () => {
    const coach = await enterCoach(sessions.api, 'lengths', { timeZone: 'UTC' });
    const lead = await coach.lead('Maria de la Cruz');
    const { _id: id } = (await coach.book(lead, '2024-01-16T10:00:00Z', 45)).body.data;
    const path = `/booking/meetings/${id}`;
    const put = (body: object) => sessions.api.call({ method: 'PUT', path, token: coach.token, body });
    const moved = await put({ startTime: '2024-01-16T11:00:00Z' });
    expect(moved.body).toMatchObject({ startTime: '2024-01-16T11:00:00.000Z', duration: 45 });
    expect(moved.body.client.user).toMatchObject({ firstName: 'Maria', lastName: 'de la Cruz' });
    expect(moved.body.therapist.user).toMatchObject({ firstName: 'Coach', lastName: 'lengths' });
    // Where it cannot go, it is told where it can go at that length.
    const { body } = await put({ startTime: '2024-01-16T08:00:00Z' });
    expect(body.alternatives[0]).toEqual({ startTime: '2024-01-16T09:00:00Z', duration: 45 });
    expect((await put({ duration: 90 })).body.duration).toBe(90);
    expect(refusal(await put({ duration: 45 }))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('that have begun are shown as confirmed, and asking for that leaves them begun', async () => {
    const coach = await enterCoach(sessions.api, 'begun', { timeZone: 'UTC' });
    const { _id: id } = (await coach.book(await coach.lead('begun lead'), '2024-01-16T10:00:00Z')).body.data;
    sessions.at('2024-01-16T10:01:00Z');
    await coach.call('PATCH', `/appointments/${id}/status`, { status: 'in_progress' });
    const path = `/booking/meetings/${id}`;
    const put = (body: object) => sessions.api.call({ method: 'PUT', path, token: coach.token, body });
    const same = await put({ status: 'CONFIRMED', title: 'Under way' });
    expect([same.status, same.body.status]).toEqual([200, 'CONFIRMED']);
    expect((await coach.call('GET', `/appointments/${id}`)).body.data.status).toBe('in_progress');
    expect((await put({ status: 'COMPLETED' })).body.status).toBe('COMPLETED');
  });
});
