import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { markChanged } from './marking.ts';
import { type SyncPorts, syncConnection } from './sync-connection.ts';

/**
 * Brings an appointment into agreement with every calendar that its two parties have connected. Which event asks for it
 * does not matter: what counts is the appointment as it is.
 *
 * @throws when a calendar must be tried again, after all of them have been tried
 */
export async function syncAppointment(ports: SyncPorts, appointmentId: AppointmentId): Promise<void> {
  const { appointment } = await ports.ledger.records({ appointment: appointmentId });
  if (appointment === undefined) return;
  const people = [...new Set([appointment.providerId, appointment.clientId])];
  const lists = await Promise.all(people.map((person) => ports.connections.listOf(person)));
  const running = lists.flat().filter(({ status }) => status !== 'paused');
  const faults: unknown[] = [];
  for (const connection of running) {
    try {
      if (await markChanged(ports, connection, appointmentId)) {
        await syncConnection(ports, connection.id, appointmentId);
      }
    } catch (fault) {
      faults.push(fault);
    }
  }
  const [first] = faults.sort((a, b) => retryAfterOf(b) - retryAfterOf(a));
  if (first !== undefined) throw first;
}

function retryAfterOf(fault: unknown): number {
  const seconds = fault instanceof Error && 'retryAfterSeconds' in fault ? fault.retryAfterSeconds : 0;
  return typeof seconds === 'number' ? seconds : 0;
}
