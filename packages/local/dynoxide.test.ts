import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cloud } from './cloud.ts';
import { clientSettings, type Database, startDynoxide } from './dynoxide.ts';
import { startTestCloud, testTable } from './test-cloud.ts';

let directory: string;
let running: Database[] = [];
let cloud: Cloud | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'punctual-dynoxide-'));
});
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
  delete process.env.DYNAMODB_ENDPOINT;
  for (const database of running) await database.stop('SIGKILL');
  running = [];
  rmSync(directory, { recursive: true, force: true });
});

async function start(readUpTo = 0): Promise<Database> {
  const database = await startDynoxide(directory, undefined, readUpTo);
  running.push(database);
  return database;
}

const documents = (database: Database) =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...clientSettings(database.endpoint), maxAttempts: 1 }));
const put = (database: Database, sk: string) =>
  documents(database).send(new PutCommand({ TableName: 'punctual', Item: { pk: 'a', sk, entity: 'event' } }));
const get = (database: Database, sk: string) =>
  documents(database).send(new GetCommand({ TableName: 'punctual', Key: { pk: 'a', sk } }));

test('a server that was left behind on the same files is ended, and what it had stored is there', async () => {
  const orphan = await start();
  expect(await orphan.ensureTable(testTable('punctual'))).toBe(true);
  await put(orphan, '1');
  const successor = await start();
  await expect(get(orphan, '1')).rejects.toThrow();
  expect(await successor.ensureTable(testTable('punctual'))).toBe(false);
  expect((await get(successor, '1')).Item).toMatchObject({ sk: '1' });
});

test('old stream records are trimmed once they have been read, but for the last one', async () => {
  const first = await start();
  await first.ensureTable(testTable('punctual'));
  for (const sk of ['1', '2', '3']) await put(first, sk);
  await first.stop('SIGTERM');
  const file = new DatabaseSync(join(directory, 'dynamodb.db'));
  file.exec('UPDATE _stream_records SET created_at = 0 WHERE sequence_number <> 2');
  const left = () => file.prepare('SELECT sequence_number AS n FROM _stream_records ORDER BY id').all();

  await (await start(0)).stop('SIGTERM');
  expect(left()).toHaveLength(3);
  await (await start(2)).stop('SIGTERM');
  expect(left()).toEqual([{ n: '2' }, { n: '3' }]);
  await (await start(3)).stop('SIGTERM');
  expect(left()).toEqual([{ n: '2' }, { n: '3' }]);
  file.close();
});

test('DYNAMODB_ENDPOINT names a database to use instead, which is left running', async () => {
  const external = await start();
  process.env.DYNAMODB_ENDPOINT = external.endpoint;
  let streamed = 0;
  cloud = await startTestCloud({
    workers: [
      {
        name: 'watch',
        summary: '',
        source: { kind: 'stream', entity: 'event', batchSize: 1, maximumRetryAttempts: 1 },
        timeoutSeconds: 10,
      },
    ],
    handlers: {
      'workers/watch': async () => {
        streamed += 1;
      },
    },
  });
  expect(cloud.endpoints.dynamodb).toBe(external.endpoint);
  await put(external, '1');
  await cloud.settle();
  expect(streamed).toBe(1);
  await cloud.stop();
  expect((await get(external, '1')).Item).toMatchObject({ sk: '1' });
});
