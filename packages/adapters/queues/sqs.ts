import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '@punctual/application/ports.ts';

/** What SendMessageBatch takes at once. Its 256 KiB are far away: our messages are a few ids. */
const batchSize = 10;

/** Times what SQS did not take of a batch is sent again. */
const maximumTries = 3;

/** A queue to send to, in batches. What SQS leaves out of one is sent again. @throws when it is left out three times */
export function sqsQueue(queueUrl: string): Queue {
  const client = new SQSClient({ maxAttempts: 3 });

  const sendBatch = async (messages: readonly object[], DelaySeconds: number): Promise<void> => {
    let left = messages.map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
      DelaySeconds,
    }));
    for (let attempt = 1; attempt <= maximumTries && left.length > 0; attempt += 1) {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: left });
      const { Failed = [] } = await client.send(command);
      const failed = new Set(Failed.map(({ Id }) => Id));
      left = left.filter(({ Id }) => failed.has(Id));
    }
    if (left.length > 0) throw new Error(`${left.length} messages were not taken`);
  };

  return {
    async send(messages, delaySeconds = 0) {
      for (let first = 0; first < messages.length; first += batchSize) {
        await sendBatch(messages.slice(first, first + batchSize), delaySeconds);
      }
    },
  };
}
