import type { MiddlewareObj } from '@middy/core';
import type { IdempotencyRecords } from '@punctual/adapters/dynamodb/idempotency.ts';
import type { RateLimits } from '@punctual/adapters/dynamodb/rate-limits.ts';
import type { Caller, Person } from '@punctual/application/model.ts';
import type { Failure } from '@punctual/application/outcome.ts';
import type { Clock, Ids } from '@punctual/application/ports.ts';
import type { Input, Route } from '@punctual/contracts/route.ts';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What the stack needs from outside; functions that only serve documents leave the stores out. */
export interface HttpDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  /** The claim of the token that lists the roles. */
  readonly rolesClaim: string;
  readonly rateLimits?: RateLimits;
  /** Looks the caller up in the directory, where somebody seen for the first time is entered. */
  readonly introduce?: (caller: Omit<Caller, 'staffOf'>) => Promise<Person>;
  readonly idempotency?: IdempotencyRecords;
}

/** What a handler works with, after everything has been checked. */
export interface HttpRequest<R extends Route = Route> extends Input<R> {
  /** Only on public routes there is none; reading it there throws. */
  readonly caller: Caller;
  /** For what this call creates; the same when the call is repeated with its `Idempotency-Key`. */
  readonly commandId: string;
  /** The version named by `If-Match`. */
  readonly expectedVersion: number | undefined;
  readonly now: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as it came, byte by byte: what signatures are made over. */
  readonly rawBody: Buffer;
}

export interface Reply {
  /** Sent as JSON, unless it is text or bytes with a content type of its own. */
  readonly body?: unknown;
  /** Version of the single thing that is shown or changed. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** It answers as the route's `otherSuccess` says. */
  readonly other?: boolean;
}

export type Handle<R extends Route> = (
  request: HttpRequest<R>,
) => Promise<Reply | { readonly ok: false; readonly failure: Failure }>;

export interface BoundRoute {
  readonly route: Route;
  readonly handle: Handle<Route>;
}

/** The state of one call while it passes through the stack. */
export interface Call {
  readonly bound: BoundRoute;
  readonly requestId: string;
  readonly now: number;
  /** The caller's, for counting who shows no token. */
  readonly address: string;
  caller?: Caller;
  rate?: {
    readonly name: string;
    readonly quota: number;
    readonly used: number;
    readonly resetSeconds: number;
  };
  input?: Input<Route>;
  claim?: {
    readonly scope: string;
    readonly fingerprint: string;
    readonly id: string;
    readonly token: string;
  };
  code?: string;
}

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;
export type HttpMiddleware = MiddlewareObj<HttpEvent, HttpResult>;

const calls = new WeakMap<HttpEvent, Call>();

/** The first step of the stack: what follows finds the call by its event. */
export function startCall(event: HttpEvent, call: Call): void {
  calls.set(event, call);
}

/** The call that an event belongs to; undefined before the stack has begun. */
export function findCall(event: HttpEvent): Call | undefined {
  return calls.get(event);
}

/** The call that an event belongs to. Throws before the stack has begun. */
export function callOf(event: HttpEvent): Call {
  const call = calls.get(event);
  if (call === undefined) throw new Error('the call has not been started');
  return call;
}
