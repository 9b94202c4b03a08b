import type { Appointment, AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { needsWork } from '@punctual/scheduling/calendars/step.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { Connection, Mapping } from './connection.ts';
import { wishOf } from './wish.ts';

type MarkingPorts = Pick<CalendarPorts, 'connections' | 'ledger' | 'clock' | 'pause'>;

const maximumTries = 12;
/** More future appointments than anybody has; bounds the reads and writes of one call. */
const maximumMarked = 2000;
/** Saves on their way at once. */
const atOnce = 20;

/** The mapping of an appointment that was never brought over. */
export function newMapping(connectionId: string, appointmentId: AppointmentId, now: number): Mapping {
  return {
    connectionId,
    appointmentId,
    state: 'synced',
    external: undefined,
    generation: 0,
    digest: undefined,
    writtenStart: undefined,
    writtenEnd: undefined,
    attempt: undefined,
    conferenceAsked: false,
    appointmentVersion: 0,
    conferenceUrl: undefined,
    htmlLink: undefined,
    lastError: undefined,
    updatedAt: now,
    version: 0,
  };
}

/**
 * Notes that an appointment is to be brought into agreement, if there is anything to do: a list that survives whoever
 * works at it. One that is noted already is noted again, so that a worker who read what was before does not settle it;
 * but not for the same version of the appointment, whose news the queue brings again while another worker is at it.
 *
 * @returns whether it is noted now; not when the connection was erased meanwhile
 */
export async function markChanged(
  ports: MarkingPorts,
  connection: Connection,
  appointmentId: AppointmentId,
): Promise<boolean> {
  const { connections, clock, ledger } = ports;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const mapping = await connections.mapping(connection.id, appointmentId);
    const wish = await wishOf({ ledger }, connection, appointmentId, mapping);
    if (!needsWork(mapping, wish)) return false;
    const version = wish.appointment?.version;
    if (mapping?.state === 'pending' && version !== undefined && mapping.notedVersion === version)
      return true;
    const before = mapping ?? newMapping(connection.id, appointmentId, clock.now());
    if (await connections.saveMapping(pending(before, clock.now(), version))) return true;
    if ((await connections.get(connection.id)) === undefined) return false;
    await ports.pause(attempt);
  }
  throw new Error('the mapping kept changing');
}

/** To be worked at. What was moved over there is written again whatever it was: its digest tells no longer what is there. */
function pending(mapping: Mapping, now: number, notedVersion = mapping.notedVersion): Mapping {
  const drifted = mapping.state === 'moved' || mapping.state === 'deleted';
  return {
    ...mapping,
    state: 'pending',
    digest: drifted ? undefined : mapping.digest,
    notedVersion,
    lastError: undefined,
    updatedAt: now,
    version: mapping.version + 1,
  };
}

/** To be written again even if nothing seems to have changed. */
export function rewritten(mapping: Mapping, now: number): Mapping {
  return { ...pending(mapping, now), digest: undefined };
}

/**
 * Notes all appointments of the owner that are still to come.
 *
 * @param how `compare`: what differs is brought over, what was moved, deleted or refused stays so. `again`: everything
 *   is written anew, and what was refused is tried again whenever it was
 * @returns how many are noted
 */
export async function markFuture(
  ports: MarkingPorts,
  connection: Connection,
  how: 'compare' | 'again',
): Promise<number> {
  const { connections, clock } = ports;
  const [appointments, mappings] = await Promise.all([
    futureOf(ports, connection),
    connections.mappings(connection.id),
  ]);
  const known = new Map(mappings.map((mapping) => [mapping.appointmentId, mapping]));
  const wanted = new Set(appointments.map(({ id }) => id));
  for (const { appointmentId, state, writtenEnd = 0 } of mappings) {
    const ahead = writtenEnd > clock.now();
    if (state === 'pending' || ahead || (how === 'again' && state === 'failed')) wanted.add(appointmentId);
  }
  const ids = [...wanted].filter((id) => mayMark(known.get(id), connection, how));
  for (let offset = 0; offset < ids.length; offset += atOnce) {
    const part = ids.slice(offset, offset + atOnce);
    await Promise.all(part.map((id) => markOne(ports, connection, id, known.get(id), how)));
  }
  return ids.length;
}

function mayMark(mapping: Mapping | undefined, connection: Connection, how: 'compare' | 'again'): boolean {
  if (mapping === undefined) return connection.settings.autoCreateEvents;
  return how === 'again' || mapping.state === 'synced' || mapping.state === 'pending';
}

async function markOne(
  { connections, clock, pause }: MarkingPorts,
  connection: Connection,
  id: AppointmentId,
  read: Mapping | undefined,
  how: 'compare' | 'again',
): Promise<void> {
  let mapping = read;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    if (!mayMark(mapping, connection, how)) return;
    const before = mapping ?? newMapping(connection.id, id, clock.now());
    const marked = how === 'again' ? rewritten(before, clock.now()) : pending(before, clock.now());
    if (await connections.saveMapping(marked)) return;
    if ((await connections.get(connection.id)) === undefined) return;
    await pause(attempt);
    mapping = await connections.mapping(connection.id, id);
  }
  throw new Error('the mapping kept changing');
}

/** Live appointments of a person in both roles; those that may be running belong to them. */
export async function futureOf(
  { ledger, clock }: Pick<CalendarPorts, 'ledger' | 'clock'>,
  { personId }: Pick<Connection, 'personId'>,
): Promise<readonly Appointment[]> {
  const from = clock.now() - DAY;
  const lists = await Promise.all(
    [{ providerId: personId }, { clientId: personId }].map((of) =>
      ledger.list({ of, state: 'live', from, limit: maximumMarked }),
    ),
  );
  return lists.flat();
}
