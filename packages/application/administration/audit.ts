import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';

/** How many of a person's appointments are looked at, latest first: a bound for one answer. */
const maximumAppointments = 50;

/** All that ever happened to an appointment, in order. Whoever calls checks who may see it. */
export async function auditOfAppointment(
  { ledger }: Pick<Ports, 'ledger'>,
  id: AppointmentId,
): Promise<Outcome<readonly AppointmentEvent[]>> {
  const events = await ledger.events(id);
  return events.length === 0 ? notFound('Appointment') : done(events);
}

/** What happened to a person's latest appointments, as provider and as client, latest event first. */
export async function auditOfPerson(
  { ledger }: Pick<Ports, 'ledger'>,
  person: PersonId,
): Promise<readonly AppointmentEvent[]> {
  const lists = await Promise.all(
    ([{ providerId: person }, { clientId: person }] as const).flatMap((of) =>
      (['live', 'ended'] as const).map((state) =>
        ledger.list({ of, state, descending: true, limit: maximumAppointments }),
      ),
    ),
  );
  const byId = new Map<string, Appointment>(lists.flat().map((one) => [one.id, one]));
  const latest = [...byId.values()].sort((a, b) => b.start - a.start).slice(0, maximumAppointments);
  const events = await Promise.all(latest.map((one) => ledger.events(one.id)));
  return events.flat().sort((a, b) => b.at - a.at || b.sequence - a.sequence);
}
