import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conforms } from '../operations.ts';
import { type Reminders, startReminders } from './reminders.ts';

/* What people read: the templates of the coach, filled with whatever people are called. */

describe('reminders', () => {
  let reminders: Reminders;

  beforeAll(async () => {
    reminders = await startReminders();
  });
  afterAll(() => reminders.api.stop());
  beforeEach(() => reminders.nextWeek());

  it('are worded by the coach, shown before they are sent, and harmless whatever they hold', async () => {
    const { walkTo, time, newCoach, newLead, inbox, remindersTo } = reminders;
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
    const { api, walkTo, time, newCoach, remindersTo, newId } = reminders;
    const coach = await newCoach();
    const sub = newId('long');
    const email = `${sub}@example.com`;
    const token = await api.token({
      sub,
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
