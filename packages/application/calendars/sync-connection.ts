import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { statusAfter } from '@punctual/scheduling/calendars/status.ts';
import { type AgreePorts, agree } from './agree.ts';
import { type CalendarPorts, ConnectionBusy, type ConnectionMessage, isFault } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import { changeConnection, finishErasure } from './connection-changes.ts';
import { markFuture } from './marking.ts';
import { type CalendarFault, ConnectionGone, callTimeoutSeconds } from './ports.ts';

export type SyncPorts = AgreePorts & Pick<CalendarPorts, 'syncQueue'>;

export interface SyncResult {
  /** Entries that agree now, because of this run or already. */
  readonly worked: number;
  /** Entries that the provider refuses for good. */
  readonly failed: number;
  /** Time ran out; a message for the rest is on its way. */
  readonly left: boolean;
}

/** No entry is begun after this. */
const workMilliseconds = 40_000;
/** What one entry may take at worst: its steps, each with a refresh and a call that time out. */
const entryMilliseconds = 8 * callTimeoutSeconds * 1000;
/** Entries in a row for which the provider may be out of order before the rest is left to another time. */
const maximumUnavailable = 3;
const idle: SyncResult = { worked: 0, failed: 0, left: false };

/**
 * Works off what is pending for one connection, `first` first, one entry at a time. Nothing happens while the connection
 * is paused or its owner must connect it again: what is pending then stays so.
 *
 * @throws ConnectionBusy when another worker is at it
 * @throws CalendarFault when the provider is to be asked again later
 */
export async function syncConnection(
  ports: SyncPorts,
  connectionId: string,
  first?: AppointmentId,
): Promise<SyncResult> {
  const { connections, clock } = ports;
  const connection = await connections.get(connectionId);
  if (connection === undefined) await finishErasure(ports, connectionId);
  if (connection === undefined || !mayWork(connection)) return idle;
  const isNew = connection.lastSyncedAt === undefined;
  if (!isNew && (await connections.pending(connectionId, 1)).length === 0) return idle;
  const began = clock.now();
  const until = began + workMilliseconds + entryMilliseconds;
  const holder = await connections.acquire(connectionId, 'sync', began, until);
  // Who is at it works off what has been noted meanwhile too, so that mostly nothing is left to do afterwards.
  if (holder === undefined) throw new ConnectionBusy(workMilliseconds / 1000);
  try {
    // Whoever connected it may have died before all appointments were noted.
    if (isNew) await markFuture(ports, connection, 'compare');
    return await workOff(ports, connectionId, first, began + workMilliseconds);
  } finally {
    await connections.release(connectionId, 'sync', holder);
  }
}

/** Whether workers may speak to the provider: not while it is paused, nor when access is gone. */
export function mayWork({ status }: Pick<Connection, 'status'>): boolean {
  return status === 'active' || status === 'error';
}

/** The holder of the `sync` lease works until nothing is pending, or `endAt` comes. */
export async function workOff(
  ports: SyncPorts,
  connectionId: string,
  first: AppointmentId | undefined,
  endAt: number,
): Promise<SyncResult> {
  const { clock } = ports;
  const tried = new Set<AppointmentId>();
  const failures: string[] = [];
  const faults: CalendarFault[] = [];
  let next = first ?? (await nextOf(ports, connectionId, tried));
  while (next !== undefined && clock.now() < endAt) {
    tried.add(next);
    try {
      const outcome = await agree(ports, connectionId, next);
      if (outcome.kind === 'failed') failures.push(outcome.message);
    } catch (fault) {
      const isLost = fault instanceof ConnectionGone || isFault(fault, 'revoked');
      if (isLost) return { worked: tried.size - 1, failed: failures.length, left: false };
      if (!isFault(fault, 'unavailable', 'throttled')) throw fault;
      faults.push(fault);
      // Whoever says when to come back is not asked about other entries before.
      const isTold = fault.kind === 'throttled' || fault.retryAfterSeconds !== undefined;
      if (isTold || faults.length === maximumUnavailable) break;
    }
    next = await nextOf(ports, connectionId, tried);
  }
  const worked = tried.size - failures.length - faults.length;
  await noteRun(ports, connectionId, worked, failures.at(-1));
  const fault = faults.at(-1);
  if (fault !== undefined) throw fault;
  if (next !== undefined) {
    const message: ConnectionMessage = { connection_id: connectionId };
    await ports.syncQueue.send([message]);
  }
  return { worked, failed: failures.length, left: next !== undefined };
}

/** One that is pending and was not tried in this run: what changes again meanwhile has a message of its own. */
async function nextOf(
  { connections }: AgreePorts,
  id: string,
  tried: ReadonlySet<AppointmentId>,
): Promise<AppointmentId | undefined> {
  const pending = await connections.pending(id, tried.size + 10);
  return pending.find((one) => !tried.has(one));
}

async function noteRun(
  ports: AgreePorts,
  id: string,
  worked: number,
  failure: string | undefined,
): Promise<void> {
  const { failed, drifted } = await ports.connections.counts(id);
  await changeConnection(ports, id, (current) => {
    const status =
      worked > 0 ? statusAfter(current.status, 'works', current.settings.syncEnabled) : current.status;
    const lastError = failure ?? (failed + drifted > 0 ? current.lastError : undefined);
    return {
      fields: { status, lastError, ...(worked > 0 && { lastSyncedAt: ports.clock.now() }) },
    };
  });
}
