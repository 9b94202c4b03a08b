import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { awsSettings, startTestCloud } from '../test-cloud.ts';

let cloud: Cloud;
let scheduler: SchedulerClient;
let sqs: SQSClient;
let queueUrl: string;

const start = Date.parse('2027-03-01T00:00:00Z');

beforeAll(async () => {
  cloud = await startTestCloud();
  scheduler = new SchedulerClient(awsSettings(cloud));
  sqs = new SQSClient(awsSettings(cloud));
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'fired' }))).QueueUrl ?? '';
  await scheduler.send(new CreateScheduleGroupCommand({ Name: 'group' }));
  await cloud.advanceTo(start);
});
afterAll(() => cloud.stop());

function definition(name: string, expression: string, input = name): CreateScheduleCommandInput {
  return {
    Name: name,
    GroupName: 'group',
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:sqs:eu-central-1:000000000000:fired',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: input,
    },
  };
}

async function fired() {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
  return messages.map((message) => message.Body);
}

const find = (Name: string) => scheduler.send(new GetScheduleCommand({ Name, GroupName: 'group' }));

test('schedules fire in order of time, and a one-time schedule is gone after it', async () => {
  await scheduler.send(new CreateScheduleCommand(definition('second', 'at(2027-03-01T02:00:00)')));
  await scheduler.send(new CreateScheduleCommand(definition('first', 'at(2027-03-01T01:00:00)')));
  expect((await find('first')).ScheduleExpression).toBe('at(2027-03-01T01:00:00)');
  await cloud.advanceTo(Date.parse('2027-03-01T00:59:59Z'));
  expect(await fired()).toEqual([]);
  await cloud.advanceTo(Date.parse('2027-03-01T03:00:00Z'));
  expect(await fired()).toEqual(['first', 'second']);
  await expect(find('first')).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('a wall time is taken in the zone of the schedule', async () => {
  const summer = {
    ...definition('berlin', 'at(2027-07-01T12:00:00)'),
    ScheduleExpressionTimezone: 'Europe/Berlin',
  };
  await scheduler.send(new CreateScheduleCommand(summer));
  await cloud.advanceTo(Date.parse('2027-07-01T09:59:59Z'));
  expect(await fired()).toEqual([]);
  await cloud.advanceTo(Date.parse('2027-07-01T10:00:00Z'));
  expect(await fired()).toEqual(['berlin']);
});

test('creating twice is a conflict, unless it is the same request again', async () => {
  const twice = { ...definition('twice', 'at(2028-01-01T00:00:00)'), ClientToken: 'token-1' };
  const { ScheduleArn: arn } = await scheduler.send(new CreateScheduleCommand(twice));
  expect((await scheduler.send(new CreateScheduleCommand(twice))).ScheduleArn).toBe(arn);
  await expect(
    scheduler.send(new CreateScheduleCommand({ ...twice, ClientToken: 'token-2' })),
  ).rejects.toBeInstanceOf(ConflictException);
  await scheduler.send(new DeleteScheduleCommand({ Name: 'twice', GroupName: 'group' }));
});

test('an update moves a schedule, a deletion ends it', async () => {
  await scheduler.send(new CreateScheduleCommand(definition('moved', 'at(2027-08-01T00:00:00)')));
  await scheduler.send(new CreateScheduleCommand(definition('deleted', 'at(2027-08-01T00:00:00)')));
  await scheduler.send(
    new UpdateScheduleCommand(definition('moved', 'at(2027-08-03T00:00:00)', 'moved later')),
  );
  await scheduler.send(new DeleteScheduleCommand({ Name: 'deleted', GroupName: 'group' }));
  await cloud.advanceTo(Date.parse('2027-08-02T00:00:00Z'));
  expect(await fired()).toEqual([]);
  await cloud.advanceTo(Date.parse('2027-08-03T00:00:00Z'));
  expect(await fired()).toEqual(['moved later']);
  await expect(
    scheduler.send(new UpdateScheduleCommand(definition('deleted', 'at(2028-01-01T00:00:00)'))),
  ).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('a rate fires every interval until it is disabled', async () => {
  const rate = definition('rate', 'rate(15 minutes)', '<aws.scheduler.scheduled-time>');
  await cloud.advanceTo(Date.parse('2027-09-01T00:00:00Z'));
  cloud.clock.freeze();
  await scheduler.send(new CreateScheduleCommand({ ...rate, StartDate: new Date('2027-09-01T00:10:00Z') }));
  await cloud.advanceTo(Date.parse('2027-09-01T00:45:00Z'));
  expect(await fired()).toEqual(['2027-09-01T00:10:00Z', '2027-09-01T00:25:00Z', '2027-09-01T00:40:00Z']);
  await scheduler.send(new UpdateScheduleCommand({ ...rate, State: 'DISABLED' }));
  await cloud.advanceTo(Date.parse('2027-09-02T00:00:00Z'));
  expect(await fired()).toEqual([]);
});

test('a missing queue sends the input to the dead-letter queue', async () => {
  const lost = definition('lost', 'at(2027-10-01T00:00:00)');
  await scheduler.send(
    new CreateScheduleCommand({
      ...lost,
      Target: {
        Arn: 'arn:aws:sqs:eu-central-1:000000000000:nowhere',
        RoleArn: lost.Target?.RoleArn,
        Input: 'lost',
        DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:fired' },
      },
    }),
  );
  await cloud.advanceTo(Date.parse('2027-10-01T00:00:00Z'));
  expect(await fired()).toEqual(['lost']);
});

test('lists page by prefix', async () => {
  for (const name of ['list-a', 'list-b', 'list-c', 'other']) {
    await scheduler.send(new CreateScheduleCommand(definition(name, 'at(2029-01-01T00:00:00)')));
  }
  const first = await scheduler.send(
    new ListSchedulesCommand({ GroupName: 'group', NamePrefix: 'list-', MaxResults: 2 }),
  );
  expect(first.Schedules?.map((schedule) => schedule.Name)).toEqual(['list-a', 'list-b']);
  const rest = await scheduler.send(
    new ListSchedulesCommand({ GroupName: 'group', NamePrefix: 'list-', NextToken: first.NextToken }),
  );
  expect(rest.Schedules?.map((schedule) => schedule.Name)).toEqual(['list-c']);
  expect(rest.NextToken).toBeUndefined();
});

test('groups are found, and what is not imitated is refused', async () => {
  expect((await scheduler.send(new GetScheduleGroupCommand({ Name: 'group' }))).Name).toBe('group');
  await expect(scheduler.send(new CreateScheduleGroupCommand({ Name: 'group' }))).rejects.toBeInstanceOf(
    ConflictException,
  );
  for (const wrong of ['cron(0 8 * * ? *)', 'at(tomorrow)', 'rate(0 minutes)']) {
    await expect(
      scheduler.send(new CreateScheduleCommand(definition('wrong', wrong))),
    ).rejects.toBeInstanceOf(ValidationException);
  }
  await expect(
    scheduler.send(
      new CreateScheduleCommand({ ...definition('x', 'at(2029-01-01T00:00:00)'), GroupName: 'none' }),
    ),
  ).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test.each([
  ['in the spring gap', '2030-03-31T02:30:00', '2030-03-31T01:30:00Z'],
  ['in the autumn fold', '2030-10-27T02:30:00', '2030-10-27T00:30:00Z'],
])('a wall time %s', async (_, wall, instant) => {
  const schedule = {
    ...definition(wall.slice(0, 10), `at(${wall})`),
    ScheduleExpressionTimezone: 'Europe/Berlin',
  };
  await scheduler.send(new CreateScheduleCommand(schedule));
  await cloud.advanceTo(Date.parse(instant) - 1000);
  await fired();
  await expect(find(wall.slice(0, 10))).resolves.toBeDefined();
  await cloud.advanceTo(Date.parse(instant));
  expect(await fired()).toEqual([wall.slice(0, 10)]);
});
