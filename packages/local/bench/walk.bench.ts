import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { awsSettings, startTestCloud } from '../test-cloud.ts';

/** What a step costs when the clock is moved over many schedules, and what an HTTP request costs in the gateway. */
const cloud = await startTestCloud({
  workers: [
    {
      name: 'take',
      summary: '',
      source: { kind: 'queue', batchSize: 10, maximumReceives: 3, detailTypes: [] },
      timeoutSeconds: 10,
    },
    {
      name: 'watch',
      summary: '',
      source: { kind: 'stream', entity: 'event', batchSize: 10, maximumRetryAttempts: 3 },
      timeoutSeconds: 10,
    },
  ],
  routes: [
    {
      operationId: 'ping',
      method: 'GET',
      path: '/ping/{name}',
      surface: 'platform',
      summary: '',
      access: ['coach'],
      rateLimit: 'none',
      entry: 'ping',
      success: { status: 200 },
      errors: [],
    },
  ],
  handlers: {
    'workers/take': async () => undefined,
    'workers/watch': async () => undefined,
    'http/ping': async () => ({ statusCode: 200, body: '{}' }),
  },
});

const schedules = 500;
const scheduler = new SchedulerClient(awsSettings(cloud));
const begin = cloud.clock.now() + 3_600_000;
for (let index = 0; index < schedules; index += 1) {
  await scheduler.send(
    new CreateScheduleCommand({
      Name: `s-${index}`,
      GroupName: process.env.SCHEDULE_GROUP,
      ScheduleExpression: `at(${new Date(begin + index * 60_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: process.env.QUEUE_ARN_TAKE, RoleArn: process.env.SCHEDULER_ROLE_ARN, Input: '{}' },
    }),
  );
}
const walked = performance.now();
await cloud.advanceTo(begin + schedules * 60_000);
console.info(
  `moving the clock: ${((performance.now() - walked) / schedules).toFixed(2)} ms per schedule fired and handled`,
);

const { access_token: token } = (await (
  await fetch(`${cloud.url}/dev/token`, { method: 'POST', body: '{"sub":"a","roles":["coach"]}' })
).json()) as { access_token: string };
const requests = 1000;
const headers = { authorization: `Bearer ${token}` };
const called = performance.now();
for (let index = 0; index < requests; index += 1)
  await (await fetch(`${cloud.url}/ping/a`, { headers })).text();
console.info(
  `gateway: ${((performance.now() - called) / requests).toFixed(2)} ms per authorised request, client included`,
);

scheduler.destroy();
await cloud.stop();
