import { createHash } from 'node:crypto';
import type { HttpDependencies, HttpEvent, HttpMiddleware, HttpResult } from './call.ts';
import { callOf } from './call.ts';
import { invalid, Refusal } from './refusal.ts';

/** Thrown to leave the stack with an answer that was given before. */
export class Replayed extends Error {
  readonly result: HttpResult;

  constructor(result: HttpResult) {
    super('replayed');
    this.result = result;
  }
}

/**
 * Honours `Idempotency-Key` on unsafe calls: the first answer again for the same request, 422 for another one, 409
 * while the first is still running.
 */
export function idempotent({ idempotency, ids, clock }: HttpDependencies): HttpMiddleware {
  return {
    before: async ({ event }) => {
      const call = callOf(event);
      const key = event.headers['idempotency-key'];
      const { method, unkept } = call.bound.route;
      if (key === undefined || method === 'GET' || unkept || idempotency === undefined) return;
      if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
        throw invalid([{ path: 'headers.idempotency-key', message: 'One to 255 visible ASCII characters' }]);
      }
      const who = call.caller?.id ?? call.address;
      const scope = JSON.stringify([who, call.bound.route.operationId, key]);
      const fingerprint = fingerprintOf(event);
      const claim = await idempotency.claim(scope, fingerprint, ids.next(), clock.now());
      if (claim.kind === 'mismatch') throw new Refusal('IDEMPOTENCY_MISMATCH', 'Use a new key');
      if (claim.kind === 'in_flight') {
        throw new Refusal('IDEMPOTENCY_IN_FLIGHT', 'Ask again in a moment', { retryAfterSeconds: 1 });
      }
      if (claim.kind === 'answered') {
        const { status, headers, body } = claim.answer;
        throw new Replayed({
          statusCode: status,
          headers: { ...headers, 'idempotency-replayed': 'true' },
          body,
        });
      }
      call.claim = { scope, fingerprint, id: claim.id, token: claim.token };
    },
  };
}

/** Keeps the final answer for repeats; one that only says "try again" gives the key free instead. */
export async function settleClaim(
  { idempotency, clock }: HttpDependencies,
  event: HttpEvent,
  result: HttpResult,
): Promise<void> {
  const { claim } = callOf(event);
  if (claim === undefined || idempotency === undefined) return;
  const { statusCode = 200, headers = {}, body = '' } = result;
  if (statusCode === 429 || statusCode >= 500) {
    await idempotency.abandon(claim.scope, claim.token, clock.now());
    return;
  }
  const kept = ['content-type', 'etag'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const answer = { status: statusCode, headers: Object.fromEntries(kept), body };
  await idempotency.settle(claim.scope, claim.fingerprint, claim.id, answer, clock.now());
}

function fingerprintOf(event: HttpEvent): string {
  const parts = [event.rawPath, event.rawQueryString, event.body ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
