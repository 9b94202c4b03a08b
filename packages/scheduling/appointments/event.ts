import type { Instant } from '../time/instant.ts';
import type { Appointment, AppointmentId, Kind, PersonId, Status } from './appointment.ts';
import type { Standing } from './lifecycle.ts';

export type EventType =
  | 'appointment.held'
  | 'appointment.released'
  | 'appointment.abandoned'
  | 'appointment.booked'
  | 'appointment.updated'
  | 'appointment.confirmed'
  | 'appointment.rescheduled'
  | 'appointment.started'
  | 'appointment.completed'
  | 'appointment.missed'
  | 'appointment.cancelled';

/** Who did something, and through which surface. */
export interface Actor {
  readonly id: PersonId;
  readonly standing: Standing;
  readonly surface: string;
}

/** What an event remembers of the appointment on either side of the change. */
export interface Facts {
  readonly status: Status | 'held' | 'released' | 'expired';
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  readonly title: string;
  readonly staffId: PersonId | undefined;
}

/**
 * One change of one appointment: the audit trail and the outbox at once. Written in the transaction of the change,
 * never altered. The sequence counts from 1 without gaps.
 */
export interface AppointmentEvent {
  readonly id: string;
  readonly appointmentId: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly sequence: number;
  readonly type: EventType;
  readonly at: Instant;
  readonly actor: Actor;
  readonly reason: string | undefined;
  readonly notifyClient: boolean;
  readonly initial: boolean;
  readonly notes: string | undefined;
  readonly before: Facts | undefined;
  readonly after: Facts;
}

/** What of an appointment is written into its events. */
export function factsOf(appointment: Appointment): Facts {
  const { status, start, durationMinutes, kind, title, staffId } = appointment;
  return { status, start, durationMinutes, kind, title, staffId };
}
