import * as z from 'zod/mini';
import { date, duration, enveloped, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { appointmentType, status } from './shapes.ts';

const share = { count: z.int(), percentage: z.number() };

export const getAppointmentStatistics = defineRoute({
  operationId: 'getAppointmentStatistics',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/stats',
  surface: 'coach-dashboard',
  summary: 'Figures over the appointments of a period',
  description: 'Without dates the period is the last `period` days up to today. At most 93 days.',
  access: ['coach', 'staff'],
  rateLimit: 'analytics',
  entry: 'coach-dashboard/statistics',
  query: z.object({
    period: z._default(wholeNumber(1, 93), 30),
    startDate: z.optional(date),
    endDate: z.optional(date),
  }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        period: z.object({ startDate: date, endDate: date, days: z.int() }),
        summary: z.object({
          totalAppointments: z.int(),
          completedAppointments: z.int(),
          cancelledAppointments: z.int(),
          noShowAppointments: z.int(),
          completionRate: z.number(),
          cancellationRate: z.number(),
          noShowRate: z.number(),
        }),
        byStatus: z.array(z.object({ status, ...share })),
        byType: z.array(z.object({ type: appointmentType, ...share })),
        byDuration: z.array(z.object({ duration, ...share })),
        trends: z.object({
          weeklyAverage: z.number(),
          monthlyGrowth: z.nullable(z.number()),
          peakBookingDay: z.nullable(z.string()),
          peakBookingTime: z.nullable(z.string()),
          averageBookingAdvance: z.nullable(z.number()),
        }),
        revenue: z.object({
          totalRevenue: z.number(),
          averageRevenuePerAppointment: z.nullable(z.number()),
          completedRevenue: z.number(),
          lostRevenue: z.number(),
        }),
      }),
    ),
  },
  errors: [],
});
