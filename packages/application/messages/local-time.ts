import type { Interval } from '@punctual/scheduling/time/instant.ts';

/**
 * A time as people read it, in a zone that is named: `Tuesday, 3 March 2026, 10:00 to 10:30 (America/New_York, GMT-5)`.
 * The date of the end is added where it is another one.
 */
export function localTime({ start, end }: Interval, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(start)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const sameDay = day.format(start) === day.format(end);
  const until = sameDay ? clock.format(end) : `${clock.format(end)} on ${day.format(end)}`;
  return `${day.format(start)}, ${clock.format(start)} to ${until} (${timeZone}, ${offset})`;
}
