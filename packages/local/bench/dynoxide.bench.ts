import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings, startDynoxide } from '../dynoxide.ts';
import { testTable } from '../test-cloud.ts';

/** What the embedded DynamoDB does under load, and what the index on its stream records is worth. */
const directory = mkdtempSync(join(tmpdir(), 'punctual-bench-'));
const database = await startDynoxide(directory, undefined, 0);
await database.ensureTable(testTable('bench'));
const table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(database.endpoint)));

const timed = async (work: () => Promise<unknown>) => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

/** A booking's transaction: a page that moves from one version to the next, and an event. */
const book = (version: number, id: string) =>
  table.send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName: 'bench',
            Key: { pk: 'page', sk: 'day' },
            UpdateExpression: 'SET #v = :next',
            ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#v = :version',
            ExpressionAttributeNames: { '#v': 'version' },
            ExpressionAttributeValues: {
              ':next': version + 1,
              ...(version === 0 ? {} : { ':version': version }),
            },
          },
        },
        {
          Put: {
            TableName: 'bench',
            Item: { pk: 'appointment', sk: id, entity: 'event', text: 'x'.repeat(500) },
          },
        },
      ],
    }),
  );

const concurrent = 200;
const outcomes = { won: 0, lost: 0, fault: 0 };
const rush = await timed(() =>
  Promise.all(
    Array.from({ length: concurrent }, (_, index) =>
      book(0, `rush-${index}`).then(
        () => {
          outcomes.won += 1;
        },
        (error: unknown) => {
          const reason =
            error instanceof TransactionCanceledException ? error.CancellationReasons?.[0]?.Code : '';
          outcomes[reason === 'ConditionalCheckFailed' ? 'lost' : 'fault'] += 1;
        },
      ),
    ),
  ),
);
console.info(
  `${concurrent} concurrent transactions on one item: ${rush.toFixed(0)} ms, ${JSON.stringify(outcomes)}`,
);

const sequential = 200;
const row = await timed(async () => {
  for (let version = 1; version <= sequential; version += 1) await book(version, `row-${version}`);
});
console.info(`one transaction after another: ${(row / sequential).toFixed(2)} ms each`);

const fill = new DatabaseSync(join(directory, 'dynamodb.db'));
const records = 20_000;
fill.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
const insert = fill.prepare(
  `INSERT INTO _stream_records (table_name, event_name, keys_json, new_image, sequence_number, shard_id, created_at)
   VALUES ('bench', 'INSERT', '{}', ?, ?, 'shardId-00000001-bench', 0)`,
);
for (let number = 1000; number < 1000 + records; number += 1) insert.run('x'.repeat(1000), String(number));
fill.exec('COMMIT');

const put = (id: string) => table.send(new PutCommand({ TableName: 'bench', Item: { pk: 'put', sk: id } }));
const measure = async (label: string) => {
  const times: number[] = [];
  for (let index = 0; index < 50; index += 1) times.push(await timed(() => put(`${label}-${index}`)));
  return times.toSorted((a, b) => a - b)[25] ?? 0;
};
const withIndex = await measure('with');
fill.exec('DROP INDEX punctual_stream_order');
const without = await measure('without');
console.info(
  `one PutItem after ${records} stream records: ${withIndex.toFixed(2)} ms with the index, ` +
    `${without.toFixed(2)} ms without: ${(without / withIndex).toFixed(1)} times`,
);

fill.close();
table.destroy();
await database.stop('SIGTERM');
rmSync(directory, { recursive: true, force: true });
