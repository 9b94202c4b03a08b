import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import {
  abandonedBooking,
  nextRecoveryAt,
  type Recovery,
  recoveredBy,
} from '@punctual/scheduling/recovery/recovery.ts';
import type { Timers } from '../ports.ts';
import { changeRecovery, circumstancesOf, type RecordPorts, upToDate } from './record.ts';

export interface RecoveryDue {
  readonly kind: 'recovery_due';
  readonly hold_id: string;
}

type NotingPorts = RecordPorts & { readonly timers: Timers };

const maximumTries = 5;

/**
 * Enters an abandoned booking when its hold has run out, once, and sets the timer for the first message. Calling it
 * again changes nothing but sets the timer again, in case the first call got no further than the record.
 */
export async function noteAbandoned(ports: NotingPorts, holdId: AppointmentId): Promise<void> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const known = await ports.recoveries.get(holdId);
    if (known !== undefined) return setTimer(ports, known);
    const { hold } = await ports.ledger.records({ appointment: holdId });
    if (hold === undefined) return;
    const begun = abandonedBooking(hold);
    const recovery =
      hold.state === 'confirmed'
        ? recoveredBy(begun, hold.id)
        : upToDate(begun, await circumstancesOf(ports, begun));
    if (await ports.recoveries.enter(recovery)) return setTimer(ports, recovery);
    await ports.pause(attempt);
  }
  throw new Error('abandoned booking not entered');
}

/** Sets the timer for the next automatic message, if there is to be one. */
export async function setTimer({ timers }: Pick<NotingPorts, 'timers'>, recovery: Recovery): Promise<void> {
  const at = nextRecoveryAt(recovery);
  if (at === undefined) return;
  const { id, automaticAttempts } = recovery;
  const message: RecoveryDue = { kind: 'recovery_due', hold_id: id };
  // A name for each: a schedule that has gone off is deleted a while later, and must not take the next one along.
  await timers.set(`recovery-${id}-${automaticAttempts + 1}`, at, message);
}

/** Credits an appointment to the abandoned bookings of the same two people that it makes good. */
export async function creditBooking(
  ports: RecordPorts,
  appointment: { readonly id: AppointmentId; readonly providerId: PersonId; readonly clientId: PersonId },
): Promise<void> {
  const { id, providerId, clientId } = appointment;
  const abandoned = await ports.recoveries.ofClient(providerId, clientId);
  const open = abandoned.filter(({ status }) => status !== 'recovered');
  for (const recovery of open) await changeRecovery(ports, recovery.id, (before) => recoveredBy(before, id));
}
