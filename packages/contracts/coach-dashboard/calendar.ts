import * as z from 'zod/mini';
import { date, duration, enveloped, flag, id, instant, timeZone, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { appointment, dateRange, unavailableSlot, workingHours } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const rateLimit = 'calendar';
const entry = 'coach-dashboard/calendar';

export const getCalendar = defineRoute({
  operationId: 'getCalendar',
  method: 'GET',
  path: '/api/coach-dashboard/calendar',
  surface,
  summary: "The coach's calendar for a range of dates, both inclusive",
  description: 'Dates are those of the coach’s time zone; a range has at most 93 days.',
  access,
  rateLimit,
  entry,
  query: z.object({ startDate: date, endDate: date }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coachId: id,
        dateRange,
        appointments: z.array(appointment),
        workingHours: z.array(workingHours),
        unavailableSlots: z.array(unavailableSlot),
        summary: z.object({
          totalAppointments: z.int(),
          completedAppointments: z.int(),
          upcomingAppointments: z.int(),
          cancelledAppointments: z.int(),
        }),
      }),
    ),
  },
  errors: [],
});

export const getAvailableSlots = defineRoute({
  operationId: 'getAvailableSlots',
  method: 'GET',
  path: '/api/coach-dashboard/available-slots',
  surface,
  summary: 'The slots that start on a date of the coach’s zone',
  description:
    'A start offers `standard` (the default duration, or the one asked for) and, where it fits, `extended` (twice that). ' +
    'With `explain=true` every start that is not offered is listed with its reason.',
  access,
  rateLimit,
  entry,
  query: z.object({
    date,
    duration: z.optional(wholeNumber(1, 1440)),
    timeZone: z.optional(timeZone),
    explain: z.optional(flag),
  }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        date,
        coachId: id,
        availableSlots: z.array(
          z.object({
            startTime: instant,
            duration,
            timeZone,
            localStartTime: z.string(),
            slotType: z.enum(['standard', 'extended']),
          }),
        ),
        availableCount: z.int(),
        workingHours: z.nullable(z.object({ startTime: z.string(), endTime: z.string(), timeZone })),
        totalSlots: z.int(),
        bookedSlots: z.int(),
        unavailable: z.optional(z.array(z.object({ startTime: instant, reason: z.string() }))),
      }),
    ),
  },
  errors: [],
});

export const calendarRoutes = [getCalendar, getAvailableSlots] as const;
