import * as z from 'zod/mini';
import { date, duration, enveloped, id, instant, timeZone, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';

export const getPublicSlots = defineRoute({
  operationId: 'getPublicSlots',
  method: 'GET',
  path: '/api/v1/public/coaches/{coachId}/slots',
  surface: 'public',
  summary: 'The free slots of a coach, for booking pages',
  description:
    'Dates are those of the coach’s time zone, both inclusive, at most 93. Cacheable: carries an ETag, and answers 304 to the same `If-None-Match`.',
  access: 'public',
  rateLimit: 'public',
  entry: 'public/slots',
  params: z.object({ coachId: id }),
  query: z.object({
    from: date,
    to: date,
    duration: z.optional(wholeNumber(1, 1440)),
    timeZone: z.optional(timeZone),
  }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coachId: id,
        from: date,
        to: date,
        duration,
        /** Of the local times shown: the one asked for, else the coach's. */
        timeZone,
        slots: z.array(z.object({ startTime: instant, localStartTime: z.string() })),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
  cacheable: true,
});
