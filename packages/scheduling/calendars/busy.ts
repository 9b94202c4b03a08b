import type { UtcDay } from '../appointments/agenda.ts';
import { parseDate } from '../time/date.ts';
import { DAY, type Instant, type Interval, MINUTE } from '../time/instant.ts';
import { isTimeZone, zoneOf } from '../time/zone.ts';
import type { BusySource, ExternalEvent, ExternalTime } from './entry.ts';

/**
 * The time that an external event takes within a window; none for one that is free, declined, deleted or our own. Whole
 * days begin and end when the dates do in the calendar's zone, whatever its clocks do meanwhile.
 *
 * @param ownerZone of the calendar's owner, where the provider names a zone that nobody here knows
 */
export function busyIntervals(
  { event, appointmentId }: Pick<ExternalEvent, 'event' | 'appointmentId'>,
  window: Interval,
  ownerZone: string,
): readonly Interval[] {
  if (event === undefined || !event.busy || appointmentId !== undefined) return [];
  return spansOf(event.time, ownerZone)
    .map(({ start, end }) => ({ start: Math.max(start, window.start), end: Math.min(end, window.end) }))
    .filter(({ start, end }) => start < end);
}

function spansOf(time: ExternalTime, ownerZone: string): readonly Interval[] {
  if (time.kind === 'series') return time.times.flatMap((one) => spansOf(one, ownerZone));
  if (time.kind === 'interval') return [{ start: time.start, end: time.end }];
  const first = parseDate(time.firstDate);
  const end = parseDate(time.endDate);
  if (first === undefined || end === undefined || end <= first) return [];
  const zone = zoneOf(isTimeZone(time.timeZone) ? time.timeZone : ownerZone);
  return zone.spansOf(first, end - 1);
}

/** Days beyond the booking horizon that are read as well: for so long a token for changes serves. */
const spareDays = 31;

/** The window that is read whole: from yesterday, because an appointment may have begun before midnight. */
export function windowToRead(now: Instant, advanceBookingDays: number): Interval {
  const today = Math.floor(now / DAY);
  return { start: (today - 1) * DAY, end: (today + advanceBookingDays + spareDays) * DAY };
}

/** Whether a window no longer reaches the end of the booking horizon, or its last slots (a length, a buffer, a zone). */
export function isUsedUp(windowEnd: Instant, now: Instant, advanceBookingDays: number): boolean {
  const today = Math.floor(now / DAY);
  return windowEnd < (today + advanceBookingDays + 3) * DAY;
}

/** Whether a calendar that must not be doubted was read too long ago, or never. */
export function isStale({ readAt, maximumAgeMinutes }: BusySource, now: Instant): boolean {
  return readAt === undefined || now - readAt > maximumAgeMinutes * MINUTE;
}

/**
 * What is unknown of a range of days: all of it as soon as one calendar that fails closed is stale, nothing otherwise.
 * What is wrong with the connection does not matter: when it cannot be read, it grows old.
 */
export function unknownIn(
  sources: readonly BusySource[],
  [firstDay, lastDay]: readonly [UtcDay, UtcDay],
  now: Instant,
): readonly Interval[] {
  const closed = sources.some((source) => source.policy === 'fail_closed' && isStale(source, now));
  return closed ? [{ start: firstDay * DAY, end: (lastDay + 1) * DAY }] : [];
}
