import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';

/** The coach for whom the caller acts: a coach for themselves, staff for the coach whose staff they are. */
export function actingCoach(caller: Caller): Outcome<PersonId> {
  if (caller.roles.includes('coach')) return done(caller.id);
  if (caller.roles.includes('staff') && caller.staffOf !== undefined) return done(caller.staffOf);
  return failed({ kind: 'forbidden', message: 'You are not entered as staff of a coach' });
}
