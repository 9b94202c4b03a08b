import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Happening, statusAfter } from '@punctual/scheduling/calendars/status.ts';
import type { Ports } from '../ports.ts';
import { type CalendarPorts, calendarNames } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import type { ConnectionEvent } from './ports.ts';

type Changing = Pick<CalendarPorts, 'connections' | 'clock' | 'ids' | 'pause'>;

const maximumTries = 12;

export interface ConnectionChange {
  readonly fields: Partial<Connection>;
  readonly events?: readonly ConnectionEvent[];
}

/**
 * Changes a connection as it is now, again and again while others win the race for it.
 *
 * @param change what becomes different; undefined: nothing
 * @returns the connection as it is then; undefined when it is gone
 * @throws when every try lost its race
 */
export async function changeConnection(
  { connections, clock, pause }: Omit<Changing, 'ids'>,
  id: string,
  change: (current: Connection) => ConnectionChange | undefined,
): Promise<Connection | undefined> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const current = await connections.get(id);
    if (current === undefined) return undefined;
    const wanted = change(current);
    if (wanted === undefined) return current;
    const next = { ...current, ...wanted.fields, updatedAt: clock.now(), version: current.version + 1 };
    if (await connections.update(next, wanted.events)) return next;
    await pause(attempt);
  }
  throw new Error('the connection kept changing');
}

/**
 * Erases the rest of a connection whose erasure was interrupted. Until then its busy time stands in its owner's agenda, and
 * counts as too old to be believed before long.
 *
 * @returns whether there was one
 */
export async function finishErasure(
  { connections }: Pick<CalendarPorts, 'connections'>,
  id: string,
): Promise<boolean> {
  const ending = await connections.ending(id);
  if (ending !== undefined) await connections.erase(ending);
  return ending !== undefined;
}

/** What a change of a connection tells the world, with an id of its own; `appointmentId` when it is about one entry. */
export function eventOf(
  ports: Pick<Ports, 'clock' | 'ids'>,
  connection: Pick<Connection, 'id' | 'personId' | 'provider'>,
  type: ConnectionEvent['type'],
  appointmentId?: AppointmentId,
): ConnectionEvent {
  return {
    id: ports.ids.next(),
    type,
    connectionId: connection.id,
    personId: connection.personId,
    provider: connection.provider,
    appointmentId,
    at: ports.clock.now(),
  };
}

/** Our access is gone, or refused for good: the owner is told once, with the change of status. */
export async function noteLoss(
  ports: Changing,
  id: string,
  happening: Extract<Happening, 'revoked' | 'refused'>,
  message?: string,
): Promise<void> {
  await changeConnection(ports, id, (current) => {
    const status = statusAfter(current.status, happening, current.settings.syncEnabled);
    if (status === current.status) return undefined;
    const name = calendarNames[current.provider];
    const lost = `${name} has taken our access back. Connect the calendar again.`;
    const words = happening === 'revoked' ? lost : (message ?? `${name} refuses our access.`);
    const type = happening === 'revoked' ? 'connection.needs_reauth' : 'connection.failed';
    return { fields: { status, lastError: words }, events: [eventOf(ports, current, type)] };
  });
}
