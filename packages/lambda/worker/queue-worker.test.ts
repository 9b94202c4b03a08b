import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Worker } from '@punctual/contracts/worker.ts';
import { queueUrl } from '@punctual/local/aws/queues.ts';
import type { Cloud } from '@punctual/local/cloud.ts';
import type { Handler } from '@punctual/local/runtime.ts';
import { awsSettings, startTestCloud } from '@punctual/local/test-cloud.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { backoffSeconds } from './backoff.ts';
import { queueWorker } from './queue-worker.ts';

// Before the logger is made.
vi.hoisted(() => vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT'));

class Later extends Error {
  readonly retryAfterSeconds: number | undefined;

  constructor(seconds: number | undefined) {
    super('later');
    this.retryAfterSeconds = seconds;
  }
}

const worker: Worker = {
  name: 'flaky',
  summary: 'Fails until it does not',
  source: { kind: 'queue', batchSize: 10, maximumReceives: 5, detailTypes: [] },
  timeoutSeconds: 30,
};

/** When each message was received, by its word. */
const received = new Map<string, number[]>();
const message = z.object({ word: z.string(), failures: z.int(), retryAfter: z.optional(z.int()) });
const handler = queueWorker(message, async ({ word, failures, retryAfter }) => {
  const times = [...(received.get(word) ?? []), Date.now()];
  received.set(word, times);
  if (times.length <= failures) throw retryAfter === undefined ? new Error('no') : new Later(retryAfter);
});

let cloud: Cloud;
let sqs: SQSClient;
const start = Date.parse('2026-03-02T08:00:00Z');

beforeAll(async () => {
  cloud = await startTestCloud({
    workers: [worker],
    handlers: { 'workers/flaky': handler as Handler },
  });
  sqs = new SQSClient(awsSettings(cloud));
  cloud.clock.freeze();
  cloud.clock.set(start);
});
afterAll(async () => {
  sqs.destroy();
  await cloud.stop();
});

const send = async (body: object) => {
  const QueueUrl = queueUrl(cloud.endpoints.aws, worker.name);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
};

it('brings only the failed messages of a batch back, each after its own pause', async () => {
  await send({ word: 'fine', failures: 0 });
  await send({ word: 'twice', failures: 2 });
  await send({ word: 'asked', failures: 1, retryAfter: 700 });
  await cloud.advanceTo(start + 3_600_000);
  expect(received.get('fine')).toEqual([start]);
  const [first = 0, second = 0, third = 0, ...more] = received.get('twice') ?? [];
  expect([first, more]).toEqual([start, []]);
  // 180 seconds, the queue's own timeout, would be far beyond.
  expect(second - first).toBeGreaterThanOrEqual(1000);
  expect(second - first).toBeLessThanOrEqual(2000);
  expect(third - second).toBeGreaterThanOrEqual(1000);
  expect(third - second).toBeLessThanOrEqual(4000);
  expect(received.get('asked')).toEqual([start, start + 700_000]);
});

it('leaves a message that never succeeds to the dead-letter queue', async () => {
  await send({ word: 'never', failures: 99 });
  await cloud.advanceTo(cloud.clock.now() + 3_600_000);
  expect(received.get('never')).toHaveLength(5);
});

it('pauses for whole seconds up to a bound that doubles, and for as long as it is asked to', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
      (receives, random, retryAfter) => {
        const seconds = backoffSeconds(receives, new Later(retryAfter), random);
        expect(Number.isInteger(seconds)).toBe(true);
        // SQS refuses more than twelve hours.
        expect(seconds).toBeLessThan(43_200);
        expect(seconds).toBeGreaterThanOrEqual(Math.min(retryAfter ?? 1, 43_140));
        expect(seconds).toBeLessThanOrEqual(Math.max(retryAfter ?? 0, Math.min(900, 2 ** receives)));
      },
    ),
  );
  expect(backoffSeconds(20, 'not an error', 0.5)).toBe(450);
});
