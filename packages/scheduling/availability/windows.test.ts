import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyQuestion, daily, plainSchedule } from '../test/questions.ts';
import { parseDate, type Weekday } from '../time/date.ts';
import { DAY, formatInstant, type Interval, MINUTE } from '../time/instant.ts';
import type { Schedule, WeeklyWindow } from './schedule.ts';
import { windowsBetween } from './windows.ts';

function windowsOn(schedule: Partial<Schedule>, from: string, to: string): string[] {
  return windowsBetween({ ...plainSchedule, ...schedule }, Date.parse(from), Date.parse(to)).map(written);
}

function window(weekday: number, startMinute: number, endMinute: number): WeeklyWindow {
  return { weekday: weekday as Weekday, startMinute, endMinute };
}

function written({ start, end }: Interval): string {
  return `${formatInstant(start)} ${formatInstant(end)}`;
}

function date(text: string): number {
  return parseDate(text) ?? Number.NaN;
}

describe('windowsBetween', () => {
  test('gives windows whole that overlap the range, and not those that touch it', () => {
    expect(windowsOn({}, '2025-01-22T12:00:00Z', '2025-01-22T12:01:00Z')).toEqual([
      '2025-01-22T09:00:00Z 2025-01-22T17:00:00Z',
    ]);
    expect(windowsOn({}, '2025-01-21T17:00:00Z', '2025-01-22T09:00:00Z')).toEqual([]);
    expect(windowsOn({}, '2025-01-22T12:00:00Z', '2025-01-22T12:00:00Z')).toEqual([]);
    expect(windowsOn({ weeklyWindows: [] }, '2025-01-22T12:00:00Z', '2025-02-22T12:00:00Z')).toEqual([]);
  });

  test('keeps the wall time across a change of the clock', () => {
    expect(windowsOn({ timeZone: 'Europe/Berlin' }, '2025-03-29T12:00:00Z', '2025-03-30T12:00:00Z')).toEqual([
      '2025-03-29T08:00:00Z 2025-03-29T16:00:00Z',
      '2025-03-30T07:00:00Z 2025-03-30T15:00:00Z',
    ]);
  });

  test('joins windows that touch or overlap, over midnight too', () => {
    const weeklyWindows = [...daily(1320, 1440), ...daily(0, 120), ...daily(100, 180)];
    expect(windowsOn({ weeklyWindows }, '2025-01-22T12:00:00Z', '2025-01-23T12:00:00Z')).toEqual([
      '2025-01-22T22:00:00Z 2025-01-23T03:00:00Z',
    ]);
  });

  test('a window whose end is not after its start vanishes, as does one within a gap', () => {
    expect(
      windowsOn({ weeklyWindows: daily(600, 600) }, '2025-01-22T00:00:00Z', '2025-01-24T00:00:00Z'),
    ).toEqual([]);
    const gap = { timeZone: 'America/New_York', weeklyWindows: daily(120, 180) };
    expect(windowsOn(gap, '2025-03-09T00:00:00Z', '2025-03-10T00:00:00Z')).toEqual([]);
    expect(windowsOn(gap, '2025-03-08T00:00:00Z', '2025-03-09T00:00:00Z')).toHaveLength(1);
  });

  test('an override replaces what starts on its date; the night before reaches into it', () => {
    const weeklyWindows = daily(1320, 1560);
    const overrides = [
      { date: date('2025-01-22'), windows: [] },
      { date: date('2025-01-24'), windows: [{ startMinute: 600, endMinute: 660 }] },
      { date: date('2025-01-24'), windows: [{ startMinute: 720, endMinute: 780 }] },
    ];
    expect(windowsOn({ weeklyWindows, overrides }, '2025-01-22T00:00:00Z', '2025-01-25T00:00:00Z')).toEqual([
      '2025-01-21T22:00:00Z 2025-01-22T02:00:00Z',
      '2025-01-23T22:00:00Z 2025-01-24T02:00:00Z',
      '2025-01-24T10:00:00Z 2025-01-24T11:00:00Z',
      '2025-01-24T12:00:00Z 2025-01-24T13:00:00Z',
    ]);
  });

  test('a date that the zone skips has none, and its neighbours touch', () => {
    const apia = { timeZone: 'Pacific/Apia' };
    const range = ['2011-12-29T10:00:00Z', '2011-12-31T09:59:00Z'] as const;
    expect(windowsOn({ ...apia, weeklyWindows: daily(540, 600) }, ...range)).toEqual([
      '2011-12-29T19:00:00Z 2011-12-29T20:00:00Z',
      '2011-12-30T19:00:00Z 2011-12-30T20:00:00Z',
    ]);
    const nights = { ...apia, weeklyWindows: [...daily(1380, 1440), ...daily(0, 60)] };
    expect(windowsOn(nights, ...range)).toContain('2011-12-30T09:00:00Z 2011-12-30T11:00:00Z');
  });

  describe('a week without gaps', () => {
    const always = { weeklyWindows: daily(0, 1440), timeZone: 'Asia/Tokyo' };
    const range = ['2025-01-22T12:00:00Z', '2025-01-23T12:00:00Z'] as const;

    test('begins with the window that starts on 2000-01-01', () => {
      const [whole] = windowsOn(always, ...range);
      expect(whole?.split(' ')[0]).toBe('1999-12-31T15:00:00Z');
    });

    test('begins there although overrides replaced some of it without a gap', () => {
      const overrides = [{ date: date('2010-05-05'), windows: [{ startMinute: 0, endMinute: 1440 }] }];
      expect(windowsOn({ ...always, overrides }, ...range)[0]?.split(' ')[0]).toBe('1999-12-31T15:00:00Z');
    });

    test('begins anew after an override that breaks it, long ago or in the range', () => {
      const brokenOn = (text: string) => ({ ...always, overrides: [{ date: date(text), windows: [] }] });
      expect(windowsOn(brokenOn('2004-02-29'), ...range)[0]?.split(' ')[0]).toBe('2004-02-29T15:00:00Z');
      expect(windowsOn(brokenOn('2025-01-20'), ...range)[0]?.split(' ')[0]).toBe('2025-01-20T15:00:00Z');
      expect(windowsOn(brokenOn('2025-01-23'), ...range)).toEqual([
        '1999-12-31T15:00:00Z 2025-01-22T15:00:00Z',
      ]);
      expect(windowsOn(brokenOn('2025-03-01'), ...range)[0]?.split(' ')[0]).toBe('1999-12-31T15:00:00Z');
    });

    test('is broken by a lost date where its windows leave a gap there', () => {
      // Friday's second window covers Saturday morning. Apia's Friday 2011-12-30 never was, and took it along.
      const weeklyWindows = [
        ...daily(0, 1440).filter(({ weekday }) => weekday <= 4),
        window(5, 0, 720),
        window(5, 720, 2160),
        window(6, 720, 1440),
      ];
      const noons = { weeklyWindows, timeZone: 'Pacific/Apia' };
      const [later] = windowsOn(noons, ...range);
      const [near] = windowsOn(noons, '2012-01-02T00:00:00Z', '2012-01-03T00:00:00Z');
      expect(near?.split(' ')[0]).toBe('2011-12-30T22:00:00Z');
      expect(later?.split(' ')[0]).toBe('2011-12-30T22:00:00Z');
    });

    test('begins, seen from near or far, where a look at every date finds it', () => {
      const anyOverride = fc.record({
        date: fc.integer({ min: date('2000-03-01'), max: date('2024-12-31') }),
        windows: fc.constantFrom(
          [],
          [{ startMinute: 0, endMinute: 1440 }],
          [{ startMinute: 0, endMinute: 2880 }],
          [{ startMinute: 0, endMinute: 600 }],
        ),
      });
      const near = fc
        .tuple(anyOverride, anyOverride)
        .map(([one, two]) => [one, { ...two, date: one.date + 2 }]);
      fc.assert(
        fc.property(
          fc.oneof(fc.array(anyOverride, { maxLength: 2 }), near),
          fc.constantFrom('Asia/Tokyo', 'Pacific/Apia', 'America/New_York'),
          fc.constantFrom(daily(0, 1440), daily(1080, 2520), [
            ...[0, 2, 4].map((weekday) => window(weekday, 60, 2880)),
            ...[2, 4, 6].map((weekday) => window(weekday, 0, 60)),
            window(6, 60, 1500),
          ]),
          fc.constantFrom(undefined, -2, -1, 0, 1, 2, 3, 4, 6),
          (overrides, timeZone, weeklyWindows, days) => {
            const schedule = { ...plainSchedule, overrides, timeZone, weeklyWindows };
            const at =
              days === undefined ? Date.UTC(2025, 1, 1) : ((overrides[0]?.date ?? 18_000) + days) * DAY;
            const open = windowsBetween(schedule, Date.UTC(2000, 1, 1), at + 1).filter(({ end }) => end > at);
            expect(windowsBetween(schedule, at, at + 1).map(({ start }) => start)).toEqual(
              open.map(({ start }) => start),
            );
          },
        ),
        { numRuns: 150 },
      );
    });

    test('is no more work in the distant future', () => {
      const overrides = [{ date: date('2010-05-05'), windows: [{ startMinute: 0, endMinute: 1440 }] }];
      const future = windowsOn({ ...always, overrides }, '9999-01-01T00:00:00Z', '9999-01-01T01:00:00Z');
      expect(future[0]?.split(' ')[0]).toBe('1999-12-31T15:00:00Z');
    });
  });

  test('a chain of a few days is given whole, from whichever end it is asked', () => {
    const weeklyWindows = daily(0, 1440).filter(({ weekday }) => weekday >= 1 && weekday <= 5);
    const whole = ['2025-01-20T00:00:00Z 2025-01-25T00:00:00Z'];
    expect(windowsOn({ weeklyWindows }, '2025-01-20T00:00:00Z', '2025-01-20T00:01:00Z')).toEqual(whole);
    expect(windowsOn({ weeklyWindows }, '2025-01-24T23:59:00Z', '2025-01-26T00:00:00Z')).toEqual(whole);
  });

  test('what is given does not depend on the range, is sorted and apart', () => {
    const around = Date.UTC(2025, 2, 30);
    fc.assert(
      fc.property(anyQuestion(around), fc.integer({ min: -3000, max: 3000 }), ({ schedule }, minute) => {
        const all = windowsBetween(schedule, around - 4 * DAY, around + 4 * DAY);
        for (const [i, window] of all.entries()) {
          expect(window.start).toBeLessThan(window.end);
          expect(window.start).toBeGreaterThan(all[i - 1]?.end ?? -Infinity);
        }
        const at = around + minute * MINUTE;
        expect(windowsBetween(schedule, at, at + 1)).toEqual(
          all.filter(({ start, end }) => start <= at && at < end),
        );
      }),
      { numRuns: 300 },
    );
  });
});
