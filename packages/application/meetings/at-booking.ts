import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import { type ProvisionPorts, provisionMeeting } from './provision.ts';

/** Milliseconds that a booking waits for its meeting; without one it stands all the same. */
const patience = 3000;

/**
 * The appointment that was just booked, with its meeting if its provider makes one in time. If not, the worker that hears
 * of the booking makes it. Never throws.
 *
 * @param note is told the name of what kept the meeting from being made
 */
export async function withMeeting(
  ports: ProvisionPorts,
  booked: Appointment,
  note: (fault: string) => void,
  signal: AbortSignal = AbortSignal.timeout(patience),
): Promise<Appointment> {
  if (booked.kind !== 'online' || booked.meetingUrl !== undefined) return booked;
  try {
    await provisionMeeting(ports, booked.id, { signal });
  } catch (fault) {
    note(nameOf(fault));
  }
  try {
    const { appointment = booked } = await ports.ledger.records({ appointment: booked.id });
    return appointment;
  } catch (fault) {
    note(nameOf(fault));
    return booked;
  }
}

function nameOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  return 'kind' in fault ? `${fault.name} ${fault.kind}` : fault.name;
}
