import { formatDate, parseDate } from '@punctual/scheduling/time/date.ts';
import { DAY, MINUTE, parseInstant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import type { Instant } from '../../clock.ts';

/** Google's `EventDateTime`: a date, or a time with an offset, a zone or both. */
export interface EventTime {
  readonly date?: string | undefined;
  readonly dateTime?: string | undefined;
  readonly timeZone?: string | undefined;
}

export type TimeProblem = 'kind' | 'value' | 'zone' | 'zone_missing';

const withoutOffset = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?$/i;

/** An instant from an RFC 3339 text, in which the offset may be missing when a zone is given. */
export function parseTime(text: string, timeZone?: string): Instant | undefined {
  if (!withoutOffset.test(text)) return parseInstant(text);
  const wall = parseInstant(`${text}Z`);
  if (wall === undefined || timeZone === undefined) return undefined;
  const date = Math.floor(wall / DAY);
  return zoneOf(timeZone).toInstant(date, (wall - date * DAY) / MINUTE);
}

/** Where a time lies; a date begins at midnight in the calendar's zone. */
export function instantOf(time: EventTime, calendarZone: string): Instant {
  const date = time.date === undefined ? undefined : parseDate(time.date);
  if (date !== undefined) return zoneOf(calendarZone).toInstant(date, 0);
  const instant = parseTime(time.dateTime ?? '', time.timeZone);
  if (instant === undefined) throw new Error('a time was kept that is none');
  return instant;
}

/** What is wrong with a time, if anything. */
export function timeProblem(time: EventTime): TimeProblem | undefined {
  if ((time.date === undefined) === (time.dateTime === undefined)) return 'kind';
  if (time.timeZone !== undefined && !isTimeZone(time.timeZone)) return 'zone';
  if (time.date !== undefined) return parseDate(time.date) === undefined ? 'value' : undefined;
  if (parseTime(time.dateTime ?? '', 'UTC') === undefined) return 'value';
  return parseTime(time.dateTime ?? '', time.timeZone) === undefined ? 'zone_missing' : undefined;
}

/** An instant in RFC 3339, to the second, with the zone's offset. */
export function formatTime(instant: Instant, timeZone: string): string {
  const offset = zoneOf(timeZone).offsetAt(instant);
  const local = new Date(instant + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A time as Google answers it: in the zone asked for, naming the zone in which it was entered. */
export function presentTime(
  time: EventTime,
  instant: Instant,
  zone: string,
  calendarZone: string,
): EventTime {
  if (time.date !== undefined) return { date: time.date };
  return { dateTime: formatTime(instant, zone), timeZone: time.timeZone ?? calendarZone };
}

/** The date `days` after another. */
export function shiftDate(date: string, days: number): string {
  return formatDate((parseDate(date) ?? 0) + days);
}

/** `20261120T090000Z`, or for a whole day `20261120`, as in the ids of instances. */
export function compact(instant: Instant): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}
