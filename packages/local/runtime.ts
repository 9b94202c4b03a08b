import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { account, region } from './aws/fault.ts';

export type Kind = 'http' | 'workers';

/** A Lambda handler of the asynchronous kind, the only one that is run here. */
export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** Loads the handler of `functions/<kind>/<name>.ts`. */
export type Load = (kind: Kind, name: string) => Promise<Handler>;

/** Runs functions as Lambda does: loaded at their first invocation, given a context, ended after their time. */
export interface Runtime {
  /** Rejects with what the handler threw, or after `timeoutSeconds`. */
  invoke(kind: Kind, name: string, event: unknown, timeoutSeconds: number): Promise<unknown>;
  /** Resolves when no invocation is under way; whether there was one. */
  quiet(): Promise<boolean>;
}

/** Lambda's message for a function that took too long. */
export class TimedOut extends Error {
  constructor(name: string, seconds: number) {
    super(`${name} timed out after ${seconds.toFixed(2)} seconds`);
    this.name = 'Sandbox.Timedout';
  }
}

function contextOf(functionName: string, endsAt: number): Context {
  const never = () => {
    throw new Error('Only handlers that return a promise are run here.');
  };
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, endsAt - performance.now()),
    done: never,
    fail: never,
    succeed: never,
  };
}

/** @param afterInvocation called whenever an invocation has ended, however it ended */
export function createRuntime(load: Load, afterInvocation: () => void): Runtime {
  const handlers = new Map<string, Promise<Handler>>();
  const inFlight = new Set<Promise<unknown>>();

  const handlerOf = (kind: Kind, name: string) => {
    const key = `${kind}/${name}`;
    const known = handlers.get(key);
    if (known !== undefined) return known;
    const loading = load(kind, name).catch((error: unknown) => {
      // The next invocation tries again, as a new Lambda instance would.
      handlers.delete(key);
      throw error;
    });
    handlers.set(key, loading);
    return loading;
  };

  const run = async (kind: Kind, name: string, event: unknown, timeoutSeconds: number) => {
    const handler = await handlerOf(kind, name);
    const functionName = `punctual-${name.replaceAll('/', '-')}`;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        handler(event, contextOf(functionName, performance.now() + timeoutSeconds * 1000)),
        new Promise((_, reject) => {
          timer = setTimeout(() => reject(new TimedOut(functionName, timeoutSeconds)), timeoutSeconds * 1000);
        }),
      ]);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async invoke(kind, name, event, timeoutSeconds) {
      const running = run(kind, name, event, timeoutSeconds);
      inFlight.add(running);
      try {
        return await running;
      } finally {
        inFlight.delete(running);
        afterInvocation();
      }
    },
    async quiet() {
      if (inFlight.size === 0) return false;
      while (inFlight.size > 0) await Promise.allSettled([...inFlight]);
      return true;
    },
  };
}
