import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Worker } from '@punctual/contracts/worker.ts';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cloud } from './cloud.ts';
import { clientSettings } from './dynoxide.ts';
import { startTestCloud } from './test-cloud.ts';

let directory: string;
let child: ChildProcess | undefined;
let cloud: Cloud | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'punctual-crash-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await cloud?.stop();
  cloud = undefined;
  rmSync(directory, { recursive: true, force: true });
});

async function startChild() {
  const script = new URL('./crash-child.ts', import.meta.url).pathname;
  child = spawn(process.execPath, ['--no-warnings', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('The child has no standard output.');
  const failed = once(child, 'exit').then(() => {
    throw new Error('The child ended before it was ready.');
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), failed]);
  failed.catch(() => undefined);
  return JSON.parse(String(line)) as Pick<Cloud, 'url' | 'endpoints'>;
}

test('after a kill in the midst of writing, everything acknowledged is there and goes on', async () => {
  const running = await startChild();
  await fetch(`${running.url}/dev/clock`, { method: 'POST', body: '{"advance":"P100D"}' });
  const { now } = (await (await fetch(`${running.url}/dev/clock`)).json()) as { now: string };
  const { access_token: token } = (await (
    await fetch(`${running.url}/dev/token`, { method: 'POST', body: '{"sub":"a"}' })
  ).json()) as { access_token: string };

  const once = { maxAttempts: 1 };
  const sqs = new SQSClient({ ...clientSettings(running.endpoints.aws), ...once });
  const scheduler = new SchedulerClient({ ...clientSettings(running.endpoints.aws), ...once });
  const table = DynamoDBDocumentClient.from(
    new DynamoDBClient({ ...clientSettings(running.endpoints.dynamodb), ...once }),
  );
  const { QueueUrl: queueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'sink' }));
  const due = new Date(Date.parse(now) + 86_400_000).toISOString().slice(0, 19);

  const acknowledged = { messages: [] as string[], schedules: [] as string[], items: [] as string[] };
  const enough = Promise.withResolvers<void>();
  const write = async (kind: keyof typeof acknowledged, send: (name: string) => Promise<unknown>) => {
    for (let number = 0; ; number += 1) {
      const name = `${kind}-${number}`;
      try {
        await send(name);
      } catch {
        return;
      }
      acknowledged[kind].push(name);
      if (Object.values(acknowledged).every((names) => names.length >= 40)) enough.resolve();
    }
  };
  const writers = [
    write('messages', (MessageBody) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))),
    write('schedules', (Name) =>
      scheduler.send(
        new CreateScheduleCommand({
          Name,
          GroupName: 'punctual',
          ScheduleExpression: `at(${due})`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: 'arn:aws:sqs:eu-central-1:000000000000:sink',
            RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
            Input: Name,
          },
        }),
      ),
    ),
    write('items', (sk) =>
      table.send(new PutCommand({ TableName: 'punctual', Item: { pk: 'crash', sk, entity: 'event' } })),
    ),
  ];
  await enough.promise;
  child?.kill('SIGKILL');
  await Promise.all(writers);

  const consumed: string[] = [];
  const streamed: string[] = [];
  const worker = { summary: '', timeoutSeconds: 10 };
  const workers: Worker[] = [
    {
      ...worker,
      name: 'sink',
      source: { kind: 'queue', batchSize: 10, maximumReceives: 5, detailTypes: [] },
    },
    {
      ...worker,
      name: 'stream',
      source: { kind: 'stream', entity: 'event', batchSize: 100, maximumRetryAttempts: 5 },
    },
  ];
  cloud = await startTestCloud({
    stateDirectory: directory,
    workers,
    handlers: {
      'workers/sink': async (event) => {
        consumed.push(...(event as SQSEvent).Records.map((record) => record.body));
      },
      'workers/stream': async (event) => {
        const { Records: records } = event as DynamoDBStreamEvent;
        streamed.push(...records.map((record) => record.dynamodb?.NewImage?.sk?.S ?? ''));
      },
    },
  });
  expect({ url: cloud.url, endpoints: cloud.endpoints }).toEqual(running);
  expect(cloud.clock.now()).toBeGreaterThanOrEqual(Date.parse(now));
  const accepted = await fetch(`${cloud.url}/dev/issuer/jwks`);
  const { keys } = (await accepted.json()) as { keys: { kid: string }[] };
  expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid).toBe(keys[0]?.kid);

  await cloud.settle();
  expect(consumed).toEqual(expect.arrayContaining(acknowledged.messages));
  expect(new Set(consumed).size).toBe(consumed.length);
  expect(streamed).toEqual(expect.arrayContaining(acknowledged.items));
  expect(new Set(streamed).size).toBe(streamed.length);
  const restarted = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb)));
  const { Items: items = [] } = await restarted.send(
    new QueryCommand({
      TableName: 'punctual',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'crash' },
    }),
  );
  expect(items.map((item) => item.sk)).toEqual(expect.arrayContaining(acknowledged.items));

  await cloud.advanceTo(cloud.clock.now() + 2 * 86_400_000);
  expect(consumed).toEqual(expect.arrayContaining(acknowledged.schedules));
  expect(new Set(consumed).size).toBe(consumed.length);
});

test('a message that was being handled at the kill comes back, a handled stream record does not', async () => {
  const gate = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  let streamed = 0;
  const common = { summary: '', timeoutSeconds: 10 };
  const workers: Worker[] = [
    { ...common, name: 'slow', source: { kind: 'queue', batchSize: 1, maximumReceives: 5, detailTypes: [] } },
    {
      ...common,
      name: 'stream',
      source: { kind: 'stream', entity: 'event', batchSize: 1, maximumRetryAttempts: 5 },
    },
  ];
  const stream = async () => {
    streamed += 1;
  };
  cloud = await startTestCloud({
    stateDirectory: directory,
    workers,
    handlers: {
      'workers/slow': async () => {
        began.resolve();
        await gate.promise;
      },
      'workers/stream': stream,
    },
  });
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb)));
  await table.send(new PutCommand({ TableName: 'punctual', Item: { pk: 'a', sk: 'a', entity: 'event' } }));
  await cloud.settle();
  const sqs = new SQSClient(clientSettings(cloud.endpoints.aws));
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL_SLOW, MessageBody: 'x' }));
  await began.promise;
  await cloud.kill();

  let again = 0;
  cloud = await startTestCloud({
    stateDirectory: directory,
    workers,
    handlers: {
      'workers/slow': async () => {
        again += 1;
      },
      'workers/stream': stream,
    },
  });
  gate.resolve();
  await cloud.settle();
  expect(again).toBe(0);
  await cloud.advanceTo(cloud.clock.now() + 61_000);
  expect(again).toBe(1);
  expect(streamed).toBe(1);
});

test('demo data that was cut short is entered anew, complete data is left alone', async () => {
  const put = async (endpoint: string, pk: string) => {
    const table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(endpoint)));
    await table.send(new PutCommand({ TableName: 'punctual', Item: { pk, sk: 's' } }));
  };
  let runs = 0;
  const start = (demo: (running: Cloud) => Promise<void>) =>
    startTestCloud({ stateDirectory: directory, demo });
  const cutShort = start(async ({ endpoints }) => {
    await put(endpoints.dynamodb, 'half');
    throw new Error('cut short');
  });
  await expect(cutShort).rejects.toThrow('cut short');
  const complete = async ({ endpoints }: Cloud) => {
    runs += 1;
    await put(endpoints.dynamodb, 'whole');
  };
  for (let count = 0; count < 2; count += 1) {
    cloud = await start(complete);
    const { Items: items } = await new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb)).send(
      new ScanCommand({ TableName: 'punctual' }),
    );
    expect(items?.map((item) => item.pk?.S)).toEqual(['whole']);
    await cloud.stop();
  }
  expect(runs).toBe(1);
});

test('a state directory that another running cloud uses is refused, and that one is left alone', async () => {
  const running = await startChild();
  await expect(startTestCloud({ stateDirectory: directory })).rejects.toThrow(/in use by process \d+/);
  const settled = await fetch(`${running.url}/dev/settle`, { method: 'POST' });
  expect(settled.status).toBe(200);
});
