import { createHash } from 'node:crypto';
import type { EntryIdentity } from '@punctual/application/calendars/ports.ts';

/** A name for an entry that is the same whenever it is made again, hexadecimal, and tells nothing of what it names. */
export function fingerprintOf({ connectionId, appointmentId, generation }: EntryIdentity): string {
  const text = JSON.stringify([connectionId, appointmentId, generation]);
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
