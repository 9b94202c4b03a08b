import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '@punctual/adapters/dynamodb/conditions.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Item, partition } from '../store.ts';
import type { Records, Subject } from './subject.ts';
import { nobody, type PersonalValue, without } from './values.ts';

/** What stands in place of a title, which may hold a name. */
const untitled = 'Appointment';

/** Items of the person's own partitions that go whole. What is not named here stays, without anything personal in it. */
const deleted = new Set([
  'settings',
  'meeting-settings',
  'device',
  'device-owner',
  'feed',
  'feed-pointer',
  'connection-pointer',
  'account',
  'busy-sources',
  'authorization',
  'knowledge',
  'client-history',
  'decision',
  'idempotency',
  'email',
  'lead-pointer',
  'coach-pointer',
  'row-pointer',
]);

export interface Erasure {
  readonly deleted: number;
  readonly emptied: number;
}

/**
 * Deletes what is only the person's, and takes them out of what others have a part in: appointments and their events keep
 * their times, states and ids, so that agendas, counts and histories still agree. What is deflated or sealed is not for
 * here. The person's own entries come last: while they are there, an end that was interrupted can be asked for again.
 */
export async function erase(
  table: Table,
  records: Records,
  subject: Subject,
  values: readonly PersonalValue[],
): Promise<Erasure> {
  let [gone, changed] = [0, 0];
  const isSubject = (id: unknown) => subject.ids.has(id as PersonId);
  const work = async (item: Item) => {
    if (goes(item, isSubject)) {
      await remove(table, item);
      gone += 1;
    } else if (await write(table, item, (before) => emptied(before, isSubject, values))) changed += 1;
  };
  const pks = [...records.partitions.keys()];
  const isOwn = (pk: string) => pk.startsWith('PERSON#') || pk.startsWith('EMAIL#');
  const profiles: Item[] = [];
  const workThrough = async (pk: string) => {
    for (const item of await partition(table, pk)) {
      if (item.entity === 'person') profiles.push(item);
      else await work(item);
    }
  };
  for (const pk of pks.filter((one) => !isOwn(one))) await workThrough(pk);
  for (const item of records.others) await work(item);
  for (const pk of pks.filter(isOwn)) await workThrough(pk);
  for (const item of profiles) await work(item);
  return { deleted: gone, emptied: changed };
}

function goes(item: Item, isSubject: (id: unknown) => boolean): boolean {
  const { entity, pk } = item;
  // Of changes of settings, which go with them; those of appointments stay.
  if (entity === 'event') return String(pk).startsWith('PERSON#') && isSubject(item.providerId);
  // A coach who is gone is assigned to nobody; a first appointment and a wish not to be written to are kept.
  if (entity === 'relation') {
    return item.firstAppointment === undefined && item.recoveryOptOutAt === undefined;
  }
  return deleted.has(String(entity));
}

async function remove({ client, name }: Table, { pk, sk }: Item): Promise<void> {
  await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
}

/** Times that a change of the same item at the same moment is waited out. */
const maximumTries = 10;

/** Writes what an item becomes; whether it becomes anything else. */
async function write(table: Table, read: Item, change: (before: Item) => Item): Promise<boolean> {
  let item: Item | undefined = read;
  for (let attempt = 1; item !== undefined; attempt += 1) {
    const before: Item = item;
    const after = change(before);
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    );
    if (changed.length === 0) return false;
    if (await update(table, before, after, changed)) return true;
    if (attempt === maximumTries) throw new Error(`${before.pk} ${before.sk} changes all the time`);
    const { pk, sk } = before;
    item = (await partition(table, String(pk))).find((one) => one.sk === sk);
  }
  return false;
}

async function update(
  { client, name }: Table,
  { pk, sk, version }: Item,
  after: Item,
  changed: readonly string[],
): Promise<boolean> {
  const sets = changed.filter((field) => after[field] !== undefined);
  const removes = changed.filter((field) => after[field] === undefined);
  const numbers = new Map(changed.map((field, index) => [field, index]));
  const named = (field: string) => `#f${numbers.get(field)}`;
  const expression = [
    sets.length > 0
      ? `SET ${sets.map((field) => `${named(field)} = :f${numbers.get(field)}`).join(', ')}`
      : '',
    removes.length > 0 ? `REMOVE ${removes.map(named).join(', ')}` : '',
  ];
  const values = {
    ...Object.fromEntries(sets.map((field) => [`:f${numbers.get(field)}`, after[field]])),
    ...(version !== undefined && { ':read': version }),
  };
  try {
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: { pk, sk },
        UpdateExpression: expression.join(' ').trim(),
        ConditionExpression:
          version === undefined ? 'attribute_exists(pk)' : 'attribute_exists(pk) AND #version = :read',
        ExpressionAttributeNames: {
          ...Object.fromEntries(changed.map((field) => [named(field), field])),
          ...(version !== undefined && { '#version': 'version' }),
        },
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    );
    return true;
  } catch (fault) {
    if (isConditionFailed(fault)) return false;
    throw fault;
  }
}

/** An item without the person: first the fields that are known, then whatever text still holds something of theirs. */
function emptied(item: Item, isSubject: (id: unknown) => boolean, values: readonly PersonalValue[]): Item {
  const { pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, ...fields } = emptiedByKind(item, isSubject);
  const keys = { pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk };
  return { ...without(fields, values), ...keys };
}

function emptiedByKind(item: Item, isSubject: (id: unknown) => boolean): Item {
  const part = (name: string) => item[name] as Item | undefined;
  switch (item.entity) {
    case 'person': {
      const { pk, sk, entity, gsi2pk, gsi2sk, id, agenda, createdAt, updatedAt } = item;
      if (!isSubject(id)) return item;
      if (item.name === nobody) return item;
      const kept = { pk, sk, entity, gsi2pk, gsi2sk, id, agenda, createdAt, updatedAt };
      const version = Number(item.version) + 1;
      return { ...kept, name: nobody, search: nobody.toLowerCase(), roles: [], version };
    }
    case 'relation':
      return { ...item, assignedAt: undefined };
    case 'appointment': {
      const cancellation = part('cancellation');
      const reschedules = (item.reschedules ?? []) as readonly Item[];
      return {
        ...item,
        title: untitled,
        notes: undefined,
        ...(cancellation && { cancellation: { ...cancellation, reason: undefined } }),
        reschedules: reschedules.map((one) => ({ ...one, reason: undefined })),
      };
    }
    case 'hold':
      return { ...item, title: untitled };
    case 'event': {
      const side = (name: string) => part(name) && { [name]: { ...part(name), title: untitled } };
      if (item.appointmentId === undefined || item.after === undefined) return item;
      return { ...item, notes: undefined, reason: undefined, ...side('before'), ...side('after') };
    }
    case 'recovery': {
      const message = part('lastMessage');
      return message === undefined ? item : { ...item, lastMessage: { ...message, customText: undefined } };
    }
    case 'meeting': {
      const meeting = part('meeting');
      const emptyMeeting = meeting && {
        meeting: { ...meeting, written: { ...(meeting.written as object), topic: untitled } },
      };
      return { ...item, lastError: undefined, ...emptyMeeting };
    }
    case 'observation': {
      const who = part('who');
      const recording = part('recording');
      return {
        ...item,
        // Whoever was there was there for this appointment: nobody can tell them apart by what they called themselves.
        ...(who && { who: { ...who, name: '', email: '' } }),
        ...(recording && { recording: { ...recording, downloadUrl: undefined } }),
      };
    }
    default:
      return item;
  }
}

/** Takes values out of single items that are about others, such as notes in which an address stands. */
export async function takeOut(
  table: Table,
  places: readonly { readonly pk: string; readonly sk: string }[],
  values: readonly PersonalValue[],
): Promise<void> {
  const keys = new Map(places.map((place) => [`${place.pk} ${place.sk}`, place]));
  for (const { pk, sk } of keys.values()) {
    const item = (await partition(table, pk)).find((one) => one.sk === sk);
    if (item === undefined) continue;
    await write(table, item, (before) => ({ ...before, ...without(textOf(before), values) }));
  }
}

function textOf({ pk: _pk, sk: _sk, ...fields }: Item): Item {
  return fields;
}
