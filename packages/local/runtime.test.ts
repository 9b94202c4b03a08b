import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Worker } from '@punctual/contracts/worker.ts';
import type { Context, DynamoDBStreamEvent, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from './cloud.ts';
import { clientSettings } from './dynoxide.ts';
import type { Handler } from './runtime.ts';
import { awsSettings, startTestCloud } from './test-cloud.ts';

const queueWorker = (name: string, detailTypes: readonly string[] = []): Worker => ({
  name,
  summary: name,
  source: { kind: 'queue', batchSize: 10, maximumReceives: 3, detailTypes },
  timeoutSeconds: 10,
});
const workers: readonly Worker[] = [
  queueWorker('collect', ['Booked']),
  queueWorker('retry'),
  queueWorker('slow'),
  {
    ...queueWorker('pair'),
    source: { kind: 'queue', batchSize: 1, maximumReceives: 3, detailTypes: [], atOnce: 2 },
  },
  {
    name: 'publish',
    summary: 'publish',
    source: { kind: 'stream', entity: 'event', batchSize: 4, maximumRetryAttempts: 3 },
    timeoutSeconds: 10,
  },
];

let cloud: Cloud;
let sqs: SQSClient;
let table: DynamoDBDocumentClient;

let collected: { record: SQSRecord; context: Context }[] = [];
let onRetry: (record: SQSRecord) => Promise<void> | void = () => undefined;
let onSlow: () => Promise<unknown> = async () => undefined;
let onPair: (body: string) => Promise<void> = async () => undefined;
let published: number[][] = [];
let lastStreamEvent: DynamoDBStreamEvent | undefined;
let onPublish: (numbers: number[]) => unknown = () => undefined;

const numberOf = (record: DynamoDBStreamEvent['Records'][number]) => Number(record.dynamodb?.NewImage?.n?.N);

const handlers: Record<string, Handler> = {
  'workers/collect': async (event, context) => {
    for (const record of (event as SQSEvent).Records) collected.push({ record, context });
  },
  'workers/retry': async (event) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of (event as SQSEvent).Records) {
      try {
        await onRetry(record);
      } catch {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  },
  'workers/slow': () => onSlow(),
  'workers/pair': async (event) => {
    for (const { body } of (event as SQSEvent).Records) await onPair(body);
  },
  'workers/publish': async (event) => {
    lastStreamEvent = event as DynamoDBStreamEvent;
    const numbers = lastStreamEvent.Records.map(numberOf);
    published.push(numbers);
    return onPublish(numbers);
  },
};

beforeAll(async () => {
  cloud = await startTestCloud({ workers, handlers });
  sqs = new SQSClient(awsSettings(cloud));
  table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb)));
});
afterAll(() => cloud.stop());
beforeEach(() => {
  collected = [];
  published = [];
  onRetry = () => undefined;
  onPublish = () => undefined;
});

const urlOf = (name: string) => process.env[`QUEUE_URL_${name.toUpperCase()}`] ?? '';
const send = (name: string, body: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody: body }));
const counts = async () => {
  const answer = await fetch(`${cloud.url}/dev/queues`);
  const { queues } = (await answer.json()) as { queues: { name: string; dead: number; inFlight: number }[] };
  return (name: string) => queues.find((queue) => queue.name === name);
};

test('an event on the bus reaches the worker that declares its type, with a record and a context as Lambda gives', async () => {
  const events = new EventBridgeClient(awsSettings(cloud));
  const entry = { EventBusName: process.env.EVENT_BUS_NAME, Source: 'test', Detail: '{"n":1}' };
  await events.send(
    new PutEventsCommand({
      Entries: [
        { ...entry, DetailType: 'Booked' },
        { ...entry, DetailType: 'Other' },
      ],
    }),
  );
  await cloud.settle();
  expect(collected).toHaveLength(1);
  const [first] = collected;
  expect(JSON.parse(first?.record.body ?? '')).toMatchObject({ 'detail-type': 'Booked', detail: { n: 1 } });
  expect(first?.record).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:collect',
    attributes: { ApproximateReceiveCount: '1' },
  });
  expect(first?.context.functionName).toBe('punctual-collect');
  expect(first?.context.getRemainingTimeInMillis()).toBeLessThanOrEqual(10_000);
});

test('of a batch only what failed comes back, after the visibility timeout', async () => {
  const seen: string[] = [];
  onRetry = (record) => {
    seen.push(record.body);
    if (record.body === 'b' && record.attributes.ApproximateReceiveCount === '1') throw new Error('once');
  };
  const Entries = ['a', 'b', 'c'].map((body) => ({ Id: body, MessageBody: body }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf('retry'), Entries }));
  await cloud.settle();
  expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
  expect((await counts())('retry')).toMatchObject({ inFlight: 1, dead: 0 });
  await cloud.advanceTo(cloud.clock.now() + 60_000);
  expect(seen).toHaveLength(4);
  expect(seen.at(-1)).toBe('b');
  expect((await counts())('retry')).toMatchObject({ inFlight: 0, dead: 0 });
});

test('a worker can set when its message comes back', async () => {
  const times: number[] = [];
  onRetry = async (record) => {
    times.push(Date.now());
    if (times.length > 1) return;
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: urlOf('retry'),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: 7,
      }),
    );
    throw new Error('later');
  };
  cloud.clock.freeze();
  await send('retry', 'x');
  await cloud.advanceTo(cloud.clock.now() + 60_000);
  expect(times).toHaveLength(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(7000);
});

test('a message that always fails ends in the dead-letter queue and can be redriven', async () => {
  let attempts = 0;
  onRetry = () => {
    attempts += 1;
    throw new Error('always');
  };
  await send('retry', 'poison');
  await cloud.advanceTo(cloud.clock.now() + 3_600_000);
  expect(attempts).toBe(3);
  expect((await counts())('retry')).toMatchObject({ inFlight: 0, dead: 1 });

  onRetry = () => {
    attempts += 1;
  };
  const SourceArn = 'arn:aws:sqs:eu-central-1:000000000000:retry-dlq';
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  await cloud.settle();
  expect(attempts).toBe(4);
  expect((await counts())('retry')).toMatchObject({ dead: 0 });
});

test('settling waits for an invocation that is under way', async () => {
  let finished = false;
  const gate = Promise.withResolvers<void>();
  onSlow = async () => {
    await gate.promise;
    finished = true;
  };
  await send('slow', 'x');
  const settled = cloud.settle();
  gate.resolve();
  await settled;
  expect(finished).toBe(true);
});

const put = (n: number, entity = 'event') =>
  table.send(
    new PutCommand({ TableName: process.env.TABLE_NAME, Item: { pk: 'stream', sk: String(n), entity, n } }),
  );

test('as many batches are worked on at once as the worker says, also what comes while one is', async () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  onPair = async (body) => {
    begun.push(body);
    await new Promise<void>((resolve) => ends.set(body, resolve));
  };
  const end = (body: string) => ends.get(body)?.();
  await send('pair', 'a');
  await expect.poll(() => begun).toEqual(['a']);
  await send('pair', 'b');
  await expect.poll(() => begun).toEqual(['a', 'b']);
  await send('pair', 'c');
  expect(begun).toEqual(['a', 'b']);
  end('b');
  await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
  const settled = cloud.settle();
  end('a');
  end('c');
  await settled;
  expect((await counts())('pair')).toMatchObject({ inFlight: 0, dead: 0 });
});

test('the stream brings inserted items of the entity, in order and in batches, as marshalled images', async () => {
  for (let n = 0; n < 6; n += 1) await put(n);
  await put(100, 'appointment');
  await put(0);
  await cloud.settle();
  expect(published.flat()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(published.every((batch) => batch.length <= 4)).toBe(true);
  const record = lastStreamEvent?.Records[0];
  expect(record).toMatchObject({ eventName: 'INSERT', eventSource: 'aws:dynamodb' });
  expect(record?.eventSourceARN).toContain('table/punctual/stream/');
  expect(record?.dynamodb?.NewImage).toMatchObject({ pk: { S: 'stream' }, entity: { S: 'event' } });
  expect(record?.dynamodb?.Keys).toMatchObject({ pk: { S: 'stream' } });
});

test('the stream is taken up again at the first record that failed', async () => {
  let failures = 0;
  onPublish = (numbers) => {
    const at = numbers.indexOf(12);
    if (at === -1 || failures === 2) return undefined;
    failures += 1;
    const itemIdentifier = lastStreamEvent?.Records[at]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: [{ itemIdentifier }] };
  };
  for (let n = 10; n < 15; n += 1) await put(n);
  await cloud.settle();
  expect(failures).toBe(2);
  const handled = published.flat();
  expect(handled.filter((n) => n === 12)).toHaveLength(3);
  expect(handled.filter((n) => n === 10)).toHaveLength(1);
  expect(handled.at(-1)).toBe(14);
});

test('a record whose attempts are used up is noted in the dead-letter queue, and the stream goes on', async () => {
  onPublish = (numbers) => {
    if (numbers.includes(20)) throw new Error('always');
  };
  await put(20);
  await put(21);
  await cloud.settle();
  expect(published.filter((batch) => batch.includes(20))).toHaveLength(4);
  expect(published.at(-1)).toEqual([21]);
  expect((await counts())('publish')).toMatchObject({ dead: 1 });
});

test('a worker queue is an ordinary queue: its settings are those of the declaration', async () => {
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: 'unattended' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'for nobody' }));
  await cloud.settle();
  const { Messages: messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
  expect(messages).toHaveLength(1);
});
