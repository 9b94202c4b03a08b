import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { SurfacePolicy } from '../model.ts';
import type { Ports, Timers } from '../ports.ts';
import { expireSlot } from './hold.ts';

/** Nobody in particular: time itself. */
const time = 'time' as PersonId;
const policy: SurfacePolicy = {
  surface: 'system',
  standing: 'system',
  durations: { kind: 'list', minutes: [] },
  autoConfirms: false,
};

/**
 * Ends a hold whose time has come, and sets a timer for one whose time is still to come. Called when a hold is placed
 * and when its timer goes off; calling it once more changes nothing.
 */
export async function expireHoldInTime(
  ports: Ports & { readonly timers: Timers },
  id: AppointmentId,
): Promise<void> {
  const { hold } = await ports.ledger.records({ appointment: id });
  if (hold?.state !== 'held') return;
  if (ports.clock.now() < hold.expiresAt) {
    await ports.timers.set(`hold-${id}`, hold.expiresAt, { kind: 'hold_over', hold_id: id });
    return;
  }
  const outcome = await expireSlot(ports, time, policy, id);
  // Somebody confirmed it or gave it back in this very moment: both are fine.
  if (!outcome.ok && outcome.failure.kind !== 'invalid_transition') {
    throw new Error(`hold not ended: ${outcome.failure.kind}`);
  }
}
