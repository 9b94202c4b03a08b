import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { rateKey } from './keys.ts';
import type { Table } from './table-client.ts';

export interface RateLimits {
  /** Counts one request in the window that `now` (ms) lies in and returns how many there were, this one included. */
  count(scope: string, windowSeconds: number, now: number): Promise<number>;
}

/** Counters shared by all instances: one write per request. */
export function dynamodbRateLimits({ client, name }: Table): RateLimits {
  return {
    async count(scope, windowSeconds, now) {
      const window = Math.floor(now / 1000 / windowSeconds);
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: name,
          Key: rateKey(scope, window),
          UpdateExpression: 'ADD requests :one SET entity = :entity, #ttl = :ttl',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':one': 1,
            ':entity': 'rate',
            ':ttl': (window + 2) * windowSeconds,
          },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.requests ?? 0);
    },
  };
}
