import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conforms } from '../operations.ts';
import { type Reminders, startReminders, times } from './reminders.ts';

/* What people are reminded of, when and by which way, with the clock walking through the days. */

describe('reminders', () => {
  let reminders: Reminders;

  beforeAll(async () => {
    reminders = await startReminders();
  });
  afterAll(() => reminders.api.stop());
  beforeEach(() => reminders.nextWeek());

  it('lie a day of elapsed time before, when clocks change in between, and show the right times', async () => {
    const { walkTo, newCoach, newLead, book, remindersTo } = reminders;
    // Clocks went forward in Berlin on Sunday, 29 March, at 1:00 UTC.
    const coach = await newCoach({
      timeZone: 'Europe/Berlin',
      workingHours: [0, 6].map((dayOfWeek) => ({ dayOfWeek, startTime: '09:00', endTime: '17:00' })),
    });
    const lead = await newLead(coach, { timeZone: 'America/New_York' });
    await walkTo('2026-03-27T08:00:00Z');
    await book(coach, lead.id, '2026-03-29T08:00:00Z');
    await walkTo('2026-03-29T08:00:00Z');
    const [mail] = await remindersTo(lead.email);
    expect(mail?.at).toBe('2026-03-28T08:00:00.000Z');
    expect(mail?.text).toContain('When: Sunday, 29 March 2026, 04:00 to 04:30 (America/New_York, GMT-4)');
    expect(mail?.text).toContain('Sunday, 29 March 2026, 10:00 to 10:30 (Europe/Berlin, GMT+2)');
  });

  it('come a day, two hours and half an hour before, each once, on every way there is', async () => {
    const { api, walkTo, time, newCoach, newLead, book, inbox, remindersTo } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach, { phone: '+1 (555) 010-0001' });
    const device = { platform: 'ios', token: 'coach-phone' };
    const kept = await api.call({
      method: 'PUT',
      path: '/api/v1/me/devices',
      token: coach.token,
      body: device,
    });
    conforms('keepDevice', kept);
    const id = await book(coach, lead.id, time('2 15:00'));
    await walkTo(time('2 16:00'));

    const [mail, ...more] = await remindersTo(lead.email);
    expect(more).toEqual([]);
    expect(mail?.at).toBe(time('1 15:00').replace('Z', '.000Z'));
    expect(mail?.subject).toBe(`Reminder: Your appointment with Coach ${coach.id} tomorrow`);
    expect(mail?.text).toContain('scheduled for Wednesday, 1 April 2026 at 17:00 (Europe/Berlin, GMT+2).');
    expect(mail?.text).toContain('When: Wednesday, 1 April 2026, 17:00 to 17:30 (Europe/Berlin, GMT+2)');
    expect(mail?.text).toContain('11:00 to 11:30 (America/New_York, GMT-4)');
    expect(mail?.text).not.toContain('[');
    const link = /Move or cancel it: (http\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect((await fetch(link)).status).toBe(200);

    const [sms, ...moreSms] = await inbox('+15550100001');
    expect([times(sms ? [sms] : []), moreSms]).toEqual([[time('2 13:00')], []]);
    expect(sms?.text).toMatch(/^Hi John Doe, your appointment with Coach \S+ is in 2 hours\. Join: http\S+$/);
    const [push, ...morePushes] = await inbox('coach-phone');
    expect([times(push ? [push] : []), morePushes]).toEqual([[time('2 14:30')], []]);
    expect(push?.text).toBe('Appointment in 30 minutes: With John Doe at 11:00 (America/New_York, GMT-4)');

    const listed = await coach.call('GET', `/appointments/${id}/deliveries`);
    conforms('listDeliveries', listed);
    expect(
      listed.body.data.map((one: Record<string, string>) => [
        one.kind,
        one.channel,
        one.recipient,
        one.status,
        one.reason,
      ]),
    ).toEqual([
      ['booked', 'email', 'lead', 'sent', null],
      ['booked', 'email', 'coach', 'sent', null],
      ['reminder:email', 'email', 'lead', 'sent', null],
      ['reminder:sms', 'sms', 'lead', 'sent', null],
      ['reminder:push', 'push', 'lead', 'skipped', 'no device'],
      ['reminder:push', 'push', 'coach', 'sent', null],
    ]);
    const other = await newCoach();
    expect((await other.call('GET', `/appointments/${id}/deliveries`)).status).toBe(404);
    const gone = {
      method: 'DELETE',
      path: '/api/v1/me/devices',
      token: coach.token,
      body: { token: 'coach-phone' },
    };
    expect((await api.call(gone)).status).toBe(204);
  });

  it('follow an appointment that is moved, and go with one that is cancelled', async () => {
    const { api, walkTo, time, newCoach, newLead, book, inbox, remindersTo } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach);
    const moved = await book(coach, lead.id, time('2 15:00'));
    const gone = await book(coach, lead.id, time('2 17:00'));
    await walkTo(time('1 16:00'));
    expect(times(await remindersTo(lead.email))).toEqual([time('1 15:00')]);
    // After its first reminder: all of them come anew, for the new time.
    await coach.call('PUT', `/appointments/${moved}/reschedule`, { newStartTime: time('3 18:00') });
    await coach.call('DELETE', `/appointments/${gone}`, { reason: 'ill' });
    await api.cloud.settle();
    await walkTo(time('4 08:00'));
    expect(times(await remindersTo(lead.email))).toEqual([time('1 15:00'), time('2 18:00')]);
    const texts = (await inbox()).filter(({ to }) => to === lead.phone);
    expect(times(texts)).toEqual([time('3 16:00')]);
    const pending = (await api.call({ method: 'GET', path: '/dev/queues' })).body;
    expect(JSON.stringify(pending)).not.toMatch(/"dead[^"]*":[1-9]/i);
  });

  it('follow the wishes of the coach, for appointments booked before as well', async () => {
    const { api, walkTo, time, newCoach, newLead, book, inbox, remindersTo } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach);
    await book(coach, lead.id, time('3 15:00'));
    await book(coach, lead.id, time('4 15:00'));
    await coach.call('PUT', '/availability', { reminderSettings: { reminderTime: 3, smsReminder: false } });
    await api.cloud.settle();
    await walkTo(time('3 16:00'));
    const [first, ...rest] = await remindersTo(lead.email);
    expect([times(first ? [first] : []), rest]).toEqual([[time('3 12:00')], []]);
    expect(first?.subject).toMatch(/today$/);
    await coach.call('PUT', '/availability', { reminderSettings: { emailReminder: false } });
    await api.cloud.settle();
    await walkTo(time('4 16:00'));
    expect(await remindersTo(lead.email)).toHaveLength(1);
    expect(await inbox(lead.phone)).toEqual([]);
  });

  it('are left out where the booking came too late for them', async () => {
    const { walkTo, time, newCoach, newLead, book, inbox, remindersTo } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach);
    await walkTo(time('2 13:30'));
    await book(coach, lead.id, time('2 15:00'));
    const id = await book(coach, lead.id, time('2 17:00'));
    await walkTo(time('2 18:00'));
    expect(await remindersTo(lead.email)).toEqual([]);
    expect(times(await inbox(lead.phone))).toEqual([time('2 15:00')]);
    const kinds = (await coach.call('GET', `/appointments/${id}/deliveries`)).body.data.map(
      (one: { kind: string }) => one.kind,
    );
    expect(kinds).not.toContain('reminder:email');
  });

  it('say why they were not sent', async () => {
    const { walkTo, time, newCoach, newLead, book, remindersTo } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach, { phone: '555 123 4567' });
    const none = await newLead(coach, { phone: undefined });
    const first = await book(coach, lead.id, time('2 15:00'));
    const second = await book(coach, none.id, time('2 16:00'));
    await bounced(lead.email.toUpperCase());
    await walkTo(time('2 17:00'));
    const why = async (id: string) =>
      (await coach.call('GET', `/appointments/${id}/deliveries`)).body.data
        .filter((one: { status: string }) => one.status === 'skipped')
        .map((one: { kind: string; reason: string }) => `${one.kind}: ${one.reason}`);
    expect(await why(first)).toEqual([
      'reminder:email: suppressed',
      'reminder:sms: phone not E.164',
      'reminder:push: no device',
      'reminder:push: no device',
    ]);
    expect(await why(second)).toContain('reminder:sms: no phone');
    expect(await remindersTo(lead.email)).toEqual([]);
    expect(await remindersTo(none.email)).toHaveLength(1);
  });

  /** What SES tells through SNS, put where it would arrive; then what changes nothing. */
  async function bounced(address: string): Promise<void> {
    const bounce = (bounceType: string, emailAddress: string) =>
      JSON.stringify({ eventType: 'Bounce', bounce: { bounceType, bouncedRecipients: [{ emailAddress }] } });
    const complaint = JSON.stringify({
      eventType: 'Complaint',
      complaint: {
        complainedRecipients: [{ emailAddress: 'x@example.com' }],
        complaintFeedbackType: 'not-spam',
      },
    });
    const messages = [
      bounce('Permanent', `John <${address}>`),
      bounce('Transient', 'full@example.com'),
      complaint,
      'Successfully validated SNS topic for Amazon SES event publishing.',
    ];
    for (const Message of messages) {
      await fetch(reminders.api.cloud.endpoints.aws, {
        method: 'POST',
        headers: { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({
          QueueUrl: process.env.QUEUE_URL_NOTE_BOUNCES,
          MessageBody: JSON.stringify({ Type: 'Notification', Message }),
        }),
      });
    }
    await reminders.api.cloud.settle();
  }

  it('are followed by a mail to who was missed, whose link leads to another time', async () => {
    const { api, walkTo, time, newCoach, newLead, book, inbox, remindersTo, skipWeeks } = reminders;
    const coach = await newCoach();
    const lead = await newLead(coach);
    const id = await book(coach, lead.id, time('2 15:00'));
    await walkTo(time('2 16:00'));
    await coach.call('PATCH', `/appointments/${id}/status`, { status: 'no_show' });
    const mail = (await remindersTo(lead.email)).at(-1);
    expect(mail?.subject).toBe("Missed your appointment? Let's reschedule");
    expect(mail?.text).toContain('Hi John Doe, I noticed you missed our scheduled appointment.');
    const link = /Choose another time: (http\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const path = new URL(link).pathname;
    // A manage link has ended by then; this one lives for thirty days.
    await walkTo(time('18 12:00'));
    const looked = await api.call({ method: 'GET', path });
    expect(looked.body.data).toMatchObject({ id, status: 'no_show', canReschedule: true, canCancel: false });
    const again = await api.call({
      method: 'POST',
      path: `${path}/reschedule`,
      body: { newStartTime: time('21 15:00') },
    });
    expect(again.body.data).toMatchObject({ status: 'scheduled', startTime: time('21 15:00') });
    expect(again.body.data.id).not.toBe(id);

    const quiet = await newCoach({ reminderSettings: { followUpReminder: false } });
    const other = await newLead(quiet);
    const missed = await book(quiet, other.id, time('21 16:00'));
    await walkTo(time('21 17:00'));
    const before = (await inbox(other.email)).length;
    await quiet.call('PATCH', `/appointments/${missed}/status`, { status: 'no_show' });
    expect(await inbox(other.email)).toHaveLength(before);
    skipWeeks(3);
  });

  it('of bookings come by mail a day and an hour before, and every change of status is told', async () => {
    const { api, walkTo, time, newCoach, inbox, remindersTo, newId } = reminders;
    const coach = await newCoach();
    const sub = newId('client');
    const email = `${sub}@example.com`;
    const token = await api.token({ sub, roles: ['client'], name: 'Cleo', email });
    const made = await api.call({
      method: 'POST',
      path: '/booking',
      token,
      body: { coach_id: coach.id, session_datetime: time('2 15:00'), duration_minutes: 60 },
    });
    expect(made.status).toBe(201);
    const status = (to: string) =>
      api.call({
        method: 'PATCH',
        path: `/booking/${made.body.id}/status`,
        token: coach.token,
        body: { status: to },
      });
    await status('confirmed');
    await walkTo(time('2 16:00'));
    const mails = (await remindersTo(email)).map(({ at, subject }) => [at, subject]);
    expect(mails).toEqual([
      [time('1 15:00').replace('Z', '.000Z'), `Reminder: Your appointment with Coach ${coach.id} tomorrow`],
      [time('2 14:00').replace('Z', '.000Z'), `Reminder: Your appointment with Coach ${coach.id} today`],
    ]);
    await status('completed');
    const notices = (await inbox(email)).filter(({ subject = '' }) =>
      subject.startsWith('Your appointment is'),
    );
    expect(notices.map(({ subject = '' }) => subject.split(':')[0])).toEqual([
      'Your appointment is booked',
      'Your appointment is confirmed',
      'Your appointment is completed',
    ]);
  });

  it('are one mail for a booking that is confirmed at once, and none for who shall not be told', async () => {
    const { time, newCoach, newLead, book, inbox } = reminders;
    const coach = await newCoach({ autoConfirm: true });
    const lead = await newLead(coach);
    const id = await book(coach, lead.id, time('2 15:00'));
    expect(await inbox(lead.email)).toHaveLength(1);
    await coach.call('PUT', `/appointments/${id}/reschedule`, {
      newStartTime: time('2 17:00'),
      notifyClient: false,
    });
    expect(await inbox(lead.email)).toHaveLength(1);
    const listed = (await coach.call('GET', `/appointments/${id}/deliveries`)).body.data;
    expect(listed).toContainEqual(
      expect.objectContaining({
        kind: 'rescheduled',
        recipient: 'lead',
        status: 'skipped',
        reason: 'not asked for',
      }),
    );
  });
});
