import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../test/questions.ts';
import { formatDate, parseDate, weekdayOf } from './date.ts';
import { DAY } from './instant.ts';

const anyDate = fc.integer({ min: -719_528, max: 2_932_896 });

describe('calendar dates', () => {
  test('agree with Date over the years 0000 to 9999', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const expected = new Date(date * DAY);
        expect(formatDate(date)).toBe(expected.toISOString().slice(0, 10));
        expect(parseDate(formatDate(date))).toBe(date);
        expect(weekdayOf(date)).toBe(expected.getUTCDay());
      }),
      { numRuns: 2000 },
    );
  });

  test('agree with Date on the edges of every month of two centuries', () => {
    for (let month = 0; month < 2400; month++) {
      const first = Date.UTC(1900, month, 1) / DAY;
      for (const date of [first - 1, first]) {
        expect(parseDate(new Date(date * DAY).toISOString().slice(0, 10))).toBe(date);
        expect(formatDate(date)).toBe(new Date(date * DAY).toISOString().slice(0, 10));
      }
    }
  });

  test.each([
    '2025-02-29',
    '2100-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-01',
    '25-01-01',
    '2025-01-01T00:00:00Z',
    ' 2025-01-01',
    '2025/01/01',
    '+025-01-01',
    '2025-01-0',
    '２０２５-01-01',
    '-2025-1-1',
    '',
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBe(undefined);
  });

  test('any other text is refused without throwing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const date = parseDate(text);
        expect(date === undefined || formatDate(date) === text).toBe(true);
      }),
    );
  });

  test('what cannot be written throws', () => {
    for (const date of [Number.NaN, 0.5, Infinity, 2_932_897, -719_529]) {
      expect(() => formatDate(date)).toThrow(RangeError);
    }
  });
});
