import { routes } from '@punctual/contracts/registry.ts';
import type { Route } from '@punctual/contracts/route.ts';
import type { Api, ApiAnswer } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';
import * as z from 'zod/mini';

/* Operations by the names under which they are published. */

/** One call of an operation: what stands in its path, its query and its body. */
export interface Ask {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export function routeOf(operationId: string): Route {
  const route = routes.find((one) => one.operationId === operationId);
  if (route === undefined) throw new Error(`no operation ${operationId}`);
  return route;
}

export function ask(
  api: Api,
  operationId: string,
  { params = {}, query, body, headers }: Ask,
  token?: string,
): Promise<ApiAnswer> {
  const { method, path } = routeOf(operationId);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  return api.call({ method, path: `${filled}${search}`, token, body, ...(headers && { headers }) });
}

/** Calls while a test is set up: what is refused ends it. */
export async function must(
  api: Api,
  operationId: string,
  what: Ask,
  token?: string,
): Promise<ApiAnswer['body']> {
  const { status, body } = await ask(api, operationId, what, token);
  if (status >= 300) throw new Error(`${operationId}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** The answer has the status and the shape that the contract publishes, nothing missing and nothing unpublished. */
export function conforms(operationId: string, answer: ApiAnswer): void {
  const { success } = routeOf(operationId);
  expect(answer.status, JSON.stringify(answer.body)).toBe(success.status);
  if (success.body === undefined) throw new Error(`${operationId} has no schema`);
  const parsed = z.safeParse(success.body, answer.body);
  expect(parsed.error?.issues ?? []).toEqual([]);
  expect(answer.body).toEqual(parsed.data);
}
