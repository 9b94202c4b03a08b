import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/**
 * A request that waits for a connection is timed too, and given up without having been sent. Fifty, the library's own
 * figure, are more than one invocation needs, but not enough where one process runs all functions.
 */
const connections = { maxSockets: 500 };

/**
 * A client for the table. The region, the endpoint and the credentials come from the environment, as the SDK reads it.
 *
 * Time-outs are short because every item is small: a request that takes a second is lost, and a try again is faster.
 */
export function connectTable(name: string): Table {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 3000,
      throwOnRequestTimeout: true,
      httpAgent: connections,
      httpsAgent: connections,
    },
  });
  return { name, client: documentClient(client) };
}

/** Undefined fields are left out when an item is written. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
