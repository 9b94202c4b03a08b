import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { Caller } from '@punctual/application/model.ts';
import { type Route, routeKey } from '@punctual/contracts/route.ts';
import type { Context } from 'aws-lambda';
import { answer } from './answer.ts';
import { authenticate } from './authenticate.ts';
import {
  type BoundRoute,
  callOf,
  type Handle,
  type HttpDependencies,
  type HttpEvent,
  type HttpRequest,
  type HttpResult,
  startCall,
} from './call.ts';
import { callerAddress } from './caller-address.ts';
import { idempotent } from './idempotency.ts';
import { introduceCaller } from './introduce.ts';
import { limitRate } from './limit-rate.ts';
import { parse } from './parse.ts';
import { invalid, refusalOf } from './refusal.ts';

/** Binds a handler to its route; the route's schemas type what the handler receives. */
export function on<const R extends Route>(route: R, handle: Handle<R>): BoundRoute {
  // The stack parses with this very route's schemas before it calls the handler.
  return { route, handle: handle as unknown as Handle<Route> };
}

export type HttpHandler = (event: HttpEvent, context: Context) => Promise<HttpResult>;

/**
 * A Lambda handler for the routes of one resource: sees where the call comes from, finds the route by API Gateway's route key,
 * then authenticates, counts, parses, claims the idempotency key, calls the handler and answers.
 */
export function httpFunction(dependencies: HttpDependencies, bound: readonly BoundRoute[]): HttpHandler {
  const byKey = new Map(bound.map((one) => [routeKey(one.route), one]));
  const { clock, ids, rolesClaim, rateLimits } = dependencies;
  const stack = middy<HttpEvent, HttpResult>()
    .use(answer(dependencies))
    .use({
      before: ({ event }) => {
        const address = callerAddress(event);
        const found = byKey.get(event.routeKey);
        if (found === undefined) throw new Error(`no handler for ${event.routeKey}`);
        const { requestId } = event.requestContext;
        startCall(event, { bound: found, requestId, now: clock.now(), address });
      },
    })
    .use(authenticate(rolesClaim))
    .use(limitRate(rateLimits, clock))
    .use(parse())
    .use(introduceCaller(dependencies))
    .use(idempotent(dependencies))
    .handler(async (event: HttpEvent): Promise<HttpResult> => {
      const call = callOf(event);
      const { route, handle } = call.bound;
      if (call.input === undefined) throw new Error('the request was not parsed');
      const request: HttpRequest = {
        ...call.input,
        get caller(): Caller {
          if (call.caller === undefined) throw new Error(`${route.operationId} is public and has no caller`);
          return call.caller;
        },
        commandId: call.claim?.id ?? ids.next(),
        expectedVersion: expectedVersionOf(event),
        now: call.now,
        headers: event.headers,
        get rawBody(): Buffer {
          return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
        },
      };
      const reply = await handle(request);
      if ('ok' in reply) throw refusalOf(reply.failure, route.surface);
      const { body, version, headers, other } = reply;
      const success = (other ? route.otherSuccess : undefined) ?? route.success;
      const { cacheable } = route;
      const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
      const etag =
        version !== undefined ? etagOf(version) : cacheable && text !== undefined ? hashTag(text) : undefined;
      if (cacheable && etag !== undefined && matches(event.headers['if-none-match'], etag)) {
        return { statusCode: 304, headers: { etag, ...headers } };
      }
      const contentType = success.contentType ?? 'application/json';
      return {
        statusCode: success.status,
        headers: {
          ...(body !== undefined && { 'content-type': contentType }),
          ...(etag !== undefined && { etag }),
          ...headers,
        },
        ...(text !== undefined && { body: text }),
      };
    });
  return stack as unknown as HttpHandler;
}

/** A weak tag would do, but the body is the same to the byte. */
function hashTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

function matches(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

function etagOf(version: number): string {
  return `"v${version}"`;
}

/** `*` matches every version, as RFC 9110 says; weak tags never match. */
function expectedVersionOf(event: HttpEvent): number | undefined {
  const header = event.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^"v(\d{1,9})"$/.exec(header.trim());
  if (match === null) throw invalid([{ path: 'headers.if-match', message: 'Not an ETag of ours' }]);
  return Number(match[1]);
}
