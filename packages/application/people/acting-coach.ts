import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';

/** The coach for whom the caller acts: a coach for themselves, staff for the coach whose staff they are. */
export async function actingCoach(
  ports: Pick<Ports, 'directory'>,
  caller: Caller,
): Promise<Outcome<PersonId>> {
  if (caller.roles.includes('coach')) return done(caller.id);
  const person = caller.roles.includes('staff') ? await ports.directory.get(caller.id) : undefined;
  if (person?.staffOf === undefined) {
    return failed({ kind: 'forbidden', message: 'You are not entered as staff of a coach' });
  }
  return done(person.staffOf);
}
