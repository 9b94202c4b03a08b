import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId, Status } from '../appointments/appointment.ts';
import { MINUTE } from '../time/instant.ts';
import { zoneOf } from '../time/zone.ts';
import { judgeReminder, remindersOf, remindersToPlan } from './reminders.ts';

const rules = { email: true, sms: true, emailHoursBefore: 24 };
const start = Date.parse('2026-03-29T10:00:00Z');
const appointment = { start, status: 'scheduled' as Status, surface: 'coach-dashboard' };

describe('reminders', () => {
  it('lie a day, two hours and half an hour before, in elapsed time', () => {
    const times = remindersOf(appointment, rules).map(({ key, at }) => [key, (start - at) / MINUTE]);
    expect(times).toEqual([
      ['email', 1440],
      ['sms', 120],
      ['push', 30],
    ]);
    // Clocks go forward in Berlin that night: the wall time a day before is another one.
    const [email] = remindersOf(appointment, rules);
    const wall = (instant: number) => zoneOf('Europe/Berlin').toLocal(instant).minute / 60;
    expect([wall(start), wall(email?.at ?? 0)]).toEqual([12, 11]);
  });

  it('of bookings are mails a day and an hour before', () => {
    const booking = remindersOf({ ...appointment, surface: 'bookings' }, { ...rules, emailHoursBefore: 48 });
    const mails = booking.filter(({ channel }) => channel === 'email').map(({ at }) => (start - at) / MINUTE);
    expect(mails).toEqual([1440, 60]);
  });

  const anyRules = fc.record({
    email: fc.boolean(),
    sms: fc.boolean(),
    emailHoursBefore: fc.double({ min: 0, max: 720, noNaN: true }),
  });
  const anyStatus = fc.constantFrom<Status>(
    'scheduled',
    'confirmed',
    'in_progress',
    'completed',
    'cancelled',
    'no_show',
  );
  const around = fc.integer({ min: -800 * 60, max: 60 }).map((minutes) => start + minutes * MINUTE);

  const reschedule = (at: number) => ({
    from: start,
    to: start,
    reason: undefined,
    at,
    by: 'ada' as PersonId,
  });

  it('are planned from the moment on at which the appointment got its time, until it begins', () => {
    fc.assert(
      fc.property(anyRules, anyStatus, around, around, fc.boolean(), (some, status, since, now, isMoved) => {
        const times = isMoved
          ? { createdAt: since - MINUTE, reschedules: [reschedule(since)] }
          : { createdAt: since, reschedules: [] };
        const current = { ...appointment, status, ...times };
        const planned = remindersToPlan(current, some, now);
        const isToCome = now < start && ['scheduled', 'confirmed'].includes(status);
        expect(planned).toEqual(isToCome ? remindersOf(current, some).filter(({ at }) => at > since) : []);
        for (const { at } of planned) expect(Number.isInteger(at)).toBe(true);
      }),
    );
  });

  it('are sent exactly when they are still what would be planned', () => {
    fc.assert(
      fc.property(anyRules, anyRules, anyStatus, fc.boolean(), around, (then, since, status, moved, now) => {
        for (const { key, at } of remindersOf(appointment, then)) {
          const current = { ...appointment, status, start: moved ? start + 60 * MINUTE : start };
          const verdict = judgeReminder(current, since, key, at, now);
          const stillPlanned = remindersOf(current, since).some((one) => one.key === key && one.at === at);
          expect(verdict === 'send').toBe(stillPlanned && now < current.start);
        }
      }),
    );
  });
});
