import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** Names of the two secondary indexes; both project whole items, because lists show them whole. */
export const indexes = { first: 'gsi1', second: 'gsi2' } as const;

export const timeToLiveAttribute = 'ttl';

/** The table as the local cloud and the tests create it; the CDK app declares the same. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const names = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: Object.values(indexes).map((IndexName) => ({
      IndexName,
      KeySchema: keySchema(`${IndexName}pk`, `${IndexName}sk`),
      Projection: { ProjectionType: 'ALL' as const },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}
