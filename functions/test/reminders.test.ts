import { routes } from '@punctual/contracts/registry.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { enterCoach, type TestCoach } from './coach.ts';

/* What people are reminded of, when, and what they read, with the clock walking through the days. March 2026. */

interface Entry {
  readonly channel: string;
  readonly to: string;
  readonly at: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments: readonly unknown[];
}

describe('reminders', () => {
  let api: Api;
  let people = 0;
  let week = 0;
  /** Each test has a week of its own, which begins on a Monday at 8:00 UTC; the first is that of the change in Berlin. */
  let monday = '';

  beforeAll(async () => {
    api = await startApi('2026-03-23T08:00:00Z');
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    monday = new Date(Date.parse('2026-03-23T08:00:00Z') + week++ * 7 * 86_400_000).toISOString();
    await walkTo(monday);
  });

  const walkTo = (now: string) => api.call({ method: 'POST', path: '/dev/clock', body: { now } });
  /** Of the week of this test: `2 10:00` is Wednesday, 10:00 UTC. */
  const time = (text: string): string => {
    const [day = '0', clock = '00:00'] = text.split(' ');
    const date = new Date(Date.parse(monday) + Number(day) * 86_400_000).toISOString().slice(0, 10);
    return `${date}T${clock}:00Z`;
  };

  const newCoach = (settings: object = {}): Promise<TestCoach> => {
    people += 1;
    return enterCoach(api, `coach${people}`, { advanceBookingDays: 90, ...settings });
  };
  const newLead = async (coach: TestCoach, fields: object = {}): Promise<{ id: string; email: string }> => {
    people += 1;
    const email = `lead${people}@example.com`;
    const body = {
      name: 'John Doe',
      email,
      phone: `+1555000${1000 + people}`,
      timeZone: 'Europe/Berlin',
      ...fields,
    };
    const made = await coach.call('POST', '/leads', body);
    expect(made.status).toBe(201);
    return { id: made.body.data._id, email };
  };
  const book = async (coach: TestCoach, leadId: string, startTime: string): Promise<string> => {
    const booked = await coach.book(leadId, startTime);
    expect(booked.body.message).toBe('Appointment booked successfully');
    await api.cloud.settle();
    return booked.body.data._id;
  };
  const inbox = async (to?: string): Promise<Entry[]> => {
    await api.cloud.settle();
    return (await api.call({ method: 'GET', path: `/dev/inbox${to === undefined ? '' : `?to=${to}`}` })).body;
  };
  /** Reminders by mail, told from notices by having nothing for a calendar. */
  const remindersTo = async (to: string): Promise<Entry[]> =>
    (await inbox(to)).filter(({ attachments }) => attachments.length === 0);
  const times = (entries: readonly Entry[]) => entries.map(({ at }) => at.replace('.000Z', 'Z'));

  function conforms(operationId: string, answer: ApiAnswer): void {
    const route = routes.find((one) => one.operationId === operationId);
    expect(answer.status).toBe(route?.success.status);
    const parsed = z.safeParse(route?.success.body ?? z.unknown(), answer.body);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(answer.body).toEqual(parsed.data);
  }

  it('lie a day of elapsed time before, when clocks change in between, and show the right times', async () => {
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
    const texts = (await inbox()).filter(({ to }) => to === `+1555000${1000 + people}`);
    expect(times(texts)).toEqual([time('3 16:00')]);
    const pending = (await api.call({ method: 'GET', path: '/dev/queues' })).body;
    expect(JSON.stringify(pending)).not.toMatch(/"dead[^"]*":[1-9]/i);
  });

  it('follow the wishes of the coach, for appointments booked before as well', async () => {
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
    expect(await inbox(`%2B1555000${1000 + people}`)).toEqual([]);
  });

  it('are left out where the booking came too late for them', async () => {
    const coach = await newCoach();
    const lead = await newLead(coach);
    await walkTo(time('2 13:30'));
    await book(coach, lead.id, time('2 15:00'));
    const id = await book(coach, lead.id, time('2 17:00'));
    await walkTo(time('2 18:00'));
    expect(await remindersTo(lead.email)).toEqual([]);
    expect(times(await inbox(`%2B1555000${1000 + people}`))).toEqual([time('2 15:00')]);
    const kinds = (await coach.call('GET', `/appointments/${id}/deliveries`)).body.data.map(
      (one: { kind: string }) => one.kind,
    );
    expect(kinds).not.toContain('reminder:email');
  });

  it('say why they were not sent', async () => {
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
      await fetch(api.cloud.endpoints.aws, {
        method: 'POST',
        headers: { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({
          QueueUrl: process.env.QUEUE_URL_NOTE_BOUNCES,
          MessageBody: JSON.stringify({ Type: 'Notification', Message }),
        }),
      });
    }
    await api.cloud.settle();
  }

  it('are followed by a mail to who was missed, whose link leads to another time', async () => {
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
    week += 3;
  });

  it('of bookings come by mail a day and an hour before, and every change of status is told', async () => {
    const coach = await newCoach();
    people += 1;
    const email = `client${people}@example.com`;
    const token = await api.token({ sub: `client${people}`, roles: ['client'], name: 'Cleo', email });
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

  it('are worded by the coach, shown before they are sent, and harmless whatever they hold', async () => {
    const coach = await newCoach();
    const published = await coach.call('GET', '/reminder-templates');
    conforms('getReminderTemplates', published);
    expect(published.body.data).toEqual({
      emailReminder: {
        subject: 'Reminder: Your appointment with [Coach Name] tomorrow',
        body: 'Hi [Lead Name], this is a reminder that you have an appointment scheduled for [Date] at [Time]. Join here: [Zoom Link]',
      },
      smsReminder: {
        body: 'Hi [Lead Name], your appointment with [Coach Name] is in 2 hours. Join: [Zoom Link]',
      },
      followUpReminder: {
        subject: "Missed your appointment? Let's reschedule",
        body: "Hi [Lead Name], I noticed you missed our scheduled appointment. No worries! Let's find a time that works better for you.",
      },
    });
    const preview = (body: object) => coach.call('POST', '/reminder-templates/preview', body);
    for (const template of ['emailReminder', 'smsReminder', 'followUpReminder']) {
      const shown = await preview({ template });
      conforms('previewReminderTemplate', shown);
      expect(shown.body.data.text).toContain('John Doe');
    }
    const text = await preview({ template: 'smsReminder', draft: { body: '🎉'.repeat(400) } });
    expect(text.body.data).toMatchObject({ encoding: 'UCS-2', segments: 3 });

    const words = { subject: 'Soon\r\nBcc: all@example.com', body: '<b>[Lead Name]</b>\n\n[Time] {{x}}' };
    const set = await coach.call('PUT', '/reminder-templates', {
      emailReminder: words,
      smsReminder: { body: 'SMS [Lead Name]' },
    });
    conforms('setReminderTemplates', set);
    expect(set.body.data.followUpReminder).toEqual(published.body.data.followUpReminder);
    const name = '"><img src=x>[Coach Name]\r\nX-Evil: 1'.padEnd(190, '🎉');
    const lead = await newLead(coach, { name });
    const notes = '<script>🎉</script>'.repeat(50);
    const booked = await coach.call('POST', '/appointments', {
      leadId: lead.id,
      startTime: time('2 15:00'),
      duration: 30,
      notes,
    });
    const id = booked.body.data._id;
    const real = await preview({ template: 'emailReminder', appointmentId: id });
    expect(real.body.data.html).toContain('&lt;b&gt;&quot;&gt;&lt;img src=x&gt;[Coach Name] X-Evil: 1');
    const other = await newCoach();
    const theirs = await other.call('POST', '/reminder-templates/preview', {
      template: 'smsReminder',
      appointmentId: id,
    });
    expect(theirs.status).toBe(404);
    await walkTo(time('2 16:00'));
    const [mail] = await remindersTo(lead.email);
    expect(mail?.subject).toBe('Soon Bcc: all@example.com');
    expect(Object.keys(mail?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/bcc|evil/i)]),
    );
    expect(mail?.html).not.toMatch(/<(b|img|script)\b/);
    expect(mail?.html).toContain('&lt;b&gt;&quot;&gt;&lt;img src=x&gt;[Coach Name]');
    const sms = (await inbox()).filter(
      ({ channel, text: sent }) => channel === 'sms' && sent.startsWith('SMS'),
    );
    expect(sms).toHaveLength(1);
    expect(sms[0]?.text).not.toMatch(/[\r\n]/);

    const reset = await coach.call('PUT', '/reminder-templates', { emailReminder: null });
    expect(reset.body.data.emailReminder).toEqual(published.body.data.emailReminder);
    expect(reset.body.data.smsReminder).toEqual({ body: 'SMS [Lead Name]' });
    expect((await coach.call('PUT', '/reminder-templates', { smsReminder: { body: '' } })).status).toBe(400);
    expect((await coach.call('PUT', '/reminder-templates', { pushReminder: {} })).status).toBe(400);
  });

  it('take a name of ten thousand letters from a token', async () => {
    const coach = await newCoach();
    people += 1;
    const email = `long${people}@example.com`;
    const token = await api.token({
      sub: `long${people}`,
      roles: ['client'],
      name: '👩‍👩‍👧‍👦'.repeat(400),
      email,
    });
    const made = await api.call({
      method: 'POST',
      path: '/booking',
      token,
      body: { coach_id: coach.id, session_datetime: time('2 15:00'), duration_minutes: 30 },
    });
    expect(made.status).toBe(201);
    await walkTo(time('2 16:00'));
    const [mail] = await remindersTo(email);
    expect(mail?.text.length).toBeLessThan(1500);
    expect(mail?.text.isWellFormed()).toBe(true);
  });
});
