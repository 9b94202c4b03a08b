import * as z from 'zod/mini';

/*
 * Version 1 of what happens to people's connected calendars by itself, so that their owners are told. Ids only: neither the
 * account nor anything of the calendar is named.
 */

export const connectionEvent = z.strictObject({
  version: z.literal(1),
  eventId: z.string(),
  connectionId: z.string(),
  personId: z.string(),
  provider: z.enum(['google', 'outlook']),
  /** The appointment whose entry it is about; null: it is about the connection. */
  appointmentId: z.nullable(z.string()),
  at: z.iso.datetime(),
});

export const connectionEventTypes = [
  /** The provider has taken our access back. */
  'connection.needs_reauth',
  /** An entry is refused for good. */
  'connection.failed',
  /** Somebody moved, or deleted, an entry of ours in the calendar. */
  'connection.entry_moved',
  'connection.entry_deleted',
] as const;
