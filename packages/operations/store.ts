import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient, type Table } from '@punctual/adapters/dynamodb/table-client.ts';

/** An item as the table holds it. */
export type Item = Readonly<Record<string, unknown>>;

/** Parts of the table that are read at once. */
const segments = 4;

/**
 * The table `TABLE_NAME`; region and credentials as the SDK reads them, `DYNAMODB_ENDPOINT` in place of AWS.
 *
 * @throws Error without a table's name
 */
export function tableFromEnvironment(): Table {
  const { TABLE_NAME: name, DYNAMODB_ENDPOINT: endpoint } = process.env;
  if (name === undefined || name === '') throw new Error('TABLE_NAME is not set');
  return { name, client: documentClient(new DynamoDBClient(endpoint === undefined ? {} : { endpoint })) };
}

/** Shows each item of the table once, consistently read, in no order; keeps none. */
export async function eachItem(
  { client, name }: Table,
  visit: (item: Item) => void,
  progress: (items: number) => void = () => undefined,
): Promise<void> {
  let seen = 0;
  const readSegment = async (Segment: number) => {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: name,
          ConsistentRead: true,
          Segment,
          TotalSegments: segments,
          ExclusiveStartKey,
        }),
      );
      for (const item of Items) visit(item);
      seen += Items.length;
      progress(seen);
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  };
  await Promise.all(Array.from({ length: segments }, (_, segment) => readSegment(segment)));
}

/** All items of one partition, in the order of their sort keys. */
export async function partition({ client, name }: Table, pk: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey,
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
