import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { noteUndeliverable } from '@punctual/application/messages/undeliverable.ts';
import { mailEvent } from '@punctual/events/mail-events.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import * as z from 'zod/mini';
import { ports, table } from '../wiring.ts';

/** As SNS puts what SES tells it into a queue. */
const message = z.object({ Message: z.string() });

const noting = { ...ports, suppressions: dynamodbSuppressions(table) };

export const handler = queueWorker(message, async ({ Message }) => {
  const { data } = z.safeParse(mailEvent, json(Message));
  // The greeting with which SES tries a topic, and events that nobody asked for.
  if (data === undefined) return logger.info('not about undeliverable mail');
  await noteUndeliverable(noting, data);
});

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
