import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { awsSettings, startTestCloud } from '../test-cloud.ts';
import { matches } from './bus.ts';

let cloud: Cloud;
let events: EventBridgeClient;
let sqs: SQSClient;
let queueUrl: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  events = new EventBridgeClient(awsSettings(cloud));
  sqs = new SQSClient(awsSettings(cloud));
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'routed' }))).QueueUrl ?? '';
});
afterAll(() => cloud.stop());

const bus = { EventBusName: 'punctual' };

async function routed() {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  return messages.map((message) => JSON.parse(message.Body ?? ''));
}

test('an event reaches the queues of the rules that it fits, in its envelope', async () => {
  await events.send(
    new PutRuleCommand({
      ...bus,
      Name: 'booked',
      EventPattern: JSON.stringify({ 'detail-type': ['Booked'], detail: { kind: [{ prefix: 'vid' }] } }),
    }),
  );
  const Arn = 'arn:aws:sqs:eu-central-1:000000000000:routed';
  await events.send(new PutTargetsCommand({ ...bus, Rule: 'booked', Targets: [{ Id: '1', Arn }] }));

  const entry = { EventBusName: 'punctual', Source: 'test', Time: new Date('2027-01-02T03:04:05Z') };
  const answer = await events.send(
    new PutEventsCommand({
      Entries: [
        { ...entry, DetailType: 'Booked', Detail: '{"kind":"video","id":7}', Resources: ['r1'] },
        { ...entry, DetailType: 'Booked', Detail: '{"kind":"audio"}' },
        { ...entry, DetailType: 'Cancelled', Detail: '{"kind":"video"}' },
        { ...entry, EventBusName: 'default', DetailType: 'Booked', Detail: '{"kind":"video"}' },
        { ...entry, DetailType: 'Booked', Detail: 'no JSON' },
      ],
    }),
  );
  expect(answer.FailedEntryCount).toBe(1);
  expect(answer.Entries?.[4]?.ErrorCode).toBe('MalformedDetail');
  expect(await routed()).toEqual([
    {
      version: '0',
      id: answer.Entries?.[0]?.EventId,
      'detail-type': 'Booked',
      source: 'test',
      account: '000000000000',
      time: '2027-01-02T03:04:05Z',
      region: 'eu-central-1',
      resources: ['r1'],
      detail: { kind: 'video', id: 7 },
    },
  ]);
});

test('rules are described, listed, and deleted once they have no targets', async () => {
  const described = await events.send(new DescribeRuleCommand({ ...bus, Name: 'booked' }));
  expect(described.State).toBe('ENABLED');
  expect((await events.send(new ListRulesCommand(bus))).Rules?.map((rule) => rule.Name)).toEqual(['booked']);
  await expect(events.send(new DeleteRuleCommand({ ...bus, Name: 'booked' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await events.send(new RemoveTargetsCommand({ ...bus, Rule: 'booked', Ids: ['1'] }));
  await events.send(new DeleteRuleCommand({ ...bus, Name: 'booked' }));
  await expect(events.send(new DescribeRuleCommand({ ...bus, Name: 'booked' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a pattern or a target that is not imitated is refused when it is put', async () => {
  const pattern = JSON.stringify({ detail: { n: [{ numeric: ['>', 1] }] } });
  await expect(
    events.send(new PutRuleCommand({ ...bus, Name: 'wrong', EventPattern: pattern })),
  ).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
  await events.send(new PutRuleCommand({ ...bus, Name: 'ok', EventPattern: '{"source":["a"]}' }));
  const Arn = 'arn:aws:lambda:eu-central-1:000000000000:function:f';
  const put = await events.send(new PutTargetsCommand({ ...bus, Rule: 'ok', Targets: [{ Id: '1', Arn }] }));
  expect(put.FailedEntryCount).toBe(1);
});

test.each([
  [{ a: ['x'] }, { a: 'x' }, true],
  [{ a: ['x'] }, { a: ['y', 'x'] }, true],
  [{ a: ['x', 'y'] }, { a: 'z' }, false],
  [{ a: [null] }, { a: null }, true],
  [{ a: [{ exists: true }] }, { a: 0 }, true],
  [{ a: [{ exists: false }] }, {}, true],
  [{ a: [{ exists: false }] }, { a: 1 }, false],
  [{ a: { b: [1] } }, { a: { b: 1 } }, true],
  [{ a: { b: [1] } }, { a: 1 }, false],
  [{ a: [{ 'anything-but': ['x'] }] }, { a: 'y' }, true],
  [{ a: [{ 'anything-but': ['x'] }] }, { a: 'x' }, false],
  [{ a: [{ suffix: '.ics' }] }, { a: 'b.ics' }, true],
  [{ a: [{ 'equals-ignore-case': 'AB' }] }, { a: 'ab' }, true],
])('pattern %j, event %j: %j', (pattern, event, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});
