import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MinuteTable } from '../test/brute-force.ts';
import { anyText } from '../test/questions.ts';
import { allTransitions, luxonOffset, transitionsOf } from '../test/zones.ts';
import { formatDate, parseDate } from './date.ts';
import { DAY, type Instant, MINUTE, parseInstant } from './instant.ts';
import { isTimeZone, zoneOf } from './zone.ts';

const zones = Intl.supportedValuesOf('timeZone');
const anyZone = fc.constantFrom(...zones);

function instant(text: string): Instant {
  return parseInstant(text) ?? Number.NaN;
}

function date(text: string): number {
  return parseDate(text) ?? Number.NaN;
}

describe('isTimeZone', () => {
  test('knows all zones of the platform, old names and links', () => {
    expect(zones.filter((name) => !isTimeZone(name))).toEqual([]);
    for (const name of [
      'UTC',
      'Etc/UTC',
      'GMT',
      'Etc/GMT+5',
      'US/Eastern',
      'Europe/Kyiv',
      'Asia/Kolkata',
      'EST5EDT',
      'EST',
      'CET',
      'Etc/GMT-14',
      'America/Argentina/ComodRivadavia',
    ]) {
      expect([name, isTimeZone(name)]).toEqual([name, true]);
    }
  });

  test('refuses offsets, abbreviations of unclear meaning and everything else', () => {
    for (const name of [
      '',
      ' ',
      '+05:00',
      '-0500',
      '+05',
      'Z',
      'GMT+5',
      'UTC+1',
      'BST',
      'IST',
      'CST',
      'PST',
      'SystemV/PST8',
      'Mars/Olympus',
      'Europe',
      'Europe/Paris ',
      'Europe/Paris\0',
      '\ud800',
      'undefined',
      '__proto__',
      'a'.repeat(10_000),
    ]) {
      expect([name, isTimeZone(name)]).toEqual([name, false]);
      expect(() => zoneOf(name)).toThrow(RangeError);
    }
  });

  test('never throws', () => {
    fc.assert(fc.property(anyText, (name) => typeof isTimeZone(name) === 'boolean'));
  });
});

describe('offsetAt', () => {
  test('agrees with luxon in every zone at instants from 1970 to 2100', () => {
    const wrong: unknown[] = [];
    for (const [i, name] of zones.entries()) {
      const zone = zoneOf(name);
      // Every zone gets instants of its own, half a decade apart.
      for (let at = i * 3.7 * DAY; at < Date.UTC(2101, 0, 1); at += 1826.2 * DAY) {
        if (zone.offsetAt(at) !== luxonOffset(name, at) * MINUTE) wrong.push([name, at]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('changes at the very millisecond, at every transition of every zone from 2024 to 2030', () => {
    const wrong: unknown[] = [];
    for (const { zone: name, at } of allTransitions(Date.UTC(2024, 0, 1), Date.UTC(2031, 0, 1))) {
      const zone = zoneOf(name);
      for (const near of [at - DAY, at - 1, at, at + 1, at + DAY]) {
        if (zone.offsetAt(near) !== luxonOffset(name, near) * MINUTE) wrong.push([name, near]);
      }
    }
    expect(wrong).toEqual([]);
  });

  // The closest pairs of transitions, offsets with seconds, moves of the date line, odd amounts, transitions after midnight.
  test.each([
    'Asia/Gaza',
    'America/Boa_Vista',
    'Africa/Casablanca',
    'Africa/Cairo',
    'Africa/Monrovia',
    'Pacific/Kwajalein',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'Antarctica/Troll',
    'America/St_Johns',
    'Europe/Dublin',
    'America/Argentina/San_Luis',
    'Antarctica/Casey',
  ])('has every transition of %s from 1970 to 2100', (name) => {
    const zone = zoneOf(name);
    const transitions = transitionsOf(name, 0, Date.UTC(2101, 0, 1));
    expect(transitions.length).toBeGreaterThan(0);
    for (const at of transitions) {
      for (const near of [at - DAY, at - MINUTE, at, at + DAY]) {
        expect([near, zone.offsetAt(near)]).toEqual([near, luxonOffset(name, near) * MINUTE]);
      }
    }
  });

  test('does not depend on what was asked before', () => {
    const at = instant('2025-03-09T07:00:00Z');
    const zone = zoneOf('America/Indiana/Knox');
    const expected = [at + 3_600_000, at, at - 1].map(
      (near) => luxonOffset('America/Indiana/Knox', near) * MINUTE,
    );
    expect([at + 3_600_000, at, at - 1].map((near) => zone.offsetAt(near))).toEqual(expected);
    zone.offsetAt(0);
    // More blocks than are kept.
    for (let far = 0; far < instant('9999-12-31T00:00:00Z'); far += 4000 * DAY) zone.offsetAt(far);
    expect([at - 1, at, at + 3_600_000].map((near) => zone.offsetAt(near))).toEqual(expected.toReversed());
  });
});

describe('wall times', () => {
  test('one inside a gap moves forward by the gap, an ambiguous one is the first', () => {
    const newYork = zoneOf('America/New_York');
    expect(newYork.toInstant(date('2025-03-09'), 150)).toBe(instant('2025-03-09T03:30:00-04:00'));
    expect(newYork.toInstant(date('2025-11-02'), 90)).toBe(instant('2025-11-02T01:30:00-04:00'));
    expect(newYork.toInstant(date('2025-11-02'), 120)).toBe(instant('2025-11-02T02:00:00-05:00'));
    expect(zoneOf('Africa/Cairo').toInstant(date('2025-04-25'), 0)).toBe(
      instant('2025-04-25T01:00:00+03:00'),
    );
    const lordHowe = zoneOf('Australia/Lord_Howe');
    expect(lordHowe.toInstant(date('2025-10-05'), 135)).toBe(instant('2025-10-05T02:45:00+11:00'));
    expect(lordHowe.toInstant(date('2025-04-06'), 105)).toBe(instant('2025-04-06T01:45:00+11:00'));
  });

  test('minutes beyond 1440 are wall times of later dates', () => {
    const berlin = zoneOf('Europe/Berlin');
    expect(berlin.toInstant(date('2025-03-29'), 1440 + 180)).toBe(instant('2025-03-30T03:00:00+02:00'));
    expect(berlin.toInstant(date('2025-03-29'), 2880)).toBe(instant('2025-03-31T00:00:00+02:00'));
  });

  test('resolve as the brute force does, around every transition of 2026', () => {
    const wrong: unknown[] = [];
    for (const { zone: name, at } of allTransitions(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))) {
      const table = new MinuteTable(name, at - 2 * DAY, at + 2 * DAY);
      const zone = zoneOf(name);
      const first = zone.toLocal(at).date - 1;
      for (let minute = 0; minute < 3 * 1440; minute += 10) {
        const expected = table.instantAt(table.indexOfWall(first * 1440 + minute));
        if (zone.toInstant(first, minute) !== expected) wrong.push([name, formatDate(first), minute]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('an instant’s local time leads back to it, or to its first occurrence', () => {
    fc.assert(
      fc.property(anyZone, fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / MINUTE }), (name, minutes) => {
        const zone = zoneOf(name);
        const at = minutes * MINUTE;
        const local = zone.toLocal(at);
        expect(local.date * DAY + local.minute * MINUTE).toBe(
          Math.floor((at + zone.offsetAt(at)) / MINUTE) * MINUTE,
        );
        const back = zone.toInstant(local.date, local.minute);
        expect(back).toBeLessThanOrEqual(at);
        expect(zone.toLocal(back)).toEqual(local);
      }),
      { numRuns: 500 },
    );
  });
});

describe('dates', () => {
  test.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Fakaofo', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
    ['Pacific/Kiritimati', '1994-12-31'],
  ])('%s never had %s', (name, lost) => {
    const zone = zoneOf(name);
    expect([-2, -1, 0, 1, 2].map((days) => zone.skips(date(lost) + days))).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(zone.spansOf(date(lost), date(lost))).toEqual([]);
  });

  test('one without a midnight is not lost', () => {
    expect(zoneOf('Africa/Cairo').skips(date('2025-04-25'))).toBe(false);
    expect(zoneOf('Africa/Cairo').spansOf(date('2025-04-25'), date('2025-04-25'))).toEqual([
      { start: instant('2025-04-25T01:00:00+03:00'), end: instant('2025-04-26T00:00:00+03:00') },
    ]);
  });

  test('one that comes twice has two spans', () => {
    expect(zoneOf('America/St_Johns').spansOf(date('2010-11-06'), date('2010-11-06'))).toEqual([
      { start: instant('2010-11-06T00:00:00-02:30'), end: instant('2010-11-07T00:00:00-02:30') },
      { start: instant('2010-11-06T23:01:00-03:30'), end: instant('2010-11-07T00:00:00-03:30') },
    ]);
  });

  test('spans hold the instants of their dates and no others', () => {
    fc.assert(
      fc.property(
        anyZone,
        fc.integer({ min: 0, max: 47_000 }),
        fc.nat({ max: 200 }),
        fc.integer({ min: -2880, max: 2880 + 200 * 1440 }),
        (name, first, more, minute) => {
          const zone = zoneOf(name);
          const at = first * DAY + minute * MINUTE;
          const local = zone.toLocal(at).date;
          const held = zone.spansOf(first, first + more).some(({ start, end }) => start <= at && at < end);
          expect(held).toBe(first <= local && local <= first + more);
        },
      ),
      { numRuns: 300 },
    );
  });
});
