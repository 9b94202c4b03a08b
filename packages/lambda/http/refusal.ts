import type { Failure } from '@punctual/application/outcome.ts';
import {
  type Alternative,
  type ErrorCode,
  type Issue,
  statusOf,
  statusOfCode,
} from '@punctual/contracts/problem.ts';
import type { Surface } from '@punctual/contracts/route.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';

/** Everything that the caller of a refused request is told. */
export interface RefusalFacts {
  readonly code: ErrorCode;
  readonly status: number;
  readonly message: string;
  readonly detail: string;
  readonly issues?: readonly Issue[];
  readonly reason?: string;
  readonly alternatives?: readonly Alternative[];
  readonly retryAfterSeconds?: number;
}

/** Ends a call early. Thrown only inside the stack, which turns it into the answer. */
export class Refusal extends Error {
  readonly facts: RefusalFacts;

  constructor(code: ErrorCode, detail: string, more: Partial<RefusalFacts> = {}) {
    super(code);
    this.facts = { code, status: statusOfCode[code], message: titles[code], detail, ...more };
  }
}

const titles: Readonly<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: 'The request is not valid',
  INVALID_TRANSITION: 'The appointment cannot change in this way',
  UNAUTHENTICATED: 'Unauthorized',
  FORBIDDEN: 'You may not do this',
  NOT_FOUND: 'Not found',
  SLOT_UNAVAILABLE: 'The time slot is not available',
  CONFLICT: 'Conflict with the present state',
  IDEMPOTENCY_IN_FLIGHT: 'The same request is still being worked on',
  PRECONDITION_FAILED: 'The appointment has changed meanwhile',
  PAYLOAD_TOO_LARGE: 'The body is too large',
  IDEMPOTENCY_MISMATCH: 'The Idempotency-Key was used for another request',
  RATE_LIMITED: 'Too many requests',
  INTERNAL: 'Something went wrong on our side',
  PROVIDER_UNAVAILABLE: 'Another provider does not answer',
  BUSY: 'Too much going on at once',
};

const reasonTexts: Readonly<Record<string, string>> = {
  IN_THE_PAST: 'The time lies in the past',
  TOO_SOON: 'The time is too soon to be booked',
  TOO_FAR: 'The time is too far ahead to be booked',
  OUTSIDE_WORKING_HOURS: 'The time lies outside the working hours',
  DURATION_NOT_OFFERED: 'This duration is not offered',
  TIME_OFF: 'The provider is off at that time',
  CALENDAR_UNKNOWN: 'An external calendar cannot be read at the moment, so the time counts as taken',
  BUSY: 'The time is already taken',
  HELD: 'The time is being kept for somebody who is about to book it',
  EXTERNAL_BUSY: 'The time is taken in an external calendar',
  BUFFER: 'The time is too close to another appointment',
  CLIENT_BUSY: 'The client has another appointment at that time',
};

/** The one table from what a use case says to what a caller is answered. */
export function refusalOf(failure: Failure, surface: Surface): Refusal {
  switch (failure.kind) {
    case 'invalid':
      return invalid(failure.issues);
    case 'not_found':
      return new Refusal('NOT_FOUND', `${failure.what} not found`);
    case 'forbidden':
      return new Refusal('FORBIDDEN', failure.message);
    case 'slot_refused':
      return new Refusal('SLOT_UNAVAILABLE', reasonTexts[failure.reason] ?? failure.reason, {
        status: statusOf('SLOT_UNAVAILABLE', surface),
        reason: failure.reason,
        alternatives: failure.alternatives.map(({ start, durationMinutes }) => ({
          startTime: formatInstant(start),
          duration: durationMinutes,
        })),
      });
    case 'invalid_transition':
      return new Refusal('INVALID_TRANSITION', `From ${failure.from} to ${failure.to} is not possible now`);
    case 'conflict':
      return new Refusal('CONFLICT', failure.message);
    case 'precondition_failed':
      return new Refusal('PRECONDITION_FAILED', 'If-Match names another version');
    case 'provider_unavailable':
      return new Refusal('PROVIDER_UNAVAILABLE', failure.message, { retryAfterSeconds: 60 });
    case 'busy':
      return new Refusal('BUSY', 'Nothing was changed; please try again', { retryAfterSeconds: 1 });
  }
}

/** `VALIDATION_FAILED` with every issue found; the sentence is cut at 1,000 characters. */
export function invalid(issues: readonly Issue[]): Refusal {
  const detail = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new Refusal('VALIDATION_FAILED', detail.slice(0, 1000), { issues });
}
