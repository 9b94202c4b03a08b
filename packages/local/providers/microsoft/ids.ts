import type { Account } from './accounts.ts';
import { GraphFault, notFound } from './faults.ts';

const prefixes = { event: 'AAMkAD', immutable: 'AAkALg', calendar: 'AQMkAD' };
type Kind = keyof typeof prefixes;

/** Graph's long id for a key in here. An occurrence's key is its series' with the date: `e7@2026-03-29`. */
export const writeId = (kind: Kind, account: Account, key: string) =>
  `${prefixes[kind]}${Buffer.from(`${account.oid}|${key}`).toString('base64url')}=`;

/** The key of an id, which must be of this mailbox; an event's id in either form. */
export function readId(kind: 'event' | 'calendar', account: Account, id: string): string {
  const isKnown =
    kind === 'calendar'
      ? id.startsWith(prefixes.calendar)
      : id.startsWith(prefixes.event) || id.startsWith(prefixes.immutable);
  const [oid, key] = Buffer.from(id.slice(6).replace(/=+$/, ''), 'base64url').toString().split('|');
  if (!isKnown || key === undefined) throw new GraphFault(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  if (oid !== account.oid) throw notFound();
  return key;
}
