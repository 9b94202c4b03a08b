import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import { driftOf } from '@punctual/scheduling/calendars/step.ts';
import { DAY, type Interval } from '@punctual/scheduling/time/instant.ts';
import type { Queue } from '../ports.ts';
import { withAccessToken } from './access-token.ts';
import { ConnectionBusy } from './calendar-ports.ts';
import type { Connection, Mapping } from './connection.ts';
import { finishErasure } from './connection-changes.ts';
import { judgeDrift } from './drift.ts';
import { futureOf, markChanged, newMapping } from './marking.ts';
import { CalendarFault } from './ports.ts';
import { directIdentity } from './sync-booking.ts';
import { mayWork, type SyncPorts, workOff } from './sync-connection.ts';
import { wishOf } from './wish.ts';

/** What a reconcile has mended, and what it has only reported. */
export interface Reconciled {
  /** Appointments whose entry did not agree, or was not there, although nothing was pending. */
  readonly queued: number;
  /** Entries of ours that nobody knew of any more, and that belong to an appointment. */
  readonly adopted: number;
  /** Entries of ours that no appointment wants: removed. */
  readonly orphans: number;
  /** Second entries of one appointment: removed. */
  readonly doubles: number;
  /** Reported to the owner. */
  readonly moved: number;
  readonly deleted: number;
}

const nothing: Reconciled = { queued: 0, adopted: 0, orphans: 0, doubles: 0, moved: 0, deleted: 0 };

const leaseMilliseconds = 290_000;
const workMilliseconds = 180_000;
/** Days ahead in which entries are compared; further ones come nearer. */
const daysAhead = 400;

/** Asks for a reconcile of every connection, a page at a time; answers how many were asked for. */
export async function reconcileAll(
  { connections }: Pick<SyncPorts, 'connections'>,
  queue: Queue,
  cursor?: string,
): Promise<number> {
  const page = await connections.all(cursor);
  const messages: object[] = page.ids.map((id) => ({ reconcile_connection: id }));
  if (page.cursor !== undefined) messages.push({ reconcile: true, cursor: page.cursor });
  if (messages.length > 0) await queue.send(messages);
  return page.ids.length;
}

/**
 * Compares appointments, what we know, and what stands in the calendar, and mends what has come apart. Entries are
 * recognised by our marks; those of another connection to the same account are none of ours. What its owner has moved or
 * deleted is reported, and stays so.
 *
 * @throws ConnectionBusy when another worker is at it
 * @throws CalendarFault when the provider is to be asked again later
 */
export async function reconcileConnection(ports: SyncPorts, connectionId: string): Promise<Reconciled> {
  const { connections, clock } = ports;
  const connection = await connections.get(connectionId);
  if (connection === undefined) await finishErasure(ports, connectionId);
  if (connection === undefined || !mayWork(connection)) return nothing;
  const began = clock.now();
  const holder = await connections.acquire(connectionId, 'sync', began, began + leaseMilliseconds);
  if (holder === undefined) throw new ConnectionBusy();
  try {
    const endAt = began + workMilliseconds;
    await workOff(ports, connectionId, undefined, endAt);
    const found = await compare(ports, connection);
    const queued = await markMissed(ports, connection);
    await workOff(ports, connectionId, undefined, endAt);
    return { ...found, queued };
  } catch (fault) {
    if (fault instanceof CalendarFault && fault.kind === 'revoked') return nothing;
    throw fault;
  } finally {
    await connections.release(connectionId, 'sync', holder);
  }
}

type Found = Omit<Reconciled, 'queued'>;

/** Everything of ours that stands in the calendar from now on, against what we know of it. */
async function compare(ports: SyncPorts, connection: Connection): Promise<Found> {
  const { clock, connections } = ports;
  const now = clock.now();
  const entries = await ownEntries(ports, connection, { start: now - DAY, end: now + daysAhead * DAY });
  const mappings = await connections.mappings(connection.id);
  const known = new Map(mappings.map((mapping) => [mapping.appointmentId, mapping]));
  const standing = new Set(entries.map(({ externalId }) => externalId));
  const found = { adopted: 0, orphans: 0, doubles: 0, moved: 0, deleted: 0 };
  const report = async (mapping: Mapping) => {
    const verdict = await judgeDrift(ports, connection, mapping);
    if (verdict !== undefined) found[verdict] += 1;
  };
  for (const entry of entries) {
    const { appointmentId, externalId } = entry;
    if (appointmentId === undefined || endOf(entry) <= now) continue;
    const mapping = known.get(appointmentId);
    const stood = mapping?.external?.externalId;
    if (mapping !== undefined && stood === externalId) {
      if (driftOf(mapping, entry.event?.time) !== 'agrees') await report(mapping);
    } else if (stood !== undefined) {
      // Which of the two is right is known only while the one that we know is there.
      if (!standing.has(stood)) continue;
      await removeEntry(ports, connection, externalId);
      found.doubles += 1;
    } else {
      const adopted = await adopt(ports, connection, entry, appointmentId, mapping);
      if (adopted === undefined) found.orphans += 1;
      else known.set(appointmentId, adopted);
      if (adopted !== undefined) found.adopted += 1;
    }
  }
  for (const mapping of mappings) {
    const { external, writtenStart = now } = mapping;
    const expected = writtenStart < now + (daysAhead - 1) * DAY;
    if (external !== undefined && expected && !standing.has(external.externalId)) await report(mapping);
  }
  return found;
}

async function ownEntries(
  ports: SyncPorts,
  connection: Connection,
  window: Interval,
): Promise<readonly ExternalEvent[]> {
  const provider = ports.providers[connection.provider];
  const ours = new Set([connection.id, directIdentity(connection.personId, connection.provider)]);
  const found: ExternalEvent[] = [];
  let page: string | undefined;
  do {
    const asked = page;
    const answer = await withAccessToken(ports, connection, (token) =>
      provider.ownEntries(token, window, asked),
    );
    found.push(
      ...answer.events.filter(
        ({ event, connectionId }) =>
          event !== undefined && connectionId !== undefined && ours.has(connectionId),
      ),
    );
    page = answer.nextPage;
  } while (page !== undefined);
  return found;
}

function endOf({ event }: ExternalEvent): number {
  // Our entries never are whole days: somebody has made it one, and when it ends does not matter.
  return event?.time.kind === 'interval' ? event.time.end : Number.POSITIVE_INFINITY;
}

/** Takes an entry for that of its appointment, to be written anew; undefined: nothing wants it, and it was removed. */
async function adopt(
  ports: SyncPorts,
  connection: Connection,
  { externalId, etag }: ExternalEvent,
  appointmentId: AppointmentId,
  known: Mapping | undefined,
): Promise<Mapping | undefined> {
  const { entry } = await wishOf(ports, connection, appointmentId, known);
  if (entry === undefined) {
    await removeEntry(ports, connection, externalId);
    return undefined;
  }
  const before = known ?? newMapping(connection.id, appointmentId, ports.clock.now());
  const adopted: Mapping = {
    ...before,
    state: 'pending',
    external: { externalId, etag },
    digest: undefined,
    version: before.version + 1,
  };
  // A lost race means that somebody has marked it anew; the next reconcile sees what came of it.
  await ports.connections.saveMapping(adopted);
  return adopted;
}

async function removeEntry(ports: SyncPorts, connection: Connection, externalId: string): Promise<void> {
  const provider = ports.providers[connection.provider];
  await withAccessToken(ports, connection, (token) => provider.remove(token, externalId));
}

/** Appointments at once whose state is looked up. */
const atOnce = 10;

/** Marks what does not agree although nothing was pending; what was refused for good is left to its owner. */
async function markMissed(ports: SyncPorts, connection: Connection): Promise<number> {
  const now = ports.clock.now();
  const [appointments, mappings] = await Promise.all([
    futureOf(ports, connection),
    ports.connections.mappings(connection.id),
  ]);
  const ids = new Set(appointments.map(({ id }) => id));
  for (const { appointmentId, writtenEnd = 0 } of mappings) {
    if (writtenEnd > now) ids.add(appointmentId);
  }
  for (const { appointmentId, state } of mappings) {
    if (state === 'failed' || state === 'pending') ids.delete(appointmentId);
  }
  const all = [...ids];
  let marked = 0;
  for (let offset = 0; offset < all.length; offset += atOnce) {
    const part = all.slice(offset, offset + atOnce);
    const done = await Promise.all(part.map((id) => markChanged(ports, connection, id)));
    marked += done.filter(Boolean).length;
  }
  return marked;
}
