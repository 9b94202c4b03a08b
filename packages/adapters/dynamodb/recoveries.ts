import {
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Recoveries, RecoveryTotals } from '@punctual/application/recovery/ports.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import { isConditionFailed } from './conditions.ts';
import { fromItem, type Item } from './items.ts';
import { recoveryIndex, recoveryKey, recoveryTotalsKey, relationKey, startIndex } from './keys.ts';
import { indexes } from './table.ts';
import type { Table } from './table-client.ts';

/**
 * Abandoned bookings: one item each, under its hold. How many there are, and how many were recovered, is kept beside
 * the provider in the transaction of the change, so that the rate costs one read however many there are.
 */
export function dynamodbRecoveries({ client, name }: Table): Recoveries {
  /** Whether the write, with the counts that go with it, found what it expected. */
  const write = async (put: PutInput, providerId: PersonId, counts: RecoveryTotals): Promise<boolean> => {
    const isCounted = counts.abandoned + counts.recovered > 0;
    try {
      if (!isCounted) await client.send(new PutCommand(put));
      else {
        const Update = {
          TableName: name,
          Key: recoveryTotalsKey(providerId),
          UpdateExpression: 'SET entity = :entity ADD abandoned :abandoned, recovered :recovered',
          ExpressionAttributeValues: {
            ':entity': 'recovery-totals',
            ':abandoned': counts.abandoned,
            ':recovered': counts.recovered,
          },
        };
        await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, { Update }] }));
      }
      return true;
    } catch (fault) {
      if (isConditionFailed(fault)) return false;
      throw fault;
    }
  };

  return {
    async get(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: recoveryKey(id), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : fromItem<Recovery>(Item);
    },
    enter(recovery) {
      const put = {
        TableName: name,
        Item: recoveryItem(recovery),
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const recovered = recovery.status === 'recovered' ? 1 : 0;
      return write(put, recovery.providerId, { abandoned: 1, recovered });
    },
    save(recovery, before) {
      const put = {
        TableName: name,
        Item: recoveryItem(recovery),
        ConditionExpression: '#version = :read',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':read': before.version },
      };
      const recovered = recovery.status === 'recovered' && before.status !== 'recovered' ? 1 : 0;
      return write(put, recovery.providerId, { abandoned: 0, recovered });
    },
    async list(providerId, limit) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            ...queryOf(name, indexes.first, providerId),
            ScanIndexForward: false,
            Limit: limit - items.length,
            ExclusiveStartKey,
          }),
        );
        items.push(...(answer.Items ?? []));
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined && items.length < limit);
      return items.map((item) => fromItem<Recovery>(item));
    },
    async ofClient(providerId, clientId) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const query = queryOf(name, indexes.second, clientId);
        const answer = await client.send(new QueryCommand({ ...query, ExclusiveStartKey }));
        items.push(...(answer.Items ?? []));
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items
        .map((item) => fromItem<Recovery>(item))
        .filter((recovery) => recovery.providerId === providerId);
    },
    async totals(providerId) {
      const Key = recoveryTotalsKey(providerId);
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return { abandoned: Item?.abandoned ?? 0, recovered: Item?.recovered ?? 0 };
    },
    async optOut(providerId, clientId, at) {
      await client.send(
        new UpdateCommand({
          TableName: name,
          Key: relationKey(providerId, clientId),
          UpdateExpression: 'SET entity = :entity, recoveryOptOutAt = if_not_exists(recoveryOptOutAt, :at)',
          ExpressionAttributeValues: { ':entity': 'relation', ':at': at },
        }),
      );
    },
  };
}

type PutInput = ConstructorParameters<typeof PutCommand>[0];

function recoveryItem(recovery: Recovery): Item {
  const { id, providerId, clientId, abandonedAt } = recovery;
  const sort = startIndex(abandonedAt, id);
  return {
    ...recoveryKey(id),
    entity: 'recovery',
    gsi1pk: recoveryIndex(providerId),
    gsi1sk: sort,
    gsi2pk: recoveryIndex(clientId),
    gsi2sk: sort,
    ...recovery,
  };
}

function queryOf(TableName: string, IndexName: string, person: PersonId): QueryCommandInput {
  return {
    TableName,
    IndexName,
    KeyConditionExpression: `${IndexName}pk = :list`,
    ExpressionAttributeValues: { ':list': recoveryIndex(person) },
  };
}
