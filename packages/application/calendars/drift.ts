import { driftOf } from '@punctual/scheduling/calendars/step.ts';
import { withAccessToken } from './access-token.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { Connection, Mapping } from './connection.ts';
import { changeConnection, eventOf } from './connection-changes.ts';
import type { ConnectionEvent } from './ports.ts';
import { wishOf } from './wish.ts';

export type DriftPorts = Pick<
  CalendarPorts,
  'connections' | 'providers' | 'ledger' | 'clock' | 'ids' | 'pause'
>;

const words = {
  moved: 'An entry was moved in the calendar. The appointment keeps its time until it is changed here.',
  deleted: 'An entry was deleted in the calendar. The appointment stands until it is cancelled here.',
} as const;

/**
 * Looks at one entry that seems to have been moved or deleted over there, and reports it once, with the change of its
 * mapping. The entry is read after the mapping, and the report is lost when anybody has written the mapping since: so
 * nothing that we are writing ourselves at the moment is taken for somebody else's doing. Past entries are their owner's.
 *
 * @param mapping as it was read before this call
 * @returns what was reported; undefined: nothing
 */
export async function judgeDrift(
  ports: DriftPorts,
  connection: Connection,
  mapping: Mapping,
): Promise<'moved' | 'deleted' | undefined> {
  const { connections, clock } = ports;
  const { external, state, writtenEnd = 0, appointmentId } = mapping;
  if (external === undefined || (state !== 'synced' && state !== 'moved')) return undefined;
  if (writtenEnd <= clock.now()) return undefined;
  const provider = ports.providers[connection.provider];
  const seen = await withAccessToken(ports, connection, (token) => provider.read(token, external.externalId));
  const verdict = driftOf(mapping, seen?.event?.time);
  if ((verdict === 'agrees') === (state === 'synced') && verdict !== 'deleted') return undefined;
  const save = (fields: Partial<Mapping>, events?: readonly ConnectionEvent[]) =>
    connections.saveMapping(
      { ...mapping, ...fields, updatedAt: clock.now(), version: mapping.version + 1 },
      events,
    );
  const gone = { external: undefined, generation: mapping.generation + 1, attempt: undefined };
  if (verdict !== 'agrees') {
    const { entry } = await wishOf(ports, connection, appointmentId, mapping);
    if (entry === undefined) {
      // A cancelled appointment's entry that we were not to remove: its owner has.
      if (verdict === 'deleted') await save({ ...gone, state: 'synced', digest: undefined });
      return undefined;
    }
  }
  switch (verdict) {
    case 'agrees': {
      const etag = seen?.etag;
      const back = { external: { externalId: external.externalId, etag }, lastError: undefined };
      await save({ ...back, state: 'synced' });
      return undefined;
    }
    case 'moved':
    case 'deleted': {
      const event = eventOf(ports, connection, `connection.entry_${verdict}`, appointmentId);
      const moved = { external: { externalId: external.externalId, etag: seen?.etag } };
      const fields = verdict === 'moved' ? moved : gone;
      if (!(await save({ ...fields, state: verdict, lastError: words[verdict] }, [event]))) return undefined;
      await changeConnection(ports, connection.id, () => ({ fields: { lastError: words[verdict] } }));
      return verdict;
    }
  }
}
