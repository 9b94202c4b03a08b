import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { awsSettings, startTestCloud } from '../test-cloud.ts';

let cloud: Cloud;
let sqs: SQSClient;
let number = 0;

beforeAll(async () => {
  cloud = await startTestCloud();
  sqs = new SQSClient(awsSettings(cloud));
});
afterAll(() => cloud.stop());

async function createQueue(attributes: Record<string, string> = {}) {
  number += 1;
  const name = `queue-${number}`;
  const { QueueUrl: url } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return { name, url: url ?? '', arn: `arn:aws:sqs:eu-central-1:000000000000:${name}` };
}

async function receive(url: string, options: { max?: number; wait?: number } = {}) {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: options.max ?? 10,
      WaitTimeSeconds: options.wait ?? 0,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return messages;
}

const bodies = (messages: { Body?: string | undefined }[]) => messages.map((message) => message.Body);

test('a message is received with its attributes, hidden while in flight, and gone once deleted', async () => {
  const { url } = await createQueue();
  const sent = cloud.clock.now();
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: 'Grüße ✓',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'note' },
        blob: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
      },
    }),
  );
  const [message] = await receive(url);
  expect(message?.Body).toBe('Grüße ✓');
  expect(message?.MessageAttributes?.kind?.StringValue).toBe('note');
  expect(message?.MessageAttributes?.blob?.BinaryValue).toEqual(new Uint8Array([1, 2, 255]));
  expect(message?.Attributes?.ApproximateReceiveCount).toBe('1');
  expect(Number(message?.Attributes?.SentTimestamp)).toBeGreaterThanOrEqual(sent);

  expect(await receive(url)).toEqual([]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  await cloud.advanceTo(cloud.clock.now() + 3_600_000);
  expect(await receive(url)).toEqual([]);
});

test('visibility runs by the movable clock, and a stale receipt deletes nothing', async () => {
  const { url } = await createQueue({ VisibilityTimeout: '120' });
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'again' }));
  const [first] = await receive(url);
  await cloud.advanceTo(cloud.clock.now() + 119_000);
  expect(await receive(url)).toEqual([]);
  await cloud.advanceTo(cloud.clock.now() + 2_000);
  const [second] = await receive(url);
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');

  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: second?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect(bodies(await receive(url))).toEqual(['again']);
});

test('a delayed message appears when its delay is over', async () => {
  const { url } = await createQueue();
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late', DelaySeconds: 900 }));
  expect(await receive(url)).toEqual([]);
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  expect(attributes).toMatchObject({
    ApproximateNumberOfMessagesDelayed: '1',
    ApproximateNumberOfMessages: '0',
  });
  await cloud.advanceTo(cloud.clock.now() + 900_000);
  expect(bodies(await receive(url))).toEqual(['late']);
});

test('a long poll answers as soon as a message is there', async () => {
  const { url } = await createQueue();
  const waiting = receive(url, { wait: 20 });
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'now' }));
  expect(bodies(await waiting)).toEqual(['now']);
});

test('batches answer for each entry', async () => {
  const { url } = await createQueue();
  const sent = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: '2', DelaySeconds: 901 },
        { Id: 'c', MessageBody: '3' },
      ],
    }),
  );
  expect(sent.Successful?.map((entry) => entry.Id)).toEqual(['a', 'c']);
  expect(sent.Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameterValue', SenderFault: true }]);
  const messages = await receive(url);
  expect(bodies(messages)).toEqual(['1', '3']);
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        ...messages.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle })),
        { Id: 'x', ReceiptHandle: 'nonsense' },
      ],
    }),
  );
  expect(deleted.Successful).toHaveLength(2);
  expect(deleted.Failed).toMatchObject([{ Id: 'x', Code: 'ReceiptHandleIsInvalid' }]);
});

test('after the last receive a message goes to the dead-letter queue, and a redrive brings it back', async () => {
  const dead = await createQueue();
  const source = await createQueue({
    VisibilityTimeout: '0',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
  });
  await sqs.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody: 'poison' }));
  expect(bodies(await receive(source.url))).toEqual(['poison']);
  expect(bodies(await receive(source.url))).toEqual(['poison']);
  expect(await receive(source.url)).toEqual([]);
  const [message] = await receive(dead.url);
  expect(message?.Body).toBe('poison');
  expect(message?.Attributes?.DeadLetterQueueSourceArn).toBe(source.arn);

  await cloud.advanceTo(cloud.clock.now() + 60_000);
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
  const [back] = await receive(source.url);
  expect(back?.Attributes?.ApproximateReceiveCount).toBe('1');
  expect(await receive(dead.url)).toEqual([]);
  await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: source.arn }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});

test('queues are found by name and prefix, purged, and unknown ones refused with the SDK error', async () => {
  const { name, url } = await createQueue();
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls).toContain(url);
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  expect(await receive(url)).toEqual([]);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))).rejects.toBeInstanceOf(
    QueueDoesNotExist,
  );
});

test('an operation that is not imitated is refused as unknown', async () => {
  const answer = await fetch(cloud.endpoints.aws, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.TagQueue', 'content-type': 'application/x-amz-json-1.0' },
    body: '{}',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ __type: 'com.amazonaws.sqs#UnknownOperationException' });
});
