import * as z from 'zod/mini';
import { duration, enveloped, id, instant, instantInput, text, timeZone } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { linkParams } from './shapes.ts';

const surface = 'public';
const access = 'public';
const rateLimit = 'public';
const entry = 'public/manage';
const params = linkParams;

const managed = z.object({
  id,
  title: z.string(),
  startTime: instant,
  duration,
  timeZone,
  status: z.string(),
  coach: z.object({ id, name: z.string(), timeZone }),
  client: z.object({ name: z.string() }),
  canReschedule: z.boolean(),
  canCancel: z.boolean(),
});

export const getManagedAppointment = defineRoute({
  operationId: 'getManagedAppointment',
  method: 'GET',
  path: '/api/v1/public/manage/{token}',
  surface,
  summary: 'The appointment behind a self-service link; looking changes nothing',
  access,
  rateLimit,
  entry,
  params,
  success: { status: 200, body: enveloped(managed) },
  errors: ['NOT_FOUND'],
});

export const rescheduleManagedAppointment = defineRoute({
  operationId: 'rescheduleManagedAppointment',
  method: 'POST',
  path: '/api/v1/public/manage/{token}/reschedule',
  surface,
  summary: 'Move the appointment behind a self-service link',
  description:
    'An appointment that was missed, or whose cancellation offered another time, is booked anew, as an appointment of its own.',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({ newStartTime: instantInput }),
  success: { status: 200, body: enveloped(managed) },
  errors: ['NOT_FOUND', 'SLOT_UNAVAILABLE', 'INVALID_TRANSITION', 'BUSY'],
});

export const cancelManagedAppointment = defineRoute({
  operationId: 'cancelManagedAppointment',
  method: 'POST',
  path: '/api/v1/public/manage/{token}/cancel',
  surface,
  summary: 'Cancel the appointment behind a self-service link',
  access,
  rateLimit,
  entry,
  params,
  body: z.strictObject({ reason: z.optional(text(1000)) }),
  success: { status: 200, body: enveloped(managed) },
  errors: ['NOT_FOUND', 'INVALID_TRANSITION', 'BUSY'],
});

export const manageRoutes = [
  getManagedAppointment,
  rescheduleManagedAppointment,
  cancelManagedAppointment,
] as const;
