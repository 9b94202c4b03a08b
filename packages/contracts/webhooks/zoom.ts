import * as z from 'zod/mini';
import { id } from '../fields.ts';
import { defineRoute } from '../route.ts';

/*
 * What Zoom sends, as far as it matters here (Zoom: webhook reference of the Meetings API), and what becomes of it on its
 * way to the worker. Fields can be missing or empty: what a participant is not signed in with is not known.
 */

export const receiveZoomEvent = defineRoute({
  operationId: 'receiveZoomEvent',
  method: 'POST',
  path: '/webhooks/zoom',
  surface: 'webhooks',
  summary: 'Zoom tells what happens in meetings',
  description:
    'Signed in `x-zm-signature` over `x-zm-request-timestamp`, at most five minutes from now, and the body; anything else is ' +
    '401 and changes nothing. `endpoint.url_validation` is answered as Zoom asks for it. Events that do not matter here, and ' +
    'those that come again, are answered with 200 all the same: Zoom does not send again what was refused.',
  access: 'public',
  // Whatever is not signed by Zoom costs one hash, and nothing of the store.
  rateLimit: 'none',
  unkept: true,
  entry: 'webhooks/zoom',
  success: {
    status: 200,
    body: z.object({
      plainToken: z.optional(z.string()),
      encryptedToken: z.optional(z.string()),
    }),
  },
  errors: ['UNAUTHENTICATED'],
});

const shortText = z.string().check(z.maxLength(2000));
const textOrNumber = z.union([shortText, z.int()]);

const participant = z.object({
  user_id: z.optional(textOrNumber),
  user_name: z.optional(shortText),
  id: z.optional(shortText),
  participant_user_id: z.optional(shortText),
  email: z.optional(shortText),
  join_time: z.optional(shortText),
  leave_time: z.optional(shortText),
});

const recordingFile = z.object({
  file_type: z.optional(shortText),
  file_size: z.optional(z.number()),
  download_url: z.optional(shortText),
  recording_end: z.optional(shortText),
});

/** A signed event about a meeting. */
export const zoomEvent = z.object({
  event: shortText,
  /** Milliseconds. */
  event_ts: z.optional(z.number()),
  payload: z.object({
    object: z.object({
      /** A number in some events, its digits in others. */
      id: textOrNumber,
      uuid: z.string().check(z.minLength(1), z.maxLength(200)),
      host_id: z.optional(shortText),
      start_time: z.optional(shortText),
      end_time: z.optional(shortText),
      /** Minutes. */
      duration: z.optional(z.number()),
      participant: z.optional(participant),
      recording_files: z.optional(z.array(recordingFile)),
    }),
  }),
});

/** Proves that the address belongs to whoever knows the secret. The token is random; nothing else is ever signed. */
export const zoomValidation = z.object({
  event: z.literal('endpoint.url_validation'),
  payload: z.object({ plainToken: z.string().check(z.regex(/^[\w-]{1,128}$/)) }),
});

const who = z.object({ name: z.string(), email: z.string(), isHost: z.boolean() });
const common = { instance: z.string(), at: z.int() };

/** Something that was seen of a meeting. */
const observation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['started', 'ended']), ...common }),
  z.strictObject({ kind: z.enum(['joined', 'left']), ...common, stay: z.string(), who }),
  z.strictObject({
    kind: z.literal('recorded'),
    ...common,
    recording: z.object({ downloadUrl: z.optional(z.string()), bytes: z.number(), minutes: z.number() }),
  }),
]);

/** What the worker is sent: news of a meeting, or that an appointment with one is to be looked at. */
export const meetingMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('seen'), meeting_id: z.string(), observation }),
  z.strictObject({ kind: z.literal('deleted'), meeting_id: z.string() }),
  z.strictObject({ kind: z.literal('judge'), appointment_id: id }),
]);

/** Asks for the meeting of an appointment to be looked after. */
export const provisionMessage = z.strictObject({
  kind: z.literal('provision'),
  appointment_id: id,
  verify: z.boolean(),
});
