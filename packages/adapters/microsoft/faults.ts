import type { FaultKind } from '@punctual/application/calendars/ports.ts';

/** Codes with which Graph calls a token for changes void, whatever the status. */
const readAgain = new Set(['SyncStateNotFound', 'SyncStateInvalid', 'resyncRequired', 'fullSyncRequired']);

/** The code of the error in Graph's answer. */
export function graphReason(body: unknown): string | undefined {
  return (body as { readonly error?: { readonly code?: string } } | undefined)?.error?.code;
}

/** What an answer's status and code mean for us (Graph, error responses). */
export function graphKind(status: number, reason: string | undefined): FaultKind {
  if (readAgain.has(reason ?? '')) return 'cursor_void';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 404:
      // The account has no mailbox that could hold a calendar; everything else is a thing that is not there.
      return reason === 'MailboxNotEnabledForRESTAPI' ? 'refused' : 'not_found';
    case 410:
      return 'cursor_void';
    case 412:
      return 'stale';
    case 429:
      return 'throttled';
    // Two writes met in the mailbox (409), or it is being moved (423): both pass.
    case 408:
    case 409:
    case 423:
      return 'unavailable';
    default:
      return status >= 500 ? 'unavailable' : 'refused';
  }
}
