import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { type Reach, refusedAccess } from './change.ts';
import { type AppointmentFound, type People, peopleOn } from './lists.ts';

/* What those see who take part in appointments, as provider or as client, through whichever surface they were made. */

type Reading = Pick<Ports, 'ledger' | 'directory'>;

/** One appointment within a caller's reach, with everybody on it. */
export async function findAppointment(
  ports: Reading,
  reach: Reach,
  appointmentId: AppointmentId,
): Promise<Outcome<AppointmentFound>> {
  const { appointment } = await ports.ledger.records({ appointment: appointmentId });
  const failure = refusedAccess(appointment, reach);
  if (failure !== undefined) return failed(failure);
  if (appointment === undefined) return notFound('Appointment');
  return done({ appointment, people: await peopleOn(ports, [appointment]) });
}

/** More than anybody looks through; with it the reads of one list are bounded. */
const maximumListed = 1000;

/** A person's appointments as provider and as client by start; of more than the maximum those that start last. */
export async function appointmentsOf(
  ports: Reading,
  personId: PersonId,
  maximum = maximumListed,
): Promise<{ readonly appointments: readonly Appointment[]; readonly people: People }> {
  const roles = [{ providerId: personId }, { clientId: personId }];
  const lists = await Promise.all(
    roles.flatMap((of) =>
      (['live', 'ended'] as const).map((state) =>
        ports.ledger.list({ of, state, descending: true, limit: maximum }),
      ),
    ),
  );
  // The index follows the table: what is just ending may be in both lists, and its later version is right.
  const byId = new Map<AppointmentId, Appointment>();
  for (const one of lists.flat()) {
    if (one.version > (byId.get(one.id)?.version ?? 0)) byId.set(one.id, one);
  }
  const appointments = [...byId.values()].sort((a, b) => a.start - b.start).slice(-maximum);
  return { appointments, people: await peopleOn(ports, appointments) };
}
