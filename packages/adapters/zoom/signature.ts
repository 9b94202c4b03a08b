import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { signatureOf, signingKey } from '../secrets/signatures.ts';

/** Seconds that a signature may be old, or ahead of our clock. */
const toleranceSeconds = 300;

/**
 * The secret with which Zoom has signed a body: `x-zm-signature: v0=<hex>` with HMAC-SHA256 of
 * `v0:{x-zm-request-timestamp}:{body}`. Undefined for a body that Zoom has not signed, or not just now.
 *
 * @param secrets those that are valid now
 */
export function zoomSecretOf(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secrets: readonly string[],
  now: Instant,
): string | undefined {
  const time = headers['x-zm-request-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return undefined;
  const [, hex] = /^v0=([0-9a-f]{64})$/.exec(headers['x-zm-signature'] ?? '') ?? [];
  return hex === undefined ? undefined : signingKey(secrets, [hex], 'hex', `v0:${time}:`, body);
}

/** What Zoom wants to see before it sends anything (its challenge-response check of an endpoint). */
export function zoomProof(secret: string, plainToken: string) {
  return { plainToken, encryptedToken: signatureOf(secret, 'hex', plainToken) };
}
