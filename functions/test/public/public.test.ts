import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/* Booking pages and links in mails: no token, only what a visitor has. Monday, 2 March 2026, 8:00 UTC. */

const base = '/api/v1/public';

describe('visitors', () => {
  let api: Api;
  let coach: TestCoach;
  let visitors = 0;

  beforeAll(async () => {
    api = await startApi();
    coach = await enterCoach(api, 'ada', { advanceBookingDays: 60 });
  });
  afterAll(() => api.stop());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.call({ method, path: `${base}${path}`, body, ...(headers && { headers }) });

  const contact = (name: string) => ({
    name,
    email: `${name.toLowerCase()}@example.com`,
    phone: '+1 555 123 4567',
    timeZone: 'Europe/Berlin',
  });

  function hold(startTime: string, name = `Visitor${++visitors}`): Promise<ApiAnswer> {
    return call('POST', '/holds', { coachId: 'ada', startTime, duration: 30, contact: contact(name) });
  }

  const inboxOf = async (address: string): Promise<{ subject: string; text: string }[]> => {
    await api.cloud.settle();
    return (await api.call({ method: 'GET', path: `/dev/inbox?to=${address}` })).body;
  };

  it('see free slots with an ETag, and are told when nothing has changed', async () => {
    const path = '/coaches/ada/slots?from=2026-03-06&to=2026-03-09&timeZone=Europe/Berlin&duration=60';
    const first = await call('GET', path);
    expect(first.status).toBe(200);
    expect(first.body.data.slots[0]).toEqual({
      startTime: '2026-03-06T14:00:00Z',
      localStartTime: '2026-03-06T15:00',
    });
    // DST began in New York on Sunday, not yet in Berlin.
    expect(first.body.data.slots.at(-1)).toEqual({
      startTime: '2026-03-09T20:00:00Z',
      localStartTime: '2026-03-09T21:00',
    });
    const etag = first.headers.get('etag') ?? '';
    const again = await call('GET', path, undefined, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, undefined]);
    await hold('2026-03-06T14:00:00Z');
    const changed = await call('GET', path, undefined, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.body.data.slots[0].startTime).toBe('2026-03-06T14:30:00Z');
    expect((await call('GET', '/coaches/nobody/slots?from=2026-03-06&to=2026-03-09')).status).toBe(404);
    expect((await call('GET', '/coaches/ada/slots?from=2026-03-06&to=2026-07-09')).status).toBe(400);
  });

  it('hold a slot, which is then refused to everybody else with the same reason', async () => {
    const held = await hold('2026-03-03T15:00:00Z', 'Mike');
    expect(held.status).toBe(201);
    expect(held.body.data).toMatchObject({ coachId: 'ada', status: 'held', expiresAt: expect.any(String) });
    const other = await hold('2026-03-03T15:00:00Z');
    expect([other.status, other.body.reason]).toEqual([409, 'HELD']);
    const booked = await coach.book(await coach.lead('Late Lead'), '2026-03-03T15:00:00Z');
    expect([booked.status, booked.body.reason]).toEqual([409, 'HELD']);

    const wrong = await call('POST', `/holds/${held.body.data.id}/confirm`, { token: 'x'.repeat(60) });
    expect(wrong.status).toBe(404);
    const { token, id } = held.body.data;
    const confirmed = await call('POST', `/holds/${id}/confirm`, { token });
    expect([confirmed.status, confirmed.body.data.status]).toEqual([200, 'scheduled']);
    const twice = await call('POST', `/holds/${id}/confirm`, { token });
    expect([twice.status, twice.body.data.id]).toEqual([200, id]);
    expect((await call('DELETE', `/holds/${id}?token=${token}`)).status).toBe(400);

    const shown = await coach.call('GET', `/appointments/${id}`);
    expect(shown.body.data).toMatchObject({ startTime: '2026-03-03T15:00:00Z', lead: { name: 'Mike' } });
    const mails = await inboxOf('mike@example.com');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('16:00 to 16:30 (Europe/Berlin, GMT+1)');
    expect(mails[0]?.text).toContain('10:00 to 10:30 (America/New_York, GMT-5)');
  });

  it('give a slot back', async () => {
    const held = (await hold('2026-03-04T15:00:00Z')).body.data;
    expect((await call('DELETE', `/holds/${held.id}?token=${held.token}`)).status).toBe(204);
    expect((await hold('2026-03-04T15:00:00Z')).status).toBe(201);
  });

  it('lose a hold that runs out, and may still confirm it while the slot is free', async () => {
    const lost = (await hold('2026-03-05T15:00:00Z')).body.data;
    const kept = (await hold('2026-03-05T16:00:00Z')).body.data;
    await api.cloud.settle();
    await api.call({ method: 'POST', path: '/dev/clock', body: { advance: 'PT11M' } });
    const history = await api.call({
      method: 'GET',
      path: `/api/v1/admin/audit?appointmentId=${lost.id}`,
      token: await api.token({ sub: 'root', roles: ['admin'] }),
    });
    expect(history.body.data.map((event: { type: string }) => event.type)).toEqual([
      'appointment.held',
      'appointment.abandoned',
    ]);
    expect((await hold('2026-03-05T15:00:00Z')).status).toBe(201);
    const late = await call('POST', `/holds/${lost.id}/confirm`, { token: lost.token });
    expect([late.status, late.body.reason]).toEqual([409, 'HELD']);
    expect((await call('POST', `/holds/${kept.id}/confirm`, { token: kept.token })).status).toBe(200);
  });

  it('stay one lead, whatever they call themselves, and are never in two places', async () => {
    const ben = await enterCoach(api, 'ben');
    expect((await hold('2026-03-10T14:00:00Z', 'Lou')).status).toBe(201);
    expect((await hold('2026-03-10T15:00:00Z', 'LOU')).status).toBe(201);
    const leads = await coach.call('GET', '/leads?term=lou@example.com');
    expect(leads.body.data).toHaveLength(1);
    const elsewhere = await call('POST', '/holds', {
      coachId: ben.id,
      startTime: '2026-03-10T14:15:00Z',
      duration: 30,
      contact: contact('Lou'),
    });
    expect([elsewhere.status, elsewhere.body.reason]).toEqual([409, 'CLIENT_BUSY']);
  });

  it('manage their appointment by the link in the mail, which a look does not change', async () => {
    const held = (await hold('2026-03-11T15:00:00Z', 'Sarah')).body.data;
    const confirmed = await call('POST', `/holds/${held.id}/confirm`, { token: held.token });
    const link = /http:\S+\/manage\/\S+/.exec((await inboxOf('sarah@example.com'))[0]?.text ?? '')?.[0] ?? '';
    expect(link).toBe(confirmed.body.data.manageUrl);
    const path = link.slice(link.indexOf('/manage/'));

    const looked = await call('GET', path);
    expect(looked.body.data).toMatchObject({
      id: held.id,
      status: 'scheduled',
      canReschedule: true,
      canCancel: true,
    });
    expect(JSON.stringify(looked.body)).not.toContain('@');
    const moved = await call('POST', `${path}/reschedule`, { newStartTime: '2026-03-11T17:00:00Z' });
    expect(moved.body.data.startTime).toBe('2026-03-11T17:00:00Z');
    const taken = await call('POST', `${path}/reschedule`, { newStartTime: '2026-03-11T03:00:00Z' });
    expect([taken.status, taken.body.reason]).toEqual([409, 'OUTSIDE_WORKING_HOURS']);
    const cancelled = await call('POST', `${path}/cancel`, { reason: 'ill' });
    expect(cancelled.body.data).toMatchObject({
      status: 'cancelled',
      canReschedule: false,
      canCancel: false,
    });
    expect((await call('POST', `${path}/cancel`, {})).body.code).toBe('INVALID_TRANSITION');
    expect((await call('POST', `${path}/reschedule`, { newStartTime: '2026-03-12T17:00:00Z' })).status).toBe(
      400,
    );
    const subjects = (await inboxOf('sarah@example.com')).map(({ subject }) => subject.split(':')[0]);
    expect(subjects).toEqual([
      'Your appointment is booked',
      'Your appointment has moved',
      'Your appointment is cancelled',
    ]);
    expect((await call('GET', `${path.slice(0, -3)}AAA`)).status).toBe(404);
    await api.call({ method: 'POST', path: '/dev/clock', body: { now: '2026-03-20T00:00:00Z' } });
    expect((await call('GET', path)).status).toBe(404);
    await api.call({ method: 'POST', path: '/dev/clock', body: { now: '2026-03-02T12:00:00Z' } });
  });

  it('choose another time by the link of a cancellation that offers it', async () => {
    const lead = await coach.lead('Paul Offer');
    const { _id: id } = (await coach.book(lead, '2026-03-16T15:00:00Z')).body.data;
    // Otherwise the news of the booking may come after the cancellation, and is then rightly not sent.
    await api.cloud.settle();
    await coach.call('DELETE', `/appointments/${id}`, { reason: 'Coach is ill', rescheduleOffer: true });
    const mail = (await inboxOf('Paul.Offer@example.com')).at(-1);
    const link = /Choose another time: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const path = link.slice(link.indexOf('/manage/'));
    const again = await call('POST', `${path}/reschedule`, { newStartTime: '2026-03-17T15:00:00Z' });
    expect(again.body.data).toMatchObject({ status: 'scheduled', startTime: '2026-03-17T15:00:00Z' });
    expect(again.body.data.id).not.toBe(id);
    // Used again, at once or later, the link moves what it has booked, and never books another.
    const more = await Promise.all(
      ['2026-03-18T15:00:00Z', '2026-03-19T15:00:00Z'].map((newStartTime) =>
        call('POST', `${path}/reschedule`, { newStartTime }),
      ),
    );
    expect(more.map(({ body }) => body.data.id)).toEqual([again.body.data.id, again.body.data.id]);
  });

  it('are counted by address, and no further than sixty times an hour', async () => {
    await api.call({ method: 'POST', path: '/dev/clock', body: { now: '2026-03-02T16:00:00Z' } });
    const answers = await Promise.all(
      Array.from({ length: 61 }, () => call('GET', '/coaches/ada/slots?from=2026-03-06&to=2026-03-06')),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it('left the table consistent', async () => {
    const table = connectTable(String(process.env.TABLE_NAME));
    expect(await violationsIn(table, api.cloud.clock.now(), () => 0)).toEqual([]);
  });
});
