import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';

/**
 * A time as people read it, in a zone that is named: `Tuesday, 3 March 2026, 10:00 to 10:30 (America/New_York, GMT-5)`.
 * The date of the end is added where it is another one.
 */
export function localTime({ start, end }: Interval, timeZone: string): string {
  const day = localDate(start, timeZone);
  const lastDay = localDate(end, timeZone);
  const until = day === lastDay ? clock(end, timeZone) : `${clock(end, timeZone)} on ${lastDay}`;
  return `${day}, ${clock(start, timeZone)} to ${until} (${zoneAt(start, timeZone)})`;
}

/** `Tuesday, 3 March 2026`. */
export function localDate(instant: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(instant);
}

/** `10:00 (America/New_York, GMT-5)`. */
export function localClock(instant: Instant, timeZone: string): string {
  return `${clock(instant, timeZone)} (${zoneAt(instant, timeZone)})`;
}

function clock(instant: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
}

function zoneAt(instant: Instant, timeZone: string): string {
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${timeZone}, ${offset}`;
}
