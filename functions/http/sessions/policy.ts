import type { Caller, SurfacePolicy } from '@punctual/application/model.ts';
import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import type { Standing } from '@punctual/scheduling/appointments/lifecycle.ts';

/** Minutes that a session can last. */
export const sessionDurations = [30, 60, 90, 120] as const;

export const slotStepMinutes = 30;

/** What those may do on this surface who stand in an appointment as its provider or as its client. */
export function policyFor(standing: Standing): SurfacePolicy {
  return {
    surface: 'sessions',
    standing,
    durations: { kind: 'list', minutes: sessionDurations },
    autoConfirms: true,
  };
}

/** A therapist may be somebody else's client, so that the appointment says who the caller is, and not their role. */
export function standingIn(appointment: Appointment, caller: Pick<Caller, 'id'>): Standing {
  return appointment.providerId === caller.id ? 'provider' : 'client';
}
