import * as z from 'zod/mini';
import { duration, id, instant, instantInput, maximumRangeDays, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';

export const getCoachAvailability = defineRoute({
  operationId: 'getCoachAvailability',
  method: 'GET',
  path: '/booking/coach/{coach_id}/availability',
  surface: 'bookings',
  summary: 'The slots of a coach that can be booked',
  description: `Slots begin every 30 minutes and lie whole between the two instants, at most ${maximumRangeDays} days apart.`,
  access: 'public',
  rateLimit: 'public',
  entry: 'bookings/availability',
  params: z.object({ coach_id: id }),
  query: z
    .object({
      start_date: instantInput,
      end_date: instantInput,
      duration_minutes: z._default(wholeNumber(15, 480), 60),
    })
    // Said of two instants only: what is none is reported by itself, and compares as nothing.
    .check(
      z.refine(({ start_date, end_date }) => !(end_date <= start_date), {
        path: ['end_date'],
        error: 'The end must lie after the start',
      }),
      z.refine(({ start_date, end_date }) => !(end_date - start_date > maximumRangeDays * 86_400_000), {
        path: ['end_date'],
        error: `A range has at most ${maximumRangeDays} days`,
      }),
    ),
  success: {
    status: 200,
    body: z.object({
      coach_id: id,
      duration_minutes: duration,
      available_slots: z.array(z.object({ start_datetime: instant, end_datetime: instant })),
    }),
  },
  errors: ['NOT_FOUND'],
});
