import { rateLimitWindowSeconds, routeKey } from '@punctual/contracts/route.ts';
import { logger } from '../logger.ts';
import {
  type Call,
  findCall,
  type HttpDependencies,
  type HttpEvent,
  type HttpMiddleware,
  type HttpResult,
} from './call.ts';
import { Replayed, settleClaim } from './idempotency.ts';
import { Refusal, type RefusalFacts } from './refusal.ts';

/**
 * Ends every call: turns refusals and faults into the documented error form, settles the idempotency record, adds the
 * headers that all answers carry, and writes the one log line.
 */
export function answer(dependencies: HttpDependencies): HttpMiddleware {
  const finish = async (event: HttpEvent, result: HttpResult, replayed = false): Promise<HttpResult> => {
    const call = findCall(event);
    if (call !== undefined && !replayed) await settleClaim(dependencies, event, result);
    logCall(call, event, result, dependencies.clock.now());
    return { ...result, headers: { ...commonHeaders(call, event), ...result.headers } };
  };
  return {
    after: async (request) => {
      if (request.response) request.response = await finish(request.event, request.response);
    },
    onError: async (request) => {
      const { event, error } = request;
      if (error instanceof Replayed) {
        request.response = await finish(event, error.result, true);
        return;
      }
      const refusal = error instanceof Refusal ? error : faultOf(error, event);
      const call = findCall(event);
      if (call !== undefined) call.code = refusal.facts.code;
      const result = refused(refusal.facts, event);
      try {
        request.response = await finish(event, result);
      } catch (fault) {
        // The store is down: the claim runs out by itself.
        logger.error('answer not recorded', { error: nameOf(fault) });
        request.response = { ...result, headers: { ...commonHeaders(call, event), ...result.headers } };
      }
    },
  };
}

/** Faults by which a store says "later". */
const passingFaults = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
]);

/** An unexpected fault tells the caller nothing; the log keeps its name and place, never the values in its message. */
function faultOf(error: unknown, event: HttpEvent): Refusal {
  const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 6) : undefined;
  logger.error('fault', { requestId: event.requestContext.requestId, error: nameOf(error), stack });
  if (passingFaults.has(nameOf(error))) {
    return new Refusal('BUSY', 'Please try again', { retryAfterSeconds: 1 });
  }
  return new Refusal('INTERNAL', 'Please name the requestId when you report this');
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The envelope of all surfaces, or the same facts as RFC 9457 when asked for. */
function refused(facts: RefusalFacts, event: HttpEvent): HttpResult {
  const { code, status, message, detail, issues, reason, alternatives, retryAfterSeconds } = facts;
  const { requestId } = event.requestContext;
  const asProblem = event.headers.accept?.includes('application/problem+json') ?? false;
  const more = { code, requestId, issues, reason, alternatives };
  const body = asProblem
    ? {
        type: `urn:punctual:problem:${code.toLowerCase().replaceAll('_', '-')}`,
        title: message,
        status,
        detail,
        ...more,
      }
    : { success: false, message, error: detail, ...more };
  return {
    statusCode: status,
    headers: {
      'content-type': asProblem ? 'application/problem+json' : 'application/json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify(body),
  };
}

function commonHeaders(call: Call | undefined, event: HttpEvent): Record<string, string> {
  const headers: Record<string, string> = {
    'x-request-id': event.requestContext.requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  if (call?.rate !== undefined) {
    const { name, quota, used, resetSeconds } = call.rate;
    headers.ratelimit = `"${name}";r=${Math.max(0, quota - used)};t=${resetSeconds}`;
    headers['ratelimit-policy'] = `"${name}";q=${quota};w=${rateLimitWindowSeconds}`;
  }
  return headers;
}

function logCall(call: Call | undefined, event: HttpEvent, result: HttpResult, now: number): void {
  const status = result.statusCode ?? 200;
  const fields = {
    requestId: event.requestContext.requestId,
    route: call === undefined ? event.routeKey : routeKey(call.bound.route),
    operation: call?.bound.route.operationId ?? 'unknown',
    status,
    code: call?.code,
    milliseconds: call === undefined ? 0 : now - call.now,
    refusals: status >= 400 && status < 500 ? 1 : 0,
    faults: status >= 500 ? 1 : 0,
  };
  logger.info('request', fields, { milliseconds: 'Milliseconds', refusals: 'Count', faults: 'Count' });
}
