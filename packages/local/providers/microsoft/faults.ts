import { randomUUID } from 'node:crypto';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';

/** A request that Graph refuses, in its own words. */
export class GraphFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const notFound = () =>
  new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const invalidRequest = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message);
export const invalidProperty = (message = 'At least one property failed validation.') =>
  new GraphFault(400, 'ErrorPropertyValidationFailure', message);

/** The ids with which Microsoft's support finds a call again, and which each answer carries. */
export function callIds(request: StandInRequest | undefined) {
  const requestId = randomUUID();
  const given = request?.headers['client-request-id'];
  return { 'request-id': requestId, 'client-request-id': typeof given === 'string' ? given : requestId };
}

/** Graph's error body; its date is UTC without saying so, as on the wire. */
export function graphError(fault: GraphFault, request?: StandInRequest): StandInAnswer {
  const ids = callIds(request);
  return {
    status: fault.status,
    headers: { ...ids, ...fault.headers },
    body: {
      error: {
        code: fault.code,
        message: fault.message,
        innerError: { date: new Date().toISOString().slice(0, 19), ...ids },
      },
    },
  };
}

const wording: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadRequest', 'The request is invalid.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  404: ['ErrorItemNotFound', 'The specified object was not found in the store.'],
  409: ['ErrorIrresolvableConflict', 'The send or update operation could not be performed.'],
  410: ['SyncStateNotFound', 'The sync state generation is not found.'],
  412: [
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ],
  423: ['ErrorMailboxMoveInProgress', 'Mailbox move in progress. Try again later.'],
  429: ['ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'],
  500: ['ErrorInternalServerError', 'An internal server error occurred. The operation failed.'],
  502: ['UnknownError', 'Bad gateway.'],
  503: ['serviceNotAvailable', 'The service is temporarily unavailable.'],
  504: ['UnknownError', 'The gateway timed out.'],
};

/** The refusal with a status; `reason` is the error code where Graph has several, such as `TooManyRequests`. */
export function faultOf(status: number, reason: string | undefined, retryAfter: number | undefined) {
  const [code, message] = wording[status] ?? ['UnknownError', 'An error has occurred.'];
  return new GraphFault(
    status,
    reason ?? code,
    message,
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );
}

/** A refusal of the identity platform; its number is Microsoft's own (AADSTS error codes). */
export class SignInFault extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;
  constructor(status: number, error: string, number: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

export function signInError(fault: SignInFault): StandInAnswer {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status: fault.status,
    headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
    body: {
      error: fault.error,
      error_description: `AADSTS${fault.number}: ${fault.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [fault.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${fault.number}`,
    },
  };
}
