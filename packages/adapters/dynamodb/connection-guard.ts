import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { ConnectionGone } from '@punctual/application/calendars/ports.ts';
import { connectionKey } from './keys.ts';
import type { Table } from './table-client.ts';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Set when a connection is being erased: nothing is written for it any more, whoever is still at work. */
export const erasing = 'erasing';

const attempts = 10;

/**
 * Writes for a connection, all or nothing, if it is there and not being erased. Whoever refreshes its tokens or imports its
 * busy time while its owner disconnects it would else leave behind what nobody takes away again.
 *
 * @param writes at most 99
 * @returns false when a condition of one of the writes failed
 * @throws ConnectionGone
 */
export async function writeGuarded(
  { client, name }: Table,
  connectionId: string,
  writes: readonly Write[],
): Promise<boolean> {
  const ConditionCheck = {
    TableName: name,
    Key: connectionKey(connectionId),
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#erasing)',
    ExpressionAttributeNames: { '#erasing': erasing },
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [{ ConditionCheck }, ...writes] }));
      return true;
    } catch (fault) {
      if (!(fault instanceof TransactionCanceledException)) throw fault;
      const [guard, ...others] = (fault.CancellationReasons ?? []).map(({ Code }) => Code);
      if (guard === 'ConditionalCheckFailed') throw new ConnectionGone(connectionId);
      if (others.includes('ConditionalCheckFailed')) return false;
      // Somebody else writes at this very moment; nothing that was expected has failed yet.
      if (attempt === attempts) throw fault;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** Math.min(attempt, 6)));
    }
  }
}
