import type { QueueSource, Worker } from '@punctual/contracts/worker.ts';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { queueArn, region } from './aws/fault.ts';
import type { Message, Queues } from './aws/queues.ts';
import { md5, md5OfAttributes, systemAttributes } from './aws/sqs.ts';
import { createPoller, failedItems, type Poller } from './pollers.ts';
import type { Runtime } from './runtime.ts';

export interface QueueWorker extends Worker {
  readonly source: QueueSource;
}

function recordOf(queue: string, message: Message): SQSRecord {
  const digest = md5OfAttributes(message.attributes);
  const messageAttributes = Object.entries(message.attributes).map(([name, attribute]) => [
    name,
    {
      dataType: attribute.DataType,
      ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    // The type asks for the members that `systemAttributes` always gives.
    attributes: systemAttributes(message) as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(messageAttributes),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queue),
    awsRegion: region,
  };
}

/** Invocations at once of a worker that does not say how many: as many as Lambda begins to poll a queue with. */
const usualAtOnce = 5;

/**
 * Hands a queue's messages to its worker as Lambda's event source mapping does, several batches at once: handled ones are deleted, those that
 * `batchItemFailures` names (all, when the handler throws) stay and reappear after their visibility timeout.
 */
export function createQueuePoller(
  worker: QueueWorker,
  queues: Queues,
  runtime: Runtime,
  report: (error: unknown) => void,
): Poller {
  const queue = worker.name;

  const handle = async (messages: readonly Message[]) => {
    const event: SQSEvent = { Records: messages.map((message) => recordOf(queue, message)) };
    let answer: unknown;
    try {
      answer = await runtime.invoke('workers', worker.name, event, worker.timeoutSeconds);
    } catch (error) {
      report(error);
      return;
    }
    const failed = failedItems(answer, new Set(messages.map((message) => message.id)));
    if (failed === undefined) return;
    for (const message of messages) {
      if (!failed.has(message.id)) queues.delete(queue, message.receiptHandle);
    }
  };

  const { batchSize, atOnce = usualAtOnce } = worker.source;
  return createPoller(async (stopping, nudged) => {
    const running = new Set<Promise<void>>();
    let worked = false;
    for (;;) {
      const hasRoom = running.size < atOnce && !stopping.aborted;
      const messages = hasRoom ? queues.receive(queue, batchSize) : [];
      if (messages.length > 0) {
        worked = true;
        const run = handle(messages).finally(() => running.delete(run));
        running.add(run);
      } else if (running.size === 0) {
        return worked;
      } else {
        await Promise.race(hasRoom ? [...running, nudged()] : running);
      }
    }
  }, report);
}
