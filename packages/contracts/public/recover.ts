import * as z from 'zod/mini';
import { duration, enveloped, id, instant, instantInput, timeZone } from '../fields.ts';
import { slotReasons } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { bookedByVisitor, linkParams } from './shapes.ts';

const surface = 'public';
const access = 'public';
const rateLimit = 'public';
const entry = 'public/recover';

export const getAbandonedSlot = defineRoute({
  operationId: 'getAbandonedSlot',
  method: 'GET',
  path: '/api/v1/public/recover/{token}',
  surface,
  summary: 'The slot behind the link of a recovery message, or what is free instead',
  description: 'Looking changes nothing and keeps nothing. `alternatives` are up to three, nearest first.',
  access,
  rateLimit,
  entry,
  params: linkParams,
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coach: z.object({ id, name: z.string(), timeZone }),
        slot: z.object({ startTime: instant, duration, timeZone }),
        available: z.boolean(),
        /** Why it is not available. */
        reason: z.optional(z.enum(slotReasons)),
        alternatives: z.array(z.object({ startTime: instant, duration })),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const bookAbandonedSlot = defineRoute({
  operationId: 'bookAbandonedSlot',
  method: 'POST',
  path: '/api/v1/public/recover/{token}/book',
  surface,
  summary: 'Book the slot behind the link of a recovery message, or another time',
  description:
    'Without `startTime` it is the slot itself; asking for that again answers the same appointment.',
  access,
  rateLimit,
  entry,
  params: linkParams,
  body: z.strictObject({ startTime: z.optional(instantInput) }),
  success: { status: 201, body: enveloped(bookedByVisitor) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'INVALID_TRANSITION', 'BUSY'],
});

export const recoverRoutes = [getAbandonedSlot, bookAbandonedSlot] as const;
