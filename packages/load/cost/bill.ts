import type { Usage } from './meter.ts';
import { gigabyte, type Item, memory, platformLog, prices, tracedShare } from './prices.ts';

export interface Used {
  readonly usages: ReadonlyMap<string, Usage>;
  /** Of answers to callers. */
  readonly answerBytes: number;
  /** Of items that stay in the table for the month. */
  readonly storedBytes: number;
}

export type Quantities = Readonly<Record<Item, number>>;

export interface Line {
  readonly item: Item;
  readonly quantity: number;
  readonly dollars: number;
}

/** The quantities that are billed. */
export function quantitiesOf({ usages, answerBytes, storedBytes }: Used): Quantities {
  const all = [...usages.values()];
  const sum = (of: (usage: Usage) => number) => all.reduce((total, usage) => total + of(usage), 0);
  const calls = (pattern: RegExp) =>
    sum((usage) =>
      [...usage.calls].reduce((total, [call, many]) => total + (pattern.test(call) ? many : 0), 0),
    );
  const requests = sum(({ kind, invocations }) => (kind === 'http' ? invocations : 0));
  const invocations = sum((usage) => usage.invocations);
  const queued = [...usages].filter(
    ([name, { kind }]) => kind === 'workers' && name !== 'workers/publish-events',
  );
  return {
    apiRequests: requests,
    lambdaRequests: invocations,
    lambdaSeconds: sum(({ kind, milliseconds }) => (milliseconds / 1000) * memory[kind]),
    readUnits: sum(({ readUnits }) => readUnits),
    writeUnits: sum(({ writeUnits }) => writeUnits),
    stored: storedBytes / gigabyte,
    busEvents: usages.get('workers/publish-events')?.messages ?? 0,
    // Each message is sent by itself; a batch is received and deleted with one request each. Time that it is put off is one more.
    queueRequests:
      queued.reduce((total, [, usage]) => total + usage.messages + 2 * usage.invocations, 0) +
      calls(/^sqs ChangeMessageVisibility/),
    // Those that are taken back or moved are not billed again: what is set once goes off at most once.
    timers: calls(/^scheduler POST/),
    mails: calls(/^ses POST/),
    keyRequests: calls(/^kms /),
    pushes: calls(/^sns /),
    logs:
      (sum(({ logBytes }) => logBytes) +
        invocations * platformLog.invocation +
        requests * platformLog.request) /
      gigabyte,
    traces: invocations * tracedShare,
    sentOut: answerBytes / gigabyte,
  };
}

/** In order of what they cost. */
export function billFor(quantities: Quantities, times: number): readonly Line[] {
  return (Object.keys(prices) as Item[])
    .map((item) => {
      const quantity = quantities[item] * times;
      return { item, quantity, dollars: (quantity * prices[item].dollars) / prices[item].per };
    })
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => b.dollars - a.dollars);
}

export const totalOf = (bill: readonly Line[]): number => bill.reduce((sum, { dollars }) => sum + dollars, 0);

/** `a − share × b`, line by line and not below zero: what is used anyway does not count for the bookings. */
export function without(a: Quantities, b: Quantities, share: number): Quantities {
  const items = Object.keys(prices) as Item[];
  return Object.fromEntries(items.map((item) => [item, Math.max(0, a[item] - share * b[item])])) as Record<
    Item,
    number
  >;
}
