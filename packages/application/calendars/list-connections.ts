import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isStale } from '@punctual/scheduling/calendars/busy.ts';
import type { BusySource } from '@punctual/scheduling/calendars/entry.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { Caller } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import { mayManage } from './reach.ts';

/** A connection as its owner sees it; there is no token in it. */
export interface ConnectionView {
  readonly connection: Connection;
  readonly pending: number;
  readonly failed: number;
  /** Moved or deleted over there. */
  readonly drifted: number;
  /** When busy time was last read; undefined: never, or it is not read at all. */
  readonly busyReadAt: Instant | undefined;
  /** Busy time is read, and older than the policy allows. */
  readonly busyStale: boolean;
}

type ViewPorts = Pick<CalendarPorts, 'connections' | 'ledger' | 'clock'>;

/** The connections of a person, oldest first: their own, or for an admin anybody's. */
export async function listConnections(
  ports: ViewPorts,
  caller: Pick<Caller, 'id' | 'roles'>,
  personId: PersonId,
): Promise<Outcome<readonly ConnectionView[]>> {
  if (!mayManage(caller, personId)) return notFound('Coach');
  const [connections, { busySources }] = await Promise.all([
    ports.connections.listOf(personId),
    ports.ledger.records({ busySourcesOf: personId }),
  ]);
  return done(await Promise.all(connections.map((one) => shown(ports, one, busySources))));
}

/** A connection that was found already, with what is known of its entries. */
export async function viewOf(ports: ViewPorts, connection: Connection): Promise<ConnectionView> {
  const { busySources } = await ports.ledger.records({ busySourcesOf: connection.personId });
  return shown(ports, connection, busySources);
}

async function shown(
  { connections, clock }: ViewPorts,
  connection: Connection,
  sources: readonly BusySource[],
): Promise<ConnectionView> {
  const counts = await connections.counts(connection.id);
  const source = sources.find(({ connectionId }) => connectionId === connection.id);
  const busyStale = source !== undefined && isStale(source, clock.now());
  return { connection, ...counts, busyReadAt: source?.readAt, busyStale };
}
