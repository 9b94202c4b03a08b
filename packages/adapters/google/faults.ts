import type { FaultKind } from '@punctual/application/calendars/ports.ts';

/** Reasons of a 403 that mean "later"; all others mean "never" (Calendar API, handle errors). */
const slowDown = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
]);
/** Reasons of a 410 for a sync token; of an event the reason is `deleted`. */
const readAgain = new Set(['fullSyncRequired', 'updatedMinTooLongAgo']);

interface GoogleError {
  readonly error?: { readonly errors?: readonly { readonly reason?: string }[] };
}

/** The reason of the first error in Google's answer. */
export function googleReason(body: unknown): string | undefined {
  return (body as GoogleError | undefined)?.error?.errors?.[0]?.reason;
}

/** What an answer's status and reason mean for us (Calendar API, handle errors). */
export function googleKind(status: number, reason: string | undefined): FaultKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return slowDown.has(reason ?? '') ? 'throttled' : 'refused';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 410:
      return readAgain.has(reason ?? '') ? 'cursor_void' : 'not_found';
    case 412:
      return 'stale';
    case 429:
      return 'throttled';
    default:
      return status >= 500 || status === 408 ? 'unavailable' : 'refused';
  }
}
