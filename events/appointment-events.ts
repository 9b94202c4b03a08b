import * as z from 'zod/mini';

/*
 * Version 1 of the engine's own events: one shape, a detail type for each kind of change. They name people by id only.
 * Consumers are idempotent by `eventId` and take replays and other orders; `sequence` counts the events of one
 * appointment from 1 without gaps, so that a consumer can tell an old one.
 */

const instant = z.iso.datetime();

const when = { startTime: instant, durationMinutes: z.int(), status: z.string() };

export const appointmentEvent = z.strictObject({
  version: z.literal(1),
  eventId: z.string(),
  appointmentId: z.string(),
  sequence: z.int(),
  at: instant,
  actorId: z.string(),
  surface: z.string(),
  providerId: z.string(),
  clientId: z.string(),
  notifyClient: z.boolean(),
  before: z.nullable(z.strictObject(when)),
  after: z.strictObject(when),
});

export type AppointmentEventDetail = z.output<typeof appointmentEvent>;

export const appointmentEventTypes = [
  'appointment.held',
  'appointment.released',
  'appointment.abandoned',
  'appointment.booked',
  'appointment.updated',
  'appointment.confirmed',
  'appointment.rescheduled',
  'appointment.started',
  'appointment.completed',
  'appointment.missed',
  'appointment.cancelled',
] as const;
