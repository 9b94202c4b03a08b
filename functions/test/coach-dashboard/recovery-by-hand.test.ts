import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach } from '../coach.ts';
import { conforms } from '../operations.ts';
import { type Recovery, startRecovery } from './recovery.ts';

/* Messages about bookings that visitors did not finish, sent by the coach. */

describe('booking recovery', () => {
  let recovery: Recovery;

  beforeAll(async () => {
    recovery = await startRecovery();
  });
  afterAll(() => recovery.api.stop());

  it('sends a message by hand with the published answer, one incentive only, which ends the sequence', async () => {
    const { api, pass, now, abandon, times, recover } = recovery;
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
    const at = new Date(now()).toISOString().replace('.000Z', 'Z');
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
    const { abandon, recoveryMails, abandoned, recover } = recovery;
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
    const { coach, abandon, inbox, abandoned, recover } = recovery;
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
    const { list, recover } = recovery;
    const [newest] = (await list()).body.data;
    const refused = await recover(newest._id, body);
    expect([refused.status, refused.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is for the coach and their staff', async () => {
    const { api, coach, abandon } = recovery;
    await enterCoach(api, 'ben');
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
    const { abandon, inbox, recoveryMails, recover } = recovery;
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

  it('left the table consistent', () => recovery.checkTable());
});
