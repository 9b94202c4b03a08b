import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppointmentId } from '../appointments/appointment.ts';
import { formatDate } from '../time/date.ts';
import { DAY, MINUTE } from '../time/instant.ts';
import { zoneOf } from '../time/zone.ts';
import { busyIntervals, isUsedUp, unknownIn, windowToRead } from './busy.ts';
import type { BusySource, ExternalTime } from './entry.ts';

const window = { start: Date.parse('2026-03-01T00:00:00Z'), end: Date.parse('2026-12-01T00:00:00Z') };

function busy(time: ExternalTime, isBusy = true, appointmentId?: string) {
  const event = { event: { time, busy: isBusy }, appointmentId: appointmentId as AppointmentId | undefined };
  return busyIntervals(event, window, 'UTC');
}

const days = (firstDate: string, endDate: string, timeZone: string) =>
  ({ kind: 'days', firstDate, endDate, timeZone }) as const;

describe('busy time of an external event', () => {
  it('of a whole day begins and ends with the date, however long that day is', () => {
    // The clocks go forward in Paris on 29 March and back on 25 October 2026.
    expect(busy(days('2026-03-29', '2026-03-30', 'Europe/Paris'))).toEqual([
      { start: Date.parse('2026-03-28T23:00:00Z'), end: Date.parse('2026-03-29T22:00:00Z') },
    ]);
    expect(busy(days('2026-10-25', '2026-10-26', 'Europe/Paris'))).toEqual([
      { start: Date.parse('2026-10-24T22:00:00Z'), end: Date.parse('2026-10-25T23:00:00Z') },
    ]);
  });

  it('of a zone that nobody knows is that of the owner’s zone', () => {
    const span = { start: Date.parse('2026-04-01T00:00:00Z'), end: Date.parse('2026-04-02T00:00:00Z') };
    expect(busy(days('2026-04-01', '2026-04-02', 'Customized Time Zone'))).toEqual([span]);
  });

  it('is none for what is free, deleted, ours, or outside the window', () => {
    const start = window.start + DAY;
    const time = { kind: 'interval', start, end: start + 60 * MINUTE } as const;
    expect(busy(time)).toEqual([{ start, end: start + 60 * MINUTE }]);
    expect(busy(time, false)).toEqual([]);
    expect(busy(time, true, 'a-1')).toEqual([]);
    expect(busyIntervals({ event: undefined, appointmentId: undefined }, window, 'UTC')).toEqual([]);
    expect(busy({ kind: 'interval', start: window.end, end: window.end + 1 })).toEqual([]);
  });

  it('covers exactly the instants of its dates that lie in the window', () => {
    const zones = fc.constantFrom(
      'Europe/Paris',
      'America/New_York',
      'Pacific/Apia',
      'America/St_Johns',
      'UTC',
    );
    const first = fc.integer({ min: window.start / DAY - 5, max: window.end / DAY + 5 });
    fc.assert(
      fc.property(
        zones,
        first,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(50 * 1440),
        (name, date, length, at) => {
          const found = busy(days(formatDate(date), formatDate(date + length), name));
          const instant = date * DAY - 2 * DAY + at * MINUTE;
          const local = zoneOf(name).toLocal(instant).date;
          const inWindow = instant >= window.start && instant < window.end;
          const wanted = inWindow && local >= date && local < date + length;
          expect(found.some(({ start, end }) => start <= instant && instant < end)).toBe(wanted);
        },
      ),
    );
  });
});

describe('the window', () => {
  it('serves until the horizon reaches its end', () => {
    const now = Date.parse('2026-03-02T15:00:00Z');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.nat(60), (advance, later) => {
        const { start, end } = windowToRead(now, advance);
        expect(start).toBeLessThan(now - DAY / 2);
        expect(isUsedUp(end, now, advance)).toBe(false);
        const then = now + later * DAY;
        // Whatever may be booked then, with a day for zones and the length of an appointment, is in a window still in use.
        if (!isUsedUp(end, then, advance)) expect(end).toBeGreaterThan(then + (advance + 1) * DAY);
        expect(isUsedUp(end, now, advance + 30)).toBe(true);
      }),
    );
  });
});

describe('freshness', () => {
  const now = Date.parse('2026-03-02T15:00:00Z');
  const source = (change: Partial<BusySource>): BusySource => ({
    connectionId: 'c-1',
    readAt: now - 60 * MINUTE,
    policy: 'fail_closed',
    maximumAgeMinutes: 60,
    ...change,
  });

  it('closes the whole range as soon as one calendar that fails closed is too old, and not before', () => {
    const range = [20_000, 20_001] as const;
    const whole = [{ start: 20_000 * DAY, end: 20_002 * DAY }];
    expect(unknownIn([], range, now)).toEqual([]);
    expect(unknownIn([source({})], range, now)).toEqual([]);
    expect(unknownIn([source({})], range, now + 1)).toEqual(whole);
    expect(unknownIn([source({ readAt: undefined })], range, now)).toEqual(whole);
    const stale = source({ policy: 'allow_stale', readAt: undefined });
    expect(unknownIn([stale], range, now)).toEqual([]);
    expect(unknownIn([stale, source({ readAt: 0 })], range, now)).toEqual(whole);
  });
});
