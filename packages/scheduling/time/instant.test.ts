import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../test/questions.ts';
import { formatInstant, formatInstantInFull, parseInstant } from './instant.ts';

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const anyInstant = fc.integer({ min: 0, max: LAST });

describe('parseInstant', () => {
  test.each([
    ['2025-01-22T14:00:00Z', '2025-01-22T14:00:00.000Z'],
    ['2025-01-22t14:00:00z', '2025-01-22T14:00:00.000Z'],
    ['2025-01-22T14:00:00+05:30', '2025-01-22T08:30:00.000Z'],
    ['2025-01-22T14:00:00-00:00', '2025-01-22T14:00:00.000Z'],
    ['2024-12-31T23:30:00-23:59', '2025-01-01T23:29:00.000Z'],
    ['2024-02-29T00:00:00.5Z', '2024-02-29T00:00:00.500Z'],
    ['2024-02-29T00:00:00.05Z', '2024-02-29T00:00:00.050Z'],
    ['2024-02-29T00:00:00.123999999Z', '2024-02-29T00:00:00.123Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseInstant(text)).toBe(Date.parse(expected));
  });

  test.each([
    '2025-01-22T14:00:00',
    '2025-01-22',
    '2025-01-22T14:00Z',
    '2025-01-22 14:00:00Z',
    '2025-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-01-22T24:00:00Z',
    '2025-01-22T24:30:00Z',
    '2025-01-22T14:60:00Z',
    '2025-06-30T23:59:60Z',
    '2025-01-22T14:00:00.Z',
    '2025-01-22T14:00:00.1234567890Z',
    '2025-01-22T14:00:00,5Z',
    '2025-01-22T14:00:00+0530',
    '2025-01-22T14:00:00+05',
    '2025-01-22T14:00:00+24:00',
    '2025-01-22T14:00:00+05:60',
    '2025-01-22T14:00:00ZZ',
    '2025-01-22T14:00:00Z ',
    ' 2025-01-22T14:00:00Z',
    '2025-01-22T14:00:00+05:30Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '+02025-01-22T14:00:00Z',
    '2025-01-22T-1:00:00Z',
    '0000-01-01T00:00:00Z',
    '',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toBe(undefined);
  });

  test('never throws, and what it reads Date reads alike', () => {
    const nearly = fc
      .tuple(anyInstant, fc.nat({ max: 23 }), fc.string({ minLength: 0, maxLength: 2 }))
      .map(([instant, at, change]) => {
        const text = new Date(instant).toISOString();
        return text.slice(0, at) + change + text.slice(at + change.length);
      });
    fc.assert(
      fc.property(fc.oneof(nearly, anyText), (text) => {
        const instant = parseInstant(text);
        expect(instant === undefined || instant === Date.parse(text.toUpperCase())).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('reads every offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2e11, max: LAST - 2e8 }),
        fc.integer({ min: -1439, max: 1439 }),
        (instant, offset) => {
          const size = Math.abs(offset);
          const suffix = `${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
          const local = new Date(instant + offset * 60_000).toISOString().slice(0, -1);
          expect(parseInstant(`${local}${offset < 0 ? '-' : '+'}${suffix}`)).toBe(instant);
        },
      ),
    );
  });
});

describe('formatInstant', () => {
  test('writes milliseconds only where there are any', () => {
    expect(formatInstant(Date.UTC(2025, 0, 22, 14))).toBe('2025-01-22T14:00:00Z');
    expect(formatInstant(Date.UTC(2025, 0, 22, 14, 0, 1, 7))).toBe('2025-01-22T14:00:01.007Z');
  });

  test('is read back, and agrees with Date in full', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyInstant,
          anyInstant.map((at) => at - (at % 60_000)),
        ),
        (instant) => {
          expect(parseInstant(formatInstant(instant))).toBe(instant);
          expect(formatInstantInFull(instant)).toBe(new Date(instant).toISOString());
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('writes the years before the epoch too', () => {
    expect(formatInstant(-1)).toBe('1969-12-31T23:59:59.999Z');
    expect(formatInstantInFull(Date.UTC(1969, 11, 31))).toBe('1969-12-31T00:00:00.000Z');
  });

  test('throws for what is no instant', () => {
    for (const instant of [Number.NaN, Infinity, -Infinity, 0.5, LAST + 1]) {
      expect(() => formatInstant(instant)).toThrow(RangeError);
    }
  });
});
