import { type Input, isInput } from '../aws/fault.ts';
import type { Inbox } from '../aws/inbox.ts';
import { type Clock, parseDuration } from '../clock.ts';
import { type Answer, refusal } from '../envelope.ts';
import type { Issuer } from './issuer.ts';

export interface DevRequest {
  readonly method: string;
  /** As on the wire, `/dev/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
}

/** Answers a request below `/dev/`; `undefined` when it is none of its own. */
export type DevHandler = (request: DevRequest) => Promise<Answer | undefined>;

export interface DevOptions {
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly inbox: Inbox;
  readonly queues: () => object;
  readonly settle: () => Promise<void>;
  readonly advanceTo: (instant: number) => Promise<void>;
  readonly reset: () => Promise<void>;
}

const defaultExpirySeconds = 30 * 86_400;
const roles = new Set(['coach', 'therapist', 'client', 'staff', 'admin']);

class Invalid extends Error {}

function object(body: Buffer): Input {
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new Invalid('The body is not JSON.');
  }
  if (!isInput(value)) throw new Invalid('The body must be a JSON object.');
  return value;
}

function text(input: Input, member: string): string | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '')
    throw new Invalid(`${member} must be a text that is not empty.`);
  return value;
}

/** The calls that only exist on one's own machine: tokens, the clock, the inbox, the queues, a fresh start. */
export function createDev(options: DevOptions): DevHandler {
  const { clock, issuer, inbox } = options;

  const issueToken = async (input: Input) => {
    const sub = text(input, 'sub');
    if (sub === undefined) throw new Invalid('sub is required.');
    const given = typeof input.roles === 'string' ? [input.roles] : (input.roles ?? []);
    if (!Array.isArray(given) || !given.every((role) => typeof role === 'string' && roles.has(role))) {
      throw new Invalid(`roles must be a list of: ${[...roles].join(', ')}.`);
    }
    const expiresIn = input.expiresIn ?? defaultExpirySeconds;
    if (typeof expiresIn !== 'number' || !Number.isInteger(expiresIn)) {
      throw new Invalid('expiresIn must be a whole number of seconds.');
    }
    const name = text(input, 'name');
    const email = text(input, 'email');
    const person = {
      sub,
      roles: given,
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
    };
    return {
      access_token: await issuer.issue(person, expiresIn),
      token_type: 'Bearer',
      expires_in: expiresIn,
    };
  };

  const moveClock = async (input: Input) => {
    const advance = text(input, 'advance');
    const now = text(input, 'now');
    const given = [advance !== undefined, now !== undefined, input.reset === true].filter(Boolean);
    if (given.length !== 1) throw new Invalid('Give one of advance, now and reset.');
    if (advance !== undefined) {
      const duration = parseDuration(advance);
      if (duration === undefined)
        throw new Invalid('advance must be an ISO 8601 duration of weeks, days or time.');
      await options.advanceTo(clock.now() + duration);
    } else if (now !== undefined) {
      const instant = /T.*(Z|[+-]\d\d:\d\d)$/.test(now) ? Date.parse(now) : Number.NaN;
      if (Number.isNaN(instant)) throw new Invalid('now must be an RFC 3339 instant.');
      await options.advanceTo(instant);
    } else {
      clock.reset();
      await options.settle();
    }
  };
  const clockState = () => ({ now: new Date(clock.now()).toISOString() });

  const calls: Record<string, (request: DevRequest) => Promise<unknown>> = {
    'POST /dev/token': ({ body }) => issueToken(object(body)),
    'GET /dev/issuer/.well-known/openid-configuration': async () => issuer.discovery(),
    'GET /dev/issuer/jwks': async () => issuer.jwks,
    'GET /dev/clock': async () => clockState(),
    'POST /dev/clock': async ({ body }) => {
      await moveClock(object(body));
      return clockState();
    },
    'POST /dev/settle': async () => {
      await options.settle();
      return clockState();
    },
    // No address holds a space: one there was a plus that nobody encoded.
    'GET /dev/inbox': async ({ query }) => inbox.list(query.get('to')?.replaceAll(' ', '+')),
    'GET /dev/queues': async () => options.queues(),
    'POST /dev/reset': async () => {
      await options.reset();
      return clockState();
    },
  };

  return async (request) => {
    const call = calls[`${request.method} ${request.path}`];
    if (call === undefined) return undefined;
    try {
      return { status: 200, body: await call(request) };
    } catch (error) {
      if (error instanceof Invalid) return refusal('VALIDATION_FAILED', error.message, request.requestId);
      if (error instanceof NotIdle) return refusal('BUSY', error.message, request.requestId);
      throw error;
    }
  };
}

/** The queues did not come to rest in the time allowed. */
export class NotIdle extends Error {}
