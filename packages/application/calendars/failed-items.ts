import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { CalendarPorts, ConnectionMessage } from './calendar-ports.ts';
import { whyNot } from './manual-sync.ts';
import { rewritten } from './marking.ts';
import { findConnection } from './reach.ts';

/** An appointment that its calendar does not agree with, and that nothing will be done about by itself. */
export interface FailedItem {
  readonly appointmentId: AppointmentId;
  readonly state: 'failed' | 'moved' | 'deleted';
  readonly lastError: string | undefined;
  readonly updatedAt: Instant;
}

/** Latest first. */
export async function failedItems(
  ports: Pick<CalendarPorts, 'connections'>,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<readonly FailedItem[]>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const items = (await ports.connections.mappings(id)).flatMap(
    ({ appointmentId, state, lastError, updatedAt }) =>
      state === 'pending' || state === 'synced' ? [] : [{ appointmentId, state, lastError, updatedAt }],
  );
  return done(items.sort((a, b) => b.updatedAt - a.updatedAt));
}

/**
 * Tries again what was refused: all of it, or the appointments named, of which those moved or deleted over there are put
 * right as well. Answers how many are queued.
 */
export async function redrive(
  ports: Pick<CalendarPorts, 'connections' | 'clock' | 'syncQueue'>,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
  named?: readonly AppointmentId[],
): Promise<Outcome<{ readonly queued: number }>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const refusal = whyNot(found.value);
  if (refusal !== undefined) return failed({ kind: 'conflict', message: refusal });
  const wanted = (await ports.connections.mappings(id)).filter(({ appointmentId, state }) =>
    named === undefined
      ? state === 'failed'
      : named.includes(appointmentId) && state !== 'synced' && state !== 'pending',
  );
  // Lost races need nothing more: whoever won has seen to it.
  for (const mapping of wanted) await ports.connections.saveMapping(rewritten(mapping, ports.clock.now()));
  const message: ConnectionMessage = { connection_id: id };
  if (wanted.length > 0) await ports.syncQueue.send([message]);
  return done({ queued: wanted.length });
}
