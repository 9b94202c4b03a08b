import type { CalendarEntry } from './entry.ts';

/**
 * A short name for the content of an entry: equal entries have equal digests whatever the order of their fields. It is
 * kept in place of the content, which holds what people wrote. 53 bits compare two states of one appointment; it
 * protects nothing.
 */
export function digestOf(entry: CalendarEntry): string {
  const { start, end, title, description, timeZone, status, attendees, location, conference } = entry;
  const people = attendees.map(({ name, email }) => [name, email]);
  const content = [start, end, title, description, timeZone, status, people, location ?? null, conference];
  return mixed(JSON.stringify(content));
}

/** cyrb53, a public-domain mixing of two 32-bit states (bryc, 2018). */
function mixed(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
