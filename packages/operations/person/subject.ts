import { dynamodbDirectory } from '@punctual/adapters/dynamodb/directory.ts';
import { emailKey } from '@punctual/adapters/dynamodb/keys.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { eachItem, type Item, partition } from '../store.ts';

/** Of whom the data are: everybody in the directory with one e-mail address is one person. */
export interface Subject {
  readonly ids: ReadonlySet<PersonId>;
  /** In lower case. */
  readonly emails: ReadonlySet<string>;
}

export interface Wanted {
  readonly id: string | undefined;
  /** Of somebody who is only in intakes, or had another address before. */
  readonly email: string | undefined;
}

const folded = (email: string) => email.trim().toLowerCase();

/** Finds every entry of a person in the directory: under the id, and under the same address. Reads the table once. */
export async function findSubject(table: Table, { id, email }: Wanted): Promise<Subject> {
  const named = id === undefined ? undefined : await dynamodbDirectory(table).get(id as PersonId);
  const addresses = [email, named?.email].filter((one) => one !== undefined && one !== '');
  const emails = new Set(addresses.map((one) => folded(one ?? '')));
  const ids = new Set<PersonId>(id === undefined ? [] : [id as PersonId]);
  await eachItem(table, (item) => {
    if (item.entity !== 'person' || typeof item.email !== 'string') return;
    if (emails.has(folded(item.email))) ids.add(item.id as PersonId);
  });
  return { ids, emails };
}

/** Everything that is held about a person, by item; what belongs to no partition of theirs is listed apart. */
export interface Records {
  /** Whole partitions: the person's own, their appointments and holds, connections, addresses and intakes. */
  readonly partitions: ReadonlyMap<string, readonly Item[]>;
  /** Items elsewhere that are about the person: relations, addresses of calendars, answers that are kept. */
  readonly others: readonly Item[];
  /** Events of other people's appointments that the person brought about. */
  readonly acted: readonly Item[];
}

/** Reads the table once, then what was found partition by partition. */
export async function gather(
  table: Table,
  subject: Subject,
  progress?: (items: number) => void,
): Promise<Records> {
  const { ids, emails } = subject;
  const pks = new Set([
    ...[...ids].map((id) => `PERSON#${id}`),
    ...[...emails].map((email) => emailKey(email).pk),
  ]);
  const others: Item[] = [];
  const acted: Item[] = [];
  const isSubject = (value: unknown) => ids.has(value as PersonId);
  await eachItem(
    table,
    (item) => {
      const { entity, pk, sk } = item;
      if (isPartitionOf(item, subject)) pks.add(String(pk));
      else if (entity === 'relation' || entity === 'client-history') {
        if (isSubject(String(sk).slice(String(sk).indexOf('#') + 1))) others.push(item);
      } else if (entity === 'idempotency') {
        if (names(item.answer, subject)) others.push(item);
      } else if (
        ['personId', 'person', 'provider', 'coach', 'lead'].some((field) => isSubject(item[field]))
      ) {
        if (!String(pk).startsWith('PERSON#')) others.push(item);
      } else if (entity === 'event' && isSubject((item.actor as Item | undefined)?.id)) acted.push(item);
    },
    progress,
  );
  const partitions = new Map<string, readonly Item[]>();
  for (const pk of pks) partitions.set(pk, await partition(table, pk));
  const isApart = ({ pk }: Item) => !pks.has(String(pk));
  return { partitions, others: others.filter(isApart), acted: acted.filter(isApart) };
}

/** Whether all that stands beside an item is about the person. */
function isPartitionOf(item: Item, { ids, emails }: Subject): boolean {
  const isSubject = (value: unknown) => ids.has(value as PersonId);
  switch (item.entity) {
    case 'appointment':
    case 'hold':
    case 'recovery':
      return isSubject(item.clientId) || isSubject(item.providerId);
    case 'connection':
      return isSubject(item.personId);
    case 'intake':
      return addressesOf(item).some((email) => emails.has(folded(email)));
    default:
      return false;
  }
}

/** Of the visitor who asked, and of whoever Calendly says was invited. */
function addressesOf(intake: Item): readonly string[] {
  const form = intake.form as { readonly email?: string } | undefined;
  const invitees = Object.values((intake.invitees ?? {}) as Record<string, { details?: { email?: string } }>);
  return [form?.email, ...invitees.map(({ details }) => details?.email)].filter(
    (email) => email !== undefined,
  );
}

/** Whether a kept answer is about the person. */
function names(answer: unknown, { ids, emails }: Subject): boolean {
  const text = JSON.stringify(answer ?? '').toLowerCase();
  const isThere = (value: string) => text.includes(`"${value.toLowerCase()}\\"`);
  return [...ids].some(isThere) || [...emails].some((email) => text.includes(email));
}
