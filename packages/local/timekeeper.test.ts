import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Worker } from '@punctual/contracts/worker.ts';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from './cloud.ts';
import { clientSettings } from './dynoxide.ts';
import { awsSettings, startTestCloud } from './test-cloud.ts';

const workers: readonly Worker[] = [
  {
    name: 'take',
    summary: 'takes what comes',
    source: { kind: 'queue', batchSize: 10, maximumReceives: 3, detailTypes: [] },
    timeoutSeconds: 10,
  },
  {
    name: 'hang',
    summary: 'does not end by itself',
    source: { kind: 'queue', batchSize: 10, maximumReceives: 1, detailTypes: [] },
    timeoutSeconds: 0.5,
  },
  {
    name: 'watch',
    summary: 'watches the stream',
    source: { kind: 'stream', entity: 'event', batchSize: 10, maximumRetryAttempts: 3 },
    timeoutSeconds: 10,
  },
];

let cloud: Cloud;
let sqs: SQSClient;
let onTake: (bodies: string[]) => void = () => undefined;
let onWatch: () => void = () => undefined;
const reported: string[] = [];

beforeAll(async () => {
  cloud = await startTestCloud({
    workers,
    settleLimit: 100,
    report: (error) => reported.push(error instanceof Error ? error.message : String(error)),
    handlers: {
      'workers/take': async (event) => onTake((event as SQSEvent).Records.map((record) => record.body)),
      'workers/hang': () => new Promise(() => undefined),
      'workers/watch': async () => onWatch(),
    },
  });
  sqs = new SQSClient(awsSettings(cloud));
});
afterAll(() => cloud.stop());
beforeEach(() => {
  onTake = () => undefined;
});

const send = (name: string, body: string, delay = 0) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env[`QUEUE_URL_${name}`],
      MessageBody: body,
      DelaySeconds: delay,
    }),
  );

test('as time flows by itself, what is due is handled without being asked for', async () => {
  const all = Promise.withResolvers<void>();
  const seen = new Set<string>();
  onTake = (bodies) => {
    for (const body of bodies) seen.add(body);
    if (seen.size === 3) all.resolve();
  };
  await send('TAKE', 'now');
  await send('TAKE', 'delayed', 1);
  const soon = new Date(Date.now() + 1000).toISOString().slice(0, 19);
  await new SchedulerClient(awsSettings(cloud)).send(
    new CreateScheduleCommand({
      Name: 'soon',
      GroupName: process.env.SCHEDULE_GROUP,
      ScheduleExpression: `at(${soon})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: process.env.QUEUE_ARN_TAKE,
        RoleArn: process.env.SCHEDULER_ROLE_ARN,
        Input: 'scheduled',
      },
    }),
  );
  await all.promise;
  expect([...seen].toSorted()).toEqual(['delayed', 'now', 'scheduled']);
});

test('the stream is watched without being asked for', async () => {
  const watched = Promise.withResolvers<void>();
  onWatch = watched.resolve;
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb)));
  await table.send(new PutCommand({ TableName: 'punctual', Item: { pk: 'a', sk: 'a', entity: 'event' } }));
  await expect(watched.promise).resolves.toBeUndefined();
});

test('settling gives up after its limit, the invocation after its time', async () => {
  await send('HANG', 'x');
  await expect(cloud.settle()).rejects.toThrow(/did not come to rest/);
  const answer = await fetch(`${cloud.url}/dev/settle`, { method: 'POST' });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'BUSY' });
  for (;;) {
    const rested = await cloud.settle().then(
      () => true,
      () => false,
    );
    if (rested) break;
  }
  expect(reported).toEqual(['punctual-hang timed out after 0.50 seconds']);
});

test('moving the clock backwards sets it and fires nothing', async () => {
  const seen: string[] = [];
  onTake = (bodies) => seen.push(...bodies);
  await cloud.advanceTo(cloud.clock.now() + 86_400_000);
  await send('TAKE', 'later', 900);
  const earlier = cloud.clock.now() - 3_600_000;
  await cloud.advanceTo(earlier);
  expect(cloud.clock.now()).toBeLessThan(earlier + 1_800_000);
  expect(seen).toEqual([]);
});
