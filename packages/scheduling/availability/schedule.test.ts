import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText, weekdays } from '../test/questions.ts';
import type { Weekday } from '../time/date.ts';
import {
  formatWallEnd,
  formatWallTime,
  overlappingWindows,
  parseWallTime,
  type WeeklyWindow,
} from './schedule.ts';

function window(weekday: Weekday, startMinute: number, endMinute: number): WeeklyWindow {
  return { weekday, startMinute, endMinute };
}

describe('parseWallTime', () => {
  test('reads every minute from 00:00 to 24:00', () => {
    for (let minute = 0; minute <= 1440; minute++) {
      const text = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      expect(parseWallTime(text)).toBe(minute);
    }
  });

  test.each([
    '24:01',
    '24:30',
    '25:00',
    '9:00',
    '09:60',
    '09:00:00',
    '0900',
    '09.00',
    ' 09:00',
    '-1:00',
    '9h',
    '٠٩:٠٠',
    '',
  ])('%j is no wall time', (text) => {
    expect(parseWallTime(text)).toBe(undefined);
  });

  test('reads what is written, ends included', () => {
    for (let minute = 0; minute < 1440; minute++) {
      expect(parseWallTime(formatWallTime(minute))).toBe(minute);
      expect(formatWallTime(minute + 1440)).toBe(formatWallTime(minute));
      expect(formatWallEnd(minute)).toBe(formatWallTime(minute));
    }
    expect([formatWallTime(1440), formatWallEnd(1440), formatWallEnd(1500)]).toEqual([
      '00:00',
      '24:00',
      '01:00',
    ]);
  });

  test('never throws', () => {
    fc.assert(fc.property(anyText, (text) => parseWallTime(text) === undefined || text.length === 5));
  });
});

describe('overlappingWindows', () => {
  test('finds none where windows touch, are on other days or empty', () => {
    expect(overlappingWindows([])).toBe(undefined);
    expect(
      overlappingWindows([
        window(1, 540, 720),
        window(1, 720, 1440),
        window(2, 0, 60),
        window(1, 600, 600),
        window(3, 1380, 1500),
        window(4, 60, 90),
        window(6, 1320, 1500),
        window(0, 60, 120),
      ]),
    ).toBe(undefined);
  });

  test('finds the first two, overnight and from Saturday to Sunday too', () => {
    expect(overlappingWindows([window(2, 0, 60), window(1, 540, 720), window(1, 700, 800)])).toEqual([1, 2]);
    expect(overlappingWindows([window(1, 1380, 1500), window(2, 30, 90)])).toEqual([0, 1]);
    expect(overlappingWindows([window(0, 0, 90), window(6, 1380, 1500)])).toEqual([0, 1]);
    expect(overlappingWindows([window(6, 1439, 2880), window(0, 1439, 1440)])).toEqual([0, 1]);
    expect(overlappingWindows([window(3, 0, 1440), window(3, 100, 110)])).toEqual([0, 1]);
  });

  test('agrees with a week of minutes', () => {
    const anyWindow = fc
      .tuple(fc.constantFrom(...weekdays), fc.nat({ max: 1439 }), fc.integer({ min: -30, max: 1440 }))
      .map(([weekday, start, length]) => window(weekday, start, start + length));
    fc.assert(
      fc.property(fc.array(anyWindow, { maxLength: 5 }), (windows) => {
        const minutes = windows.map(({ weekday, startMinute, endMinute }) => {
          const length = Math.max(0, endMinute - startMinute);
          return new Set(Array.from({ length }, (_, i) => (weekday * 1440 + startMinute + i) % 10_080));
        });
        const pairs = minutes.flatMap((one, i) =>
          minutes.flatMap((other, j) =>
            i < j && [...one].some((minute) => other.has(minute)) ? [[i, j]] : [],
          ),
        );
        expect(overlappingWindows(windows)).toEqual(pairs[0]);
      }),
    );
  });
});
