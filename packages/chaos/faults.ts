import type { IncomingMessage } from 'node:http';
import { randomOf } from '@punctual/testkit/random.ts';
import type { Fault, Passing } from './wire.ts';

const json = (type: string, message: string) => JSON.stringify({ __type: type, message, Message: message });
const dynamo = 'com.amazonaws.dynamodb.v20120810#';

const broken: Fault = { name: 'connection broken', takesEffect: false, answer: 'broken' };
const brokenAfter: Fault = {
  name: 'connection broken after it took effect',
  takesEffect: true,
  answer: 'broken',
};
const slow: Fault = { name: 'slow', takesEffect: true, answer: 'own', delay: 150 };
/** Longer than the product waits for the table, so that it repeats what has taken effect meanwhile. */
const stalled: Fault = { name: 'timed out', takesEffect: true, answer: 'own', delay: 3200 };

const throttled: Fault = {
  name: 'throttled',
  takesEffect: false,
  answer: {
    status: 400,
    body: json(`${dynamo}ProvisionedThroughputExceededException`, 'The level of throughput was exceeded.'),
  },
};
const serverError: Fault = {
  name: 'server error',
  takesEffect: false,
  answer: { status: 500, body: json(`${dynamo}InternalServerError`, 'Internal server error') },
};
const serverErrorAfter: Fault = {
  ...serverError,
  name: 'server error after it took effect',
  takesEffect: true,
};

/** As DynamoDB answers when another transaction is at work on one of the items. */
const conflict: Fault = {
  name: 'transaction conflict',
  takesEffect: false,
  answer: {
    status: 400,
    body({ body }) {
      const { TransactItems = [] } = JSON.parse(body) as { TransactItems?: readonly unknown[] };
      const reasons = TransactItems.map((_, index) => ({
        Code: index === 0 ? 'TransactionConflict' : 'None',
      }));
      const codes = reasons.map(({ Code }) => Code).join(', ');
      return JSON.stringify({
        __type: `${dynamo}TransactionCanceledException`,
        Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
        CancellationReasons: reasons,
      });
    },
  },
};

const awsThrottled: Fault = {
  name: 'throttled',
  takesEffect: false,
  answer: {
    status: 429,
    headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
    body: json('TooManyRequestsException', 'Too many requests'),
  },
};
const awsError: Fault = {
  name: 'server error',
  takesEffect: false,
  answer: {
    status: 500,
    headers: { 'x-amzn-errortype': 'InternalFailure' },
    body: json('InternalFailure', 'Internal failure'),
  },
};
const awsErrorAfter: Fault = { ...awsError, name: 'server error after it took effect', takesEffect: true };
const doubled: Fault = { name: 'doubled', takesEffect: true, answer: 'own', again: 40 };
const doubledLate: Fault = { name: 'doubled, out of order', takesEffect: true, answer: 'own', again: 700 };
const delayed: Fault = { name: 'out of order', takesEffect: true, answer: 'own', delay: 300 };

type Weighted = readonly (readonly [number, Fault])[];

const reads: Weighted = [
  [4, throttled],
  [2, broken],
  [2, serverError],
  [2, slow],
];
const writes: Weighted = [
  [4, throttled],
  [2, broken],
  [3, brokenAfter],
  [2, serverError],
  [2, serverErrorAfter],
  [2, slow],
];
const transactions: Weighted = [...writes, [4, conflict], [0.3, stalled]];
const messages: Weighted = [
  [3, awsThrottled],
  [2, broken],
  [2, awsError],
  [4, doubled],
  [3, doubledLate],
  [3, delayed],
  [2, brokenAfter],
];
const mails: Weighted = [
  [3, awsThrottled],
  [2, awsError],
  [1.5, brokenAfter],
  [1, awsErrorAfter],
  [2, delayed],
];
const others: Weighted = [
  [3, awsThrottled],
  [2, broken],
  [2, brokenAfter],
  [2, awsError],
  [2, awsErrorAfter],
];

const kinds: Readonly<Record<string, Weighted>> = {
  TransactWriteItems: transactions,
  PutItem: writes,
  UpdateItem: writes,
  DeleteItem: writes,
  BatchWriteItem: writes,
  GetItem: reads,
  BatchGetItem: reads,
  Query: reads,
  Scan: reads,
  PutEvents: messages,
  SendMessage: messages,
  SendMessageBatch: messages,
  ChangeMessageVisibility: others,
  SendRawEmail: mails,
  SendEmail: mails,
  Publish: mails,
};

/** Faults come singly, and now and then in a row, in which whoever tries again a few times gives up. */
const quiet = 0.015;
const patch = { length: 25, share: 0.06, probability: 0.6 };

/** What befalls the `count`th request of a kind: the same for the same seed, however requests interleave. */
export function faultFor(seed: number, service: string, kind: string, count: number): Fault | undefined {
  const stretch = Math.floor(count / patch.length);
  const isPatch = randomOf(seed, `${service} ${kind} patch ${stretch}`).chance(patch.share);
  const draw = randomOf(seed, `${service} ${kind} ${count}`);
  if (!draw.chance(isPatch ? patch.probability : quiet)) return undefined;
  const weighted = kinds[kind] ?? others;
  let left = draw.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, fault] of weighted) {
    left -= weight;
    if (left < 0) return fault;
  }
  return undefined;
}

/** The operation of a request to DynamoDB, or to one of the imitated services. */
export function kindOf(request: IncomingMessage, body: string): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return action;
  if (request.url?.startsWith('/v2/email')) return 'SendEmail';
  if (request.url?.startsWith('/schedules')) return `${request.method} schedule`;
  return 'other';
}

/** Takes the conditions out of a transaction, as a build would that had forgotten them. */
export function withoutConditions({ kind, body }: Passing): string {
  if (kind !== 'TransactWriteItems') return body;
  const request = JSON.parse(body) as { TransactItems: readonly Readonly<Record<string, object>>[] };
  const TransactItems = request.TransactItems.filter((item) => !('ConditionCheck' in item)).map((item) => {
    if (!('Put' in item) || item.Put === undefined) return item;
    const kept = Object.entries(item.Put).filter(([name]) => name === 'TableName' || name === 'Item');
    return { Put: Object.fromEntries(kept) };
  });
  return JSON.stringify({ ...request, TransactItems });
}

/** Leaves the events out of transactions, as a build would that skips its outbox. */
export function withoutEvents({ kind, body }: Passing): string {
  if (kind !== 'TransactWriteItems') return body;
  const request = JSON.parse(body) as {
    TransactItems: readonly {
      readonly Put?: { readonly Item: { readonly entity?: { readonly S?: string } } };
    }[];
  };
  const TransactItems = request.TransactItems.filter(({ Put }) => Put?.Item.entity?.S !== 'event');
  return JSON.stringify({ ...request, TransactItems });
}
