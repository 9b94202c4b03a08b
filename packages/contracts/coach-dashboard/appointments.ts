import * as z from 'zod/mini';
import {
  duration,
  enveloped,
  id,
  instant,
  instantInput,
  price,
  text,
  timeZone,
  wholeNumber,
} from '../fields.ts';
import { defineRoute } from '../route.ts';
import { appointment, appointmentType, nextAppointment, status } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const entry = 'coach-dashboard/appointments';
const rateLimit = 'appointments';
const params = z.object({ appointmentId: id });

export const bookAppointment = defineRoute({
  operationId: 'bookAppointment',
  method: 'POST',
  path: '/api/coach-dashboard/appointments',
  surface,
  summary: 'Book an appointment with a lead',
  access,
  rateLimit,
  entry,
  body: z.strictObject({
    leadId: id,
    startTime: instantInput,
    duration,
    summary: z.optional(text(200).check(z.minLength(1))),
    notes: z.optional(text(2000)),
    timeZone: z.optional(timeZone),
    appointmentType: z._default(appointmentType, 'online'),
    assignedStaffId: z.optional(id),
    price: z.optional(price),
  }),
  success: { status: 201, body: enveloped(appointment) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'BUSY'],
  etag: true,
});

export const listUpcomingAppointments = defineRoute({
  operationId: 'listUpcomingAppointments',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/upcoming',
  surface,
  summary: 'The next appointments, earliest first',
  access,
  rateLimit,
  entry,
  query: z.object({ limit: z._default(wholeNumber(1, 100), 10) }),
  success: {
    status: 200,
    body: z.object({ success: z.literal(true), data: z.array(nextAppointment), totalUpcoming: z.int() }),
  },
  errors: [],
});

export const listTodaysAppointments = defineRoute({
  operationId: 'listTodaysAppointments',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/today',
  surface,
  summary: "The appointments of today in the coach's zone",
  access,
  rateLimit,
  entry,
  success: {
    status: 200,
    body: enveloped(
      z.object({
        date: z.iso.date(),
        appointments: z.array(nextAppointment),
        summary: z.object({
          totalAppointments: z.int(),
          completedAppointments: z.int(),
          upcomingAppointments: z.int(),
          nextAppointment: z.nullable(z.object({ _id: id, startTime: instant, summary: z.string() })),
        }),
      }),
    ),
  },
  errors: [],
});

export const getAppointment = defineRoute({
  operationId: 'getAppointment',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/{appointmentId}',
  surface,
  summary: 'One appointment',
  access,
  rateLimit,
  entry,
  params,
  success: { status: 200, body: enveloped(appointment) },
  errors: ['NOT_FOUND'],
  etag: true,
});

export const rescheduleAppointment = defineRoute({
  operationId: 'rescheduleAppointment',
  method: 'PUT',
  path: '/api/coach-dashboard/appointments/{appointmentId}/reschedule',
  surface,
  summary: 'Move an appointment to another time',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({
    newStartTime: instantInput,
    reason: z.optional(text(1000)),
    notifyClient: z._default(z.boolean(), true),
  }),
  success: { status: 200, body: enveloped(appointment) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const cancelAppointment = defineRoute({
  operationId: 'cancelAppointment',
  method: 'DELETE',
  path: '/api/coach-dashboard/appointments/{appointmentId}',
  surface,
  summary: 'Cancel an appointment; its time is free at once',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({
    reason: z.optional(text(1000)),
    notifyClient: z._default(z.boolean(), true),
    rescheduleOffer: z._default(z.boolean(), false),
  }),
  success: { status: 200, body: enveloped(appointment) },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

export const changeAppointmentStatus = defineRoute({
  operationId: 'changeAppointmentStatus',
  method: 'PATCH',
  path: '/api/coach-dashboard/appointments/{appointmentId}/status',
  surface,
  summary: 'Confirm, start, complete, cancel or mark as missed',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({ status, reason: z.optional(text(1000)) }),
  success: { status: 200, body: enveloped(appointment) },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'PRECONDITION_FAILED', 'BUSY'],
  etag: true,
});

const facts = z.object({
  status: z.string(),
  startTime: instant,
  duration,
  appointmentType,
  summary: z.string(),
  assignedStaffId: z.optional(id),
});

export const getAppointmentHistory = defineRoute({
  operationId: 'getAppointmentHistory',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/{appointmentId}/history',
  surface,
  summary: 'Everything that ever happened to one appointment, in order',
  access,
  rateLimit,
  entry,
  params,
  success: {
    status: 200,
    body: enveloped(
      z.array(
        z.object({
          sequence: z.int(),
          type: z.string(),
          at: instant,
          actor: id,
          surface: z.string(),
          reason: z.nullable(z.string()),
          before: z.nullable(facts),
          after: facts,
        }),
      ),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const appointmentRoutes = [
  bookAppointment,
  listUpcomingAppointments,
  listTodaysAppointments,
  getAppointment,
  rescheduleAppointment,
  cancelAppointment,
  changeAppointmentStatus,
  getAppointmentHistory,
] as const;
