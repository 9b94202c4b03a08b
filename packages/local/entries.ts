import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Route } from '@punctual/contracts/route.ts';
import type { Worker } from '@punctual/contracts/worker.ts';
import type { Load } from './runtime.ts';

/** What runs in the cloud. */
export interface Entries {
  readonly routes: readonly Route[];
  readonly workers: readonly Worker[];
  readonly table: (tableName: string) => CreateTableCommandInput;
  readonly load: Load;
}
