import * as z from 'zod/mini';
import { duration, id, instantInput, text } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { bookingResponse, bookingWithDetails, status } from './shapes.ts';

const surface = 'bookings';
const parties = ['client', 'coach', 'admin'] as const;
const entry = 'bookings/bookings';
const params = z.object({ id });

export const createBooking = defineRoute({
  operationId: 'createBooking',
  method: 'POST',
  path: '/booking',
  surface,
  summary: 'Book a coach',
  description: 'A booking lasts 15 to 480 minutes and is `pending` until it is paid or somebody confirms it.',
  access: ['client'],
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    coach_id: id,
    session_datetime: instantInput,
    duration_minutes: duration,
    notes: z.optional(text(2000)),
  }),
  success: { status: 201, body: bookingResponse },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'BUSY'],
  etag: true,
});

export const getBooking = defineRoute({
  operationId: 'getBooking',
  method: 'GET',
  path: '/booking/{id}',
  surface,
  summary: 'One booking with its client and its coach',
  access: parties,
  rateLimit: 'reads',
  entry,
  params,
  success: { status: 200, body: bookingWithDetails },
  errors: ['NOT_FOUND'],
  etag: true,
});

export const changeBookingStatus = defineRoute({
  operationId: 'changeBookingStatus',
  method: 'PATCH',
  path: '/booking/{id}/status',
  surface,
  summary: 'Confirm, complete or cancel a booking',
  description:
    'From `pending` to `confirmed` or `cancelled`, from `confirmed` to `completed` (once it has begun) or `cancelled`.',
  access: parties,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({ status, reason: z.optional(text(1000)) }),
  success: { status: 200, body: bookingResponse },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const cancelBooking = defineRoute({
  operationId: 'cancelBooking',
  method: 'DELETE',
  path: '/booking/{id}',
  surface,
  summary: 'Cancel a pending or confirmed booking; its time is free at once',
  access: parties,
  rateLimit: 'writes',
  entry,
  params,
  success: { status: 204 },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const bookingRoutes = [createBooking, getBooking, changeBookingStatus, cancelBooking] as const;
