import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetters, letterFacts } from '@punctual/application/administration/dead-letters.ts';

/** What SQS hands out, and takes, at once. */
const batchSize = 10;

/** Seconds for which letters are hidden: while somebody looks at them, and while they are moved. */
const hiddenFor = { peek: 20, redrive: 60 };

/**
 * Dead letters in SQS. Moved by hand and not with `StartMessageMoveTask`: that one leaves letters where they are that
 * the bus or a timer could not deliver, tells nobody how many it moved, and knows one task per queue only.
 *
 * @param urlPrefix what the URLs of all queues of the stage begin with
 */
export function sqsDeadLetters(urlPrefix: string): DeadLetters {
  const client = new SQSClient({ maxAttempts: 3 });
  const queueOf = (worker: string) => `${urlPrefix}${worker}`;
  const lettersOf = (worker: string) => `${urlPrefix}${worker}-dlq`;

  const count = async (worker: string): Promise<number> => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: lettersOf(worker), AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };

  const receive = async (worker: string, most: number, VisibilityTimeout: number): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: lettersOf(worker),
        MaxNumberOfMessages: Math.min(most, batchSize),
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        VisibilityTimeout,
        // Asks all of SQS's servers, so that nothing means that there is nothing.
        WaitTimeSeconds: 1,
      }),
    );
    return Messages;
  };

  const receipts = (messages: readonly Message[]) =>
    messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));

  return {
    count,
    async peek(worker, limit) {
      const found: Message[] = [];
      try {
        while (found.length < limit) {
          const messages = await receive(worker, limit - found.length, hiddenFor.peek);
          found.push(...messages);
          if (messages.length < batchSize) break;
        }
      } finally {
        for (let first = 0; first < found.length; first += batchSize) {
          const Entries = receipts(found.slice(first, first + batchSize)).map((entry) => ({
            ...entry,
            VisibilityTimeout: 0,
          }));
          const QueueUrl = lettersOf(worker);
          await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
        }
      }
      return found.map(({ MessageId = '', Body = '', Attributes = {} }) => ({
        id: MessageId,
        sentAt: Number(Attributes.SentTimestamp),
        receives: Number(Attributes.ApproximateReceiveCount),
        ...letterFacts(Body),
      }));
    },
    async redrive(worker, milliseconds) {
      const before = await count(worker);
      const until = performance.now() + milliseconds;
      let moved = 0;
      while (moved < before && performance.now() < until) {
        const messages = await receive(worker, before - moved, hiddenFor.redrive);
        if (messages.length === 0) break;
        const Entries = messages.map(({ Body = '' }, index) => ({ Id: String(index), MessageBody: Body }));
        const { Successful = [] } = await client.send(
          new SendMessageBatchCommand({ QueueUrl: queueOf(worker), Entries }),
        );
        if (Successful.length === 0) break;
        const sent = new Set(Successful.map(({ Id }) => Id));
        const done = receipts(messages).filter(({ Id }) => sent.has(Id));
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: lettersOf(worker), Entries: done }));
        moved += done.length;
      }
      return { moved, left: Math.max(0, before - moved) };
    },
  };
}
