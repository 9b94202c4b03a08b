/** Questions for tests: a plain one to vary, and arbitrary ones for fast-check. */
import fc from 'fast-check';
import type { Schedule, WeeklyWindow } from '../availability/schedule.ts';
import { overlappingWindows } from '../availability/schedule.ts';
import type { Occupied, SlotQuestion } from '../slots/slots.ts';
import type { Weekday } from '../time/date.ts';
import { DAY, type Instant, type Interval, MINUTE } from '../time/instant.ts';

export const weekdays: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];

/** Any text at all, broken surrogate pairs and control characters included. */
export const anyText = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) });

/** The same window on every day of the week. */
export function daily(startMinute: number, endMinute: number): WeeklyWindow[] {
  return weekdays.map((weekday) => ({ weekday, startMinute, endMinute }));
}

export const nothingOccupied: Occupied = {
  appointments: [],
  holds: [],
  external: [],
  unknown: [],
  client: [],
};

/** Nine to five every day in UTC, nothing forbidden. */
export const plainSchedule: Schedule = {
  timeZone: 'UTC',
  weeklyWindows: daily(540, 1020),
  overrides: [],
  timeOff: [],
  bufferMinutes: 0,
  minimumNoticeMinutes: 0,
  advanceBookingDays: null,
  sameDayBooking: true,
};

/** Slots of an hour each half hour on 2025-01-22, asked a day before. */
export const plainQuestion: SlotQuestion = {
  schedule: plainSchedule,
  occupied: nothingOccupied,
  now: Date.UTC(2025, 0, 21),
  durationMinutes: 60,
  durations: { kind: 'range', minimum: 15, maximum: 480 },
  startsFrom: Date.UTC(2025, 0, 22),
  startsBefore: Date.UTC(2025, 0, 23),
  endsBy: Date.UTC(2025, 0, 23),
  stepMinutes: 30,
};

const zones = [
  'UTC',
  'America/New_York',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Antarctica/Troll',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

/** Weekly windows that don't overlap, a few of them overnight or to midnight. */
const anyWeeklyWindows: fc.Arbitrary<WeeklyWindow[]> = fc
  .array(
    fc
      .record({
        weekday: fc.constantFrom(...weekdays),
        startMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
        length: fc.constantFrom(30, 90, 240, 480, 720, 1440),
      })
      .map(({ weekday, startMinute, length }) => ({ weekday, startMinute, endMinute: startMinute + length })),
    { maxLength: 10 },
  )
  .map((windows) => {
    const kept: WeeklyWindow[] = [];
    for (const window of windows) {
      if (overlappingWindows([...kept, window]) === undefined) kept.push(window);
    }
    return kept;
  });

/** Intervals of whole minutes within `days` days around an instant, a few of them empty or inverted. */
function anyIntervals(around: Instant, days: number): fc.Arbitrary<Interval[]> {
  const reach = days * 1440;
  return fc.array(
    fc
      .record({
        start: fc.integer({ min: -reach, max: reach }),
        length: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 1, max: 300 }) },
          { weight: 1, arbitrary: fc.integer({ min: -60, max: 0 }) },
        ),
      })
      .map(({ start, length }) => ({
        start: around + start * MINUTE,
        end: around + (start + length) * MINUTE,
      })),
    { maxLength: 8 },
  );
}

/** Questions about three days around an instant of the given zone, of any of the zones without one. */
export function anyQuestion(around: Instant, zone?: string): fc.Arbitrary<SlotQuestion> {
  const date = Math.floor(around / DAY);
  return fc
    .record({
      schedule: fc.record({
        timeZone: zone === undefined ? fc.constantFrom(...zones) : fc.constant(zone),
        weeklyWindows: anyWeeklyWindows,
        overrides: fc.array(
          fc.record({
            date: fc.integer({ min: date - 3, max: date + 3 }),
            windows: fc.constantFrom(
              [],
              [{ startMinute: 60, endMinute: 255 }],
              [
                { startMinute: 135, endMinute: 165 },
                { startMinute: 1320, endMinute: 1560 },
              ],
              [{ startMinute: 0, endMinute: 1440 }],
            ),
          }),
          { maxLength: 3 },
        ),
        timeOff: anyIntervals(around, 3),
        bufferMinutes: fc.constantFrom(0, 5, 10, 30),
        minimumNoticeMinutes: fc.constantFrom(0, 45, 600),
        advanceBookingDays: fc.constantFrom(null, 0, 1, 2),
        sameDayBooking: fc.boolean(),
      }),
      occupied: fc.record({
        appointments: anyIntervals(around, 3),
        holds: anyIntervals(around, 3),
        external: anyIntervals(around, 3),
        unknown: anyIntervals(around, 3).map((intervals) => intervals.slice(0, 2)),
        client: anyIntervals(around, 3),
      }),
      now: fc.integer({ min: -3000, max: 1500 }).map((minutes) => around + minutes * MINUTE),
      durationMinutes: fc.constantFrom(15, 30, 50, 60, 120),
      durations: fc.constantFrom(
        { kind: 'range', minimum: 15, maximum: 60 } as const,
        { kind: 'list', minutes: [15, 30, 50, 60, 120] } as const,
      ),
      stepMinutes: fc.constantFrom(5, 15, 20, 30, 45, 60),
      from: fc.integer({ min: -2000, max: 0 }),
      length: fc.integer({ min: 0, max: 3000 }),
      spare: fc.constantFrom(-60, 0, 120, 1440),
    })
    .map(({ from, length, spare, ...question }) => ({
      ...question,
      startsFrom: around + from * MINUTE,
      startsBefore: around + (from + length) * MINUTE,
      endsBy: around + (from + length + spare) * MINUTE,
    }));
}
