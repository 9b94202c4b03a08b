import { formatDate, leadingDate, weekdayOf } from '@punctual/scheduling/time/date.ts';
import type { Content, Recurrence, StoredEvent } from './model.ts';
import { atWall, DAY, type Instant, wallIn, zoneNamed } from './times.ts';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const indexes = ['first', 'second', 'third', 'fourth', 'last'];

/** Days since the epoch of a date that a shape has let through. */
const dayOf = (text: string) => leadingDate(text) ?? 0;
const monthStart = (monthNumber: number) => Date.UTC(Math.floor(monthNumber / 12), monthNumber % 12, 1) / DAY;

/** Days of one month that a monthly or yearly pattern means; a 31st is the last day of a shorter month. */
function dayInMonth(pattern: Recurrence['pattern'], monthNumber: number): number | undefined {
  const first = monthStart(monthNumber);
  const length = monthStart(monthNumber + 1) - first;
  if (pattern.type === 'absoluteMonthly' || pattern.type === 'absoluteYearly') {
    return first + Math.min(pattern.dayOfMonth, length) - 1;
  }
  const days = Array.from({ length }, (_, day) => first + day).filter((day) =>
    pattern.daysOfWeek.includes(weekdays[weekdayOf(day)] ?? ''),
  );
  return days.at(pattern.index === 'last' ? -1 : indexes.indexOf(pattern.index));
}

/** The local dates, in days since the epoch, that a pattern names; without end. */
function* patternDates(pattern: Recurrence['pattern'], start: number): Generator<number> {
  const step = Math.max(1, pattern.interval);
  switch (pattern.type) {
    case 'daily':
      for (let day = start; ; day += step) yield day;
    case 'weekly': {
      const begin = weekdays.indexOf(pattern.firstDayOfWeek);
      const week = start - ((weekdayOf(start) - begin + 7) % 7);
      for (let first = week; ; first += 7 * step) {
        for (let day = first; day < first + 7; day++) {
          if (day >= start && pattern.daysOfWeek.includes(weekdays[weekdayOf(day)] ?? '')) yield day;
        }
      }
    }
    default: {
      const date = new Date(start * DAY);
      const isYearly = pattern.type === 'absoluteYearly' || pattern.type === 'relativeYearly';
      let month = date.getUTCFullYear() * 12 + (isYearly ? pattern.month - 1 : date.getUTCMonth());
      for (; ; month += isYearly ? 12 * step : step) {
        const day = dayInMonth(pattern, month);
        if (day !== undefined && day >= start) yield day;
      }
    }
  }
}

/** Series without an end are not followed further. */
const lastDay = Date.UTC(2200, 0, 1) / DAY;

/** The local dates of a series, ascending, up to `until`. */
export function* seriesDates({ pattern, range }: Recurrence, until: number): Generator<number> {
  let left = range.type === 'numbered' ? range.numberOfOccurrences : Number.POSITIVE_INFINITY;
  const last = Math.min(until, lastDay, range.type === 'endDate' ? dayOf(range.endDate) : lastDay);
  for (const day of patternDates(pattern, dayOf(range.startDate))) {
    if (day > last || left <= 0) return;
    left -= 1;
    yield day;
  }
}

/** An event as a calendar shows it on one day. */
export interface Instance {
  readonly event: StoredEvent;
  readonly content: Content;
  readonly type: 'singleInstance' | 'occurrence' | 'exception';
  /** Of an occurrence: the local date on which the pattern has it. */
  readonly date?: string;
  /** When it takes place, whole days in the mailbox's zone. */
  readonly from: Instant;
  readonly to: Instant;
}

/** When something takes place in a mailbox of a zone. */
function spanOf(content: Content, mailboxZone: string): { from: Instant; to: Instant } {
  if (!content.isAllDay) return { from: content.start.at, to: content.end.at };
  const zone = zoneNamed(mailboxZone);
  return { from: atWall(zone, content.start.at), to: atWall(zone, content.end.at) };
}

const overlaps = (span: { from: Instant; to: Instant }, from: Instant, to: Instant) =>
  span.from < to && (span.to > from || span.from >= from);

/** The content of one occurrence without changes of its own. */
function contentOn(event: StoredEvent, day: number): Content {
  const length = event.end.at - event.start.at;
  if (event.isAllDay) {
    const start = day * DAY;
    return { ...event, start: { ...event.start, at: start }, end: { ...event.end, at: start + length } };
  }
  const zone = zoneNamed(event.start.zone);
  const wall = wallIn(zone, event.start.at);
  const start = atWall(zone, day * DAY + (wall - Math.floor(wall / DAY) * DAY));
  return { ...event, start: { ...event.start, at: start }, end: { ...event.end, at: start + length } };
}

/** The occurrence of a series whose original local date is this one. */
export function instanceOn(event: StoredEvent, date: string, mailboxZone: string): Instance | undefined {
  const exception = event.exceptions?.[date];
  if (event.recurrence === undefined || (exception !== undefined && exception.change === undefined))
    return undefined;
  const day = dayOf(date);
  if (exception === undefined) {
    let isNamed = false;
    for (const named of seriesDates(event.recurrence, day)) isNamed = named === day;
    if (!isNamed) return undefined;
  }
  const content = { ...contentOn(event, day), ...exception?.change };
  const type = exception === undefined ? 'occurrence' : 'exception';
  return { event, content, type, date, ...spanOf(content, mailboxZone) };
}

/** What of an event takes place in [from, to), in order of time. */
export function instancesOf(event: StoredEvent, from: Instant, to: Instant, mailboxZone: string): Instance[] {
  if (event.recurrence === undefined) {
    const span = spanOf(event, mailboxZone);
    return overlaps(span, from, to) ? [{ event, content: event, type: 'singleInstance', ...span }] : [];
  }
  const found: Instance[] = [];
  const earliest = from - (event.end.at - event.start.at) - 2 * DAY;
  for (const day of seriesDates(event.recurrence, Math.floor(to / DAY) + 1)) {
    if (day * DAY < earliest) continue;
    const date = formatDate(day);
    if (event.exceptions?.[date] !== undefined) continue;
    const content = contentOn(event, day);
    const span = spanOf(content, mailboxZone);
    if (overlaps(span, from, to)) found.push({ event, content, type: 'occurrence', date, ...span });
  }
  for (const date of Object.keys(event.exceptions ?? {})) {
    const instance = instanceOn(event, date, mailboxZone);
    if (instance !== undefined && overlaps(instance, from, to)) found.push(instance);
  }
  return found.sort((a, b) => a.from - b.from);
}
