import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sqsQueue } from './sqs.ts';

/* On an SQS of this test's own, which leaves out of a batch what it is told to. */

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

let server: Server;
let batches: number[] = [];
let taken: string[] = [];
/** How often each body is still left out. */
const left = new Map<string, number>();

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const entries: readonly Entry[] = JSON.parse(body).Entries;
      batches.push(entries.length);
      const failed = entries.filter(({ MessageBody }) => (left.get(MessageBody) ?? 0) > 0);
      for (const { MessageBody } of failed) left.set(MessageBody, (left.get(MessageBody) ?? 0) - 1);
      const successful = entries.filter((entry) => !failed.includes(entry));
      taken.push(...successful.map(({ MessageBody }) => MessageBody));
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(
        JSON.stringify({
          Successful: successful.map(({ Id, MessageBody }) => ({
            Id,
            MessageId: Id,
            MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
          })),
          Failed: failed.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' })),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
});
afterAll(() => server.close());
beforeEach(() => {
  batches = [];
  taken = [];
  left.clear();
});

const queue = () => sqsQueue(`${process.env.AWS_ENDPOINT_URL_SQS}/1/queue`);
const messages = Array.from({ length: 23 }, (_, index) => ({ index }));
const bodies = messages.map((message) => JSON.stringify(message));

it('sends ten at once, and nothing for nothing', async () => {
  await queue().send([]);
  await queue().send(messages);
  expect(batches).toEqual([10, 10, 3]);
  expect(taken).toEqual(bodies);
});

it('sends again what was left out of a batch, and only that', async () => {
  left.set('{"index":4}', 1).set('{"index":12}', 2);
  await queue().send(messages);
  expect(batches).toEqual([10, 1, 10, 1, 1, 3]);
  expect(taken.toSorted()).toEqual(bodies.toSorted());
});

it('says so when something is not taken', async () => {
  left.set('{"index":4}', 99);
  await expect(queue().send(messages)).rejects.toThrow('1 messages were not taken');
});
