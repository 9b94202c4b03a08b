import { withAccessToken } from './access-token.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { Connection, ConnectionSettings, ImportState } from './connection.ts';
import { CalendarFault } from './ports.ts';

type SourcePorts = Pick<
  CalendarPorts,
  'connections' | 'providers' | 'busyTime' | 'ledger' | 'clock' | 'ids' | 'pause'
>;

/** A connection that is paused reads nothing either, so that it cannot close anybody's days. */
export function importsBusy({ syncEnabled, busySync }: ConnectionSettings): boolean {
  return syncEnabled && busySync;
}

/**
 * Lets a connection's policy count from now on. What was read before keeps its age; a calendar that was never read is
 * unknown until it is.
 */
export async function declareSource(ports: SourcePorts, connection: Connection): Promise<void> {
  const { personId, id, settings } = connection;
  const { busySources } = await ports.ledger.records({ busySourcesOf: personId });
  const readAt = busySources.find(({ connectionId }) => connectionId === id)?.readAt;
  await ports.busyTime.saveSource(personId, {
    connectionId: id,
    readAt,
    policy: settings.busyPolicy,
    maximumAgeMinutes: settings.busyMaximumAgeMinutes,
  });
}

/** Takes out everything that an import has brought, and ends its pushes. Repeatable; costs little when there is nothing. */
export async function forgetBusyTime(
  ports: SourcePorts,
  connection: Pick<Connection, 'id' | 'personId' | 'provider'>,
): Promise<void> {
  const { connections, busyTime } = ports;
  const { id, personId } = connection;
  await busyTime.removeSource(personId, id);
  const state = await connections.importState(id);
  await endPushes(ports, connection, state);
  const known = await busyTime.eventIds(id);
  if (known.length > 0) await busyTime.apply(connection, new Map(known.map((one) => [one, []])));
  if (state !== undefined) await connections.saveImportState(id, undefined);
}

/** Best effort: a channel that goes on ends by itself, and its pushes find nothing to do. */
export async function endPushes(
  ports: Omit<SourcePorts, 'busyTime' | 'ledger'>,
  connection: Pick<Connection, 'id' | 'provider'>,
  state: ImportState | undefined,
): Promise<void> {
  const channel = state?.channel;
  if (channel === undefined || channel.expiresAt <= ports.clock.now()) return;
  const provider = ports.providers[connection.provider];
  try {
    await withAccessToken(ports, connection, (token) => provider.unwatch(token, channel));
  } catch (fault) {
    if (!(fault instanceof CalendarFault)) throw fault;
  }
}
