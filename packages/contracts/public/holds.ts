import * as z from 'zod/mini';
import { duration, email, enveloped, id, instant, instantInput, name, phone, timeZone } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { bookedByVisitor } from './shapes.ts';

const surface = 'public';
const access = 'public';
const rateLimit = 'public';
const entry = 'public/holds';
const params = z.object({ id });
const token = z.string().check(z.minLength(20), z.maxLength(1000));

const hold = z.object({
  id,
  coachId: id,
  startTime: instant,
  duration,
  timeZone,
  status: z.literal('held'),
  expiresAt: instant,
  /** Confirms the hold or gives it back. */
  token: z.string(),
});

export const placeHold = defineRoute({
  operationId: 'placeHold',
  method: 'POST',
  path: '/api/v1/public/holds',
  surface,
  summary: 'Keep a slot while the visitor finishes booking',
  description: 'A hold that runs out becomes an abandoned booking.',
  access,
  rateLimit,
  entry,
  body: z.strictObject({
    coachId: id,
    startTime: instantInput,
    duration,
    contact: z.strictObject({ name, email, phone: z.optional(phone), timeZone }),
  }),
  success: { status: 201, body: enveloped(hold) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'BUSY'],
});

export const confirmHold = defineRoute({
  operationId: 'confirmHold',
  method: 'POST',
  path: '/api/v1/public/holds/{id}/confirm',
  surface,
  summary: 'Turn a hold into an appointment',
  description:
    'Confirming again answers the same appointment. A hold that has run out is confirmed if its slot is still free.',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({ token }),
  success: { status: 200, body: enveloped(bookedByVisitor) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'INVALID_TRANSITION', 'BUSY'],
});

export const releaseHold = defineRoute({
  operationId: 'releaseHold',
  method: 'DELETE',
  path: '/api/v1/public/holds/{id}',
  surface,
  summary: 'Give a held slot back',
  access,
  rateLimit,
  entry,
  params,
  query: z.object({ token }),
  success: { status: 204 },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'BUSY'],
});

export const holdRoutes = [placeHold, confirmHold, releaseHold] as const;
