import type { Instant } from './clock.ts';

/**
 * The wall time `YYYY-MM-DDTHH:mm:ss` as an instant in the zone; in a gap it moves forward, an ambiguous one is its
 * first occurrence. `undefined` for a zone that does not exist, `NaN` for a wall time that is none.
 */
export function wallTimeToInstant(wall: string, timeZone: string): Instant | undefined {
  const asUtc = Date.parse(`${wall}Z`);
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    return undefined;
  }
  if (Number.isNaN(asUtc)) return asUtc;
  const offsetAt = (instant: Instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - instant;
  const day = 86_400_000;
  const before = offsetAt(asUtc - day);
  const after = offsetAt(asUtc + day);
  const fits = [asUtc - before, asUtc - after].find((instant) => instant + offsetAt(instant) === asUtc);
  return fits ?? asUtc - before;
}
