import type { PunctualClient } from '@punctual/client/client.ts';
import { openApiDocument } from '@punctual/contracts/openapi.ts';
import type { Response as Described } from '@punctual/contracts/openapi-document.ts';
import { routes } from '@punctual/contracts/registry.ts';
import type { Route } from '@punctual/contracts/route.ts';
import { expect } from 'vitest';
import * as z from 'zod/mini';

/*
 * Stands beside a client and compares every answer with what was published: the success with its schema, to the field;
 * a refusal with the codes and fields that the document gives for its status.
 */

type Middleware = Parameters<PunctualClient['use']>[0];

export interface Witness {
  readonly middleware: Middleware;
  /** The operations that were seen to succeed. */
  readonly succeeded: ReadonlySet<string>;
}

/** Of the headers that the document names; the others have their occasion. */
const alwaysThere = ['X-Request-Id', 'ETag', 'RateLimit', 'RateLimit-Policy'];

export function createWitness(): Witness {
  const document = openApiDocument(routes, { serverUrl: '/' });
  const succeeded = new Set<string>();

  function described(route: Route, status: number): Described {
    const response = document.paths[route.path]?.[route.method.toLowerCase()]?.responses[status];
    const found =
      response !== undefined && '$ref' in response
        ? document.components.responses[response.$ref.split('/').at(-1) ?? '']
        : response;
    if (found === undefined) throw new Error(`${route.operationId} does not publish ${status}`);
    return found;
  }

  const middleware: Middleware = {
    onResponse: async ({ request, schemaPath, response }) => {
      const route = routes.find(({ method, path }) => method === request.method && path === schemaPath);
      if (route === undefined) throw new Error(`${request.method} ${schemaPath} is not published`);
      const { content, headers = {} } = described(route, response.status);
      if (response.status === 302) {
        succeeded.add(route.operationId);
        expect(URL.canParse(response.headers.get('location') ?? '')).toBe(true);
        return;
      }
      const type = response.headers.get('content-type')?.split(';')[0] ?? null;
      const text = await response.clone().text();
      const told = type === 'application/json' ? JSON.parse(text) : text;
      if (response.ok) {
        succeeded.add(route.operationId);
        for (const name of alwaysThere.filter((name) => name in headers)) {
          expect(response.headers.has(name), `${route.operationId} ${name}`).toBe(true);
        }
        checkSuccess(route, type, told);
      } else {
        expect(type).toBe('application/json');
        checkRefusal(content?.[type ?? '']?.schema, told, document.components.schemas.Error?.properties);
      }
    },
  };
  return { middleware, succeeded };
}

function checkSuccess({ operationId, success }: Route, type: string | null, told: unknown): void {
  if (success.body === undefined) {
    expect([operationId, told]).toEqual([operationId, '']);
    return;
  }
  const published = success.contentType?.split(';')[0] ?? 'application/json';
  expect(type, operationId).toMatch(published.endsWith('/*') ? published.slice(0, -1) : published);
  const read = z.safeParse(success.body, told);
  expect([operationId, read.error?.issues ?? []]).toEqual([operationId, []]);
  // What is read has the published fields only.
  expect(told, operationId).toStrictEqual(read.data);
}

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Properties = JsonSchema['properties'];

function checkRefusal(schema: JsonSchema | undefined, told: object, common: Properties): void {
  // A 401 can also be the gateway's own; ours is the first form.
  const form = schema?.anyOf?.[0] ?? schema;
  const own = (form as JsonSchema).allOf?.[0]?.properties ?? {};
  const codes = (own.code as JsonSchema).enum;
  expect(codes).toContain('code' in told ? told.code : undefined);
  const fields = Object.keys({ ...common, ...own });
  expect(Object.keys(told).filter((field) => !fields.includes(field))).toEqual([]);
  for (const field of Object.keys(common ?? {})) expect(told).toHaveProperty(field);
}
