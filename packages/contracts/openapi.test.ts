import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { enveloped, id, instant, instantInput } from './fields.ts';
import { openApiDocument } from './openapi.ts';
import type { OpenApiDocument, Operation } from './openapi-document.ts';
import { type ErrorCode, statusOfCode } from './problem.ts';
import { routes } from './registry.ts';
import { defineRoute, type Route, rateLimits } from './route.ts';

const serverUrl = 'https://punctual.test';
const document = openApiDocument(routes, { serverUrl });

const common = { surface: 'coach-dashboard', summary: 'Sample', entry: 'sample', errors: [] } as const;

const digits = z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number));

const read = defineRoute({
  ...common,
  operationId: 'read',
  method: 'GET',
  path: '/things',
  access: ['coach', 'staff'],
  rateLimit: 'reads',
  query: z.object({
    limit: z._default(digits, 20),
    from: z.optional(instantInput),
    to: instantInput,
  }),
  success: { status: 200, body: enveloped(z.object({ at: instant, count: z.int() })) },
});

const create = defineRoute({
  ...common,
  operationId: 'create',
  method: 'POST',
  path: '/things',
  access: ['client'],
  rateLimit: 'writes',
  body: z.strictObject({ at: instantInput }),
  success: { status: 201, body: z.object({ id }) },
  errors: ['SLOT_UNAVAILABLE'],
  etag: true,
});

const change = defineRoute({
  ...common,
  operationId: 'change',
  method: 'PUT',
  path: '/things/{id}',
  access: 'public',
  rateLimit: 'public',
  params: z.object({ id }),
  body: z.strictObject({ note: z.optional(z.string()) }),
  success: { status: 204 },
  etag: true,
});

const page = defineRoute({
  ...common,
  operationId: 'page',
  method: 'GET',
  path: '/page',
  access: 'public',
  rateLimit: 'none',
  success: { status: 200, body: z.string(), contentType: 'text/html; charset=utf-8' },
});

const samples = [read, create, change, page];

function operation(route: Route, all: readonly Route[] = [route]): Operation {
  const found = openApiDocument(all, { serverUrl }).paths[route.path]?.[route.method.toLowerCase()];
  if (found === undefined) throw new Error(`${route.operationId} is not in the document`);
  return found;
}

/** `400 VALIDATION_FAILED`, as the shared responses of one operation's document list them. */
function refusals(route: Route): readonly string[] {
  const { components } = openApiDocument([route], { serverUrl });
  return Object.entries(operation(route).responses).flatMap(([status, response]) => {
    if (!('$ref' in response)) return [];
    const { description = '' } = components.responses[response.$ref.split('/').at(-1) ?? ''] ?? {};
    return [...description.matchAll(/^- `(\w+)`/gm)].map(([, code]) => `${status} ${code}`);
  });
}

function names(route: Route): readonly string[] {
  return (operation(route).parameters ?? []).map((one) =>
    '$ref' in one ? one.$ref : `${one.in} ${one.name}`,
  );
}

function operations({ paths }: OpenApiDocument): readonly Operation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

describe('the document of the registry', () => {
  it('is valid for a public linter, without warnings', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
    const file = join(folder, 'openapi.json');
    const root = fileURLToPath(new URL('../../', import.meta.url));
    try {
      writeFileSync(file, JSON.stringify(document));
      const report = execFileSync(
        process.execPath,
        [
          fileURLToPath(import.meta.resolve('@redocly/cli/bin/cli.js')),
          'lint',
          file,
          '--config=redocly.yaml',
          '--format=json',
        ],
        {
          cwd: root,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        },
      );
      expect(JSON.parse(report)).toMatchObject({ totals: { errors: 0, warnings: 0 }, problems: [] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows every route once, under its own name', () => {
    const shown = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    const declared = routes.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`);
    expect(shown.toSorted()).toEqual(declared.toSorted());
    expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  it('lets every operation that takes a token, an input or a limit be refused', () => {
    const free = operations(document)
      .filter(({ responses }) => !Object.keys(responses).some((status) => status.startsWith('4')))
      .map(({ operationId }) => operationId);
    const unguarded = routes
      .filter(({ access, rateLimit, method, params, query, body }) => {
        const isRead = method === 'GET' && rateLimit === 'none' && access === 'public';
        return isRead && params === undefined && query === undefined && body === undefined;
      })
      .map(({ operationId }) => operationId);
    expect(free.toSorted()).toEqual(unguarded.toSorted());
  });

  it('describes every surface, and no surface that has no route', () => {
    const used = new Set(routes.map(({ surface }) => surface));
    expect(new Set(document.tags.map(({ name }) => name))).toEqual(used);
    for (const { description } of document.tags) expect(description).toMatch(/\.$/);
  });
});

describe('one route', () => {
  it('is complete by itself: every reference leads somewhere, and nothing is shared in vain', () => {
    for (const route of [...samples, ...routes]) {
      const { components, ...rest } = openApiDocument([route], { serverUrl });
      const text = JSON.stringify([components, rest]);
      const wanted = [...text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)].map(
        ([, kind, name]) => `${kind} ${name}`,
      );
      const { securitySchemes, ...shared } = components;
      const given = Object.entries(shared).flatMap(([kind, all]) =>
        Object.keys(all).map((name) => `${kind} ${name}`),
      );
      expect(new Set(given), route.operationId).toEqual(new Set(wanted));
    }
  });

  it.each<[Route, readonly string[]]>([
    [
      read,
      [
        '400 VALIDATION_FAILED',
        '401 UNAUTHENTICATED',
        '403 FORBIDDEN',
        '429 RATE_LIMITED',
        '500 INTERNAL',
        '503 BUSY',
      ],
    ],
    [
      create,
      [
        '400 VALIDATION_FAILED',
        '401 UNAUTHENTICATED',
        '403 FORBIDDEN',
        '409 SLOT_UNAVAILABLE',
        '409 IDEMPOTENCY_IN_FLIGHT',
        '413 PAYLOAD_TOO_LARGE',
        '422 IDEMPOTENCY_MISMATCH',
        '429 RATE_LIMITED',
        '500 INTERNAL',
        '503 BUSY',
      ],
    ],
    [
      change,
      [
        '400 VALIDATION_FAILED',
        '404 NOT_FOUND',
        '409 IDEMPOTENCY_IN_FLIGHT',
        '412 PRECONDITION_FAILED',
        '413 PAYLOAD_TOO_LARGE',
        '422 IDEMPOTENCY_MISMATCH',
        '429 RATE_LIMITED',
        '500 INTERNAL',
        '503 BUSY',
      ],
    ],
    [page, ['500 INTERNAL']],
  ])('can be refused in every way that its kind can: $operationId', (route, expected) => {
    expect(refusals(route)).toEqual(expected);
  });

  it('can be refused with every code that it declares, at the status of the table', () => {
    const errors = Object.keys(statusOfCode) as ErrorCode[];
    const all = errors.map((code) => `${statusOfCode[code]} ${code}`);
    expect(new Set(refusals({ ...page, errors }))).toEqual(new Set(all));
  });

  it.each([
    ['coach-dashboard', '409'],
    ['intake', '409'],
    ['public', '409'],
    ['sessions', '400'],
    ['bookings', '400'],
  ] as const)('refuses a slot on %s with %s', (surface, status) => {
    expect(refusals({ ...create, surface })).toContain(`${status} SLOT_UNAVAILABLE`);
  });

  it('refuses in both forms, telling of a refused slot why and what else is free', () => {
    const { responses } = openApiDocument([create], { serverUrl }).components;
    const { content = {} } = responses.SlotUnavailableOrIdempotencyInFlight ?? {};
    expect(Object.keys(content)).toEqual(['application/json', 'application/problem+json']);
    for (const { schema } of Object.values(content)) {
      expect(schema).toMatchObject({
        allOf: [
          {
            properties: {
              code: { enum: ['SLOT_UNAVAILABLE', 'IDEMPOTENCY_IN_FLIGHT'] },
              reason: { enum: expect.arrayContaining(['TOO_SOON', 'CLIENT_BUSY']) },
              alternatives: { maxItems: 3 },
            },
          },
          { $ref: expect.stringMatching(/Error$|Problem$/) },
        ],
      });
    }
  });

  it('says when to try again, how to authenticate, and what is left of the limit', () => {
    const { responses } = openApiDocument([create], { serverUrl }).components;
    const headers = (name: string) => Object.keys(responses[name]?.headers ?? {});
    const counted = ['RateLimit', 'RateLimit-Policy'];
    expect(headers('RateLimited')).toEqual(['X-Request-Id', 'Retry-After', ...counted]);
    expect(headers('Internal')).toEqual(['X-Request-Id', ...counted]);
    expect(headers('Unauthenticated')).toEqual(['X-Request-Id', 'WWW-Authenticate']);
    expect(headers('Forbidden')).toEqual(['X-Request-Id']);
  });

  it('allows for the gateway, which refuses a token with a message only', () => {
    const { content = {} } =
      openApiDocument([read], { serverUrl }).components.responses.Unauthenticated ?? {};
    expect(content['application/json']?.schema.anyOf).toContainEqual({
      type: 'object',
      properties: { message: { type: 'string' } },
      required: ['message'],
    });
    expect(content['application/problem+json']?.schema.anyOf).toBeUndefined();
  });

  it('needs one of its roles, and none when it is public', () => {
    expect(operation(read).security).toEqual([{ bearer: ['coach'] }, { bearer: ['staff'] }]);
    expect(operation(read).description).toContain('`coach` or `staff`');
    expect(operation(page)).toMatchObject({ security: [] });
    expect(operation(page).description).toBeUndefined();
  });

  it('answers another role with 401 only where it says so', () => {
    const published = defineRoute({ ...read, otherRoles: 'UNAUTHENTICATED' });
    expect(refusals(published)).toEqual(refusals(read).filter((one) => one !== '403 FORBIDDEN'));
    expect(operation(published).description).toContain('`UNAUTHENTICATED`');
    // What belongs to somebody else may be forbidden all the same.
    expect(refusals({ ...published, errors: ['FORBIDDEN'] })).toEqual(refusals(read));
  });

  it('names its limit and its figure', () => {
    expect(operation(read)['x-rate-limit']).toEqual({
      name: 'reads',
      requests: rateLimits.reads,
      windowSeconds: 3600,
    });
    expect(operation(page)['x-rate-limit']).toBeUndefined();
  });

  it('takes Idempotency-Key on every change, and If-Match on changes to what has a version', () => {
    expect(names(read)).toEqual(['query limit', 'query from', 'query to']);
    expect(names(create)).toEqual(['#/components/parameters/IdempotencyKey']);
    expect(names(change)).toEqual([
      'path id',
      '#/components/parameters/IdempotencyKey',
      '#/components/parameters/IfMatch',
    ]);
  });

  it('shows what travels on the wire: text in, with the default as text', () => {
    expect(operation(read).parameters).toEqual([
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'string', pattern: '^\\d+$', default: '20' },
      },
      { name: 'from', in: 'query', required: false, schema: { type: 'string', format: 'date-time' } },
      { name: 'to', in: 'query', required: true, schema: { type: 'string', format: 'date-time' } },
    ]);
  });

  it('closes what is asked and leaves open what is answered', () => {
    expect(operation(create).requestBody).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: { at: { type: 'string', format: 'date-time' } },
            required: ['at'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(
      Object(operation(read).responses['200']).content['application/json'].schema.properties.data,
    ).toEqual({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, count: { type: 'integer' } },
      required: ['at', 'count'],
    });
  });

  it('need not be given a body whose parts may all be left out', () => {
    expect(operation(change).requestBody?.required).toBe(false);
  });

  it('answers with its own media type, or with nothing', () => {
    expect(operation(page).responses['200']).toMatchObject({
      content: { 'text/html': { schema: { type: 'string' } } },
    });
    expect(operation(change).responses['204']).not.toHaveProperty('content');
    const headers = (route: Route, status: string) =>
      Object.keys(Object(operation(route).responses[status]).headers);
    expect(headers(change, '204')).toEqual(
      expect.arrayContaining(['ETag', 'RateLimit', 'Idempotency-Replayed']),
    );
    expect(headers(page, '200')).toEqual(['X-Request-Id']);
  });

  it('shares its path with the other methods of it', () => {
    expect(Object.keys(openApiDocument(samples, { serverUrl }).paths['/things'] ?? {})).toEqual([
      'get',
      'post',
    ]);
  });

  it('is refused as a declaration when its answer cannot be written down', () => {
    const broken = { ...page, success: { status: 200, body: z.object({ at: instantInput }) } } as const;
    expect(() => openApiDocument([broken], { serverUrl })).toThrow(/[Tt]ransform/);
  });
});
