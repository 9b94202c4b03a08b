import * as z from 'zod/mini';

/** Version 1: a provider's working hours or rules were changed. `sequence` is the version of the settings. */
export const settingsChangedEvent = z.strictObject({
  version: z.literal(1),
  eventId: z.string(),
  providerId: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
  /** Names of the settings that differ. */
  changed: z.array(z.string()),
});
