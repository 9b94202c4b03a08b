import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { signingKey } from '../secrets/signatures.ts';

/** Seconds that a signature may be old, or ahead of our clock: those of Calendly's documented sample. */
const toleranceSeconds = 180;

/**
 * Whether Calendly has signed a body: header `t=<unix seconds>,v1=<hex>` with HMAC-SHA256 of `{t}.{body}`. During a
 * rotation there may be several secrets and several `v1`.
 *
 * @param secrets those that are valid now
 */
export function isSignedByCalendly(
  header: string | undefined,
  body: Uint8Array,
  secrets: readonly string[],
  now: Instant,
): boolean {
  const fields = (header ?? '').split(',').map((field) => field.trim().split('='));
  const valuesOf = (name: string) =>
    fields.filter((field) => field.length === 2 && field[0] === name).map((field) => field[1] ?? '');
  const [time, ...more] = valuesOf('t');
  if (time === undefined || more.length > 0 || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return false;
  const given = valuesOf('v1').filter((hex) => /^[0-9a-f]{64}$/.test(hex));
  return signingKey(secrets, given, 'hex', `${time}.`, body) !== undefined;
}
