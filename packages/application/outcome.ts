import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import type { RefusalReason } from '@punctual/scheduling/slots/slots.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** Why a use case did not do what was asked. Expected outcomes are values; faults are thrown. */
export type Failure =
  | {
      readonly kind: 'invalid';
      readonly issues: readonly { readonly path: string; readonly message: string }[];
    }
  | { readonly kind: 'not_found'; readonly what: string }
  | { readonly kind: 'forbidden'; readonly message: string }
  | {
      readonly kind: 'slot_refused';
      readonly reason: RefusalReason;
      /** At most three, nearest first. */
      readonly alternatives: readonly { readonly start: Instant; readonly durationMinutes: number }[];
    }
  | { readonly kind: 'invalid_transition'; readonly from: string; readonly to: string }
  | { readonly kind: 'conflict'; readonly message: string }
  /** `If-Match` named a version that has moved on. */
  | { readonly kind: 'precondition_failed'; readonly appointment: Appointment }
  /** Somebody else's service, which this cannot be done without, did not do its part; nothing was changed. */
  | { readonly kind: 'provider_unavailable'; readonly message: string }
  /** Every try lost its race; nothing was changed, and the caller may ask again. */
  | { readonly kind: 'busy' };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** It was done. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** It was not done, and why. */
export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** What does not exist, or exists only for another tenant: the caller cannot tell which. */
export function notFound(what: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'not_found', what });
}

/** A cursor that this list did not give out. */
export function badCursor(): { readonly ok: false; readonly failure: Failure } {
  const issues = [{ path: 'query.cursor', message: 'Not a cursor of this list' }];
  return failed({ kind: 'invalid', issues });
}

/** The time zone at a path of the request is not one that the platform knows. */
export function unknownZone(path: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'invalid', issues: [{ path, message: 'Not an IANA time zone' }] });
}
