import { parseWallTime, type WallWindow } from '../availability/schedule.ts';
import { listSlots } from '../slots/slots.ts';
import { parseDate, type Weekday } from '../time/date.ts';
import { formatInstantInFull, type Instant, type Interval, parseInstant } from '../time/instant.ts';

export interface ScenarioWindow {
  /** HH:MM; an end before its start, and 24:00, are wall times of the next date. */
  readonly start: string;
  readonly end: string;
}

/** A question in plain words: instants as ISO 8601 text, minutes as numbers, 0 for Sunday. */
export interface Scenario {
  readonly timeZone: string;
  readonly workingHours?: readonly (ScenarioWindow & { readonly days: readonly number[] })[];
  readonly dateOverrides?: readonly { readonly date: string; readonly windows?: readonly ScenarioWindow[] }[];
  readonly busy?: readonly { readonly start: string; readonly end: string }[];
  readonly bufferMinutes?: number;
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly rangeStart: string;
  readonly rangeEnd: string;
  readonly now: string;
  readonly minimumNoticeMinutes?: number;
}

/** The starts on offer, as `Date#toISOString` writes them. Throws a RangeError for a text that cannot be read. */
export function slots(scenario: Scenario): string[] {
  const busy: Interval[] = [];
  for (const { start, end } of scenario.busy ?? [])
    busy.push({ start: instantOf(start), end: instantOf(end) });
  const rangeEnd = instantOf(scenario.rangeEnd);
  const starts = listSlots({
    schedule: {
      timeZone: scenario.timeZone,
      weeklyWindows: (scenario.workingHours ?? []).flatMap(({ days, start, end }) =>
        days.map((day) => ({ weekday: weekdayIn(day), ...wallWindowOf({ start, end }) })),
      ),
      overrides: (scenario.dateOverrides ?? []).map(({ date, windows }) => ({
        date: read(parseDate(date), date),
        windows: (windows ?? []).map(wallWindowOf),
      })),
      timeOff: [],
      bufferMinutes: scenario.bufferMinutes ?? 0,
      minimumNoticeMinutes: scenario.minimumNoticeMinutes ?? 0,
      advanceBookingDays: null,
      sameDayBooking: true,
    },
    occupied: { appointments: busy, holds: [], external: [], unknown: [], client: [] },
    now: instantOf(scenario.now),
    durationMinutes: scenario.durationMinutes,
    durations: { kind: 'list', minutes: [scenario.durationMinutes] },
    startsFrom: instantOf(scenario.rangeStart),
    startsBefore: rangeEnd,
    endsBy: rangeEnd,
    stepMinutes: scenario.stepMinutes,
  });
  return starts.map(formatInstantInFull);
}

function wallWindowOf({ start, end }: ScenarioWindow): WallWindow {
  const startMinute = read(parseWallTime(start), start);
  const endMinute = read(parseWallTime(end), end);
  return { startMinute, endMinute: endMinute < startMinute ? endMinute + 1440 : endMinute };
}

function weekdayIn(day: number): Weekday {
  if (!(Number.isInteger(day) && day >= 0 && day <= 6)) throw new RangeError(`not a day of the week: ${day}`);
  return day as Weekday;
}

function instantOf(text: string): Instant {
  return read(parseInstant(text), text);
}

function read(value: number | undefined, text: string): number {
  if (value === undefined) throw new RangeError(`cannot be read: ${text}`);
  return value;
}
