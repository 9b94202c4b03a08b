import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '@punctual/adapters/dynamodb/table.ts';
import { documentClient, type Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { clientSettings, startDynoxide } from '@punctual/local/dynoxide.ts';

export interface TestTable extends Table {
  readonly metered: Meter;
  stop(): Promise<void>;
}

/** What was sent to the table since the last reset. */
export interface Meter {
  reset(): void;
  /** Commands in order, for example `QueryCommand`, with the read or write capacity units that each consumed. */
  readonly calls: readonly { readonly command: string; readonly units: number }[];
}

/** An empty table on an embedded engine of its own, deleted at `stop`. */
export async function startTable(): Promise<TestTable> {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-table-'));
  const database = await startDynoxide(directory, undefined, 0);
  await database.ensureTable(tableDefinition('punctual'));
  const raw = new DynamoDBClient({ ...clientSettings(database.endpoint), maxAttempts: 1 });
  const metered = meter(raw);
  return {
    name: 'punctual',
    client: documentClient(raw),
    metered,
    async stop() {
      raw.destroy();
      await database.stop('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The table as it seems where answers get lost: each write is made twice, as the SDK does then, and answered the second time. */
export function forgetful({ client, name }: Table): Table {
  const send = async (command: Parameters<typeof client.send>[0]) => {
    if (/^(Put|Update|Delete)Command$/.test(command.constructor.name)) await client.send(command);
    return client.send(command);
  };
  return { name, client: { send } as unknown as typeof client };
}

interface Consumed {
  readonly CapacityUnits?: number;
}

function meter(client: DynamoDBClient): Meter {
  const calls: { command: string; units: number }[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
      const result = await next({ ...args, input });
      const output = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
      const consumed = [output.ConsumedCapacity ?? []].flat();
      const units = consumed.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
      calls.push({ command: context.commandName ?? 'unknown', units });
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  return { calls, reset: () => void calls.splice(0) };
}
