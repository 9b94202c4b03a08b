/**
 * The slot engine, asked through `slots(scenario)` with ISO text in and out, against a floor: a bare sweep over integers with
 * the windows ready-made, which parses and formats nothing, knows no zone and asks no rule but buffered overlap. Both get the
 * busy intervals in the same order and may not rely on it, so the floor sorts, too.
 * Run it with `node packages/scheduling/bench/slots.bench.ts`.
 */
import { performance } from 'node:perf_hooks';
import { randomOf } from '@punctual/testkit/random.ts';
import type { Schedule, WeeklyWindow } from '../availability/schedule.ts';
import { windowsBetween } from '../availability/windows.ts';
import { listSlots } from '../slots/slots.ts';
import { DAY, type Instant, type Interval, MINUTE } from '../time/instant.ts';
import { type Scenario, slots } from './scenario.ts';

const TIME_ZONE = 'America/New_York';
const RANGE_START = Date.UTC(2025, 0, 6, 5);
const STEP = 15;
const DURATION = 30;
const BUFFER = 5;

interface Question {
  readonly scenario: Scenario;
  readonly schedule: Schedule;
  readonly busy: readonly Interval[];
  readonly rangeEnd: Instant;
}

/** Weekdays in two windows, and busy intervals of 15 to 60 minutes spread over the range. */
function questionOf(days: number, busyCount: number, order: 'sorted' | 'shuffled'): Question {
  // Every run measures the same question.
  const { next: random } = randomOf(days * 10_000 + busyCount);
  const busy = Array.from({ length: busyCount }, () => {
    const start = RANGE_START + Math.floor((random() * days * DAY) / (5 * MINUTE)) * 5 * MINUTE;
    return { start, end: start + (1 + Math.floor(random() * 4)) * 15 * MINUTE };
  });
  if (order === 'sorted') busy.sort((a, b) => a.start - b.start);
  const rangeEnd = RANGE_START + days * DAY;
  const scenario = {
    timeZone: TIME_ZONE,
    workingHours: [
      { days: [1, 2, 3, 4, 5], start: '09:00', end: '12:30' },
      { days: [1, 2, 3, 4, 5], start: '13:30', end: '18:00' },
    ],
    dateOverrides: [],
    busy: busy.map(({ start, end }) => ({ start: isoText(start), end: isoText(end) })),
    bufferMinutes: BUFFER,
    durationMinutes: DURATION,
    stepMinutes: STEP,
    rangeStart: isoText(RANGE_START),
    rangeEnd: isoText(rangeEnd),
    now: isoText(RANGE_START),
    minimumNoticeMinutes: 0,
  };
  const schedule = {
    timeZone: TIME_ZONE,
    weeklyWindows: ([1, 2, 3, 4, 5] as const).flatMap((weekday): WeeklyWindow[] => [
      { weekday, startMinute: 540, endMinute: 750 },
      { weekday, startMinute: 810, endMinute: 1080 },
    ]),
    overrides: [],
    timeOff: [],
    bufferMinutes: BUFFER,
    minimumNoticeMinutes: 0,
    advanceBookingDays: null,
    sameDayBooking: true,
  };
  return { scenario, schedule, busy, rangeEnd };
}

function isoText(at: Instant): string {
  return new Date(at).toISOString();
}

/** The floor. `windows` is flat: start, end, start, end, ... */
function sweep(windows: readonly Instant[], unsorted: readonly Interval[]): Instant[] {
  const duration = DURATION * MINUTE;
  const buffer = BUFFER * MINUTE;
  const longest = 60 * MINUTE;
  const busy = unsorted.toSorted((a, b) => a.start - b.start);
  const found: Instant[] = [];
  let from = 0;
  for (let w = 0; w < windows.length; w += 2) {
    const last = (windows[w + 1] ?? 0) - duration;
    for (let start = windows[w] ?? 0; start <= last; start += STEP * MINUTE) {
      while ((busy[from]?.start ?? Infinity) + longest + buffer <= start) from += 1;
      let free = true;
      for (let b = from; free && b < busy.length; b++) {
        const interval = busy[b];
        if (interval === undefined || interval.start >= start + duration + buffer) break;
        free = interval.end + buffer <= start;
      }
      if (free) found.push(start);
    }
  }
  return found;
}

/** The engine without text: integers in and out, zones and all rules. */
function engine({ schedule, busy, rangeEnd }: Question): Instant[] {
  return listSlots({
    schedule,
    occupied: { appointments: busy, holds: [], external: [], unknown: [], client: [] },
    now: RANGE_START,
    durationMinutes: DURATION,
    durations: { kind: 'list', minutes: [DURATION] },
    startsFrom: RANGE_START,
    startsBefore: rangeEnd,
    endsBy: rangeEnd,
    stepMinutes: STEP,
  });
}

/**
 * Milliseconds per call, warm: for each of the given functions the median of 51 rounds of about 3 ms. The rounds alternate, so
 * that whatever else the machine does slows all of them alike.
 */
function medians(...functions: (() => unknown)[]): number[] {
  const round = (call: () => unknown, calls: number): number => {
    const began = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - began) / calls;
  };
  const measured = functions.map((call) => ({
    call,
    calls: Math.max(1, Math.ceil(3 / round(call, 500))),
    times: [] as number[],
  }));
  for (let i = 0; i < 51; i++) {
    for (const { call, calls, times } of measured) times.push(round(call, calls));
  }
  return measured.map(({ times }) => middle(times));
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** The first call in a zone nobody asked about before, with the code warm: the median of five zones. */
function cold(days: number, zones: readonly string[]): number {
  const { scenario } = questionOf(days, 300, 'sorted');
  return middle(
    zones.map((timeZone) => {
      const began = performance.now();
      slots({ ...scenario, timeZone });
      return performance.now() - began;
    }),
  );
}

const rows = [];
for (const order of ['sorted', 'shuffled'] as const) {
  for (const days of [1, 30, 365]) {
    for (const busyCount of [10, 300, 3000]) {
      const question = questionOf(days, busyCount, order);
      const windows = windowsBetween(question.schedule, RANGE_START, question.rangeEnd).flatMap(
        ({ start, end }) => [start, end],
      );
      const found = slots(question.scenario);
      if (sweep(windows, question.busy).map(isoText).join() !== found.join()) {
        throw new Error('the engine and the floor disagree');
      }
      const [floor = Number.NaN, integers = Number.NaN, text = Number.NaN] = medians(
        () => sweep(windows, question.busy),
        () => engine(question),
        () => slots(question.scenario),
      );
      rows.push({
        busy: `${busyCount} ${order}`,
        days,
        slots: found.length,
        'floor ms': floor.toFixed(3),
        'listSlots ms': integers.toFixed(3),
        '÷ floor': (integers / floor).toFixed(2),
        'slots(scenario) ms': text.toFixed(3),
        'slots/ms': Math.round(found.length / text),
        'engine ÷ floor': (text / floor).toFixed(2),
      });
    }
  }
}
console.table(rows);

const unseen: [number, string[]][] = [
  [1, ['America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Toronto', 'America/Halifax']],
  [93, ['Europe/Paris', 'Europe/Berlin', 'Europe/Rome', 'Europe/Madrid', 'Europe/Vienna']],
  [365, ['Europe/Oslo', 'Europe/Prague', 'Europe/Athens', 'Europe/Sofia', 'Europe/Lisbon']],
];
console.table(
  unseen.map(([days, zones]) => ({ days, 'first call in a zone, ms': cold(days, zones).toFixed(3) })),
);
