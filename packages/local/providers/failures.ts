import { z } from 'zod';
import type { State } from '../state.ts';

const failure = z
  .strictObject({
    /** Without it the request is answered as ever after `timeoutMs`, or not at all. */
    status: z.int().min(400).max(599).optional(),
    times: z.int().min(1).max(1_000_000).default(1),
    /** Seconds. */
    retryAfter: z.int().min(0).max(86_400).optional(),
    /** Real milliseconds before the answer. */
    timeoutMs: z.int().min(0).max(60_000).optional(),
    /** Only requests whose `METHOD /path` holds this text. */
    match: z.string().max(200).optional(),
    /** The request takes effect before it fails. */
    effect: z.boolean().default(false),
    /** The provider's word for why. */
    reason: z.string().max(100).optional(),
    /** Sent in place of the provider's error, as it is. */
    body: z.string().max(10_000).optional(),
  })
  .refine(
    ({ status, timeoutMs, effect, body }) =>
      effect || [status, timeoutMs, body].some((it) => it !== undefined),
    'Give one of status, timeoutMs, body and effect.',
  );

export type Failure = z.infer<typeof failure>;

/** Failures that were asked for and have not yet all been had. */
export interface Failures {
  /** What is wrong with the body, if anything. */
  add(provider: string, body: Buffer): string | undefined;
  /** The first that fits the request, used up by one. */
  take(provider: string, request: string): Failure | undefined;
  list(provider: string): Failure[];
  clear(provider: string): void;
}

export function createFailures(state: State): Failures {
  const key = (provider: string) => `fail:${provider}`;
  const list = (provider: string): Failure[] => JSON.parse(state.get(key(provider)) ?? '[]');
  const save = (provider: string, failures: readonly Failure[]) =>
    state.set(key(provider), JSON.stringify(failures));
  return {
    list,
    add(provider, body) {
      let value: unknown;
      try {
        value = JSON.parse(body.toString());
      } catch {
        return 'The body is not JSON.';
      }
      const parsed = failure.safeParse(value);
      if (!parsed.success) return z.prettifyError(parsed.error);
      save(provider, [...list(provider), parsed.data]);
      return undefined;
    },
    take(provider, request) {
      const failures = list(provider);
      const found = failures.find(({ match }) => match === undefined || request.includes(match));
      if (found === undefined) return undefined;
      save(
        provider,
        failures.flatMap((it) => {
          if (it !== found) return [it];
          return it.times > 1 ? [{ ...it, times: it.times - 1 }] : [];
        }),
      );
      return found;
    },
    clear: (provider) => save(provider, []),
  };
}
