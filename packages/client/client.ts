import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export interface ClientSettings {
  /** Where the service is, without a slash at the end, for example `https://api.example.com`. */
  readonly baseUrl: string;
  /** Asked before every call, so that it can refresh; undefined calls without a token. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Calls by method and path: `data` of a success or `error` of a refusal, typed by the operation. */
export type PunctualClient = Client<paths, 'application/json'>;

/** A client of one service for one person. Rejects only when no answer comes at all. */
export function createClient({ baseUrl, token, fetch }: ClientSettings): PunctualClient {
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers: { accept: 'application/json' },
    ...(fetch !== undefined && { fetch }),
  });
  client.use({
    onRequest: async ({ request }) => {
      const bearer = await token?.();
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`);
    },
  });
  return client;
}

export type ErrorCode = components['schemas']['Error']['code'];

/** Those of an operation's refusals that can have a code. */
export type Refused<Refusal, Code extends ErrorCode> = Refusal extends { code: infer Codes }
  ? Code extends Codes
    ? Refusal & { readonly code: Code }
    : never
  : never;

/**
 * Whether an operation was refused with a code, and what is then told; `SLOT_UNAVAILABLE` comes with `reason` and
 * `alternatives`, `VALIDATION_FAILED` with `issues`. A code that the operation cannot be refused with narrows to never.
 */
export function isRefused<Refusal, Code extends ErrorCode>(
  error: Refusal,
  code: Code,
): error is Refusal & Refused<Refusal, Code> {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
