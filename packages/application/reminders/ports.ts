import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** A timer that may have been set. */
export interface NotedTimer {
  readonly name: string;
  readonly at: Instant;
}

/** The timers that an appointment may have. */
export interface TimerNote {
  readonly appointmentId: AppointmentId;
  readonly providerId: PersonId;
  /** Every one that was ever set and has not gone off, and some that were taken back. */
  readonly timers: readonly NotedTimer[];
  /** The start of the appointment, after which nobody is reminded. */
  readonly until: Instant;
  /** From 1. */
  readonly version: number;
}

/** Which appointments have timers: each is noted before it is set. Reads see every write that came before. */
export interface TimerNotes {
  get(providerId: PersonId, appointmentId: AppointmentId): Promise<TimerNote | undefined>;
  /** False when the note has moved on since `note.version - 1`. */
  save(note: TimerNote): Promise<boolean>;
  /** A provider's appointments that are to begin after an instant. */
  startingAfter(providerId: PersonId, instant: Instant): Promise<readonly AppointmentId[]>;
}
