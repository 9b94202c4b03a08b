import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Deliveries, DeliveryKey } from '@punctual/application/messages/message.ts';
import { isConditionFailed } from './conditions.ts';
import { deliveryKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** Longer than any worker runs: a claim older than this belongs to a process that died. */
const claimMilliseconds = 60_000;

/** The delivery ledger: one item per message, under its appointment. */
export function dynamodbDeliveries({ client, name }: Table): Deliveries {
  const item = (key: DeliveryKey) => ({ ...deliveryKey(key), entity: 'delivery', ...key });
  return {
    async claim(key, now) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: deliveryKey(key), ConsistentRead: true }),
      );
      if (Item !== undefined && Item.status !== 'claimed') return 'settled';
      if (Item !== undefined && now < Item.claimedAt + claimMilliseconds) return 'in_flight';
      try {
        await client.send(
          new PutCommand({
            TableName: name,
            Item: { ...item(key), status: 'claimed', claimedAt: now },
            ...(Item === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'claimedAt = :seen AND #status = :claimed',
                  ExpressionAttributeNames: { '#status': 'status' },
                  ExpressionAttributeValues: { ':seen': Item.claimedAt, ':claimed': 'claimed' },
                }),
          }),
        );
      } catch (fault) {
        if (isConditionFailed(fault)) return 'in_flight';
        throw fault;
      }
      return Item === undefined ? 'claimed' : 'doubtful';
    },
    async release(key) {
      await client.send(
        new DeleteCommand({
          TableName: name,
          Key: deliveryKey(key),
          ConditionExpression: '#status = :claimed',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':claimed': 'claimed' },
        }),
      );
    },
    async settle(key, result, now) {
      await client.send(
        new PutCommand({ TableName: name, Item: { ...item(key), ...result, settledAt: now } }),
      );
    },
  };
}
