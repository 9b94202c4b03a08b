import type { Send } from './client.ts';
import { draw, type Kind } from './routes.ts';

/** What became of one kind of request. */
export interface Tally {
  /** Milliseconds of those that went well, in order of time. */
  readonly latencies: number[];
  readonly statuses: Map<number, number>;
}

export interface Step {
  readonly concurrency: number;
  /** Milliseconds from the first request to the last answer. */
  readonly milliseconds: number;
  readonly tallies: ReadonlyMap<string, Tally>;
}

export interface StepOptions {
  readonly client: Send;
  readonly mix: readonly Kind[];
  readonly concurrency: number;
  readonly seconds: number;
  readonly random: () => number;
  /** What each caller sends at least, however short the step; default: none. */
  readonly atLeast?: number;
}

/**
 * So many callers, each of whom waits for an answer and asks the next thing at once. The load thus gives way to a slow
 * server: what rises with the callers is latency once throughput no longer does.
 */
export async function runStep(options: StepOptions): Promise<Step> {
  const { client, mix, concurrency, seconds, random, atLeast = 0 } = options;
  const tallies = new Map<string, Tally>(
    mix.map(({ name }) => [name, { latencies: [], statuses: new Map() }]),
  );
  const began = performance.now();
  const endsAt = began + seconds * 1000;
  const caller = async () => {
    for (let sent = 0; performance.now() < endsAt || sent < atLeast; sent += 1) {
      const kind = draw(mix, random);
      const { call, seen } = kind.next();
      const reply = await client(call);
      seen?.(reply);
      const tally = tallies.get(kind.name);
      if (tally === undefined) continue;
      tally.statuses.set(reply.status, (tally.statuses.get(reply.status) ?? 0) + 1);
      if (kind.good.includes(reply.status)) tally.latencies.push(reply.milliseconds);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { concurrency, milliseconds: performance.now() - began, tallies };
}

/** The value below which a share of the values lies (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Requests of all kinds that went well, a second. */
export function throughput({ tallies, milliseconds }: Step): number {
  const good = [...tallies.values()].reduce((sum, { latencies }) => sum + latencies.length, 0);
  return (good * 1000) / milliseconds;
}
