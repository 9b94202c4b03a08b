import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Worker } from '@punctual/contracts/worker.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { clientSettings } from '../dynoxide.ts';
import { awsSettings, startTestCloud } from '../test-cloud.ts';

const workers: readonly Worker[] = [
  {
    name: 'fail',
    summary: 'fails',
    source: { kind: 'queue', batchSize: 1, maximumReceives: 2, detailTypes: [] },
    timeoutSeconds: 1,
  },
  {
    name: 'seen',
    summary: 'sees the stream',
    source: { kind: 'stream', entity: 'event', batchSize: 10, maximumRetryAttempts: 1 },
    timeoutSeconds: 1,
  },
];

let cloud: Cloud;
let demoRuns = 0;
let streamed = 0;

beforeAll(async () => {
  cloud = await startTestCloud({
    workers,
    handlers: {
      'workers/fail': async () => {
        throw new Error('always');
      },
      'workers/seen': async (event) => {
        streamed += (event as { Records: unknown[] }).Records.length;
      },
    },
    demo: async ({ endpoints }) => {
      demoRuns += 1;
      await put(endpoints.dynamodb, 'demo');
    },
  });
});
afterAll(() => cloud.stop());

async function put(endpoint: string, pk: string) {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(endpoint)));
  await table.send(new PutCommand({ TableName: 'punctual', Item: { pk, sk: 's', entity: 'event' } }));
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${cloud.url}${path}`, { method: 'POST', body, headers });

test.each([
  ['/dev/token', '{'],
  ['/dev/token', '[]'],
  ['/dev/token', '{}'],
  ['/dev/token', '{"sub":""}'],
  ['/dev/token', '{"sub":"a","roles":["emperor"]}'],
  ['/dev/token', '{"sub":"a","expiresIn":"long"}'],
  ['/dev/clock', '{}'],
  ['/dev/clock', '{"advance":"P1M"}'],
  ['/dev/clock', '{"advance":5}'],
  ['/dev/clock', '{"now":"2027-01-01T10:00:00"}'],
  ['/dev/clock', '{"now":"later"}'],
  ['/dev/clock', '{"advance":"PT1H","reset":true}'],
])('bad input to %s is refused: %s', async (path, body) => {
  const response = await post(path, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ success: false, code: 'VALIDATION_FAILED' });
});

test('web pages of other origins and names are kept out', async () => {
  expect((await post('/dev/token', '{"sub":"a"}', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post('/dev/token', '{"sub":"a"}', { origin: 'http://localhost:5173' })).status).toBe(200);
});

test('the clock is shown and set', async () => {
  const answer = await post('/dev/clock', '{"now":"2031-01-01T00:00:00+01:00"}');
  const { now } = (await answer.json()) as { now: string };
  expect(now.slice(0, 16)).toBe('2030-12-31T23:00');
  const shown = (await (await fetch(`${cloud.url}/dev/clock`)).json()) as { now: string };
  expect(Date.parse(shown.now)).toBeGreaterThanOrEqual(Date.parse('2030-12-31T23:00:00Z'));
});

test('the issuer describes itself where OpenID clients look', async () => {
  const issuer = `${cloud.url}/dev/issuer`;
  const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(document).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
});

test('a reset empties everything, lets the demo run again and shows old stream records to nobody', async () => {
  expect(demoRuns).toBe(1);
  await cloud.settle();
  expect(streamed).toBe(1);
  await put(cloud.endpoints.dynamodb, 'mine');
  const sqs = new SQSClient(awsSettings(cloud));
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL_FAIL, MessageBody: 'x' }));
  await post('/dev/clock', '{"advance":"PT1H"}');
  expect(streamed).toBe(2);
  expect(await (await fetch(`${cloud.url}/dev/queues`)).json()).toEqual({
    queues: [
      { name: 'fail', visible: 0, inFlight: 0, delayed: 0, dead: 1 },
      { name: 'seen', visible: 0, inFlight: 0, delayed: 0, dead: 0 },
    ],
    schedules: { pending: 0 },
  });

  expect((await post('/dev/reset', '')).status).toBe(200);
  await cloud.settle();
  expect(demoRuns).toBe(2);
  expect(streamed).toBe(3);
  const client = new DynamoDBClient(clientSettings(cloud.endpoints.dynamodb));
  const { Items: items } = await client.send(new ScanCommand({ TableName: 'punctual' }));
  expect(items?.map((item) => item.pk?.S)).toEqual(['demo']);
  const { queues } = (await (await fetch(`${cloud.url}/dev/queues`)).json()) as {
    queues: { dead: number }[];
  };
  expect(queues.map((queue) => queue.dead)).toEqual([0, 0]);
});
