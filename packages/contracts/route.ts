import type * as z from 'zod/mini';
import type { ErrorCode } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Roles a token can carry. `therapist` in a token is read as `coach`. */
export type Role = 'coach' | 'client' | 'staff' | 'admin';

/** Requests per caller and hour; a caller is the token's subject, for `public` the source address. */
export const rateLimits = {
  calendar: 1000,
  appointments: 500,
  zoom: 200,
  analytics: 100,
  reads: 1000,
  writes: 500,
  public: 60,
} as const;

export type RateLimitName = keyof typeof rateLimits;

export const rateLimitWindowSeconds = 3600;

export type Schema = z.ZodMiniType;

export interface Route<
  Params extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
> {
  /** Unique over all surfaces; names the operation in the OpenAPI document and in the typed client. */
  readonly operationId: string;
  readonly method: Method;
  /** In API Gateway's syntax, for example `/api/coach-dashboard/appointments/{appointmentId}`. */
  readonly path: string;
  /** The published surface, used as the OpenAPI tag. */
  readonly surface: Surface;
  readonly summary: string;
  readonly description?: string;
  /** `public`: no token is looked at. Otherwise the roles of which the caller needs one. */
  readonly access: 'public' | readonly [Role, ...Role[]];
  /**
   * A caller whose token names none of these roles is FORBIDDEN (403), unless the surface was published with 401 for
   * this route.
   */
  readonly otherRoles?: 'UNAUTHENTICATED';
  /** `none` is for what costs nothing to answer, and for signed links that others post to in their users' name. */
  readonly rateLimit: RateLimitName | 'none';
  /** The entry point below `functions/http`, without extension; routes of one resource share it. */
  readonly entry: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly success: Success;
  /** What it answers instead when it was asked for in another way, which the description tells. */
  readonly otherSuccess?: Success;
  /** Codes beyond those that every route can answer. */
  readonly errors: readonly ErrorCode[];
  /** The answer may be kept by its reader: its `ETag` is made from the body, and `If-None-Match` is answered with 304. */
  readonly cacheable?: true;
  /** The answer holds a secret, so that it is not kept for repeats of an unsafe call. */
  readonly unkept?: true;
  /** The answer carries an `ETag`, and a change may carry `If-Match`. */
  readonly etag?: true;
}

/** 302 sends the caller on to the address in `Location`. */
export interface Success {
  readonly status: 200 | 201 | 202 | 204 | 302;
  readonly body?: Schema;
  readonly contentType?: string;
}

export type Surface =
  | 'coach-dashboard'
  | 'calendar-integration'
  | 'sessions'
  | 'bookings'
  | 'intake'
  | 'public'
  | 'administration'
  | 'webhooks'
  | 'platform';

/** What a handler receives after parsing, typed by the route's schemas. */
export interface Input<R extends Route> {
  readonly params: R['params'] extends Schema ? z.output<R['params']> : Record<string, never>;
  readonly query: R['query'] extends Schema ? z.output<R['query']> : Record<string, never>;
  readonly body: R['body'] extends Schema ? z.output<R['body']> : undefined;
}

/**
 * Declares an HTTP route once. The Lambda handler, the API Gateway route with its authorizer, the rate limit,
 * the OpenAPI document, the typed client and the local gateway are all derived from the value returned.
 */
export function defineRoute<
  const R extends Route<Schema | undefined, Schema | undefined, Schema | undefined>,
>(route: R): R {
  return route;
}

/** API Gateway's name of the route, for example `GET /health`. */
export function routeKey(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method} ${route.path}`;
}
