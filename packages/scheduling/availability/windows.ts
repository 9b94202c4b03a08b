import type { CalendarDate } from '../time/date.ts';
import { weekdayOf } from '../time/date.ts';
import { DAY, type Instant, type Interval } from '../time/instant.ts';
import { type Zone, zoneOf } from '../time/zone.ts';
import { MINUTES_OF_WEEK, overlappingWindows, type Schedule, type WallWindow } from './schedule.ts';

/**
 * Windows that touch become one, however many days that spans, and slots count from its start. A week without any gap
 * never began, so it is taken to begin with the first window that starts on or after this date, 2000-01-01.
 */
const ANCHOR_DATE: CalendarDate = 10_957;
/** Ranges that begin before the anchor take the first date of the epoch for it. */
const FIRST_DATE: CalendarDate = 0;
/** A window that started this many dates ago can still be open: 48 hours of wall time, a day the zone repeats, one more. */
const DATES_BACK = 4;
/** How far beyond the range windows that follow without a gap are pursued. No appointment is nearly as long. */
const DATES_AHEAD = 31;
/** A change of offset by this much moves the date line, and takes a date away. */
const DATE_LINE_MOVE = DAY / 2;

/**
 * The schedule's windows that overlap [from, to), as instants: those that overlap or touch each other are one (RFC 5545
 * wall times, see `Zone#toInstant`), each is whole, the first is first. A window that goes on without a gap is given up to
 * a month beyond `to`. Time off is not subtracted. Throws a RangeError for an unknown zone.
 */
export function windowsBetween(schedule: Schedule, from: Instant, to: Instant): readonly Interval[] {
  if (!(from < to)) return [];
  const zone = zoneOf(schedule.timeZone);
  const windowsOf = windowsByDate(schedule);
  const firstDate = zone.toLocal(from).date;
  const lastDate = zone.toLocal(to).date;
  const limit = firstDate > ANCHOR_DATE + 2 * DATES_BACK ? ANCHOR_DATE : FIRST_DATE;
  // A week without gaps isn't followed back date by date: `chainStart` knows where to look.
  const floor = coversWeek(schedule) ? Math.max(limit, firstDate - 2 * DATES_BACK) : limit;
  const ceiling = lastDate + DATES_AHEAD;

  // Most schedules show a gap within the first few dates; while one doesn't, look twice as far.
  let back = DATES_BACK;
  let ahead = 2;
  for (;;) {
    const lower = Math.max(firstDate - back, floor);
    const upper = Math.min(lastDate + ahead, ceiling);
    const windows = mergedWindows(windowsOf, zone, lower, upper).filter(
      (window) => window.start < to && window.end > from,
    );
    const first = windows[0];
    const last = windows.at(-1);
    if (first === undefined || last === undefined) return windows;
    // Windows of dates not looked at end before the one instant and start after the other.
    const begins = first.start > zone.toInstant(lower + 2, 0);
    const ends = last.end < zone.toInstant(upper, 0);
    if ((begins || lower === floor) && (ends || upper === ceiling)) {
      if (begins || floor === limit) return windows;
      const start = chainStart(schedule, windowsOf, zone, limit, from);
      return [{ start, end: first.end }, ...windows.slice(1)];
    }
    if (!begins) back *= 2;
    if (!ends) ahead *= 2;
  }
}

/** Whether the weekly windows fill the week, each beginning where another ends. Then they never leave a gap by themselves. */
function coversWeek({ weeklyWindows }: Schedule): boolean {
  let minutes = 0;
  for (const { startMinute, endMinute } of weeklyWindows) minutes += Math.max(0, endMinute - startMinute);
  return minutes === MINUTES_OF_WEEK && overlappingWindows(weeklyWindows) === undefined;
}

/**
 * The start of the window that is open at `from`, in a week without gaps and some dates after the last gap: that is where
 * the last gap ends that an override or a lost date left, else the first window at or after the date `limit`.
 */
function chainStart(
  schedule: Schedule,
  windowsOf: (date: CalendarDate) => readonly WallWindow[],
  zone: Zone,
  limit: CalendarDate,
  from: Instant,
): Instant {
  const suspects = schedule.overrides.map(({ date }) => date);
  suspects.push(dateLineMove(zone, limit * DAY, from) ?? limit);
  const last = zone.toLocal(from).date;
  for (const date of suspects.filter((date) => date >= limit && date <= last).sort((a, b) => b - a)) {
    const around = mergedWindows(windowsOf, zone, Math.max(limit, date - DATES_BACK), date + DATES_BACK);
    const latest = around.findLast(({ start }) => start <= from);
    if (latest !== undefined && latest.start > zone.toInstant(date - 2, 0)) return latest.start;
  }
  return mergedWindows(windowsOf, zone, limit, limit + DATES_BACK)[0]?.start ?? from;
}

/** The local date of the move of the date line, of which no zone has had two since the anchor, between two instants. */
function dateLineMove(zone: Zone, from: Instant, to: Instant): CalendarDate | undefined {
  const moved = (at: Instant): boolean => Math.abs(zone.offsetAt(at) - zone.offsetAt(from)) >= DATE_LINE_MOVE;
  if (!moved(to)) return undefined;
  let before = from;
  let after = to;
  while (after - before > DAY / 24) {
    const middle = Math.floor((before + after) / 2);
    if (moved(middle)) after = middle;
    else before = middle;
  }
  return zone.toLocal(after).date;
}

/** The wall windows that start on a date: those of its overrides, else those of its weekday. */
function windowsByDate(schedule: Schedule): (date: CalendarDate) => readonly WallWindow[] {
  const weekly: WallWindow[][] = [[], [], [], [], [], [], []];
  for (const window of schedule.weeklyWindows) weekly[window.weekday]?.push(window);
  const special = new Map<CalendarDate, readonly WallWindow[]>();
  for (const { date, windows } of schedule.overrides) {
    special.set(date, [...(special.get(date) ?? []), ...windows]);
  }
  return (date) => special.get(date) ?? weekly[weekdayOf(date)] ?? [];
}

/** The windows that start on the dates from `first` to `last`, resolved, sorted and merged. */
function mergedWindows(
  windowsOf: (date: CalendarDate) => readonly WallWindow[],
  zone: Zone,
  first: CalendarDate,
  last: CalendarDate,
): Interval[] {
  const resolved: Interval[] = [];
  for (let date = first; date <= last; date++) {
    const windows = windowsOf(date);
    if (windows.length === 0 || zone.skips(date)) continue;
    for (const { startMinute, endMinute } of windows) {
      const start = zone.toInstant(date, startMinute);
      const end = zone.toInstant(date, endMinute);
      if (start < end) resolved.push({ start, end });
    }
  }
  resolved.sort((a, b) => a.start - b.start);
  const merged: { start: Instant; end: Instant }[] = [];
  for (const { start, end } of resolved) {
    const previous = merged.at(-1);
    if (previous !== undefined && start <= previous.end) previous.end = Math.max(previous.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
