import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { routes } from '@punctual/contracts/registry.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { enterCoach, type TestCoach } from './coach.ts';

/* Bookings that visitors begin and do not finish, from Monday, 2 March 2026, 8:00 UTC on. The clock stands still. */

interface Mail {
  readonly at: string;
  readonly channel: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Visitor {
  readonly holdId: string;
  readonly token: string;
  readonly email: string;
}

describe('booking recovery', () => {
  let api: Api;
  let coach: TestCoach;

  beforeAll(async () => {
    api = await startApi();
    api.cloud.clock.freeze();
    // Timers go off on whole seconds, and the start took some milliseconds.
    api.cloud.clock.set(Math.floor(api.cloud.clock.now() / 1000) * 1000);
    coach = await enterCoach(api, 'ada', { advanceBookingDays: 60 });
  });
  afterAll(() => api.stop());

  const pub = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.call({ method, path: `/api/v1/public${path}`, body, ...(headers && { headers }) });

  /** Through everything that is due on the way; to the millisecond, so that times can be compared. */
  async function pass(minutes: number): Promise<void> {
    const instant = api.cloud.clock.now() + minutes * 60_000;
    await api.cloud.advanceTo(instant);
    api.cloud.clock.freeze();
    api.cloud.clock.set(instant);
  }
  const now = () => api.cloud.clock.now();
  const iso = (instant: number) => new Date(instant).toISOString();

  let visitors = 0;

  async function hold(startTime: string, more: { name?: string; email?: string; coachId?: string } = {}) {
    visitors += 1;
    const { name = `Visitor ${visitors}`, email = `visitor${visitors}@example.com`, coachId = 'ada' } = more;
    const contact = { name, email, phone: '+1 555 123 4567', timeZone: 'Europe/Berlin' };
    const answer = await pub('POST', '/holds', { coachId, startTime, duration: 30, contact });
    expect(answer.status).toBe(201);
    await api.cloud.settle();
    return { holdId: answer.body.data.id, token: answer.body.data.token, email } satisfies Visitor;
  }

  /** Somebody who has held a slot and let it run out. The clock is at the end of the hold then. */
  async function abandon(...request: Parameters<typeof hold>): Promise<Visitor> {
    const visitor = await hold(...request);
    await pass(10);
    return visitor;
  }

  async function inbox(email: string): Promise<readonly Mail[]> {
    await api.cloud.settle();
    return (await api.call({ method: 'GET', path: `/dev/inbox?to=${email}` })).body;
  }
  const recoveryMails = async (email: string) =>
    (await inbox(email)).filter(({ subject }) => subject?.includes('is not booked yet'));
  const times = async (email: string) => (await recoveryMails(email)).map(({ at }) => at);

  const list = async () => coach.call('GET', '/booking-recovery/abandoned');
  const abandoned = async (id: string) =>
    (await list()).body.data.find((one: { _id: string }) => one._id === id);
  const recover = (id: string, body: object = { messageType: 'email' }, headers?: Record<string, string>) =>
    coach.call('POST', `/booking-recovery/${id}/recover`, body, headers);

  /** The path of a link in a mail. */
  async function linkOf(email: string, kind: 'recover' | 'unsubscribe'): Promise<string> {
    const mail = (await recoveryMails(email)).at(-1);
    const url = new RegExp(`http\\S+/api/v1/public(/${kind}/\\S+)`).exec(mail?.text ?? '');
    return url?.[1] ?? expect.unreachable('no link in the mail');
  }

  /** The answer has the shape that the contract publishes, nothing missing and nothing unpublished. */
  function conforms(operationId: string, answer: ApiAnswer): void {
    const route = routes.find((one) => one.operationId === operationId);
    expect(answer.status).toBe(route?.success.status);
    if (route?.success.body === undefined) throw new Error(`${operationId} has no schema`);
    const parsed = z.safeParse(route.success.body, answer.body);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(answer.body).toEqual(parsed.data);
  }

  it('begins with an empty list', async () => {
    const empty = await list();
    conforms('listAbandonedBookings', empty);
    expect(empty.body).toEqual({ success: true, data: [], totalAbandoned: 0, recoveryRate: 0 });
  });

  it('writes half an hour, a day and three days after the hold ran out, each once', async () => {
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
    const due = [30, 24 * 60, 72 * 60].map((minutes) => iso(end + minutes * 60_000));
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
    const visitor = await abandon('2026-03-13T15:00:00Z');
    await pub('POST', `/holds/${visitor.holdId}/confirm`, { token: visitor.token });
    await api.cloud.settle();
    expect((await abandoned(visitor.holdId)).status).toBe('recovered');
    await pass(100 * 60);
    expect(await times(visitor.email)).toEqual([]);
  });

  it('leaves a visitor alone who booked another time while the first one was still held', async () => {
    const visitor = await hold('2026-03-17T15:00:00Z');
    const second = await hold('2026-03-17T16:00:00Z', { email: visitor.email });
    await pub('POST', `/holds/${second.holdId}/confirm`, { token: second.token });
    await pass(60);
    expect((await abandoned(visitor.holdId)).status).toBe('recovered');
    expect(await times(visitor.email)).toEqual([]);
  });

  it('stops when the coach says so, again without an error', async () => {
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

  it('sends a message by hand with the published answer, one incentive only, which ends the sequence', async () => {
    const visitor = await abandon('2026-04-01T15:00:00Z', { name: 'Mia Wilson', email: 'mia@example.com' });
    await pass(30);
    // The published example.
    const body = {
      messageType: 'email',
      customMessage:
        "Hi Mike, I noticed you were interested in booking a call. I'd love to help you get started with your fitness journey. Would you like to reschedule?",
      offerIncentive: true,
      incentiveType: 'discount',
      incentiveValue: 20,
    };
    const key = { 'idempotency-key': 'once' };
    const at = iso(now()).replace('.000Z', 'Z');
    const sent = await recover(visitor.holdId, body, key);
    conforms('recoverAbandonedBooking', sent);
    expect(sent.body).toEqual({
      success: true,
      message: 'Recovery message sent successfully',
      data: {
        _id: visitor.holdId,
        recoveryAttempts: 2,
        lastRecoveryAttempt: at,
        recoveryMessage: {
          type: 'email',
          sentAt: at,
          customMessage: body.customMessage,
          incentiveOffered: { type: 'discount', value: 20 },
        },
        status: 'recovery_sent',
      },
    });
    // At once: nothing has been waited for.
    const [, mail] = (await api.call({ method: 'GET', path: `/dev/inbox?to=${visitor.email}` })).body;
    expect(mail.text).toContain(body.customMessage);
    expect(mail.text).toContain('a discount of 20');
    expect((await recover(visitor.holdId, body, key)).headers.get('idempotency-replayed')).toBe('true');

    const second = await recover(visitor.holdId, body);
    expect([second.status, second.body.code]).toEqual([409, 'CONFLICT']);
    expect((await recover(visitor.holdId, {})).body.data.recoveryAttempts).toBe(3);
    await pass(100 * 60);
    expect(await times(visitor.email)).toHaveLength(3);
  });

  it('makes one offer of two that are asked for at the same time', async () => {
    const visitor = await abandon('2026-04-02T15:00:00Z');
    const offer = { offerIncentive: true, incentiveType: 'free_session' };
    const answers = await Promise.all([recover(visitor.holdId, offer), recover(visitor.holdId, offer)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const mails = await recoveryMails(visitor.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('a free session');
    expect((await abandoned(visitor.holdId)).recoveryAttempts).toBe(1);
  });

  it('sends a text message to a number with a country code, and to no other', async () => {
    const visitor = await abandon('2026-04-02T16:00:00Z');
    const { leadId } = await abandoned(visitor.holdId);
    const sent = await recover(visitor.holdId, { messageType: 'sms', customMessage: 'Come\r\nback 💪' });
    expect(sent.body.data.recoveryMessage.type).toBe('sms');
    const texts = (await inbox('+15551234567')).map(({ text }) => text);
    expect(texts.at(-1)).toMatch(/^Come\nback 💪 http\S+\/recover\/\S+$/);
    await coach.call('PATCH', `/leads/${leadId}`, { phone: '555 123' });
    const refused = await recover(visitor.holdId, { messageType: 'sms' });
    expect([refused.status, refused.body.issues[0].path]).toEqual([400, 'body.messageType']);
    await coach.call('POST', `/booking-recovery/${visitor.holdId}/stop`);
  });

  it.each([
    { messageType: 'pigeon' },
    { customMessage: 'x'.repeat(2001) },
    { offerIncentive: true },
    { offerIncentive: true, incentiveType: 'x'.repeat(51) },
    { offerIncentive: true, incentiveType: 'discount', incentiveValue: -1 },
    { subject: 'mine' },
  ])('refuses %j', async (body) => {
    const [newest] = (await list()).body.data;
    const refused = await recover(newest._id, body);
    expect([refused.status, refused.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is for the coach and their staff', async () => {
    const visitor = await abandon('2026-04-03T15:00:00Z');
    await coach.call('POST', '/staff', { id: 'sam', name: 'Sam', email: 'sam@example.com' });
    const path = `/api/coach-dashboard/booking-recovery/${visitor.holdId}`;
    const as = async (sub: string, role: string, method: string, address: string) =>
      api.call({ method, path: address, token: await api.token({ sub, roles: [role] }) });
    expect((await as('ben', 'coach', 'POST', `${path}/recover`)).status).toBe(404);
    expect((await as('ben', 'coach', 'POST', `${path}/stop`)).status).toBe(404);
    expect((await as('kim', 'client', 'POST', `${path}/stop`)).status).toBe(403);
    expect((await as('sam', 'staff', 'POST', `${path}/recover`)).status).toBe(200);
    expect((await as('sam', 'staff', 'POST', `${path}/stop`)).body.data.status).toBe('stopped');
  });

  it('lets nothing through from names and custom messages', async () => {
    const visitor = await abandon('2026-04-06T15:00:00Z', {
      name: '<b>Eve</b> & [Coach Name]\r\nBcc: all@example.com',
    });
    const customMessage = `Hi <script>alert(1)</script>\r\nX-Evil: yes\r\n\r\n{{7*7}} [Lead Name] ${'🎉'.repeat(900)}`;
    const incentive = { offerIncentive: true, incentiveType: '<i>x</i>\r\nBcc: b@example.com' };
    expect((await recover(visitor.holdId, { customMessage, ...incentive })).status).toBe(200);
    const [mail] = await recoveryMails(visitor.email);
    expect(Object.keys(mail?.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('x-evil');
    expect(Object.keys(mail?.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('bcc');
    expect(mail?.html).not.toMatch(/<(script|b|i)>/);
    expect(mail?.html).toContain('Hi &lt;script&gt;alert(1)&lt;/script&gt;<br>X-Evil: yes');
    expect(mail?.text).toContain('Hello <b>Eve</b> & [Coach Name] Bcc: all@example.com,');
    expect(mail?.text).toContain(`{{7*7}} [Lead Name] ${'🎉'.repeat(900)}`);
    expect((await inbox('all@example.com')).concat(await inbox('b@example.com'))).toEqual([]);
  });

  it('opens the slot by the link, which books it once, however often it is asked', async () => {
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

  it('left the table consistent', async () => {
    // The first token has expired on the way.
    const token = await api.token({ sub: coach.id, roles: ['coach'] });
    const path = '/api/coach-dashboard/booking-recovery/abandoned';
    const { data, totalAbandoned, recoveryRate } = (await api.call({ method: 'GET', path, token })).body;
    const recovered = data.filter(({ status }: { status: string }) => status === 'recovered').length;
    expect(totalAbandoned).toBe(data.length);
    expect(recoveryRate).toBe(Math.round((recovered / totalAbandoned) * 1000) / 10);
    const newest = await api.call({ method: 'GET', path: `${path}?limit=2`, token });
    expect(newest.body.data).toEqual(data.slice(0, 2));
    const table = connectTable(String(process.env.TABLE_NAME));
    expect(await violationsIn(table, now(), () => 0)).toEqual([]);
  });
});
