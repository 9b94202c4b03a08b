import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  claimHolds,
  type Deliveries,
  type Delivery,
  type DeliveryKey,
} from '@punctual/application/messages/message.ts';
import { isConditionFailed } from './conditions.ts';
import { deliveriesKey, deliveryKey } from './keys.ts';
import type { Table } from './table-client.ts';

type Condition = Pick<
  PutCommand['input'],
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * The delivery ledger: one item per message, under its appointment. A message costs three writes and no read: the claim,
 * the mark and the settling; two when it is not sent. Only who comes second reads, and pays for a write that is refused.
 */
export function dynamodbDeliveries({ client, name }: Table): Deliveries {
  /** Whether the item was as expected. */
  const write = async (key: DeliveryKey, state: object, condition: Condition): Promise<boolean> => {
    const Item = { ...deliveryKey(key), entity: 'delivery', ...key, ...state };
    return isAsExpected(client.send(new PutCommand({ TableName: name, Item, ...condition })));
  };

  return {
    async claim(key, now) {
      const token = randomUUID();
      const state = { status: 'claimed', token, claimedAt: now };
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      if (await write(key, state, isNew)) return { token, inDoubt: false };
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: deliveryKey(key), ConsistentRead: true }),
      );
      // The client tries again when an answer is lost: then it is our own claim that was in the way.
      if (Item?.token === token) return { token, inDoubt: false };
      // Given back in this very moment.
      if (Item === undefined) return 'in_flight';
      if (Item.status !== 'claimed' && Item.status !== 'sending') return 'settled';
      if (now < Item.claimedAt + claimHolds) return 'in_flight';
      // What is in doubt stays marked, so that it is in doubt for the next one as well.
      const { status } = Item;
      const isTaken = await write(key, { ...state, status }, isAs(Item.token, status));
      return isTaken ? { token, inDoubt: status === 'sending' } : 'in_flight';
    },
    mark(key, token, now) {
      // One that the client has repeated may come once more when the message is settled, and must not bring it back.
      const { ConditionExpression, ...rest } = isAs(token);
      return write(
        key,
        { status: 'sending', token, claimedAt: now },
        { ...rest, ConditionExpression: `${ConditionExpression} AND attribute_not_exists(settledAt)` },
      );
    },
    settle(key, token, result, now) {
      return write(key, { ...result, token, settledAt: now }, result.status === 'sent' ? {} : isAs(token));
    },
    async release(key, token) {
      await isAsExpected(
        client.send(new DeleteCommand({ TableName: name, Key: deliveryKey(key), ...isAs(token) })),
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
  };
}

/** That a claim is still the one with this token, and as far as it was when it was read. */
function isAs(token: unknown, status?: unknown): Condition {
  return {
    ConditionExpression: status === undefined ? '#token = :token' : '#token = :token AND #status = :status',
    ExpressionAttributeNames: { '#token': 'token', ...(status !== undefined && { '#status': 'status' }) },
    ExpressionAttributeValues: { ':token': token, ...(status !== undefined && { ':status': status }) },
  };
}

async function isAsExpected(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (fault) {
    if (isConditionFailed(fault)) return false;
    throw fault;
  }
}

function deliveryOf(item: Record<string, unknown>): Delivery {
  const { appointmentId, version, kind, channel, recipient, status, messageId, reason } =
    item as unknown as Delivery;
  const at = Number(item.settledAt ?? item.claimedAt);
  return { appointmentId, version, kind, channel, recipient, status, messageId, reason, at };
}
