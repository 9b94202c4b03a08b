import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Route } from '@punctual/contracts/route.ts';
import type { Worker } from '@punctual/contracts/worker.ts';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';
import { clientSettings } from './dynoxide.ts';
import type { Handler } from './runtime.ts';

/** The smallest table with the keys and the stream that the product's has. */
export function testTable(TableName: string): CreateTableCommandInput {
  return {
    TableName,
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}

export interface TestCloudOptions extends Partial<CloudOptions> {
  readonly routes?: readonly Route[];
  readonly workers?: readonly Worker[];
  /** By `http/<entry>` and `workers/<name>`. */
  readonly handlers?: Readonly<Record<string, Handler>>;
}

/** A cloud on free ports with functions written in a test. */
export function startTestCloud(options: TestCloudOptions = {}): Promise<Cloud> {
  const { routes = [], workers = [], handlers = {}, ...rest } = options;
  return startCloud({
    port: 0,
    stateDirectory: undefined,
    report: () => undefined,
    ...rest,
    entries: {
      routes,
      workers,
      table: testTable,
      async load(kind, name) {
        const handler = handlers[`${kind}/${name}`];
        if (handler === undefined) throw new Error(`The test has no handler ${kind}/${name}.`);
        return handler;
      },
    },
  });
}

/** Settings of an SDK client for the cloud's imitated services. */
export function awsSettings(cloud: Cloud) {
  return clientSettings(cloud.endpoints.aws);
}
