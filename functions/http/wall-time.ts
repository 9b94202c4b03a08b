import { formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { zoneOf } from '@punctual/scheduling/time/zone.ts';

/** `2025-01-22T09:00`: the wall time of an instant, beside which its zone must stand. */
export function wallTime(instant: Instant, timeZone: string): string {
  const { date, minute } = zoneOf(timeZone).toLocal(instant);
  return `${formatDate(date)}T${formatWallTime(minute)}`;
}
