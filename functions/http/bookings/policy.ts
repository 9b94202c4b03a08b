import type { Reach } from '@punctual/application/appointments/change.ts';
import type { Caller, SurfacePolicy } from '@punctual/application/model.ts';
import type { Failure } from '@punctual/application/outcome.ts';
import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import { type BookingStatus, bookingStatus } from './views.ts';

/** What clients may book here: every booking waits for its payment or for somebody to confirm it. */
export const bookingPolicy: SurfacePolicy = {
  surface: 'bookings',
  standing: 'client',
  durations: { kind: 'range', minimum: 15, maximum: 480 },
  autoConfirms: false,
};

/** This surface lets client, coach and admin change the status alike. */
export const statusPolicy: SurfacePolicy = { ...bookingPolicy, standing: 'provider' };

/** People reach the bookings in which they take part, admins all. */
export function reachOf(caller: Caller): Reach {
  return caller.roles.includes('admin') ? { kind: 'anything' } : { kind: 'participant', personId: caller.id };
}

/** Narrower than the life cycle, which is asked afterwards. */
const transitions: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
  no_show: [],
};

/** Why this surface does not let a booking go to a status, or undefined if it does. */
export function permits(to: BookingStatus): (before: Appointment) => Failure | undefined {
  return ({ status }) => {
    const from = bookingStatus(status);
    return transitions[from].includes(to) ? undefined : { kind: 'invalid_transition', from, to };
  };
}
