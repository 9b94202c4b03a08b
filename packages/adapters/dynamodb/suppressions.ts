import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Suppressions } from '@punctual/application/messages/message.ts';
import { suppressionKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** Addresses to which no mail may go, under their hash. */
export function dynamodbSuppressions({ client, name }: Table): Suppressions {
  return {
    async suppress(email, reason, at) {
      const Item = { ...suppressionKey(email), entity: 'suppression', reason, at };
      await client.send(new PutCommand({ TableName: name, Item }));
    },
    async isSuppressed(email) {
      const Key = suppressionKey(email);
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item !== undefined;
    },
  };
}
