import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import * as z from 'zod/mini';

/*
 * The yardstick of the other functions: middy, zod and the DynamoDB document client, and one request with them. As small
 * as it honestly can be, so no option, no error handling, and `zod/mini`.
 */

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const input = z.object({ id: z.string() });

export const handler = middy().handler(async (event: unknown) => {
  const { id } = z.parse(input, event);
  const { Item } = await table.send(new GetCommand({ TableName: 'table', Key: { id } }));
  return Item;
});
