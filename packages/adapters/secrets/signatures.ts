import { type BinaryToTextEncoding, createHmac, timingSafeEqual } from 'node:crypto';

type Parts = readonly (string | Uint8Array)[];

/** HMAC-SHA256 (RFC 2104) of the parts one after the other. */
export function signatureOf(key: string, encoding: BinaryToTextEncoding, ...parts: Parts): string {
  const made = createHmac('sha256', key);
  for (const part of parts) made.update(part);
  return made.digest(encoding);
}

/**
 * The key under which one of the given signatures of these parts was made, letter by letter; undefined for none. Every
 * key is tried, and every comparison takes the same time, so that time tells nothing.
 *
 * @param keys those that are valid now: several while they are being changed
 */
export function signingKey(
  keys: readonly string[],
  given: readonly string[],
  encoding: BinaryToTextEncoding,
  ...parts: Parts
): string | undefined {
  const matching = keys.filter((key) => {
    const own = Buffer.from(signatureOf(key, encoding, ...parts));
    const matches = given.map((text) => {
      const other = Buffer.from(text);
      return other.length === own.length && timingSafeEqual(other, own);
    });
    return matches.includes(true);
  });
  return matching[0];
}
