import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { routes } from '@punctual/contracts/registry.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type BusWatch, watchBus } from './bus.ts';
import { enterCoach } from './coach.ts';

/*
 * Sessions as clients and therapists call them. The clock stands at the instant of the published examples, a Monday;
 * where a test sets it further, it comes back for the next.
 */

const begin = '2024-01-01T12:00:00.000Z';

interface TestPerson {
  readonly id: string;
  readonly token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
}

describe('sessions', () => {
  let api: Api;
  let bus: BusWatch;
  let john: TestPerson;
  let jane: TestPerson;
  let mallory: TestPerson;

  beforeAll(async () => {
    api = await startApi(begin);
    api.cloud.clock.freeze();
    bus = await watchBus(api.cloud, [
      'AppointmentBookedEvent',
      'AppointmentRescheduledEvent',
      'AppointmentCancelledEvent',
      'AppointmentCompletedEvent',
    ]);
    john = await enter('client_123', 'client', 'John Doe', 'john.doe@example.com');
    jane = await enter('therapist_456', 'therapist', 'Jane Smith', 'jane.smith@example.com');
    mallory = await enter('mallory', 'client', 'Mallory', 'mallory@example.com');
    const row = { dayOfWeek: 1, startTime: '09:00', endTime: '17:00' };
    expect((await jane.call('POST', '/availability', row)).status).toBe(201);
    await assign(jane, john);
  });
  afterAll(() => api.stop());
  beforeEach(() => api.cloud.clock.set(Date.parse(begin)));

  async function enter(id: string, role: string, name: string, email?: string): Promise<TestPerson> {
    const roles = role.split(' ');
    const token = await api.token({ sub: id, roles, name, ...(email !== undefined && { email }) });
    const call: TestPerson['call'] = (method, path, body, headers) =>
      api.call({ method, path: `/booking${path}`, token, body, ...(headers && { headers }) });
    // Whoever calls for the first time is entered.
    await call('GET', '/meetings');
    return { id, token, call };
  }

  /** A therapist with sessions on Mondays from 9 to 17 UTC, to whom clients are assigned. */
  async function enterTherapist(id: string, ...clients: readonly TestPerson[]): Promise<TestPerson> {
    const therapist = await enter(id, 'therapist', `Therapist ${id}`);
    const row = { dayOfWeek: 1, startTime: '09:00', endTime: '17:00' };
    expect((await therapist.call('POST', '/availability', row)).status).toBe(201);
    for (const client of clients) await assign(therapist, client);
    return therapist;
  }

  async function assign(provider: TestPerson, client: TestPerson): Promise<void> {
    const ledger = dynamodbLedger(connectTable(String(process.env.TABLE_NAME)));
    await ledger.assign(provider.id as PersonId, client.id as PersonId, api.cloud.clock.now());
  }

  function book(client: TestPerson, therapist: TestPerson, startTime: string, more: object = {}) {
    return client.call('POST', '/meetings', { startTime, duration: 60, therapistId: therapist.id, ...more });
  }

  async function booked(client: TestPerson, therapist: TestPerson, startTime: string, more: object = {}) {
    const answer = await book(client, therapist, startTime, more);
    expect(answer.body).toMatchObject({ status: 'SCHEDULED' });
    return answer.body;
  }

  /** The answer has the shape that the contract publishes, nothing missing and nothing unpublished. */
  function conforms(operationId: string, answer: ApiAnswer): void {
    const route = routes.find((one) => one.operationId === operationId);
    expect(answer.status).toBe(route?.success.status);
    const schema = route?.success.body;
    if (schema === undefined) throw new Error(`${operationId} has no schema`);
    const parsed = z.safeParse(schema, answer.body);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(answer.body).toEqual(parsed.data);
  }

  const refusal = ({ status, body }: ApiAnswer) => [status, body.code, ...(body.reason ? [body.reason] : [])];
  const idOf = (answer: ApiAnswer): string => answer.body.id;

  describe('the published examples', () => {
    const request = {
      title: 'Weekly Therapy Session',
      description: 'Regular therapy session to discuss anxiety management',
      startTime: '2024-01-15T14:00:00.000Z',
      duration: 60,
      meetingType: 'video',
      therapistId: 'therapist_456',
    };
    /** As published, save `id`, which is made here and not `meeting_789`. */
    const published = {
      title: 'Weekly Therapy Session',
      description: 'Regular therapy session to discuss anxiety management',
      startTime: '2024-01-15T14:00:00.000Z',
      duration: 60,
      status: 'SCHEDULED',
      meetingType: 'video',
      meetingUrl: null,
      clientId: 'client_123',
      therapistId: 'therapist_456',
      createdAt: '2024-01-01T12:00:00.000Z',
      updatedAt: '2024-01-01T12:00:00.000Z',
      client: { user: { firstName: 'John', lastName: 'Doe', email: 'john.doe@example.com' } },
      therapist: { user: { firstName: 'Jane', lastName: 'Smith', email: 'jane.smith@example.com' } },
    };
    const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/);

    it('create, list, show, update and cancel a meeting', async () => {
      const created = await john.call('POST', '/meetings', request);
      conforms('createMeeting', created);
      expect(created.body).toEqual({ id: uuid, ...published });
      expect(created.headers.get('etag')).toBe('"v1"');
      const { id } = created.body;

      await api.cloud.settle();
      const list = await john.call('GET', '/meetings');
      conforms('listMeetings', list);
      expect(list.body).toEqual([{ id, ...published }]);
      const one = await john.call('GET', `/meetings/${id}`);
      conforms('getMeeting', one);
      expect(one.body).toEqual({ id, ...published });
      expect(one.headers.get('etag')).toBe('"v1"');

      // Only the therapist confirms, so that the example of an update is theirs.
      api.cloud.clock.set(Date.parse('2024-01-01T12:30:00Z'));
      const updated = await jane.call('PUT', `/meetings/${id}`, {
        title: 'Updated Therapy Session',
        description: 'Focus on stress management techniques',
        startTime: '2024-01-15T15:00:00.000Z',
        duration: 90,
        status: 'CONFIRMED',
        meetingType: 'video',
      });
      conforms('updateMeeting', updated);
      expect(updated.body).toEqual({
        ...published,
        id,
        title: 'Updated Therapy Session',
        description: 'Focus on stress management techniques',
        startTime: '2024-01-15T15:00:00.000Z',
        duration: 90,
        status: 'CONFIRMED',
        updatedAt: '2024-01-01T12:30:00.000Z',
      });
      expect((await jane.call('DELETE', `/meetings/${id}/cancel`)).status).toBe(200);

      api.cloud.clock.set(Date.parse(begin));
      const second = await john.call('POST', '/meetings', request);
      api.cloud.clock.set(Date.parse('2024-01-01T12:45:00Z'));
      const cancelled = await john.call('DELETE', `/meetings/${idOf(second)}/cancel`);
      conforms('cancelMeeting', cancelled);
      expect(cancelled.body).toEqual({
        ...published,
        id: idOf(second),
        status: 'CANCELLED',
        updatedAt: '2024-01-01T12:45:00.000Z',
      });
    });

    it('create, list, update and delete an availability slot', async () => {
      const therapist = await enter('therapist_789', 'therapist', 'Ann');
      // As published, save `id` and `therapistId`: the published therapist has slots of other tests here.
      const shown = {
        therapistId: 'therapist_789',
        dayOfWeek: 1,
        startTime: '09:00',
        endTime: '17:00',
        isAvailable: true,
        notes: 'Available for regular sessions',
        createdAt: '2024-01-01T12:00:00.000Z',
        updatedAt: '2024-01-01T12:00:00.000Z',
      };
      const created = await therapist.call('POST', '/availability', {
        dayOfWeek: 1,
        startTime: '09:00',
        endTime: '17:00',
        notes: 'Available for regular sessions',
      });
      conforms('createAvailabilitySlot', created);
      expect(created.body).toEqual({ id: uuid, ...shown });
      const tuesday = {
        dayOfWeek: 2,
        startTime: '10:00',
        endTime: '16:00',
        notes: 'Tuesday availability',
      };
      const second = await therapist.call('POST', '/availability', tuesday);
      const list = await therapist.call('GET', '/availability');
      conforms('listAvailabilitySlots', list);
      expect(list.body).toEqual([
        { id: idOf(created), ...shown },
        { id: idOf(second), ...shown, ...tuesday },
      ]);

      api.cloud.clock.set(Date.parse('2024-01-01T12:30:00Z'));
      const change = {
        dayOfWeek: 1,
        startTime: '10:00',
        endTime: '16:00',
        notes: 'Updated availability hours',
        isAvailable: true,
      };
      const updated = await therapist.call('PUT', `/availability/${idOf(created)}`, change);
      conforms('updateAvailabilitySlot', updated);
      expect(updated.body).toEqual({
        id: idOf(created),
        ...shown,
        ...change,
        updatedAt: '2024-01-01T12:30:00.000Z',
      });
      const deleted = await therapist.call('DELETE', `/availability/${idOf(created)}`);
      conforms('deleteAvailabilitySlot', deleted);
      expect(deleted.body).toEqual({ success: true });
      expect((await therapist.call('GET', '/availability')).body.map(({ id }: { id: string }) => id)).toEqual(
        [idOf(second)],
      );
    });

    it('list the slots of a date', async () => {
      const therapist = await enter('slots', 'therapist', 'Slots');
      await therapist.call('POST', '/availability', { dayOfWeek: 1, startTime: '09:00', endTime: '10:30' });
      const answer = await john.call('GET', '/slots?therapistId=slots&date=2024-01-15');
      conforms('listSessionSlots', answer);
      expect(answer.body).toEqual([
        {
          startTime: '2024-01-15T09:00:00.000Z',
          availableDurations: [
            { id: '30', name: '30 minutes', duration: 30 },
            { id: '60', name: '60 minutes', duration: 60 },
            { id: '90', name: '90 minutes', duration: 90 },
          ],
        },
        {
          startTime: '2024-01-15T09:30:00.000Z',
          availableDurations: [
            { id: '30', name: '30 minutes', duration: 30 },
            { id: '60', name: '60 minutes', duration: 60 },
          ],
        },
        {
          startTime: '2024-01-15T10:00:00.000Z',
          availableDurations: [{ id: '30', name: '30 minutes', duration: 30 }],
        },
      ]);
      expect((await john.call('GET', '/slots?therapistId=slots&date=2024-01-16')).body).toEqual([]);
    });

    it('take the bodies of the test scenarios, and refuse the second for the first', async () => {
      const first = { startTime: '2024-01-15T14:00:00.000Z', duration: 60, therapistId: 'therapist_456' };
      const second = { ...first, startTime: '2024-01-15T14:30:00.000Z' };
      const created = await john.call('POST', '/meetings', first);
      expect(created.body).toMatchObject({
        title: 'Session with Jane Smith',
        description: null,
        meetingType: 'video',
      });
      const refused = await john.call('POST', '/meetings', second);
      expect(refusal(refused)).toEqual([400, 'SLOT_UNAVAILABLE', 'BUSY']);
      expect(refused.body.alternatives).toContainEqual({ startTime: '2024-01-15T15:00:00Z', duration: 60 });
      const overlap = { dayOfWeek: 1, startTime: '09:00', endTime: '17:00' };
      const again = await jane.call('POST', '/availability', overlap);
      expect(refusal(again)).toEqual([400, 'VALIDATION_FAILED']);
      await john.call('DELETE', `/meetings/${idOf(created)}/cancel`);
    });
  });

  describe('who may do what', () => {
    it('books only with a therapist to whom an admin has assigned the client', async () => {
      const therapist = await enterTherapist('relations');
      const start = '2024-01-15T10:00:00Z';
      expect(refusal(await book(john, { ...jane, id: 'nobody' }, start))).toEqual([404, 'NOT_FOUND']);
      expect(refusal(await book(john, mallory, start))).toEqual([404, 'NOT_FOUND']);
      expect(refusal(await book(john, therapist, start))).toEqual([403, 'FORBIDDEN']);
      await assign(therapist, john);
      expect((await book(john, therapist, start)).status).toBe(201);
      expect(refusal(await book(mallory, therapist, '2024-01-15T12:00:00Z'))).toEqual([403, 'FORBIDDEN']);
    });

    it('shows and changes a meeting for those who take part in it, and for nobody else', async () => {
      const therapist = await enterTherapist('tenants', john, mallory);
      const other = await enterTherapist('other-tenant', john);
      const { id } = await booked(john, therapist, '2024-01-15T09:00:00Z');
      for (const stranger of [mallory, other]) {
        for (const [method, path, body] of [
          ['GET', `/meetings/${id}`, undefined],
          ['PUT', `/meetings/${id}`, { title: 'Mine' }],
          ['DELETE', `/meetings/${id}/cancel`, {}],
        ] as const) {
          const answer = await stranger.call(method, path, body);
          expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
          expect(JSON.stringify(answer.body)).not.toMatch(/John|tenants|09:00/);
        }
        expect((await stranger.call('GET', '/meetings')).body).not.toContainEqual(
          expect.objectContaining({ id }),
        );
      }
      for (const [method, path] of [
        ['GET', '/meetings/unknown'],
        ['PUT', '/meetings/unknown'],
        ['DELETE', '/meetings/unknown/cancel'],
      ] as const) {
        expect(refusal(await john.call(method, path))).toEqual([404, 'NOT_FOUND']);
      }
      for (const party of [john, therapist]) {
        expect((await party.call('GET', `/meetings/${id}`)).body).toMatchObject({
          id,
          title: expect.any(String),
        });
        expect((await party.call('GET', '/meetings')).body).toContainEqual(expect.objectContaining({ id }));
      }
      expect((await john.call('GET', `/meetings/${id}`)).body.status).toBe('SCHEDULED');
    });

    it('asks for a token, and for the role that the surface was published with', async () => {
      const staff = await enter('sam', 'staff', 'Sam');
      const admin = await enter('root', 'admin', 'Root');
      const calls = [
        ['POST', '/meetings', ['client'], 403],
        ['GET', '/meetings', ['client', 'therapist'], 403],
        ['GET', '/meetings/x', ['client', 'therapist'], 403],
        ['PUT', '/meetings/x', ['client', 'therapist'], 403],
        ['DELETE', '/meetings/x/cancel', ['client', 'therapist'], 403],
        ['GET', '/slots?therapistId=x&date=2024-01-15', ['client', 'therapist'], 403],
        ['POST', '/availability', ['therapist'], 401],
        ['GET', '/availability', ['therapist'], 401],
        ['PUT', '/availability/x', ['therapist'], 401],
        ['DELETE', '/availability/x', ['therapist'], 401],
      ] as const;
      const people = { client: john, therapist: jane, staff, admin };
      for (const [method, path, allowed, status] of calls) {
        const anonymous = await api.call({ method, path: `/booking${path}`, body: {} });
        expect([method, path, anonymous.status]).toEqual([method, path, 401]);
        for (const [role, person] of Object.entries(people)) {
          const body = method === 'GET' ? undefined : {};
          const answer = await person.call(method, path, body);
          const refused = [401, 403].includes(answer.status) ? refusal(answer) : undefined;
          const expected = (allowed as readonly string[]).includes(role)
            ? undefined
            : [status, status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN'];
          expect([method, path, role, refused]).toEqual([method, path, role, expected]);
        }
      }
    });

    it('lets a client cancel and change words and time, but set no other status', async () => {
      const therapist = await enterTherapist('standing', john);
      const { id } = await booked(john, therapist, '2024-01-15T09:00:00Z');
      const path = `/meetings/${id}`;
      for (const status of ['CONFIRMED', 'COMPLETED', 'NO_SHOW']) {
        const answer = await john.call('PUT', path, { status, title: 'Changed' });
        expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
      }
      expect((await john.call('GET', path)).body.title).toBe('Session with Therapist standing');
      const same = await john.call('PUT', path, { status: 'SCHEDULED' });
      expect([same.status, same.headers.get('etag')]).toEqual([200, '"v1"']);
      expect((await therapist.call('PUT', path, { status: 'CONFIRMED' })).body.status).toBe('CONFIRMED');
      expect(refusal(await john.call('PUT', path, { status: 'SCHEDULED' }))).toEqual([403, 'FORBIDDEN']);
      const back = await therapist.call('PUT', path, { status: 'SCHEDULED' });
      expect(refusal(back)).toEqual([400, 'INVALID_TRANSITION']);
      const words = await john.call('PUT', path, { title: 'Ours', status: 'CONFIRMED', meetingType: 'chat' });
      expect(words.body).toMatchObject({ title: 'Ours', status: 'CONFIRMED', meetingType: 'chat' });
      expect((await john.call('PUT', path, { status: 'CANCELLED' })).body.status).toBe('CANCELLED');
    });

    it('takes a therapist who is the client of another for a client there', async () => {
      const both = await enter('both', 'therapist client', 'Both Roles', 'both@example.com');
      await both.call('POST', '/availability', { dayOfWeek: 1, startTime: '09:00', endTime: '17:00' });
      await assign(jane, both);
      await assign(both, john);
      const asClient = await booked(both, jane, '2024-01-22T09:00:00Z');
      const asProvider = await booked(john, both, '2024-01-22T11:00:00Z');
      const confirm = (id: string) => both.call('PUT', `/meetings/${id}`, { status: 'CONFIRMED' });
      expect(refusal(await confirm(asClient.id))).toEqual([403, 'FORBIDDEN']);
      expect((await confirm(asProvider.id)).body.status).toBe('CONFIRMED');
      await api.cloud.settle();
      const list = await both.call('GET', '/meetings');
      conforms('listMeetings', list);
      expect(list.body.map(({ id }: { id: string }) => id)).toEqual([asClient.id, asProvider.id]);
      // What both do is one agenda: the therapist is busy while they are a client elsewhere.
      expect(refusal(await book(john, both, '2024-01-22T09:30:00Z'))).toEqual([
        400,
        'SLOT_UNAVAILABLE',
        'BUSY',
      ]);
    });
  });

  describe('booking', () => {
    it('refuses what is not valid before it looks at the calendar', async () => {
      const start = '2024-01-15T11:00:00Z';
      for (const [more, path] of [
        [{ duration: 45 }, 'body.duration'],
        [{ duration: '60' }, 'body.duration'],
        [{ status: 'CONFIRMED' }, 'body.status'],
        [{ meetingType: 'phone' }, 'body.meetingType'],
        [{ startTime: '2024-01-15T11:00:00' }, 'body.startTime'],
        [{ title: '' }, 'body.title'],
        [{ clientId: 'mallory' }, 'body.clientId'],
        [{ therapistId: undefined }, 'body.therapistId'],
      ] as const) {
        const answer = await book(john, jane, start, more);
        expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
        expect(answer.body.issues).toEqual([{ path, message: expect.any(String) }]);
      }
      const taken = await book(john, jane, start, { status: 'SCHEDULED', duration: 120 });
      expect(taken.status).toBe(201);
      await john.call('DELETE', `/meetings/${idOf(taken)}/cancel`);
    });

    it('refuses a slot with 400, its code and its reason', async () => {
      const therapist = await enterTherapist('reasons', john);
      const reasonOf = async (startTime: string, duration = 60) =>
        refusal(await book(john, therapist, startTime, { duration }));
      await booked(john, therapist, '2024-01-15T10:00:00Z');
      expect(await reasonOf('2023-12-25T10:00:00Z')).toEqual([400, 'SLOT_UNAVAILABLE', 'IN_THE_PAST']);
      expect(await reasonOf('2024-03-04T10:00:00Z')).toEqual([400, 'SLOT_UNAVAILABLE', 'TOO_FAR']);
      expect(await reasonOf('2024-01-15T16:30:00Z')).toEqual([
        400,
        'SLOT_UNAVAILABLE',
        'OUTSIDE_WORKING_HOURS',
      ]);
      expect(await reasonOf('2024-01-16T10:00:00Z')).toEqual([
        400,
        'SLOT_UNAVAILABLE',
        'OUTSIDE_WORKING_HOURS',
      ]);
      expect(await reasonOf('2024-01-15T10:30:00Z', 30)).toEqual([400, 'SLOT_UNAVAILABLE', 'BUSY']);
      expect(await reasonOf('2024-01-15T09:30:00Z', 90)).toEqual([400, 'SLOT_UNAVAILABLE', 'BUSY']);
    });

    it("keeps the client's own time, whichever surface took it", async () => {
      const therapist = await enterTherapist('agenda', john);
      const kim = await enter('kim', 'client', 'Kim', 'kim.agenda@example.com');
      const first = await enterTherapist('kim-first', kim);
      await assign(therapist, kim);
      await booked(kim, first, '2024-01-15T09:00:00Z');
      const refused = await book(kim, therapist, '2024-01-15T09:30:00Z');
      expect(refusal(refused)).toEqual([400, 'SLOT_UNAVAILABLE', 'CLIENT_BUSY']);
      expect(JSON.stringify(refused.body)).not.toMatch(/kim-first/);

      // The same person as the lead of a coach: one e-mail address, one agenda.
      const coach = await enterCoach(api, 'coach-of-kim', { timeZone: 'UTC' });
      const lead = await coach.lead('kim agenda');
      expect((await coach.book(lead, '2024-01-15T11:00:00Z')).status).toBe(201);
      expect(refusal(await book(kim, therapist, '2024-01-15T11:00:00Z'))).toEqual([
        400,
        'SLOT_UNAVAILABLE',
        'CLIENT_BUSY',
      ]);
      expect(refusal(await coach.book(lead, '2024-01-15T09:30:00Z'))).toEqual([
        409,
        'SLOT_UNAVAILABLE',
        'CLIENT_BUSY',
      ]);

      const starts = async (person: TestPerson) =>
        (await person.call('GET', '/slots?therapistId=agenda&date=2024-01-15')).body.map(
          ({ startTime }: { startTime: string }) => startTime.slice(11, 16),
        );
      const free = await starts(kim);
      expect(free.slice(0, 4)).toEqual(['10:00', '10:30', '11:30', '12:00']);
      expect(await starts(therapist)).toContain('09:00');
      expect(await starts(john)).toContain('11:00');
    });

    it('gives the same meeting again for a repeated key', async () => {
      const therapist = await enterTherapist('repeats', john);
      const body = { startTime: '2024-01-22T15:00:00Z', duration: 30, therapistId: therapist.id };
      const key = { 'idempotency-key': 'meeting-1' };
      const first = await john.call('POST', '/meetings', body, key);
      const again = await john.call('POST', '/meetings', body, key);
      expect([first.status, again.status, idOf(again)]).toEqual([201, 201, idOf(first)]);
    });

    it('is confirmed at once where the therapist confirms without being asked', async () => {
      const coach = await enterCoach(api, 'auto', { timeZone: 'UTC', autoConfirm: true, sessionPrice: 80 });
      await assign({ ...jane, id: coach.id }, john);
      const answer = await book(john, { ...jane, id: coach.id }, '2024-01-16T10:00:00Z');
      expect([answer.status, answer.body.status]).toEqual([201, 'CONFIRMED']);
      const shown = await coach.call('GET', `/appointments/${idOf(answer)}`);
      expect(shown.body.data).toMatchObject({ status: 'confirmed', price: 80, appointmentType: 'online' });
    });
  });

  describe('updating', () => {
    it('does everything or nothing', async () => {
      const therapist = await enterTherapist('whole', john);
      const meeting = await booked(john, therapist, '2024-01-15T09:00:00Z');
      await booked(john, therapist, '2024-01-15T12:00:00Z');
      const path = `/meetings/${meeting.id}`;
      const change = {
        title: 'New title',
        description: 'New words',
        status: 'CONFIRMED',
        meetingType: 'audio',
      };
      const refused = await therapist.call('PUT', path, { ...change, startTime: '2024-01-15T12:30:00Z' });
      expect(refusal(refused)).toEqual([400, 'SLOT_UNAVAILABLE', 'BUSY']);
      expect((await therapist.call('GET', path)).body).toEqual(meeting);
      const early = await therapist.call('PUT', path, { ...change, status: 'NO_SHOW' });
      expect(refusal(early)).toEqual([400, 'INVALID_TRANSITION']);
      expect((await therapist.call('GET', path)).body).toEqual(meeting);
      const changed = await therapist.call('PUT', path, { ...change, startTime: '2024-01-15T10:30:00Z' });
      expect(changed.body).toMatchObject({ ...change, startTime: '2024-01-15T10:30:00.000Z', duration: 60 });
      // Three events in one transaction: words, time, status.
      expect(changed.headers.get('etag')).toBe('"v4"');
    });

    it('leaves what is given as it is already, even when that could no longer be booked', async () => {
      const therapist = await enterTherapist('same', john);
      const { id, title, startTime, duration, meetingType } = await booked(
        john,
        therapist,
        '2024-01-15T09:00:00Z',
      );
      api.cloud.clock.set(Date.parse('2024-01-15T10:00:00Z'));
      const whole = {
        title,
        startTime,
        duration,
        meetingType,
        therapistId: therapist.id,
        status: 'COMPLETED',
      };
      const completed = await therapist.call('PUT', `/meetings/${id}`, whole);
      expect(completed.body.status).toBe('COMPLETED');
      expect(completed.headers.get('etag')).toBe('"v2"');
    });

    it('keeps the therapist, guards by ETag, and changes nothing that has ended', async () => {
      const therapist = await enterTherapist('guards', john);
      const { id } = await booked(john, therapist, '2024-01-15T09:00:00Z');
      const path = `/meetings/${id}`;
      const moved = await john.call('PUT', path, { therapistId: jane.id });
      expect(refusal(moved)).toEqual([400, 'VALIDATION_FAILED']);
      expect(moved.body.issues[0].path).toBe('body.therapistId');
      const title = { title: 'Second' };
      expect((await john.call('PUT', path, title, { 'if-match': '"v1"' })).status).toBe(200);
      const stale = await john.call('PUT', path, title, { 'if-match': '"v1"' });
      expect(refusal(stale)).toEqual([412, 'PRECONDITION_FAILED']);
      const cancel = await john.call('DELETE', `${path}/cancel`, {}, { 'if-match': '"v1"' });
      expect(refusal(cancel)).toEqual([412, 'PRECONDITION_FAILED']);
      expect((await john.call('DELETE', `${path}/cancel`, { reason: 'ill' })).status).toBe(200);
      for (const [method, at, body] of [
        ['PUT', path, { title: 'Third' }],
        ['PUT', path, {}],
        ['PUT', path, { startTime: '2024-01-15T11:00:00Z' }],
        ['PUT', path, { status: 'CANCELLED' }],
        ['DELETE', `${path}/cancel`, {}],
      ] as const) {
        expect(refusal(await john.call(method, at, body))).toEqual([400, 'INVALID_TRANSITION']);
      }
      expect((await book(john, therapist, '2024-01-15T09:00:00Z')).status).toBe(201);
    });

    it('moves what another surface made longer or shorter than this one offers', async () => {
      const coach = await enterCoach(api, 'lengths', { timeZone: 'UTC' });
      const lead = await coach.lead('lengths lead');
      const made = (await coach.book(lead, '2024-01-16T10:00:00Z', 45)).body.data;
      const path = `/booking/meetings/${made._id}`;
      const put = (body: object) => api.call({ method: 'PUT', path, token: coach.token, body });
      const moved = await put({ startTime: '2024-01-16T11:00:00Z' });
      expect(moved.body).toMatchObject({ startTime: '2024-01-16T11:00:00.000Z', duration: 45 });
      expect(moved.body.client.user).toEqual({
        firstName: 'lengths',
        lastName: 'lead',
        email: 'lengths.lead@example.com',
      });
      expect((await put({ duration: 90 })).body.duration).toBe(90);
      expect(refusal(await put({ duration: 45 }))).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('shows a meeting that has begun as confirmed, and leaves it begun when asked for that', async () => {
      const coach = await enterCoach(api, 'begun', { timeZone: 'UTC' });
      const lead = await coach.lead('begun lead');
      const { _id: id } = (await coach.book(lead, '2024-01-16T10:00:00Z')).body.data;
      api.cloud.clock.set(Date.parse('2024-01-16T10:01:00Z'));
      await coach.call('PATCH', `/appointments/${id}/status`, { status: 'in_progress' });
      const path = `/booking/meetings/${id}`;
      const put = (body: object) => api.call({ method: 'PUT', path, token: coach.token, body });
      const same = await put({ status: 'CONFIRMED', title: 'Under way' });
      expect([same.status, same.body.status]).toEqual([200, 'CONFIRMED']);
      expect((await coach.call('GET', `/appointments/${id}`)).body.data.status).toBe('in_progress');
      expect((await put({ status: 'COMPLETED' })).body.status).toBe('COMPLETED');
    });
  });

  describe('availability', () => {
    const row = (dayOfWeek: number, startTime: string, endTime: string) => ({
      dayOfWeek,
      startTime,
      endTime,
    });

    it('refuses windows that end before they begin or overlap another, across midnight too', async () => {
      const therapist = await enter('windows', 'therapist', 'Windows');
      const add = (body: object) => therapist.call('POST', '/availability', body);
      const evening = await add(row(6, '20:00', '24:00'));
      expect(evening.body).toMatchObject({ startTime: '20:00', endTime: '24:00', notes: null });
      expect((await add(row(0, '00:00', '06:00'))).status).toBe(201);
      for (const [body, path] of [
        [row(1, '17:00', '09:00'), 'body.endTime'],
        [row(1, '09:00', '09:00'), 'body.endTime'],
        [row(6, '19:00', '20:30'), 'body.startTime'],
        [row(0, '05:30', '07:00'), 'body.startTime'],
        [row(7, '09:00', '10:00'), 'body.dayOfWeek'],
        [row(1, '9:00', '10:00'), 'body.startTime'],
        [row(1, '24:00', '24:00'), 'body.startTime'],
        [{ ...row(1, '09:00', '10:00'), isAvailable: false }, 'body.isAvailable'],
      ] as const) {
        const answer = await add(body);
        expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
        expect(answer.body.issues).toEqual([{ path, message: expect.any(String) }]);
      }
      expect((await therapist.call('GET', '/availability')).body).toHaveLength(2);
      const put = (body: object) => therapist.call('PUT', `/availability/${idOf(evening)}`, body);
      expect(refusal(await put({ endTime: '19:00' }))).toEqual([400, 'VALIDATION_FAILED']);
      expect(refusal(await put({ dayOfWeek: 0, startTime: '05:00' }))).toEqual([400, 'VALIDATION_FAILED']);
      expect((await put({ startTime: '21:00' })).body).toMatchObject({
        startTime: '21:00',
        endTime: '24:00',
      });
      // What is not available is in nobody's way.
      expect((await put({ isAvailable: false })).body.isAvailable).toBe(false);
      expect((await add(row(6, '20:00', '23:00'))).status).toBe(201);
      expect(refusal(await put({ isAvailable: true }))).toEqual([400, 'VALIDATION_FAILED']);
      expect((await put({ notes: 'Evenings' })).body.notes).toBe('Evenings');
    });

    it('belongs to its therapist, and is gone for everybody once deleted', async () => {
      const owner = await enter('owner', 'therapist', 'Owner');
      const stranger = await enter('stranger', 'therapist', 'Stranger');
      const path = `/availability/${idOf(await owner.call('POST', '/availability', row(3, '09:00', '10:00')))}`;
      expect(refusal(await stranger.call('PUT', path, { notes: 'x' }))).toEqual([403, 'FORBIDDEN']);
      expect(refusal(await stranger.call('DELETE', path))).toEqual([403, 'FORBIDDEN']);
      expect((await owner.call('DELETE', path)).body).toEqual({ success: true });
      for (const person of [owner, stranger]) {
        expect(refusal(await person.call('PUT', path, { notes: 'x' }))).toEqual([404, 'NOT_FOUND']);
        expect(refusal(await person.call('DELETE', path))).toEqual([404, 'NOT_FOUND']);
        expect(refusal(await person.call('DELETE', '/availability/never'))).toEqual([404, 'NOT_FOUND']);
      }
    });

    it("is the same schedule as the coach dashboard's working hours", async () => {
      const coach = await enterCoach(api, 'one-schedule', {
        timeZone: 'UTC',
        workingHours: [
          { dayOfWeek: 2, startTime: '09:00', endTime: '12:00' },
          { dayOfWeek: 5, startTime: '22:00', endTime: '02:00' },
        ],
      });
      const call = (method: string, path: string, body?: object) =>
        api.call({ method, path: `/booking/availability${path}`, token: coach.token, body });
      const [tuesday, friday] = (await call('GET', '')).body;
      expect(tuesday).toMatchObject({
        dayOfWeek: 2,
        startTime: '09:00',
        endTime: '12:00',
        isAvailable: true,
      });
      expect(friday).toMatchObject({ dayOfWeek: 5, startTime: '22:00', endTime: '02:00' });

      const hours = async () => (await coach.call('GET', '/availability')).body.data.workingHours;
      const added = await call('POST', '', { ...row(4, '08:00', '09:30'), notes: 'Early' });
      expect(await hours()).toContainEqual({
        dayOfWeek: 4,
        dayName: 'Thursday',
        startTime: '08:00',
        endTime: '09:30',
        isWorking: true,
      });
      const slots = await coach.call('GET', '/available-slots?date=2024-01-11');
      expect(slots.body.data.totalSlots).toBe(3);

      // A row that the dashboard keeps as it is keeps its id and its notes.
      await coach.call('PUT', '/availability', { workingHours: await hours() });
      expect((await call('GET', '')).body).toContainEqual(added.body);
      // Notes can be put to a row over midnight, but its times become those of one date.
      const noted = await call('PUT', `/${friday.id}`, { notes: 'Late' });
      expect(noted.body).toMatchObject({ startTime: '22:00', endTime: '02:00', notes: 'Late' });
      expect(refusal(await call('PUT', `/${friday.id}`, { startTime: '21:00' }))).toEqual([
        400,
        'VALIDATION_FAILED',
      ]);
      expect((await call('PUT', `/${friday.id}`, { endTime: '23:00' })).body.endTime).toBe('23:00');
      expect((await call('DELETE', `/${tuesday.id}`)).status).toBe(200);
      expect((await hours()).map(({ dayOfWeek }: { dayOfWeek: number }) => dayOfWeek)).toEqual([5, 4]);
    });

    it('has an end, on both surfaces', async () => {
      const hour = (index: number) => `${String(Math.floor(index / 7) + 1).padStart(2, '0')}`;
      const workingHours = Array.from({ length: 91 }, (_, index) => ({
        dayOfWeek: index % 7,
        startTime: `${hour(index)}:00`,
        endTime: `${hour(index)}:30`,
      }));
      const coach = await enterCoach(api, 'many', { workingHours: workingHours.slice(0, 90) });
      const tooMany = await coach.call('PUT', '/availability', { workingHours });
      expect(refusal(tooMany)).toEqual([400, 'VALIDATION_FAILED']);
      const call = (method: string, path: string, body?: object) =>
        api.call({ method, path: `/booking/availability${path}`, token: coach.token, body });
      const one = (await call('GET', '')).body[0];
      expect(refusal(await call('POST', '', row(0, '23:00', '23:30')))).toEqual([400, 'VALIDATION_FAILED']);
      const stranger = await enter('many-stranger', 'therapist', 'Many');
      expect(refusal(await stranger.call('DELETE', `/availability/${one.id}`))).toEqual([403, 'FORBIDDEN']);
      expect((await call('DELETE', `/${one.id}`)).status).toBe(200);
      expect((await call('POST', '', row(0, '23:00', '23:30'))).status).toBe(201);
    });

    it('loses no row when several are added at once', async () => {
      const therapist = await enter('at-once', 'therapist', 'At Once');
      const days = [0, 1, 2, 3];
      const answers = await Promise.all(
        days.map((day) => therapist.call('POST', '/availability', row(day, '09:00', '10:00'))),
      );
      const made = answers.filter(({ status }) => status === 201).map(idOf);
      expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
      const listed = (await therapist.call('GET', '/availability')).body.map(({ id }: { id: string }) => id);
      expect(listed.toSorted()).toEqual(made.toSorted());
    });
  });

  describe('slots', () => {
    it('are those of the date in the therapist’s zone, and just what can be booked', async () => {
      const coach = await enterCoach(api, 'zoned', { bufferTime: 15 });
      const therapist = { ...jane, id: coach.id };
      await assign(therapist, john);
      await booked(john, therapist, '2024-01-17T16:00:00Z', { duration: 30 });
      const answer = await john.call('GET', '/slots?therapistId=zoned&date=2024-01-17');
      conforms('listSessionSlots', answer);
      const offered = answer.body.flatMap(
        (slot: { startTime: string; availableDurations: { duration: number }[] }) =>
          slot.availableDurations.map(({ duration }) => `${slot.startTime.slice(11, 16)} ${duration}`),
      );
      // 9 to 17 in New York is 14 to 22 UTC; a buffer of 15 minutes is kept around 16:00 to 16:30.
      expect(offered.slice(0, 7)).toEqual([
        '14:00 30',
        '14:00 60',
        '14:00 90',
        '14:30 30',
        '14:30 60',
        '15:00 30',
        '17:00 30',
      ]);
      expect(offered.at(-1)).toBe('21:30 30');
      for (const [start, duration, status] of [
        ['14:00', 90, 201],
        ['15:00', 60, 400],
        ['16:30', 30, 400],
        ['17:00', 120, 201],
      ] as const) {
        const made = await book(john, therapist, `2024-01-17T${start}:00Z`, { duration });
        expect([start, duration, made.status]).toEqual([start, duration, status]);
        if (made.status === 201) await john.call('DELETE', `/meetings/${idOf(made)}/cancel`);
      }
    });

    it('are refused for nobody and for no date, and none where there are none', async () => {
      const path = (query: string) => john.call('GET', `/slots?${query}`);
      expect(refusal(await path('therapistId=nobody&date=2024-01-15'))).toEqual([404, 'NOT_FOUND']);
      expect(refusal(await path('therapistId=mallory&date=2024-01-15'))).toEqual([404, 'NOT_FOUND']);
      expect(refusal(await path(`therapistId=${jane.id}`))).toEqual([400, 'VALIDATION_FAILED']);
      expect(refusal(await path('date=2024-01-15'))).toEqual([400, 'VALIDATION_FAILED']);
      expect(refusal(await path(`therapistId=${jane.id}&date=2024-02-30`))).toEqual([
        400,
        'VALIDATION_FAILED',
      ]);
      expect((await path(`therapistId=${jane.id}&date=2023-12-25`)).body).toEqual([]);
      const unscheduled = await enter('unscheduled', 'therapist', 'Unscheduled');
      expect((await path(`therapistId=${unscheduled.id}&date=2024-01-15`)).body).toEqual([]);
    });
  });

  describe('events', () => {
    it('of a booking, a move, a cancellation and an end have the published fields', async () => {
      const therapist = await enterTherapist('events', john);
      const parties = { clientId: john.id, therapistId: therapist.id };
      const of = async (detailType: string, appointmentId: string) =>
        (await bus.received(detailType)).filter((detail) => detail.appointmentId === appointmentId);

      const { id } = await booked(john, therapist, '2024-01-15T14:00:00Z', {
        title: 'Weekly',
        description: 'Regular',
        meetingType: 'in_person',
      });
      expect(await of('AppointmentBookedEvent', id)).toEqual([
        {
          appointmentId: id,
          ...parties,
          startTime: '2024-01-15T14:00:00Z',
          meetingType: 'in_person',
          duration: 60,
          title: 'Weekly',
          description: 'Regular',
          isInitialConsultation: true,
        },
      ]);

      await therapist.call('PUT', `/meetings/${id}`, {
        startTime: '2024-01-15T15:00:00Z',
        reason: 'Fire drill',
        title: 'Moved',
      });
      expect(await of('AppointmentRescheduledEvent', id)).toEqual([
        {
          appointmentId: id,
          ...parties,
          rescheduledBy: therapist.id,
          originalStartTime: '2024-01-15T14:00:00Z',
          newStartTime: '2024-01-15T15:00:00Z',
          rescheduleReason: 'Fire drill',
        },
      ]);

      api.cloud.clock.set(Date.parse('2024-01-14T09:30:00Z'));
      await john.call('DELETE', `/meetings/${id}/cancel`, { reason: 'Ill' });
      expect(await of('AppointmentCancelledEvent', id)).toEqual([
        {
          appointmentId: id,
          ...parties,
          cancelledBy: john.id,
          cancellationReason: 'Ill',
          originalStartTime: '2024-01-15T15:00:00Z',
          cancelledAt: '2024-01-14T09:30:00Z',
          cancellationNotice: 29.5,
        },
      ]);

      const second = await booked(john, therapist, '2024-01-15T09:00:00Z', {
        duration: 30,
        meetingType: 'chat',
      });
      const third = await booked(john, therapist, '2024-01-15T11:00:00Z');
      const [booking] = await of('AppointmentBookedEvent', second.id);
      expect(booking).toEqual({
        appointmentId: second.id,
        ...parties,
        startTime: '2024-01-15T09:00:00Z',
        meetingType: 'chat',
        duration: 30,
        title: 'Session with Therapist events',
        isInitialConsultation: false,
      });
      api.cloud.clock.set(Date.parse('2024-01-15T12:00:00Z'));
      await therapist.call('PUT', `/meetings/${second.id}`, {
        status: 'COMPLETED',
        description: 'Went well',
      });
      await therapist.call('PUT', `/meetings/${third.id}`, { status: 'NO_SHOW' });
      const ended = { ...parties, completedAt: '2024-01-15T12:00:00Z' };
      expect(await of('AppointmentCompletedEvent', second.id)).toEqual([
        {
          appointmentId: second.id,
          ...ended,
          duration: 30,
          sessionNotes: 'Went well',
          attendanceStatus: 'ATTENDED',
        },
      ]);
      expect(await of('AppointmentCompletedEvent', third.id)).toEqual([
        { appointmentId: third.id, ...ended, duration: 60, sessionNotes: '', attendanceStatus: 'NO_SHOW' },
      ]);
    });
  });
});
