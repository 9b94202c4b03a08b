import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach } from '../coach.ts';
import { conforms } from '../operations.ts';
import { type Recovery, startRecovery } from './recovery.ts';

/* Bookings that visitors begin and do not finish: the messages that follow by themselves, what ends them, and where they lead. */

describe('booking recovery', () => {
  let recovery: Recovery;

  beforeAll(async () => {
    recovery = await startRecovery();
  });
  afterAll(() => recovery.api.stop());

  it('begins with an empty list', async () => {
    const { list } = recovery;
    const empty = await list();
    conforms('listAbandonedBookings', empty);
    expect(empty.body).toEqual({ success: true, data: [], totalAbandoned: 0, recoveryRate: 0 });
  });

  it('writes half an hour, a day and three days after the hold ran out, each once', async () => {
    const { pass, now, abandon, recoveryMails, times, list, abandoned, linkOf } = recovery;
    const visitor = await abandon('2026-03-09T15:00:00Z', { name: 'Mike Wilson', email: 'mike@example.com' });
    const end = now();
    const first = await abandoned(visitor.holdId);
    // The published example, with null for what has not happened yet.
    expect(first).toEqual({
      _id: visitor.holdId,
      leadId: expect.any(String),
      selectedSlot: { startTime: '2026-03-09T15:00:00Z', duration: 30 },
      abandonedAt: '2026-03-02T08:10:00Z',
      recoveryAttempts: 0,
      lastRecoveryAttempt: null,
      status: 'pending',
      lead: {
        _id: first.leadId,
        name: 'Mike Wilson',
        email: 'mike@example.com',
        phone: '+1 555 123 4567',
      },
    });
    await pass(29);
    expect(await times(visitor.email)).toEqual([]);
    await pass(100 * 60);
    const due = [30, 24 * 60, 72 * 60].map((minutes) => new Date(end + minutes * 60_000).toISOString());
    expect(await times(visitor.email)).toEqual(due);
    const shown = await list();
    conforms('listAbandonedBookings', shown);
    expect(shown.body.data[0]).toMatchObject({
      recoveryAttempts: 3,
      lastRecoveryAttempt: '2026-03-05T08:10:00Z',
      status: 'recovery_sent',
    });

    const [mail] = await recoveryMails(visitor.email);
    expect(mail?.subject).toBe('Your appointment with Coach ada is not booked yet');
    // DST has begun in New York by then, not yet in Berlin.
    expect(mail?.text).toContain('When: Monday, 9 March 2026, 16:00 to 16:30 (Europe/Berlin, GMT+1)');
    expect(mail?.text).toContain(
      'For Coach ada: Monday, 9 March 2026, 11:00 to 11:30 (America/New_York, GMT-4)',
    );
    const link = await linkOf(visitor.email, 'unsubscribe');
    expect(mail?.headers).toMatchObject({
      'List-Unsubscribe': expect.stringMatching(/^<http\S+\/api\/v1\/public\/unsubscribe\/\S+>$/),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Reply-To': expect.stringContaining('ada@example.com'),
    });
    expect(link).not.toBe(await linkOf(visitor.email, 'recover'));
  });

  it('does nothing about holds that were confirmed or given back', async () => {
    const { pub, pass, hold, times, list } = recovery;
    const kept = await hold('2026-03-10T15:00:00Z');
    const given = await hold('2026-03-10T16:00:00Z');
    await pub('POST', `/holds/${kept.holdId}/confirm`, { token: kept.token });
    await pub('DELETE', `/holds/${given.holdId}?token=${given.token}`);
    await pass(60);
    expect((await list()).body.totalAbandoned).toBe(1);
    expect(await times(kept.email)).toEqual([]);
    expect(await times(given.email)).toEqual([]);
  });

  it('stops when the lead books, and credits the booking', async () => {
    const { api, coach, pass, abandon, times, list, abandoned, recover } = recovery;
    const visitor = await abandon('2026-03-11T15:00:00Z');
    await pass(60);
    expect(await times(visitor.email)).toHaveLength(1);
    const { leadId } = await abandoned(visitor.holdId);
    expect((await coach.book(leadId, '2026-03-12T15:00:00Z')).status).toBe(201);
    await api.cloud.settle();
    expect(await abandoned(visitor.holdId)).toMatchObject({ status: 'recovered', recoveryAttempts: 1 });
    await pass(100 * 60);
    expect(await times(visitor.email)).toHaveLength(1);
    // One of two.
    expect((await list()).body).toMatchObject({ totalAbandoned: 2, recoveryRate: 50 });
    for (const refused of [
      await recover(visitor.holdId),
      await coach.call('POST', `/booking-recovery/${visitor.holdId}/stop`),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    }
  });

  it('credits a late confirmation of the very hold', async () => {
    const { api, pub, pass, abandon, times, abandoned } = recovery;
    const visitor = await abandon('2026-03-13T15:00:00Z');
    await pub('POST', `/holds/${visitor.holdId}/confirm`, { token: visitor.token });
    await api.cloud.settle();
    expect((await abandoned(visitor.holdId)).status).toBe('recovered');
    await pass(100 * 60);
    expect(await times(visitor.email)).toEqual([]);
  });

  it('leaves a visitor alone who booked another time while the first one was still held', async () => {
    const { pub, pass, hold, times, abandoned } = recovery;
    const visitor = await hold('2026-03-17T15:00:00Z');
    const second = await hold('2026-03-17T16:00:00Z', { email: visitor.email });
    await pub('POST', `/holds/${second.holdId}/confirm`, { token: second.token });
    await pass(60);
    expect((await abandoned(visitor.holdId)).status).toBe('recovered');
    expect(await times(visitor.email)).toEqual([]);
  });

  it('stops when the coach says so, again without an error', async () => {
    const { coach, pass, abandon, times, recover } = recovery;
    const visitor = await abandon('2026-03-18T15:00:00Z');
    const stop = () => coach.call('POST', `/booking-recovery/${visitor.holdId}/stop`);
    const stopped = await stop();
    conforms('stopRecovery', stopped);
    expect(stopped.body.data.status).toBe('stopped');
    expect((await stop()).body.data.status).toBe('stopped');
    await pass(100 * 60);
    expect(await times(visitor.email)).toEqual([]);
    expect((await recover(visitor.holdId)).body.code).toBe('CONFLICT');
  });

  it('stops by one click, for all bookings with this coach, and a look changes nothing', async () => {
    const { api, pub, pass, abandon, times, abandoned, recover, linkOf } = recovery;
    const visitor = await abandon('2026-03-19T15:00:00Z');
    await pass(30);
    const link = await linkOf(visitor.email, 'unsubscribe');
    const page = await pub('GET', link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<form method="post">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await abandoned(visitor.holdId)).status).toBe('recovery_sent');

    // As mail programs post it: a form, and once more for good measure; and without any body.
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const [body, headers] of [
      ['List-Unsubscribe=One-Click', form],
      ['List-Unsubscribe=One-Click', form],
      [undefined, undefined],
    ] as const) {
      const clicked = await pub('POST', link, body, headers);
      expect([clicked.status, clicked.body]).toEqual([200, expect.stringContaining('no more mail')]);
    }
    expect((await abandoned(visitor.holdId)).status).toBe('opted_out');
    await pass(100 * 60);
    expect(await times(visitor.email)).toHaveLength(1);
    expect((await recover(visitor.holdId)).body.code).toBe('CONFLICT');

    const again = await abandon('2026-04-09T15:00:00Z', { email: visitor.email });
    await pass(100 * 60);
    expect((await abandoned(again.holdId)).status).toBe('opted_out');
    expect(await times(visitor.email)).toHaveLength(1);

    // Of this coach: another one's mail comes.
    await enterCoach(api, 'ben', { advanceBookingDays: 60 });
    await abandon('2026-04-09T16:00:00Z', { email: visitor.email, coachId: 'ben' });
    await pass(30);
    expect(await times(visitor.email)).toHaveLength(2);

    expect((await pub('POST', `${link.slice(0, -4)}AAAA`)).status).toBe(404);
    const wrongKind = link.replace('/unsubscribe/', '/recover/');
    expect((await pub('GET', wrongKind)).status).toBe(404);
  });

  it('opens the slot by the link, which books it once, however often it is asked', async () => {
    const { api, pub, pass, abandon, abandoned, linkOf } = recovery;
    const visitor = await abandon('2026-04-07T15:00:00Z');
    await pass(30);
    const link = await linkOf(visitor.email, 'recover');
    const opened = await pub('GET', link);
    conforms('getAbandonedSlot', opened);
    expect(opened.body.data).toEqual({
      coach: { id: 'ada', name: 'Coach ada', timeZone: 'America/New_York' },
      slot: { startTime: '2026-04-07T15:00:00Z', duration: 30, timeZone: 'Europe/Berlin' },
      available: true,
      alternatives: [],
    });
    const booked = await pub('POST', `${link}/book`, {});
    conforms('bookAbandonedSlot', booked);
    expect(booked.body.data).toMatchObject({ startTime: '2026-04-07T15:00:00Z', status: 'scheduled' });
    expect((await pub('POST', `${link}/book`, {})).body.data.id).toBe(booked.body.data.id);
    expect((await pub('GET', link)).body.data).toMatchObject({ available: false, reason: 'BUSY' });
    const managed = await pub('GET', booked.body.data.manageUrl.split('/api/v1/public')[1]);
    expect(managed.body.data.id).toBe(booked.body.data.id);
    await api.cloud.settle();
    expect((await abandoned(visitor.holdId)).status).toBe('recovered');
  });

  it('opens the nearest free times when the slot is taken, and books one of them', async () => {
    const { api, coach, pub, pass, abandon, abandoned, linkOf } = recovery;
    const visitor = await abandon('2026-04-08T15:00:00Z');
    await pass(30);
    const other = await coach.lead('Quicker Lead');
    expect((await coach.book(other, '2026-04-08T15:00:00Z')).status).toBe(201);
    const link = await linkOf(visitor.email, 'recover');
    const { data } = (await pub('GET', link)).body;
    expect(data).toMatchObject({ available: false, reason: 'BUSY' });
    expect(data.alternatives.map(({ startTime }: { startTime: string }) => startTime)).toEqual([
      '2026-04-08T14:30:00Z',
      '2026-04-08T15:30:00Z',
      '2026-04-08T14:00:00Z',
    ]);
    const refused = await pub('POST', `${link}/book`);
    expect([refused.status, refused.body.reason, refused.body.alternatives.length]).toEqual([409, 'BUSY', 3]);
    const booked = await pub('POST', `${link}/book`, { startTime: data.alternatives[0].startTime });
    expect([booked.status, booked.body.data.startTime]).toEqual([201, '2026-04-08T14:30:00Z']);
    await api.cloud.settle();
    const recovered = await abandoned(visitor.holdId);
    expect(recovered.status).toBe('recovered');
    const shown = await coach.call('GET', `/appointments/${booked.body.data.id}`);
    expect(shown.body.data).toMatchObject({ leadId: recovered.leadId, duration: 30 });
    await pass(15 * 24 * 60);
    expect((await pub('GET', link)).status).toBe(404);
  });

  it('left the table consistent', () => recovery.checkTable());
});
