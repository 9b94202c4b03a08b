import * as z from 'zod/mini';
import type {
  Header,
  JsonSchema,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  Response,
} from './openapi-document.ts';
import { type ErrorCode, slotReasons, statusOf, statusOfCode } from './problem.ts';
import {
  type Method,
  type Route,
  rateLimits,
  rateLimitWindowSeconds,
  type Schema,
  type Success,
  type Surface,
} from './route.ts';

/** The version of the published interface, not of the code behind it. */
const interfaceVersion = '1.0.0';

const introduction = `
Punctual lists free slots, books them, and says why a slot cannot be had.

- **Instants** are RFC 3339. Answers use UTC with \`Z\`; requests may use any offset, but need one.
- **Errors** have one form everywhere, with a \`code\` to branch on and a \`requestId\` to report. Ask for
  \`application/problem+json\` to get the same facts as RFC 9457 describes them. What the gateway itself refuses, such as
  an unknown path, has a \`message\` only.
- **Retries**: send an \`Idempotency-Key\` with a change, and sending it again is safe.
- **Lost updates**: send the \`ETag\` of what you have read as \`If-Match\` with the change you make to it.
`.trim();

const surfaces: Readonly<Record<Surface, string>> = {
  'coach-dashboard':
    'What coaches and their staff work with: calendar, appointments, working hours, leads, abandoned bookings and figures.',
  'calendar-integration': 'Connects a coach’s Google and Outlook calendars and keeps them in step.',
  sessions: 'Therapy sessions, for clients and therapists: meetings, slots and weekly availability.',
  bookings: 'Bookings of coaches by clients, with payment and calendar entries.',
  intake: 'Public requests for a consultation, scheduled through Calendly, and their administration.',
  public:
    'Booking pages, links in mails and calendar feeds, which work without a token, and what belongs to them.',
  webhooks: 'Where providers tell what has happened on their side, with proof that it is they.',
  administration: 'The directory, who is assigned to whom, and the audit trail; for admins.',
  platform: 'Devices on which people are reminded, health, and this documentation.',
};

/** When a code is answered, and what the caller can do about it. */
const meanings: Readonly<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: 'Path, query, headers or body are not valid. `issues` names every place that is wrong.',
  INVALID_TRANSITION: 'The appointment cannot go from its present status to the one asked for.',
  UNAUTHENTICATED:
    'The bearer token is missing, expired or not ours. The gateway’s own answer has a `message` only.',
  FORBIDDEN: 'The token is valid, but does not allow this.',
  NOT_FOUND: 'There is no such thing, or it belongs to somebody else.',
  SLOT_UNAVAILABLE:
    'The slot cannot be had, for the `reason` given. `alternatives` are free slots, nearest first.',
  CONFLICT: 'What exists already stands in the way.',
  IDEMPOTENCY_IN_FLIGHT:
    'The first request with this `Idempotency-Key` has not ended. Ask again after `Retry-After`.',
  PRECONDITION_FAILED: 'It has changed since the `ETag` in `If-Match`. Read it again.',
  PAYLOAD_TOO_LARGE: 'The body has more than 65,536 bytes.',
  IDEMPOTENCY_MISMATCH: 'The `Idempotency-Key` was used for another request within the last 24 hours.',
  RATE_LIMITED: 'The caller’s requests of this hour are used up. Ask again after `Retry-After`.',
  INTERNAL: 'A fault on our side. Nothing is told but the `requestId` to report.',
  PROVIDER_UNAVAILABLE: 'A calendar, meeting or mail provider does not answer.',
  BUSY: 'Too much is going on at once and nothing was changed. Ask again after `Retry-After`.',
};

const successes: Readonly<Record<number, string>> = {
  201: 'Created',
  202: 'Accepted; the work is done later',
  204: 'Done; there is no body',
  302: 'Go on to the address in `Location`',
};

const codes = Object.keys(statusOfCode) as ErrorCode[];

const facts = { code: z.enum(codes), requestId: z.string() };

/** The two forms in which every error can be had. */
const errorForms = {
  'application/json': {
    name: 'Error',
    schema: z.object({ success: z.literal(false), message: z.string(), error: z.string(), ...facts }),
  },
  'application/problem+json': {
    name: 'Problem',
    schema: z.object({
      type: z.string(),
      title: z.string(),
      status: z.int().check(z.gte(400), z.lte(599)),
      detail: z.string(),
      ...facts,
    }),
  },
} as const;

const invalid = z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) });

const slotRefused = z.object({
  reason: z.enum(slotReasons),
  alternatives: z
    .array(z.object({ startTime: z.iso.datetime(), duration: z.int().check(z.gte(1)) }))
    .check(z.maxLength(3)),
});

/** What both forms tell in addition with some codes. */
const factsOfCode: Partial<Readonly<Record<ErrorCode, Schema>>> = {
  VALIDATION_FAILED: invalid,
  SLOT_UNAVAILABLE: slotRefused,
};

const parameters: Readonly<Record<string, Parameter>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes it safe to send the change again: within 24 hours the first answer is given again.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of the version that is to be changed; `*` is any.',
    schema: { type: 'string', pattern: '^(\\*|"v\\d{1,9}")$' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of what is known already; the same again is answered with 304.',
    schema: { type: 'string' },
  },
};

const headers: Readonly<Record<string, Header>> = {
  'X-Request-Id': { description: 'Names this request in our logs.', schema: { type: 'string' } },
  ETag: { description: 'The version of what is shown.', schema: { type: 'string', examples: ['"v3"'] } },
  RateLimit: {
    description:
      'What is left (`r`) and the seconds until all is there again (`t`). Absent where the call was not counted.',
    schema: { type: 'string', examples: ['"appointments";r=499;t=1800'] },
  },
  'RateLimit-Policy': {
    description:
      'The requests (`q`) that a caller has in a window of seconds (`w`). Absent where the call was not counted.',
    schema: { type: 'string', examples: ['"appointments";q=500;w=3600'] },
  },
  'Retry-After': {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer', minimum: 0 },
  },
  'Idempotency-Replayed': {
    description: 'Present when this is the answer to an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  Location: { description: 'Where to go on.', schema: { type: 'string', format: 'uri' } },
  'WWW-Authenticate': { description: 'How to authenticate.', schema: { type: 'string', const: 'Bearer' } },
};

const retried: ReadonlySet<ErrorCode> = new Set([
  'IDEMPOTENCY_IN_FLIGHT',
  'RATE_LIMITED',
  'BUSY',
  'PROVIDER_UNAVAILABLE',
]);
/** Answered before the call is counted. */
const uncounted: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/**
 * The OpenAPI 3.1 document of the routes given, derived from their declarations alone.
 *
 * @param options.serverUrl where the routes are served, without a slash at the end; `/` is where the document is
 * @throws when a route has a schema that JSON Schema cannot express, for example an answer with a transform
 */
export function openApiDocument(
  routes: readonly Route[],
  options: { readonly serverUrl: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  const responses: Record<string, Response> = {};
  for (const route of routes) {
    const refusals = refusalsOf(route);
    const operation = operationOf(route, refusals);
    for (const { name, codes } of refusals) responses[name] ??= refusalResponse(codes);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  const used = JSON.stringify([paths, responses]);
  const referenced = <Component>(kind: string, all: Readonly<Record<string, Component>>) =>
    Object.fromEntries(
      Object.entries(all).filter(([name]) => used.includes(JSON.stringify(reference(kind, name)))),
    );
  const forms = Object.values(errorForms).map(({ name, schema }) => [name, jsonSchema(schema, 'output')]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Punctual',
      version: interfaceVersion,
      description: introduction,
      license: { name: 'MIT License', identifier: 'MIT' },
    },
    servers: [{ url: options.serverUrl }],
    tags: (Object.keys(surfaces) as Surface[])
      .filter((name) => routes.some((route) => route.surface === name))
      .map((name) => ({ name, description: surfaces[name] })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token of the identity provider; its `sub` is the caller. One of the roles named is needed.',
        },
      },
      schemas: Object.fromEntries(forms),
      parameters: referenced('parameters', parameters),
      headers: referenced('headers', headers),
      responses,
    },
  };
}

function reference(kind: string, name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

function headerReferences(names: readonly string[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(names.map((name) => [name, reference('headers', name)]));
}

function isUnsafe(method: Method): boolean {
  return method !== 'GET';
}

/** A route that changes something which has a version already. */
function takesIfMatch(route: Route): boolean {
  return route.etag === true && isUnsafe(route.method) && route.params !== undefined;
}

function operationOf(route: Route, refusals: readonly RefusalGroup[]): Operation {
  const { operationId, summary, surface, access, otherRoles, rateLimit } = route;
  const roles = access === 'public' ? [] : access;
  const needs =
    roles.length === 0
      ? []
      : [
          `Needs the role ${roles.map((role) => `\`${role}\``).join(' or ')}.`,
          ...(otherRoles === undefined ? [] : [`A token with another role is answered \`${otherRoles}\`.`]),
        ];
  const description = [...(route.description === undefined ? [] : [route.description]), ...needs].join(
    '\n\n',
  );
  const parameters = [
    ...schemaParameters('path', route.params),
    ...schemaParameters('query', route.query),
    ...(isUnsafe(route.method) && !route.unkept ? [reference('parameters', 'IdempotencyKey')] : []),
    ...(takesIfMatch(route) ? [reference('parameters', 'IfMatch')] : []),
    ...(route.cacheable ? [reference('parameters', 'IfNoneMatch')] : []),
  ];
  return {
    operationId,
    summary,
    ...(description !== '' && { description }),
    tags: [surface],
    // Of several requirements one is enough; OpenAPI 3.1 lets a requirement name the role it needs.
    security: roles.map((role) => ({ bearer: [role] })),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        // An absent body is read as an empty object.
        required: !z.safeParse(route.body, {}).success,
        content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
      },
    }),
    responses: {
      [route.success.status]: successResponse(route, route.success),
      ...(route.otherSuccess && {
        [route.otherSuccess.status]: successResponse(route, route.otherSuccess),
      }),
      ...(route.cacheable && { 304: notModified }),
      ...Object.fromEntries(refusals.map(({ status, name }) => [status, reference('responses', name)])),
    },
    ...(rateLimit !== 'none' && {
      'x-rate-limit': {
        name: rateLimit,
        requests: rateLimits[rateLimit],
        windowSeconds: rateLimitWindowSeconds,
      },
    }),
  };
}

function schemaParameters(place: 'path' | 'query', schema: Schema | undefined): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property === true ? {} : property === false ? { not: {} } : property,
  }));
}

function successResponse(
  { method, rateLimit, etag, cacheable, unkept }: Route,
  { status, body, contentType }: Success,
): Response {
  const mediaType = (contentType ?? 'application/json').split(';')[0] ?? '';
  return {
    description: successes[status] ?? 'Done',
    headers: headerReferences([
      'X-Request-Id',
      ...(etag || cacheable ? ['ETag'] : []),
      ...(status === 302 ? ['Location'] : []),
      ...(rateLimit === 'none' ? [] : ['RateLimit', 'RateLimit-Policy']),
      ...(isUnsafe(method) && !unkept ? ['Idempotency-Replayed'] : []),
    ]),
    ...(body !== undefined && { content: { [mediaType]: { schema: jsonSchema(body, 'output') } } }),
  };
}

const notModified: Response = {
  description: 'What the `If-None-Match` names is what would be answered',
  headers: headerReferences(['ETag']),
};

/** What a route can refuse with one status. */
interface RefusalGroup {
  readonly status: number;
  /** Of the shared response. */
  readonly name: string;
  readonly codes: readonly ErrorCode[];
}

function refusalsOf(route: Route): readonly RefusalGroup[] {
  const { method, access, otherRoles, rateLimit, params, query, body, errors, surface } = route;
  const isUnsafeCall = isUnsafe(method);
  const possible = new Set<ErrorCode>(errors);
  const add = (when: boolean, ...more: readonly ErrorCode[]) => {
    if (when) for (const code of more) possible.add(code);
  };
  add(params !== undefined || query !== undefined || body !== undefined || isUnsafeCall, 'VALIDATION_FAILED');
  add(access !== 'public', 'UNAUTHENTICATED', otherRoles ?? 'FORBIDDEN');
  add(params !== undefined, 'NOT_FOUND');
  // A call that is counted uses the store, which may ask for patience.
  add(rateLimit !== 'none', 'RATE_LIMITED', 'BUSY');
  add(body !== undefined, 'PAYLOAD_TOO_LARGE');
  add(isUnsafeCall && !route.unkept, 'IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH');
  add(takesIfMatch(route), 'PRECONDITION_FAILED');
  add(true, 'INTERNAL');
  const byStatus = Map.groupBy(
    codes.filter((code) => possible.has(code)),
    (code) => statusOf(code, surface),
  );
  return [...byStatus].map(([status, group]) => ({
    status,
    codes: group,
    name: group.map(pascalCase).join('Or'),
  }));
}

/** `NOT_FOUND` becomes `NotFound`. */
function pascalCase(code: ErrorCode): string {
  return code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function refusalResponse(codes: readonly ErrorCode[]): Response {
  const more = codes.flatMap((code) => {
    const schema = factsOfCode[code];
    return schema === undefined ? [] : Object.entries(jsonSchema(schema, 'output').properties ?? {});
  });
  const narrowed = { properties: { code: { enum: [...codes] }, ...Object.fromEntries(more) } };
  const content = Object.entries(errorForms).map(([mediaType, { name }]) => {
    // The narrower one first: tools make their samples from it.
    const form = { allOf: [narrowed, reference('schemas', name)] };
    // API Gateway's authorizer answers before any function of ours runs, in a form that cannot be changed.
    const ofGateway = codes.includes('UNAUTHENTICATED') && mediaType === 'application/json';
    const bare = {
      type: 'object',
      properties: { message: { type: 'string' } },
      required: ['message'],
    } as const;
    return [mediaType, { schema: ofGateway ? { anyOf: [form, bare] } : form }];
  });
  return {
    description: codes.map((code) => `- \`${code}\`: ${meanings[code]}`).join('\n'),
    headers: headerReferences([
      'X-Request-Id',
      ...(codes.some((code) => retried.has(code)) ? ['Retry-After'] : []),
      ...(codes.includes('UNAUTHENTICATED') ? ['WWW-Authenticate'] : []),
      ...(codes.every((code) => uncounted.has(code)) ? [] : ['RateLimit', 'RateLimit-Policy']),
    ]),
    content: Object.fromEntries(content),
  };
}

/**
 * Zod's own translation, without what says nothing to a reader: `$schema` (OpenAPI 3.1 implies it), patterns that only
 * spell out a `format`, bounds that only mean "safe integer". Objects in answers are left open, so that a field can be
 * added later without breaking clients that validate.
 */
function jsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const translated = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema: json }) => {
      const { def } = zodSchema._zod;
      if (json.format !== undefined) delete json.pattern;
      if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
      if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
      if (io === 'output' && json.additionalProperties === false) delete json.additionalProperties;
      // Zod leaves out the default of what a transform turns into something else; a caller would write it as text.
      if (io === 'input' && def.type === 'default' && json.default === undefined) {
        json.default = json.type === 'string' ? String(def.defaultValue) : def.defaultValue;
      }
    },
  });
  const { $schema, '~standard': standard, ...rest } = translated;
  return rest;
}
