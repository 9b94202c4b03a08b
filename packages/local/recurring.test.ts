import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from './cloud.ts';
import { startTestCloud } from './test-cloud.ts';

/* Messages that come again and again, as a worker declares them with `every`. */

let cloud: Cloud;
const arrived: string[] = [];

beforeAll(async () => {
  cloud = await startTestCloud({
    workers: [
      {
        name: 'sweep',
        summary: 'Sweeps',
        source: {
          kind: 'queue',
          batchSize: 1,
          maximumReceives: 3,
          detailTypes: [],
          every: { minutes: 15, message: { sweep: true } },
        },
        timeoutSeconds: 5,
      },
    ],
    handlers: {
      'workers/sweep': async (event) => {
        for (const { body } of (event as SQSEvent).Records) arrived.push(body);
      },
    },
  });
});
afterAll(() => cloud.stop());

const pass = (minutes: number) => cloud.advanceTo(cloud.clock.now() + minutes * 60_000);

test('come every so many minutes, the first time after as many', async () => {
  await pass(14);
  expect(arrived).toEqual([]);
  await pass(47);
  expect(arrived).toEqual(Array(4).fill('{"sweep":true}'));
});

test('go on when the clock is set back', async () => {
  cloud.clock.set(Date.parse('2026-03-02T08:00:00Z'));
  await cloud.settle();
  arrived.length = 0;
  await pass(31);
  expect(arrived).toHaveLength(2);
});

test('are nothing that is still to come', async () => {
  const answer = await fetch(`${cloud.url}/dev/queues`);
  expect(await answer.json()).toMatchObject({ schedules: { pending: 0 } });
});
