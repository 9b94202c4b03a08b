import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import type { Instant } from './clock.ts';

/**
 * The wall time `YYYY-MM-DDTHH:mm:ss` as an instant in the zone; in a gap it moves forward, an ambiguous one is its
 * first occurrence. `undefined` for a zone that does not exist, `NaN` for a wall time that is none.
 */
export function wallTimeToInstant(wall: string, timeZone: string): Instant | undefined {
  if (!isTimeZone(timeZone)) return undefined;
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  // The zone counts in minutes.
  const past = asUtc % MINUTE;
  return zoneOf(timeZone).toInstant(0, (asUtc - past) / MINUTE) + past;
}
