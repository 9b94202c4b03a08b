import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Entries } from '@punctual/local/entries.ts';
import type { Handler } from '@punctual/local/runtime.ts';

/** What one function has used. */
export interface Usage {
  readonly kind: 'http' | 'workers';
  invocations: number;
  /** Messages or records that it was handed; zero for requests. */
  messages: number;
  /** Wall time of its handler. */
  milliseconds: number;
  readUnits: number;
  writeUnits: number;
  /** Bytes of the lines that it logged. */
  logBytes: number;
  /** Requests by service and operation, for example `sqs SendMessageBatch` or `provider POST`. */
  readonly calls: Map<string, number>;
}

export interface Meter {
  /** The same entries, measured. */
  measured(entries: Entries): Entries;
  /** Counts the units of the functions' table, which has one client. */
  watch(client: DynamoDBDocumentClient): void;
  /** What was used since the last call, by function. */
  take(): ReadonlyMap<string, Usage>;
}

const usageOf = (kind: Usage['kind']): Usage => ({
  kind,
  invocations: 0,
  messages: 0,
  milliseconds: 0,
  readUnits: 0,
  writeUnits: 0,
  logBytes: 0,
  calls: new Map(),
});

/**
 * Sees what functions use while they run in this process: whatever is asked on the way of an invocation is told to be its
 * own by the asynchronous context, and requests are seen where Node's HTTP clients make them, so no function is changed.
 * One per process; lines that functions log are counted and not shown.
 */
export function startMeter(): Meter {
  const context = new AsyncLocalStorage<Usage>();
  let usages = new Map<string, Usage>();
  const count = (call: string) => {
    const usage = context.getStore();
    if (usage !== undefined) usage.calls.set(call, (usage.calls.get(call) ?? 0) + 1);
  };
  // The SDK's clients use `node:http`, and sign each request for the service that it goes to.
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(String(request.getHeader('authorization')));
    const target = String(request.getHeader('x-amz-target') ?? '')
      .split('.')
      .at(-1);
    const what = target || request.method;
    if (scope?.[1] !== undefined) count(`${scope[1]} ${what}`);
  });
  // Providers are asked with `fetch`.
  subscribe('undici:request:create', () => count('provider request'));

  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((...parameters: Parameters<typeof write>) => {
    const usage = context.getStore();
    if (usage === undefined) return write(...parameters);
    usage.logBytes += Buffer.byteLength(parameters[0]);
    return true;
  }) as typeof process.stdout.write;

  return {
    measured: (entries) => ({
      ...entries,
      async load(kind, name): Promise<Handler> {
        const handler = await entries.load(kind, name);
        return (event, lambda) => {
          const key = `${kind}/${name}`;
          const usage = usages.get(key) ?? usageOf(kind);
          usages.set(key, usage);
          usage.invocations += 1;
          usage.messages += recordsOf(event);
          const began = performance.now();
          return context.run(usage, async () => {
            try {
              return await handler(event, lambda);
            } finally {
              usage.milliseconds += performance.now() - began;
            }
          });
        };
      },
    }),
    watch(client) {
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            const usage = context.getStore();
            const result = await next({
              ...args,
              input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
            } as typeof args);
            if (usage === undefined) return result;
            const units = unitsOf(result.output);
            if (/Get|Query|Scan/.test(commandName)) usage.readUnits += units;
            else usage.writeUnits += units;
            return result;
          },
        { step: 'initialize', name: 'meter' },
      );
    },
    take() {
      const taken = usages;
      usages = new Map();
      return taken;
    },
  };
}

function recordsOf(event: unknown): number {
  const { Records: records } = event as { Records?: unknown };
  return Array.isArray(records) ? records.length : 0;
}

function unitsOf(output: unknown): number {
  const { ConsumedCapacity: consumed } = output as {
    ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
  };
  return [consumed ?? []].flat().reduce((sum, { CapacityUnits: units = 0 }) => sum + units, 0);
}
