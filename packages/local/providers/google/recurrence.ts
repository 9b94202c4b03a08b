import { zoneOf } from '@punctual/scheduling/time/zone.ts';
import { RRuleTemporal } from 'rrule-temporal';
import type { Instant } from '../../clock.ts';
import { compact, type EventTime, instantOf, shiftDate } from './times.ts';

/** What says when a series takes place. */
export interface Series {
  readonly start: EventTime;
  readonly end: EventTime;
  /** RFC 5545's RRULE, RDATE and EXDATE lines. */
  readonly recurrence: readonly string[];
}

/** One time that a series takes place, before any exception. */
export interface Occurrence {
  /** What Google appends to the id of the series to name the instance. */
  readonly suffix: string;
  readonly originalStart: EventTime;
  readonly start: Instant;
  readonly end: Instant;
  readonly startTime: EventTime;
  readonly endTime: EventTime;
}

export interface Range {
  /** Only what ends after it. */
  readonly after?: Instant | undefined;
  /** Only what starts before it. */
  readonly before?: Instant | undefined;
}

/** How far a series is followed when nobody sets a bound. */
const farthest = { instances: 730, milliseconds: 10 * 365 * 86_400_000 };

/** Half a leap day and a clock change: how much longer than its elapsed time a whole-day event can seem. */
const slack = 26 * 3_600_000;

/** RFC 5545, 3.3.10. */
const rulePart =
  /^(FREQ|UNTIL|COUNT|INTERVAL|BYSECOND|BYMINUTE|BYHOUR|BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS|WKST)=[^;=]+$/;

function ruleOf(series: Series, calendarZone: string): RRuleTemporal {
  const { start, recurrence } = series;
  const zone = start.timeZone ?? calendarZone;
  const instant = instantOf(start, calendarZone);
  const wall = compact(instant + zoneOf(zone).offsetAt(instant)).replace('Z', '');
  const dtstart =
    start.date === undefined
      ? `DTSTART;TZID=${zone}:${wall}`
      : `DTSTART;VALUE=DATE:${start.date.replaceAll('-', '')}`;
  return new RRuleTemporal({
    rruleString: [dtstart, ...recurrence].join('\n'),
    strict: true,
    includeDtstart: true,
  });
}

/** Whether the lines are ones that RFC 5545 allows for a start of this kind; EXRULE, which it deprecates, is refused. */
export function isRecurrence(series: Series, calendarZone: string): boolean {
  if (!series.recurrence.every((line) => /^(RRULE:|RDATE[;:]|EXDATE[;:])/.test(line))) return false;
  const rules = series.recurrence.filter((line) => line.startsWith('RRULE:'));
  const [parts = ''] = rules.map((line) => line.slice('RRULE:'.length));
  if (rules.length !== 1 || !parts.split(';').every((part) => rulePart.test(part))) return false;
  try {
    return ruleOf(series, calendarZone).all((_date, index) => index < 2).length > 0;
  } catch {
    return false;
  }
}

function wholeDays(start: EventTime, end: EventTime): number {
  return Math.round((Date.parse(end.date ?? '') - Date.parse(start.date ?? '')) / 86_400_000);
}

/** When a series takes place, in order, within the range. */
export function occurrences(series: Series, calendarZone: string, range: Range = {}): Occurrence[] {
  const rule = ruleOf(series, calendarZone);
  const { start, end } = series;
  const length = instantOf(end, calendarZone) - instantOf(start, calendarZone);
  // Whole days come as midnights in UTC, up to half a day away from those of the calendar.
  const from = range.after === undefined ? undefined : range.after - length - slack;
  const first = instantOf(start, calendarZone) - slack;
  const begin = Math.max(from ?? first, first);
  const until = range.before === undefined ? begin + farthest.milliseconds : range.before + slack;
  const found = rule.between(new Date(begin), new Date(until), true);
  const days = start.date === undefined ? 0 : wholeDays(start, end);
  const all = found.map((date): Occurrence => {
    const at = date.epochMilliseconds;
    if (start.date !== undefined) {
      const startTime = { date: new Date(at).toISOString().slice(0, 10) };
      const endTime = { date: shiftDate(startTime.date, days) };
      return {
        suffix: startTime.date.replaceAll('-', ''),
        originalStart: startTime,
        start: instantOf(startTime, calendarZone),
        end: instantOf(endTime, calendarZone),
        startTime,
        endTime,
      };
    }
    const zone = start.timeZone ?? calendarZone;
    const time = (instant: Instant) => ({ dateTime: new Date(instant).toISOString(), timeZone: zone });
    return {
      suffix: compact(at),
      originalStart: time(at),
      start: at,
      end: at + length,
      startTime: time(at),
      endTime: time(at + length),
    };
  });
  const { after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY } = range;
  const inRange = all.filter((it) => it.end > after && it.start < before);
  return range.before === undefined ? inRange.slice(0, farthest.instances) : inRange;
}

/** The occurrence that an instance's id names, if the series has it. */
export function occurrenceOf(series: Series, calendarZone: string, suffix: string): Occurrence | undefined {
  const iso = suffix.replace(
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/,
    (_, year, month, day, hours = '00', minutes = '00', seconds = '00') =>
      `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`,
  );
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return undefined;
  const range = { after: at - 2 * slack, before: at + 2 * slack };
  return occurrences(series, calendarZone, range).find((it) => it.suffix === suffix);
}
