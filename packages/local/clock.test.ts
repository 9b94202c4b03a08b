import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Worker } from '@punctual/contracts/worker.ts';
import type { SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Clock, installClock, parseDuration } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { awsSettings, startTestCloud } from './test-cloud.ts';

let cloud: Cloud | undefined;
let clock: Clock | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
  clock?.uninstall();
  clock = undefined;
});

function install(offset = 0) {
  let saved = offset;
  clock = installClock({ load: () => saved, save: (value) => (saved = value) }, () => undefined);
  return { clock, saved: () => saved };
}

test('every way of asking Date for the time gives the moved one, and given times are left alone', () => {
  const instant = Date.parse('2030-05-06T07:08:09.010Z');
  const { clock } = install();
  clock.freeze();
  clock.set(instant);
  expect(Date.now()).toBe(instant);
  expect(new Date().toISOString()).toBe('2030-05-06T07:08:09.010Z');
  expect(Date()).toBe(new Date(instant).toString());
  expect(new Date(0).getTime()).toBe(0);
  expect(new Date(2020, 1, 2).getFullYear()).toBe(2020);
  expect(new Date() instanceof Date).toBe(true);
  expect(new Date().constructor).toBe(Date);
  class Special extends Date {}
  expect(new Special().getTime()).toBe(instant);
  expect(new Special() instanceof Special).toBe(true);
});

test('the offset is kept, and time flows from where it was', () => {
  const real = Date.now();
  const { clock, saved } = install();
  clock.set(real + 3_600_000);
  expect(Math.abs(saved() - 3_600_000)).toBeLessThan(60_000);
  clock.uninstall();
  const again = install(saved());
  expect(Date.now()).toBeGreaterThanOrEqual(real + 3_600_000);
  again.clock.reset();
  expect(Date.now()).toBeLessThan(real + 1_800_000);
  again.clock.uninstall();
  clock.uninstall();
});

test('two clocks in one process are refused', () => {
  install();
  expect(() => installClock({ load: () => 0, save: () => undefined }, () => undefined)).toThrow(/already/);
});

test.each([
  ['PT24H', 86_400_000],
  ['P1D', 86_400_000],
  ['P2W', 14 * 86_400_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['PT0S', 0],
  ['P1M', undefined],
  ['P', undefined],
  ['PT', undefined],
  ['24H', undefined],
  ['-PT1H', undefined],
])('the duration %s is %s ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

const worker: Worker = {
  name: 'due',
  summary: 'due',
  source: { kind: 'queue', batchSize: 1, maximumReceives: 3, detailTypes: [] },
  timeoutSeconds: 5,
};

test('whatever falls due on the way is handled in order of time, each at its own time', async () => {
  const seen: { body: string; at: number }[] = [];
  const handler = async (event: unknown) => {
    for (const { body } of (event as SQSEvent).Records) seen.push({ body, at: Date.now() });
  };
  cloud = await startTestCloud({ workers: [worker], handlers: { 'workers/due': handler } });
  const { clock: cloudClock } = cloud;
  const running = cloud;
  const sqs = new SQSClient(awsSettings(cloud));
  const scheduler = new SchedulerClient(awsSettings(cloud));
  let round = 0;
  const offsets = fc.uniqueArray(fc.integer({ min: 1, max: 800 }), { minLength: 1, maxLength: 6 });

  await fc.assert(
    fc.asyncProperty(offsets, fc.infiniteStream(fc.boolean()), async (seconds, kinds) => {
      seen.length = 0;
      round += 1;
      cloudClock.freeze();
      const begin = Math.ceil(cloudClock.now() / 1000) * 1000;
      cloudClock.set(begin);
      for (const offset of seconds) {
        if (kinds.next().value) {
          await sqs.send(
            new SendMessageCommand({
              QueueUrl: process.env.QUEUE_URL_DUE,
              MessageBody: String(offset),
              DelaySeconds: offset,
            }),
          );
        } else {
          await scheduler.send(
            new CreateScheduleCommand({
              Name: `s-${round}-${offset}`,
              GroupName: process.env.SCHEDULE_GROUP,
              ScheduleExpression: `at(${new Date(begin + offset * 1000).toISOString().slice(0, 19)})`,
              FlexibleTimeWindow: { Mode: 'OFF' },
              ActionAfterCompletion: 'DELETE',
              Target: {
                Arn: process.env.QUEUE_ARN_DUE,
                RoleArn: process.env.SCHEDULER_ROLE_ARN,
                Input: String(offset),
              },
            }),
          );
        }
      }
      await running.advanceTo(begin + 800_000);
      const expected = seconds.toSorted((a, b) => a - b);
      expect(seen).toEqual(expected.map((offset) => ({ body: String(offset), at: begin + offset * 1000 })));
    }),
    { numRuns: 25 },
  );
});
