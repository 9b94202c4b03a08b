import * as z from 'zod/mini';
import type { Response } from './openapi-document.ts';
import { headerReferences, isUnsafe, jsonSchema, reference, takesIfMatch } from './openapi-parts.ts';
import { meanings } from './openapi-words.ts';
import { type ErrorCode, slotReasons, statusOf, statusOfCode } from './problem.ts';
import type { Route, Schema } from './route.ts';

/* What a route can refuse, and in which forms. */

const codes = Object.keys(statusOfCode) as ErrorCode[];

const facts = { code: z.enum(codes), requestId: z.string() };

/** The two forms in which every error can be had. */
export const errorForms = {
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

const retried: ReadonlySet<ErrorCode> = new Set([
  'IDEMPOTENCY_IN_FLIGHT',
  'RATE_LIMITED',
  'BUSY',
  'PROVIDER_UNAVAILABLE',
]);
/** Answered before the call is counted. */
const uncounted: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** What a route can refuse with one status. */
export interface RefusalGroup {
  readonly status: number;
  /** Of the shared response. */
  readonly name: string;
  readonly codes: readonly ErrorCode[];
}

export function refusalsOf(route: Route): readonly RefusalGroup[] {
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

export function refusalResponse(codes: readonly ErrorCode[]): Response {
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
