import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PendingAuthorization, PendingAuthorizations } from '@punctual/application/calendars/ports.ts';
import { fromItem } from './items.ts';
import { authorizationKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** Authorizations that were begun, under the hash of their state: who reads the table cannot finish one. */
export function dynamodbAuthorizations({ client, name }: Table): PendingAuthorizations {
  return {
    async save(hash, pending) {
      const Item = {
        ...authorizationKey(hash),
        entity: 'authorization',
        ttl: Math.ceil(pending.expiresAt / 1000),
        ...pending,
      };
      await client.send(new PutCommand({ TableName: name, Item }));
    },
    async take(hash) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName: name, Key: authorizationKey(hash), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes === undefined ? undefined : fromItem<PendingAuthorization>(Attributes);
    },
  };
}
