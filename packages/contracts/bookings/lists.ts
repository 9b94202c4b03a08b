import * as z from 'zod/mini';
import { id, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { bookingResponse, status } from './shapes.ts';

const surface = 'bookings';
const access = ['client', 'coach', 'admin'] as const;
const rateLimit = 'reads';
const entry = 'bookings/lists';
const description =
  'Latest `session_datetime` first, appointments made through any surface included. People see their own, admins anybody’s.';

const query = z.object({
  status: z.optional(status),
  limit: z._default(wholeNumber(1, 100), 20),
  offset: z._default(wholeNumber(0, 100_000), 0),
});

const success = {
  status: 200,
  body: z.object({
    bookings: z.array(bookingResponse),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
  }),
} as const;

export const listClientBookings = defineRoute({
  operationId: 'listClientBookings',
  method: 'GET',
  path: '/booking/client/{client_id}',
  surface,
  summary: 'The bookings of a client',
  description,
  access,
  rateLimit,
  entry,
  params: z.object({ client_id: id }),
  query,
  success,
  errors: [],
});

export const listCoachBookings = defineRoute({
  operationId: 'listCoachBookings',
  method: 'GET',
  path: '/booking/coach/{coach_id}',
  surface,
  summary: 'The bookings of a coach',
  description,
  access,
  rateLimit,
  entry,
  params: z.object({ coach_id: id }),
  query,
  success,
  errors: [],
});

export const bookingListRoutes = [listClientBookings, listCoachBookings] as const;
