import { createHash, randomUUID } from 'node:crypto';
import type { Signal } from '../signal.ts';
import {
  Fault,
  type Input,
  inputs,
  isInput,
  optionalNumber,
  optionalText,
  queueArn,
  queueNameOfArn,
  requiredText,
  texts,
} from './fault.ts';
import { type Message, type MessageAttribute, type Queues, queueNameOfUrl, queueUrl } from './queues.ts';

const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex');

/** The digest SQS answers with, which SDK clients compare with their own (SQS Developer Guide, "Message attributes"). */
function md5OfAttributes(attributes: Message['attributes']): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts: Buffer[] = [];
  const add = (content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    parts.push(length, content);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    if (attribute.BinaryValue === undefined) {
      parts.push(Buffer.from([1]));
      add(Buffer.from(attribute.StringValue ?? ''));
    } else {
      parts.push(Buffer.from([2]));
      add(Buffer.from(attribute.BinaryValue, 'base64'));
    }
  }
  return md5(Buffer.concat(parts));
}

function attributesOf(input: Input): Message['attributes'] {
  const given = input.MessageAttributes;
  if (!isInput(given)) return {};
  const attributes: Record<string, MessageAttribute> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!isInput(value))
      throw new Fault('InvalidParameterValue', `The message attribute '${name}' is invalid.`);
    const text = optionalText(value, 'StringValue');
    const binary = optionalText(value, 'BinaryValue');
    attributes[name] = {
      DataType: requiredText(value, 'DataType', 'InvalidParameterValue'),
      ...(text === undefined ? {} : { StringValue: text }),
      ...(binary === undefined ? {} : { BinaryValue: binary }),
    };
  }
  return attributes;
}

function stringMap(value: unknown): Record<string, string> {
  if (!isInput(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

/** The system attributes of a message by SQS's names; instants are milliseconds, as strings. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

export { md5, md5OfAttributes };

/** SQS's JSON protocol over the queues. `origin` is where this endpoint listens. */
export function createSqs(queues: Queues, signal: Signal, origin: () => string, stopping: AbortSignal) {
  const nameOf = (input: Input) => queueNameOfUrl(requiredText(input, 'QueueUrl', 'MissingParameter'));

  const send = (name: string, input: Input) => {
    const body = requiredText(input, 'MessageBody', 'MissingParameter');
    const delay = optionalNumber(input, 'DelaySeconds');
    if (delay !== undefined && !(delay >= 0 && delay <= 900)) {
      throw new Fault('InvalidParameterValue', 'DelaySeconds must be between 0 and 900.');
    }
    if (Buffer.byteLength(body) > 1_048_576) {
      throw new Fault(
        'InvalidParameterValue',
        'One or more parameters are invalid. Message must be shorter than 1 MiB.',
      );
    }
    const attributes = attributesOf(input);
    const digest = md5OfAttributes(attributes);
    return {
      MessageId: queues.send(name, body, attributes, delay),
      MD5OfMessageBody: md5(body),
      ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    };
  };

  /** Runs one entry after the other; an entry's fault is its own. */
  const batch = (input: Input, work: (entry: Input) => object) => {
    const entries = inputs(input, 'Entries');
    const ids = entries.map((entry) => requiredText(entry, 'Id', 'InvalidBatchEntryId'));
    if (ids.length === 0)
      throw new Fault('EmptyBatchRequest', 'There should be at least one entry in the request.');
    if (ids.length > 10)
      throw new Fault('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
    if (new Set(ids).size < ids.length)
      throw new Fault('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of entries) {
      try {
        Successful.push({ Id: entry.Id, ...work(entry) });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
      }
    }
    return Failed.length === 0 ? { Successful } : { Successful, Failed };
  };

  const receive = async (input: Input) => {
    const name = nameOf(input);
    const maximum = optionalNumber(input, 'MaxNumberOfMessages') ?? 1;
    if (!(maximum >= 1 && maximum <= 10)) {
      throw new Fault('InvalidParameterValue', 'MaxNumberOfMessages must be between 1 and 10.');
    }
    const wait =
      optionalNumber(input, 'WaitTimeSeconds') ??
      Number(queues.attributes(name).ReceiveMessageWaitTimeSeconds ?? 0);
    const until = performance.now() + wait * 1000;
    let messages = queues.receive(name, maximum, optionalNumber(input, 'VisibilityTimeout'));
    while (messages.length === 0 && !stopping.aborted) {
      const left = until - performance.now();
      if (left <= 0) break;
      await signal.wait(left);
      if (stopping.aborted) break;
      messages = queues.receive(name, maximum, optionalNumber(input, 'VisibilityTimeout'));
    }
    const wanted = [...texts(input, 'AttributeNames'), ...texts(input, 'MessageSystemAttributeNames')];
    const wantedOwn = texts(input, 'MessageAttributeNames');
    const wants = (names: readonly string[], name: string) =>
      names.some(
        (it) =>
          it === 'All' ||
          it === '.*' ||
          it === name ||
          (it.endsWith('.*') && name.startsWith(it.slice(0, -1))),
      );
    if (messages.length === 0) return {};
    return {
      Messages: messages.map((message) => {
        const system = Object.entries(systemAttributes(message)).filter(([key]) => wants(wanted, key));
        const own = Object.fromEntries(
          Object.entries(message.attributes).filter(([key]) => wants(wantedOwn, key)),
        );
        const digest = md5OfAttributes(own);
        return {
          MessageId: message.id,
          ReceiptHandle: message.receiptHandle,
          Body: message.body,
          MD5OfBody: md5(message.body),
          ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
          ...(digest === undefined ? {} : { MessageAttributes: own, MD5OfMessageAttributes: digest }),
        };
      }),
    };
  };

  const operations: Record<string, (input: Input) => object | Promise<object>> = {
    CreateQueue(input) {
      const name = requiredText(input, 'QueueName', 'MissingParameter');
      queues.create(name, stringMap(input.Attributes));
      return { QueueUrl: queueUrl(origin(), name) };
    },
    GetQueueUrl(input) {
      const name = requiredText(input, 'QueueName', 'MissingParameter');
      queues.counts(name);
      if (!queues.exists(name)) throw new Fault('QueueDoesNotExist', 'The specified queue does not exist.');
      return { QueueUrl: queueUrl(origin(), name) };
    },
    ListQueues(input) {
      const prefix = optionalText(input, 'QueueNamePrefix') ?? '';
      const names = queues.names().filter((name) => name.startsWith(prefix));
      return { QueueUrls: names.map((name) => queueUrl(origin(), name)) };
    },
    DeleteQueue(input) {
      queues.remove(nameOf(input));
      return {};
    },
    GetQueueAttributes(input) {
      const all = queues.attributes(nameOf(input));
      const wanted = texts(input, 'AttributeNames');
      const chosen = Object.entries(all).filter(([key]) => wanted.includes('All') || wanted.includes(key));
      return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
    },
    SetQueueAttributes(input) {
      queues.setAttributes(nameOf(input), stringMap(input.Attributes));
      return {};
    },
    SendMessage: (input) => send(nameOf(input), input),
    SendMessageBatch(input) {
      const name = nameOf(input);
      return batch(input, (entry) => send(name, entry));
    },
    ReceiveMessage: receive,
    DeleteMessage(input) {
      queues.delete(nameOf(input), requiredText(input, 'ReceiptHandle', 'MissingParameter'));
      return {};
    },
    DeleteMessageBatch(input) {
      const name = nameOf(input);
      return batch(input, (entry) => {
        queues.delete(name, requiredText(entry, 'ReceiptHandle', 'MissingParameter'));
        return {};
      });
    },
    ChangeMessageVisibility(input) {
      const handle = requiredText(input, 'ReceiptHandle', 'MissingParameter');
      queues.changeVisibility(nameOf(input), handle, optionalNumber(input, 'VisibilityTimeout') ?? -1);
      return {};
    },
    ChangeMessageVisibilityBatch(input) {
      const name = nameOf(input);
      return batch(input, (entry) => {
        const handle = requiredText(entry, 'ReceiptHandle', 'MissingParameter');
        queues.changeVisibility(name, handle, optionalNumber(entry, 'VisibilityTimeout') ?? -1);
        return {};
      });
    },
    PurgeQueue(input) {
      queues.purge(nameOf(input));
      return {};
    },
    StartMessageMoveTask(input) {
      const source = queueNameOfArn(requiredText(input, 'SourceArn', 'MissingParameter'));
      const destination = optionalText(input, 'DestinationArn');
      if (source === undefined || !queues.exists(source)) {
        throw new Fault(
          'ResourceNotFoundException',
          'The resource that you specified for the SourceArn parameter does not exist.',
        );
      }
      const isDeadLetterQueue = queues
        .names()
        .some((name) => queues.attributes(name).RedrivePolicy?.includes(`${queueArn(source)}"`) === true);
      if (!isDeadLetterQueue) {
        throw new Fault('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
      }
      queues.redrive(source, destination === undefined ? undefined : queueNameOfArn(destination));
      return { TaskHandle: randomUUID() };
    },
    // A move is done when it has been asked for, so there is never one to list.
    ListMessageMoveTasks: () => ({ Results: [] }),
  };
  return operations;
}
