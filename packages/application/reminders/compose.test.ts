import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../messages/sms.ts';
import { composeFollowUp, composePush, composeReminder, composeText, type ReminderFacts } from './compose.ts';
import { defaultTemplates, fill, type Values } from './templates.ts';

const hour = 3_600_000;
/** Clocks go forward in Berlin in the night before, in New York they did three weeks earlier. */
const start = Date.parse('2026-03-29T14:00:00Z');

const facts = (change: Partial<ReminderFacts> = {}): ReminderFacts => ({
  appointment: { title: 'Discovery Call', start, durationMinutes: 60, timeZone: 'Europe/Berlin' },
  provider: { name: 'Ada Coach', email: 'ada@example.com' },
  providerZone: 'America/New_York',
  client: { name: 'John Doe', email: 'john@example.com', timeZone: undefined },
  meetingUrl: undefined,
  manageUrl: 'https://api.example.com/manage/t',
  templates: defaultTemplates,
  now: start - 24 * hour,
  ...change,
});

const values: Values = {
  'Coach Name': 'Ada',
  'Lead Name': 'John',
  Date: 'Monday',
  Time: '10:00',
  'Zoom Link': undefined,
};

describe('templates', () => {
  it('are filled in one pass, so that a name that looks like a placeholder stays a name', () => {
    const strange = { ...values, 'Lead Name': '[Coach Name] $& $1 {{x}}', 'Coach Name': '[Zoom Link]' };
    expect(fill('[Lead Name] / [Coach Name] / [lead name] / [Else]', strange)).toBe(
      '[Coach Name] $& $1 {{x}} / [Zoom Link] / [lead name] / [Else]',
    );
  });

  it.each([
    [defaultTemplates.sms.body, 'Hi John, your appointment with Ada is in 2 hours.'],
    ['See [Zoom Link] now. Until [Time]!', ' Until 10:00!'],
    ['Call at [Time]: [Zoom Link]', 'Call at 10:00: (the link will follow)'],
    ['[Zoom Link]', '(the link will follow)'],
    ['One\nJoin: [Zoom Link]\nTwo', 'One\nTwo'],
  ])('read sensibly while there is no link: %j', (template, text) => {
    expect(fill(template, values)).toBe(text);
  });

  it('name the link once there is one', () => {
    const link = { ...values, 'Zoom Link': 'https://zoom.us/j/1' };
    expect(fill(defaultTemplates.sms.body, link)).toBe(
      'Hi John, your appointment with Ada is in 2 hours. Join: https://zoom.us/j/1',
    );
  });
});

describe('reminders', () => {
  it('are in the words of the defaults, with the times of both parties and their zones', () => {
    const mail = composeReminder(facts({ meetingUrl: 'https://zoom.us/j/1' }));
    expect(mail?.subject).toBe('Reminder: Your appointment with Ada Coach tomorrow');
    expect(mail?.text).toBe(
      [
        'Hi John Doe, this is a reminder that you have an appointment scheduled for Sunday, 29 March 2026 at 16:00 (Europe/Berlin, GMT+2). Join here: https://zoom.us/j/1',
        '',
        'Discovery Call',
        'When: Sunday, 29 March 2026, 16:00 to 17:00 (Europe/Berlin, GMT+2)',
        'For Ada Coach: Sunday, 29 March 2026, 10:00 to 11:00 (America/New_York, GMT-4)',
        'Move or cancel it: https://api.example.com/manage/t',
        '',
      ].join('\n'),
    );
    expect(mail?.calendar).toBeUndefined();
    expect(composeFollowUp(facts())?.text).toContain('Choose another time: https://api.example.com/manage/t');
    expect(composeReminder(facts({ client: { ...facts().client, email: undefined } }))).toBeUndefined();
  });

  it.each([
    [24 * hour, 'tomorrow', '1 day'],
    [hour, 'today', '1 hour'],
    [2 * hour, 'today', '2 hours'],
    // The timer went off 59 seconds late.
    [2 * hour - 59_000, 'today', '2 hours'],
    [72 * hour, 'on Sunday, 29 March 2026', '3 days'],
    [95 * 60_000, 'today', '1 hour 35 minutes'],
    [1, 'today', '5 minutes'],
  ])('say what is so %d ms before', (before, when, left) => {
    const sent = facts({ now: start - before });
    expect(composeReminder(sent)?.subject).toBe(`Reminder: Your appointment with Ada Coach ${when}`);
    expect(composeText(sent)).toBe(`Hi John Doe, your appointment with Ada Coach is in ${left}.`);
    expect(composePush(sent, 'client')).toEqual({
      title: `Appointment in ${left}`,
      text: 'With Ada Coach at 16:00 (Europe/Berlin, GMT+2)',
    });
    expect(composePush(sent, 'provider').text).toBe('With John Doe at 10:00 (America/New_York, GMT-4)');
  });

  it("leave a coach's own words as they are", () => {
    const own = { ...defaultTemplates, email: { subject: 'See you tomorrow', body: 'B' } };
    expect(composeReminder(facts({ templates: own, now: start - hour }))?.subject).toBe('See you tomorrow');
  });

  const nasty = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "a' onmouseover='x",
      'Eve\r\nBcc: all@example.com',
      'a\u2028b\u2029c\u0085d\u0000e',
      '[Lead Name][Coach Name][Zoom Link]',
      '$& $` $1 {{name}} %s',
      '🎉'.repeat(2500),
      '👩‍👩‍👧‍👦'.repeat(900),
      `e${'\u0301'.repeat(10_000)}`,
    ),
  );

  it('come out harmless, whatever names, titles and templates hold', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, nasty, (provider, client, title, subject, body) => {
        const given = facts({
          provider: { name: provider, email: 'ada@example.com' },
          client: { name: client, email: 'john@example.com', timeZone: undefined },
          appointment: { ...facts().appointment, title },
          templates: { email: { subject, body }, sms: { body }, followUp: { subject, body } },
        });
        for (const mail of [composeReminder(given), composeFollowUp(given)]) {
          if (mail === undefined) throw new Error('no mail');
          for (const header of [mail.subject, mail.to.name, mail.replyTo?.name ?? '']) {
            expect(header).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
            expect(header.length).toBeLessThanOrEqual(250);
          }
          // Without our own tags and entities nothing is left that means anything in HTML.
          const foreign = mail.html
            .replace('<!doctype html><html lang="en"><body>', '')
            .replace('</body></html>', '')
            .replace(/<\/?p>|<br>/g, '')
            .replace(/<a href="https:\/\/api\.example\.com\/manage\/t">|<\/a>/g, '')
            .replace(/&(amp|lt|gt|quot|#39);/g, '');
          expect(foreign).not.toMatch(/[<>"'&]/);
          expect(mail.text.length).toBeLessThan(6500);
        }
        expect(sizeOf(composeText(given)).segments).toBeLessThanOrEqual(3);
        const push = composePush(given, 'client');
        expect(`${push.title}${push.text}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(push.text.length).toBeLessThanOrEqual(150);
      }),
    );
  });
});
