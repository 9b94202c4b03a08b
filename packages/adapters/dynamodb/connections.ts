import { randomUUID } from 'node:crypto';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Connection, ImportState, Mapping } from '@punctual/application/calendars/connection.ts';
import {
  type ConnectionEvent,
  ConnectionGone,
  type Connections,
  type Tokens,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Sealed, Vault } from '../secrets/vault.ts';
import { clearBusyTime, deleteAll, removeSource } from './busy-time.ts';
import { isConditionFailed } from './conditions.ts';
import { erasing, type Write, writeGuarded } from './connection-guard.ts';
import { fromItem, type Item } from './items.ts';
import {
  accountKey,
  connectionKey,
  connectionPartition,
  connectionPointerKey,
  connectionsIndex,
  type Key,
  leaseKey,
  mappingKey,
  openKey,
  pollsIndex,
  startIndex,
} from './keys.ts';
import { batchGet } from './ledger.ts';
import { indexes } from './table.ts';
import type { Table } from './table-client.ts';

/** Connections on one page of `all`. */
const pageSize = 100;

/**
 * Connections, each in a partition of its own with everything that is known about its calendar. Tokens are an item of
 * their own, sealed: reading a connection asks no key service, and showing one cannot show them.
 */
export function dynamodbConnections(table: Table, vault: Vault): Connections {
  const { client, name } = table;

  const get = async (key: Key): Promise<Item | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }));
    return Item;
  };

  const inPartition = (id: string, prefix: string): QueryCommandInput => ({
    TableName: name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :connection AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':connection': connectionPartition(id), ':prefix': prefix },
  });

  const queryAll = async (
    query: QueryCommandInput,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const left = limit - items.length;
      const page = await client.send(
        new QueryCommand({ ...query, ...(Number.isFinite(left) && { Limit: left }), ExclusiveStartKey }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && items.length < limit);
    return items;
  };

  const put = (Item: Item): Write => ({ Put: { TableName: name, Item } });
  const remove = (Key: Key): Write => ({ Delete: { TableName: name, Key } });

  const tokensItem = async (id: string, tokens: Tokens): Promise<Item> => ({
    ...connectionKey(id, 'TOKENS'),
    entity: 'tokens',
    ...(await vault.seal(id, JSON.stringify(tokens))),
  });

  const ending = async (id: string): Promise<Connection | undefined> => {
    const item = await get(connectionKey(id));
    return item !== undefined && isErasing(item) ? connectionOf(item) : undefined;
  };

  const erase = async (connection: Connection): Promise<void> => {
    const { id, personId, provider, accountEmail } = connection;
    // From here on nobody writes for it any more, and nobody speaks to the provider. It stays to be found until the rest is
    // gone, so that whoever meets it can finish an end that was interrupted.
    const Update = {
      TableName: name,
      Key: connectionKey(id),
      UpdateExpression: 'SET #erasing = :yes',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#erasing': erasing },
      ExpressionAttributeValues: { ':yes': true },
    };
    try {
      const TransactItems = [{ Update }, remove(connectionKey(id, 'TOKENS'))];
      await client.send(new TransactWriteCommand({ TransactItems }));
    } catch (fault) {
      if (!isConditionFailed(fault) || (await get(connectionKey(id))) !== undefined) throw fault;
      return;
    }
    await removeSource(table, personId, id);
    await clearBusyTime(table, connection);
    const all = await queryAll({ ...inPartition(id, ''), ...wholePartition(id) });
    // Events stay: they are the outbox and tell what became of it.
    const isKept = ({ sk }: Item) => sk === connectionKey(id).sk || String(sk).startsWith('EVENT#');
    await deleteAll(
      table,
      all.filter((item) => !isKept(item)).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
    );
    // Last, so that the erasure can be repeated until here.
    const Delete = {
      TableName: name,
      Key: accountKey(personId, provider, accountEmail),
      ConditionExpression: 'attribute_not_exists(pk) OR #connection = :id',
      ExpressionAttributeNames: { '#connection': 'connection' },
      ExpressionAttributeValues: { ':id': id },
    };
    const TransactItems = [remove(connectionKey(id)), remove(connectionPointerKey(personId, id)), { Delete }];
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
    } catch (fault) {
      // Somebody else has finished this, and the account is that of a new connection already.
      if (!isConditionFailed(fault)) throw fault;
    }
  };

  return {
    async get(id) {
      const item = await get(connectionKey(id));
      return item === undefined || isErasing(item) ? undefined : connectionOf(item);
    },
    ending,
    async listOf(person) {
      const { pk, sk } = connectionPointerKey(person, '');
      const pointers = await queryAll({
        TableName: name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :person AND begins_with(sk, :connections)',
        ExpressionAttributeValues: { ':person': pk, ':connections': sk },
      });
      const keys = pointers.map((pointer) => connectionKey(String(pointer.sk).slice(sk.length)));
      const items = await batchGet(table, keys);
      const connections = items.filter((item) => !isErasing(item)).map(connectionOf);
      return connections.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    },
    async enter(connection, tokens) {
      const { id, personId, provider, accountEmail } = connection;
      const once = { ConditionExpression: 'attribute_not_exists(pk)' };
      const account = { ...accountKey(personId, provider, accountEmail), entity: 'account', connection: id };
      const pointer = { ...connectionPointerKey(personId, id), entity: 'connection-pointer' };
      const TransactItems = [
        { Put: { TableName: name, Item: connectionItem(connection), ...once } },
        { Put: { TableName: name, Item: account, ...once } },
        put(pointer),
        put(await tokensItem(id, tokens)),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return true;
      } catch (fault) {
        if (!isConditionFailed(fault)) throw fault;
      }
      const standing = await get(accountKey(personId, provider, accountEmail));
      const rest = standing && (await ending(String(standing.connection)));
      if (rest !== undefined) await erase(rest);
      return false;
    },
    async update(connection, events = []) {
      const Put = {
        TableName: name,
        Item: connectionItem(connection),
        ConditionExpression: '#version = :read AND attribute_not_exists(#erasing)',
        ExpressionAttributeNames: { '#version': 'version', '#erasing': erasing },
        ExpressionAttributeValues: { ':read': connection.version - 1 },
      };
      try {
        await client.send(
          new TransactWriteCommand({ TransactItems: [{ Put }, ...events.map(eventItem).map(put)] }),
        );
        return true;
      } catch (fault) {
        if (isConditionFailed(fault)) return false;
        throw fault;
      }
    },
    erase,

    async tokens(id) {
      const item = await get(connectionKey(id, 'TOKENS'));
      if (item === undefined) return undefined;
      return JSON.parse(await vault.open(id, fromItem<Sealed>(item))) as Tokens;
    },
    async saveTokens(id, tokens) {
      await writeGuarded(table, id, [put(await tokensItem(id, tokens))]);
    },

    async acquire(id, purpose, now, until) {
      const holder = randomUUID();
      const Item = {
        ...leaseKey(id, purpose),
        entity: 'lease',
        holder,
        until,
        // Left behind by a process that died, for a connection that nobody uses any more.
        ttl: Math.ceil(until / 1000) + 86_400,
      };
      try {
        await client.send(
          new PutCommand({
            TableName: name,
            Item,
            // The client tries again when an answer is lost: then the lease in the way is this one.
            ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR holder = :holder',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': now, ':holder': holder },
          }),
        );
        return holder;
      } catch (fault) {
        if (isConditionFailed(fault)) return undefined;
        throw fault;
      }
    },
    async release(id, purpose, holder) {
      try {
        await client.send(
          new DeleteCommand({
            TableName: name,
            Key: leaseKey(id, purpose),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': holder },
          }),
        );
      } catch (fault) {
        // It ran out, and somebody else has it now.
        if (!isConditionFailed(fault)) throw fault;
      }
    },

    async mapping(id, appointment) {
      const item = await get(mappingKey(id, appointment));
      return item === undefined ? undefined : fromItem<Mapping>(item);
    },
    async mappings(id) {
      const items = await queryAll(inPartition(id, 'MAPPING#'));
      return items.map((item) => fromItem<Mapping>(item));
    },
    async pending(id, limit) {
      const { sk: prefix } = openKey(id, '');
      const query = {
        ...inPartition(id, prefix),
        FilterExpression: '#state = :pending',
        ExpressionAttributeNames: { '#state': 'state' },
      };
      const values = { ...query.ExpressionAttributeValues, ':pending': 'pending' };
      const items = await queryAll({ ...query, ExpressionAttributeValues: values }, limit);
      return items.map(({ sk }) => String(sk).slice(prefix.length) as AppointmentId);
    },
    async counts(id) {
      const items = await queryAll(inPartition(id, openKey(id, '').sk));
      const of = (...states: readonly Mapping['state'][]) =>
        items.filter(({ state }) => states.includes(state as Mapping['state'])).length;
      return { pending: of('pending'), failed: of('failed'), drifted: of('moved', 'deleted') };
    },
    async saveMapping(mapping, events = []) {
      const { connectionId, appointmentId, state, version } = mapping;
      const Put = {
        TableName: name,
        Item: { ...mappingKey(connectionId, appointmentId), entity: 'mapping', ...mapping },
        ...(version === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :read',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':read': version - 1 },
            }),
      };
      const open = openKey(connectionId, appointmentId);
      const mark = state === 'synced' ? remove(open) : put({ ...open, entity: 'open', state });
      try {
        return await writeGuarded(table, connectionId, [{ Put }, mark, ...events.map(eventItem).map(put)]);
      } catch (fault) {
        if (fault instanceof ConnectionGone) return false;
        throw fault;
      }
    },

    async importState(id) {
      const item = await get(connectionKey(id, 'IMPORT'));
      return item === undefined ? undefined : fromItem<ImportState>(item);
    },
    async saveImportState(id, state) {
      const key = connectionKey(id, 'IMPORT');
      if (state === undefined) {
        await client.send(new DeleteCommand({ TableName: name, Key: key }));
        return;
      }
      const index = { gsi1pk: pollsIndex, gsi1sk: startIndex(state.nextPollAt, id) };
      await writeGuarded(table, id, [put({ ...key, entity: 'import', ...index, ...state })]);
    },
    async duePolls(now, limit) {
      const items = await queryAll(
        {
          TableName: name,
          IndexName: indexes.first,
          KeyConditionExpression: 'gsi1pk = :polls AND gsi1sk < :after',
          // The first key of the next millisecond: those of `now` itself are due.
          ExpressionAttributeValues: { ':polls': pollsIndex, ':after': startIndex(now + 1) },
        },
        limit,
      );
      return items.map(({ pk }) => String(pk).slice(connectionPartition('').length));
    },
    async all(cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: indexes.second,
          KeyConditionExpression: 'gsi2pk = :connections AND gsi2sk > :cursor',
          ExpressionAttributeValues: { ':connections': connectionsIndex, ':cursor': cursor ?? ' ' },
          Limit: pageSize,
        }),
      );
      const ids = Items.map(({ gsi2sk }) => String(gsi2sk));
      return { ids, cursor: LastEvaluatedKey === undefined ? undefined : ids.at(-1) };
    },
  };
}

function wholePartition(id: string) {
  return {
    KeyConditionExpression: 'pk = :connection',
    ExpressionAttributeValues: { ':connection': connectionPartition(id) },
    ProjectionExpression: 'pk, sk',
  };
}

function connectionItem(connection: Connection): Item {
  const { id } = connection;
  return { ...connectionKey(id), entity: 'connection', gsi2pk: connectionsIndex, gsi2sk: id, ...connection };
}

function isErasing(item: Item): boolean {
  return item[erasing] !== undefined;
}

function connectionOf(item: Item): Connection {
  const { [erasing]: _, ...connection } = fromItem<Connection & { [erasing]?: true }>(item);
  return connection;
}

/** Ids of events sort by time, so that the partition tells a connection's story in order. */
function eventItem(event: ConnectionEvent): Item {
  return { ...connectionKey(event.connectionId, `EVENT#${event.id}`), entity: 'event', ...event };
}
