import type { Caller } from '../model.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { CalendarPorts, ConnectionMessage } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import { markFuture } from './marking.ts';
import { findConnection } from './reach.ts';

/**
 * Has every appointment to come written anew, and everything that was refused tried again: what was moved or deleted over
 * there is put right by it. Answers how many are queued.
 */
export async function syncNow(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<{ readonly queued: number }>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const refusal = whyNot(found.value);
  if (refusal !== undefined) return failed({ kind: 'conflict', message: refusal });
  const queued = await markFuture(ports, found.value, 'again');
  const message: ConnectionMessage = { connection_id: id };
  await ports.syncQueue.send([message]);
  return done({ queued });
}

/** Why nothing can be brought over by hand at the moment, in words. */
export function whyNot({ status }: Pick<Connection, 'status'>): string | undefined {
  if (status === 'paused') return 'Synchronization of this calendar is switched off';
  return status === 'needs_reauth' ? 'This calendar must be connected again first' : undefined;
}
