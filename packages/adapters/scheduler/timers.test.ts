import type { Cloud } from '@punctual/local/cloud.ts';
import type { Handler } from '@punctual/local/runtime.ts';
import { startTestCloud } from '@punctual/local/test-cloud.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { schedulerTimers } from './timers.ts';

/* On the local imitation of EventBridge Scheduler, whose schedules really fire. */

const start = Date.parse('2027-03-01T00:00:00Z');
const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:wait';
let cloud: Cloud;
const received: { at: number; message: unknown }[] = [];

const handler: Handler = async (event) => {
  const { Records } = event as { Records: readonly { body: string }[] };
  for (const { body } of Records) received.push({ at: cloud.clock.now(), message: JSON.parse(body) });
  return { batchItemFailures: [] };
};

beforeAll(async () => {
  const source = {
    kind: 'queue',
    batchSize: 1,
    maximumReceives: 1,
    detailTypes: [],
    timersTo: 'wait',
  } as const;
  cloud = await startTestCloud({
    workers: [{ name: 'wait', summary: 'Waits', source, timeoutSeconds: 5 }],
    handlers: { 'workers/wait': handler },
  });
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  received.length = 0;
  await cloud.advanceTo(start);
  cloud.clock.freeze();
});

const timersTo = (arn: string) =>
  schedulerTimers({
    group: String(process.env.SCHEDULE_GROUP),
    roleArn: String(process.env.SCHEDULER_ROLE_ARN),
    queueArn: arn,
  });

it('brings the message back once, at the next whole second', async () => {
  await timersTo(queueArn).set('once', start + 1500, { kind: 'over', id: 7 });
  await cloud.advanceTo(start + 1999);
  expect(received).toEqual([]);
  await cloud.advanceTo(start + 60_000);
  // Never early; a moment late where the clock went on by itself.
  expect(received.map(({ message }) => message)).toEqual([{ kind: 'over', id: 7 }]);
  expect(received[0]?.at).toBeGreaterThanOrEqual(start + 2000);
});

it('replaces a timer of the same name, and can set it again when it is gone', async () => {
  const timers = timersTo(queueArn);
  await timers.set('moved', start + 10_000, { at: 'first' });
  await timers.set('moved', start + 20_000, { at: 'second' });
  await cloud.advanceTo(start + 30_000);
  expect(received.map(({ message }) => message)).toEqual([{ at: 'second' }]);
  expect(received[0]?.at).toBeGreaterThanOrEqual(start + 20_000);
  await timers.set('moved', start + 40_000, { at: 'third' });
  await cloud.advanceTo(start + 50_000);
  expect(received).toHaveLength(2);
});

it('takes a timer back, and one that is not there as well', async () => {
  const timers = timersTo(queueArn);
  await timers.set('called-off', start + 10_000, { at: 'never' });
  await timers.cancel('called-off');
  await timers.cancel('called-off');
  await cloud.advanceTo(start + 20_000);
  expect(received).toEqual([]);
});

it('leaves what cannot be delivered in the dead-letter queue', async () => {
  const lost = timersTo(queueArn.replace(/wait$/, 'gone'));
  const call = async <Answer>(target: string, input: object): Promise<Answer> => {
    const response = await fetch(cloud.endpoints.aws, {
      method: 'POST',
      headers: { 'x-amz-target': `AmazonSQS.${target}`, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Answer;
  };
  const { QueueUrl } = await call<{ QueueUrl: string }>('CreateQueue', { QueueName: 'gone-dlq' });
  await lost.set('lost', start + 1000, { kind: 'lost' });
  await cloud.advanceTo(start + 2000);
  const { Messages } = await call<{ Messages: readonly { Body: string }[] }>('ReceiveMessage', { QueueUrl });
  expect(Messages.map(({ Body }) => JSON.parse(Body))).toEqual([{ kind: 'lost' }]);
});

it('says so when something else is wrong than that it exists', async () => {
  await expect(timersTo('not a queue').set('wrong', start + 1000, {})).rejects.toThrow();
});
