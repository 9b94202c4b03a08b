import * as z from 'zod/mini';
import { duration, enveloped, id, instant, price, text, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { leadSummary } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const entry = 'coach-dashboard/recovery';
const params = z.object({ abandonedBookingId: id });
const recoveryStatus = z.enum(['pending', 'recovery_sent', 'recovered', 'stopped', 'opted_out']);
const messageType = z.enum(['email', 'sms']);

const progress = {
  _id: id,
  recoveryAttempts: z.int(),
  /** Null before the first one. */
  lastRecoveryAttempt: z.nullable(instant),
  status: recoveryStatus,
};

export const listAbandonedBookings = defineRoute({
  operationId: 'listAbandonedBookings',
  method: 'GET',
  path: '/api/coach-dashboard/booking-recovery/abandoned',
  surface,
  summary: 'Bookings that visitors began and did not finish, newest first',
  description:
    '`totalAbandoned` and `recoveryRate`, the percentage of them that led to a booking after all, are over all of them, however many are listed.',
  access,
  rateLimit: 'reads',
  entry,
  query: z.object({ limit: z._default(wholeNumber(1, 100), 100) }),
  success: {
    status: 200,
    body: z.object({
      success: z.literal(true),
      data: z.array(
        z.object({
          ...progress,
          leadId: id,
          selectedSlot: z.object({ startTime: instant, duration }),
          abandonedAt: instant,
          lead: z.optional(leadSummary),
        }),
      ),
      totalAbandoned: z.int(),
      recoveryRate: z.number(),
    }),
  },
  errors: [],
});

const incentiveType = text(50).check(z.minLength(1));

export const recoverAbandonedBooking = defineRoute({
  operationId: 'recoverAbandonedBooking',
  method: 'POST',
  path: '/api/coach-dashboard/booking-recovery/{abandonedBookingId}/recover',
  surface,
  summary: 'Write to somebody who did not finish booking',
  description:
    'Besides the messages that go out by themselves. `incentiveType` is `discount`, `free_session` or your own words; one incentive can be offered for each abandoned booking, and ends the messages that go out by themselves.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z
    .strictObject({
      messageType: z._default(messageType, 'email'),
      customMessage: z.optional(text(2000)),
      offerIncentive: z._default(z.boolean(), false),
      incentiveType: z.optional(incentiveType),
      incentiveValue: z.optional(price),
    })
    .check(
      z.refine((body) => !body.offerIncentive || body.incentiveType !== undefined, {
        path: ['incentiveType'],
        error: 'An incentive needs a type',
      }),
    ),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        ...progress,
        recoveryMessage: z.object({
          type: messageType,
          sentAt: instant,
          customMessage: z.nullable(z.string()),
          incentiveOffered: z.nullable(z.object({ type: z.string(), value: z.nullable(z.number()) })),
        }),
      }),
    ),
  },
  errors: ['NOT_FOUND', 'CONFLICT', 'PROVIDER_UNAVAILABLE', 'BUSY'],
});

export const stopRecovery = defineRoute({
  operationId: 'stopRecovery',
  method: 'POST',
  path: '/api/coach-dashboard/booking-recovery/{abandonedBookingId}/stop',
  surface,
  summary: 'Write no more about an abandoned booking',
  access,
  rateLimit: 'writes',
  entry,
  params,
  success: { status: 200, body: enveloped(z.object(progress)) },
  errors: ['NOT_FOUND', 'CONFLICT', 'BUSY'],
});

export const recoveryRoutes = [listAbandonedBookings, recoverAbandonedBooking, stopRecovery] as const;
