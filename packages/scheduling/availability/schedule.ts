import { type CalendarDate, twoDigits, twoDigitsAt, type Weekday } from '../time/date.ts';
import type { Interval } from '../time/instant.ts';

/**
 * A span of wall time that begins on some local date, in minutes after that date's midnight: 0 ≤ start < 1440, and an end
 * up to 2880, where more than 1440 lies on the next date. It is empty unless the end is after the start.
 */
export interface WallWindow {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** A window that recurs on the weekday on which it starts. */
export interface WeeklyWindow extends WallWindow {
  readonly weekday: Weekday;
}

/** Replaces all weekly windows that start on `date`; without windows the date is off. Several for one date add up. */
export interface DateOverride {
  readonly date: CalendarDate;
  readonly windows: readonly WallWindow[];
}

export interface TimeOff extends Interval {
  readonly reason?: string;
}

/** When a provider can be booked. */
export interface Schedule {
  /** IANA name; all wall times and local dates of the schedule are meant in it. */
  readonly timeZone: string;
  readonly weeklyWindows: readonly WeeklyWindow[];
  readonly overrides: readonly DateOverride[];
  readonly timeOff: readonly TimeOff[];
  /** Kept free before and after every appointment. */
  readonly bufferMinutes: number;
  readonly minimumNoticeMinutes: number;
  /** How many local dates after today may be booked; null: any. */
  readonly advanceBookingDays: number | null;
  /** Whether a start on today's local date may be booked. */
  readonly sameDayBooking: boolean;
}

const COLON = 58;
const MINUTES_OF_DAY = 1440;
export const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/** Reads `HH:MM`, from 00:00 to 24:00, as minutes after midnight. Undefined for anything else: 24:30, 9:00, 09:60. */
export function parseWallTime(text: string): number | undefined {
  const hours = twoDigitsAt(text, 0);
  const minutes = twoDigitsAt(text, 3);
  if (text.length !== 5 || text.charCodeAt(2) !== COLON) return undefined;
  if (hours < 0 || minutes < 0 || minutes > 59) return undefined;
  const total = hours * 60 + minutes;
  return total <= MINUTES_OF_DAY ? total : undefined;
}

/** `HH:MM` of minutes after midnight; what lies on the next date shows its time there. */
export function formatWallTime(minutes: number): string {
  const within = minutes % MINUTES_OF_DAY;
  return `${twoDigits(Math.floor(within / 60))}:${twoDigits(within % 60)}`;
}

/** As `formatWallTime`, but the end of the date itself is `24:00`. */
export function formatWallEnd(minutes: number): string {
  return minutes === MINUTES_OF_DAY ? '24:00' : formatWallTime(minutes);
}

/**
 * The indexes of the first two windows that share some wall time of the week, Saturday night's with Sunday's included.
 * Windows that touch do not overlap, empty ones overlap nothing.
 */
export function overlappingWindows(windows: readonly WeeklyWindow[]): readonly [number, number] | undefined {
  for (const [i, one] of windows.entries()) {
    for (let j = i + 1; j < windows.length; j++) {
      const other = windows[j];
      if (other !== undefined && overlapInWeek(one, other)) return [i, j];
    }
  }
  return undefined;
}

function overlapInWeek(one: WeeklyWindow, other: WeeklyWindow): boolean {
  if (one.endMinute <= one.startMinute || other.endMinute <= other.startMinute) return false;
  const start = one.weekday * MINUTES_OF_DAY + one.startMinute;
  const end = one.weekday * MINUTES_OF_DAY + one.endMinute;
  for (const week of [-MINUTES_OF_WEEK, 0, MINUTES_OF_WEEK]) {
    const day = week + other.weekday * MINUTES_OF_DAY;
    if (start < day + other.endMinute && day + other.startMinute < end) return true;
  }
  return false;
}
