import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Deliveries, Delivery, DeliveryKey } from '@punctual/application/messages/message.ts';
import { isConditionFailed } from './conditions.ts';
import { deliveriesKey, deliveryKey } from './keys.ts';
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
    async list(appointment) {
      const { pk, sk } = deliveriesKey(appointment);
      const found: Delivery[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :appointment AND begins_with(sk, :deliveries)',
            ExpressionAttributeValues: { ':appointment': pk, ':deliveries': sk },
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map(deliveryOf));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found.sort((a, b) => a.at - b.at);
    },
    async settle(key, result, now) {
      await client.send(
        new PutCommand({ TableName: name, Item: { ...item(key), ...result, settledAt: now } }),
      );
    },
  };
}

function deliveryOf(item: Record<string, unknown>): Delivery {
  const { appointmentId, version, kind, channel, recipient, status, messageId, reason } =
    item as unknown as Delivery;
  const at = Number(item.settledAt ?? item.claimedAt);
  return { appointmentId, version, kind, channel, recipient, status, messageId, reason, at };
}
