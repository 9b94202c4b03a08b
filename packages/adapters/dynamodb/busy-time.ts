import { BatchWriteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '@punctual/application/calendars/connection.ts';
import { type BusyTime, ConnectionGone } from '@punctual/application/calendars/ports.ts';
import type { Person } from '@punctual/application/model.ts';
import { daysTouched, type UtcDay } from '@punctual/scheduling/appointments/agenda.ts';
import type { AgendaId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Interval } from '@punctual/scheduling/time/instant.ts';
import { isConditionFailed } from './conditions.ts';
import { type Write, writeGuarded } from './connection-guard.ts';
import type { Item } from './items.ts';
import {
  busyEventKey,
  busySourcesKey,
  connectionPartition,
  externalKey,
  hashOf,
  type Key,
  personKey,
} from './keys.ts';
import { batchGet } from './ledger.ts';
import type { Table } from './table-client.ts';

/** Days, or events, that one transaction writes: DynamoDB takes 100 items, one is the guard. */
const writesAtOnce = 50;
const attempts = 10;

/** What an event takes of a day, by the hash of its id; and all of it together, which is what decisions read. */
interface ExternalDay {
  readonly agenda: AgendaId;
  readonly day: UtcDay;
  readonly connectionId: string;
  readonly version: number;
  readonly events: Readonly<Record<string, readonly Interval[]>>;
  readonly busy: readonly Interval[];
}

/** The days on which an event may stand. It is noted before they are written, so that it can always be taken out again. */
interface BusyEvent {
  readonly externalId: string;
  readonly days: readonly UtcDay[];
}

type Owner = Pick<Connection, 'id' | 'personId'>;

/**
 * Busy time of external calendars: one item for each day and connection beside the agenda's page of that day. Changes are
 * worked in day by day, each with the version that was read, so that a slot query reads merged intervals and no events.
 */
export function dynamodbBusyTime(table: Table): BusyTime {
  const { name } = table;
  return {
    async apply(connection, changes) {
      if (changes.size === 0) return;
      const agenda = await agendaOf(table, connection);
      const events = [...changes].map(([externalId, intervals]) => ({
        externalId,
        hash: hashOf(externalId),
        byDay: cutIntoDays(intervals),
      }));
      const noted = await notedDays(table, connection.id, events);
      // First note every day on which an event stood or will stand, then write the days, then note only those that are left.
      await noteEvents(
        table,
        connection.id,
        events.flatMap(({ externalId, hash, byDay }) => {
          const before = noted.get(hash) ?? [];
          const days = [...new Set([...before, ...byDay.keys()])];
          return days.length > before.length ? [{ externalId, days }] : [];
        }),
      );
      const byDay = new Map<UtcDay, Map<string, readonly Interval[]>>();
      for (const event of events) {
        for (const day of new Set([...(noted.get(event.hash) ?? []), ...event.byDay.keys()])) {
          const ofDay = byDay.get(day) ?? new Map<string, readonly Interval[]>();
          byDay.set(day, ofDay.set(event.hash, event.byDay.get(day) ?? []));
        }
      }
      await writeDays(table, connection.id, agenda, byDay);
      await noteEvents(
        table,
        connection.id,
        events.flatMap(({ externalId, hash, byDay: now }) => {
          const before = noted.get(hash) ?? [];
          return before.every((day) => now.has(day)) ? [] : [{ externalId, days: [...now.keys()] }];
        }),
      );
    },
    async eventIds(connectionId) {
      return (await readEvents(table, connectionId)).map(({ externalId }) => externalId);
    },
    async saveSource(personId, source) {
      const Update = {
        TableName: name,
        Key: busySourcesKey(personId),
        UpdateExpression: 'SET entity = :entity, #connection = :source',
        ExpressionAttributeNames: { '#connection': source.connectionId },
        ExpressionAttributeValues: { ':entity': 'busy-sources', ':source': source },
      };
      await writeGuarded(table, source.connectionId, [{ Update }]);
    },
    removeSource: (personId, connectionId) => removeSource(table, personId, connectionId),
  };
}

/** Nobody may believe, or wait for, a calendar any more that is not read; one that never was leaves no trace. */
export async function removeSource(
  { client, name }: Table,
  personId: Connection['personId'],
  connectionId: string,
): Promise<void> {
  try {
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: busySourcesKey(personId),
        UpdateExpression: 'REMOVE #connection',
        // An update would make an item of nothing but its key.
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#connection': connectionId },
      }),
    );
  } catch (fault) {
    if (!isConditionFailed(fault)) throw fault;
  }
}

/** Takes all busy time of a connection out of its person's agenda. Repeatable; nobody may be importing it any more. */
export async function clearBusyTime(table: Table, connection: Owner): Promise<void> {
  const events = await readEvents(table, connection.id);
  if (events.length === 0) return;
  const agenda = await agendaOf(table, connection);
  const days = [...new Set(events.flatMap(({ days }) => days))];
  await deleteAll(
    table,
    days.map((day) => externalKey(agenda, day, connection.id)),
  );
  await deleteAll(
    table,
    events.map(({ externalId }) => busyEventKey(connection.id, externalId)),
  );
}

async function agendaOf(table: Table, { id, personId }: Owner): Promise<AgendaId> {
  const [person] = await batchGet(table, [personKey(personId)]);
  if (person === undefined) throw new ConnectionGone(id);
  return (person as unknown as Person).agenda;
}

/** What of the intervals lies on each UTC day that they touch. */
function cutIntoDays(intervals: readonly Interval[]): ReadonlyMap<UtcDay, readonly Interval[]> {
  const byDay = new Map<UtcDay, Interval[]>();
  for (const interval of intervals.filter(({ start, end }) => start < end)) {
    for (const day of daysTouched(interval)) {
      const part = {
        start: Math.max(interval.start, day * DAY),
        end: Math.min(interval.end, (day + 1) * DAY),
      };
      byDay.set(day, [...(byDay.get(day) ?? []), part]);
    }
  }
  return byDay;
}

async function notedDays(
  table: Table,
  connectionId: string,
  events: readonly { readonly externalId: string; readonly hash: string }[],
): Promise<ReadonlyMap<string, readonly UtcDay[]>> {
  const items = await batchGet(
    table,
    events.map(({ externalId }) => busyEventKey(connectionId, externalId)),
  );
  return new Map(
    (items as unknown as BusyEvent[]).map(({ externalId, days }) => [hashOf(externalId), days] as const),
  );
}

/** An event without days is forgotten. */
async function noteEvents(table: Table, connectionId: string, events: readonly BusyEvent[]): Promise<void> {
  const writes = events.map(({ externalId, days }): Write => {
    const Key = busyEventKey(connectionId, externalId);
    if (days.length === 0) return { Delete: { TableName: table.name, Key } };
    return { Put: { TableName: table.name, Item: { ...Key, entity: 'busy-event', externalId, days } } };
  });
  for (const some of chunks(writes)) await writeGuarded(table, connectionId, some);
}

async function writeDays(
  table: Table,
  connectionId: string,
  agenda: AgendaId,
  changes: ReadonlyMap<UtcDay, ReadonlyMap<string, readonly Interval[]>>,
): Promise<void> {
  for (const some of chunks([...changes.keys()].sort((a, b) => a - b))) {
    for (let attempt = 1; ; attempt += 1) {
      const items = await batchGet(
        table,
        some.map((day) => externalKey(agenda, day, connectionId)),
      );
      const known = new Map((items as unknown as ExternalDay[]).map((item) => [item.day, item]));
      const writes = some.flatMap((day) => {
        const before = known.get(day) ?? { agenda, day, connectionId, version: 0, events: {}, busy: [] };
        return dayWrite(table.name, before, changes.get(day) ?? new Map());
      });
      if (writes.length === 0 || (await writeGuarded(table, connectionId, writes))) break;
      if (attempt === attempts) throw new Error(`busy time of connection ${connectionId} changes too fast`);
    }
  }
}

/** Nothing when the day says this already. */
function dayWrite(
  TableName: string,
  before: ExternalDay,
  changes: ReadonlyMap<string, readonly Interval[]>,
): readonly Write[] {
  const entries = Object.entries(before.events).filter(([hash]) => !changes.has(hash));
  const added = [...changes].filter(([, intervals]) => intervals.length > 0);
  const events = Object.fromEntries([...entries, ...added]);
  if (isSame(before.events, events)) return [];
  const Key = externalKey(before.agenda, before.day, before.connectionId);
  const unchanged =
    before.version === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': before.version },
        };
  if (Object.keys(events).length === 0) return [{ Delete: { TableName, Key, ...unchanged } }];
  const Item = {
    ...Key,
    entity: 'external',
    ...before,
    version: before.version + 1,
    events,
    busy: merge(Object.values(events).flat()),
  };
  return [{ Put: { TableName, Item, ...unchanged } }];
}

function isSame(a: ExternalDay['events'], b: ExternalDay['events']): boolean {
  const text = (events: ExternalDay['events']) =>
    JSON.stringify(
      Object.keys(events)
        .sort()
        .map((hash) => [hash, (events[hash] ?? []).map(({ start, end }) => [start, end])]),
    );
  return text(a) === text(b);
}

/** Intervals that overlap or touch are one. */
function merge(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || interval.start > last.end) merged.push(interval);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, interval.end) };
  }
  return merged;
}

async function readEvents({ client, name }: Table, connectionId: string): Promise<readonly BusyEvent[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :connection AND begins_with(sk, :busy)',
        ExpressionAttributeValues: { ':connection': connectionPartition(connectionId), ':busy': 'BUSY#' },
        ExclusiveStartKey,
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items as unknown as readonly BusyEvent[];
}

/** Deletes items; those that are not there any more as well. */
export async function deleteAll({ client, name }: Table, keys: readonly Key[]): Promise<void> {
  // BatchWriteItem takes 25.
  for (let offset = 0; offset < keys.length; offset += 25) {
    let left: Record<string, unknown>[] = keys
      .slice(offset, offset + 25)
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    while (left.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [name]: left } }),
      );
      left = UnprocessedItems?.[name] ?? [];
    }
  }
}

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / writesAtOnce) }, (_, index) =>
    all.slice(index * writesAtOnce, (index + 1) * writesAtOnce),
  );
}
