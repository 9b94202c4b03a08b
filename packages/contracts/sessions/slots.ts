import * as z from 'zod/mini';
import { date, id, instant } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { sessionDuration } from './shapes.ts';

export const listSessionSlots = defineRoute({
  operationId: 'listSessionSlots',
  method: 'GET',
  path: '/booking/slots',
  surface: 'sessions',
  summary: 'When a session with a therapist can begin on a date, and how long it can be',
  description:
    "The date is one of the therapist's time zone. Starts are every 30 minutes from the beginning of a window. For a " +
    'client their own appointments are kept clear as well.',
  access: ['client', 'coach'],
  rateLimit: 'reads',
  entry: 'sessions/slots',
  query: z.object({ therapistId: id, date }),
  success: {
    status: 200,
    body: z.array(
      z.object({
        startTime: instant,
        availableDurations: z.array(
          z.object({ id: z.string(), name: z.string(), duration: sessionDuration }),
        ),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});
