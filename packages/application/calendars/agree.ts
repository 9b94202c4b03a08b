import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { digestOf } from '@punctual/scheduling/calendars/digest.ts';
import type { CalendarEntry } from '@punctual/scheduling/calendars/entry.ts';
import { driftOf, nextStep } from '@punctual/scheduling/calendars/step.ts';
import { withAccessToken } from './access-token.ts';
import { type CalendarPorts, isFault } from './calendar-ports.ts';
import type { Connection, Mapping } from './connection.ts';
import { eventOf } from './connection-changes.ts';
import { CalendarFault, type ConnectionEvent, type WrittenEntry } from './ports.ts';
import { type Wished, wishOf } from './wish.ts';

export type AgreePorts = Pick<
  CalendarPorts,
  'connections' | 'providers' | 'ledger' | 'clock' | 'ids' | 'pause'
>;

/** Steps for one appointment in one run; each needs a change or a surprise over there in the meantime. */
const maximumSteps = 8;

export type Agreement = { readonly kind: 'agreed' } | { readonly kind: 'failed'; readonly message: string };

/**
 * Brings one entry into agreement with its appointment, as both are now. Only the holder of the connection's `sync` lease
 * may call it.
 *
 * What is about to be written is noted before each create and update, and taken out of the note with its result. So
 * wherever a worker dies, the next one knows what may stand there: it repeats the create under the same identity, or
 * updates whatever the etag, and does not take its predecessor's write for somebody's move.
 *
 * @throws CalendarFault when it must be tried again later, or access is gone; the mapping stays `pending`
 */
export async function agree(
  ports: AgreePorts,
  connectionId: string,
  appointmentId: AppointmentId,
): Promise<Agreement> {
  for (let count = 1; count <= maximumSteps; count += 1) {
    const [connection, mapping] = await Promise.all([
      ports.connections.get(connectionId),
      ports.connections.mapping(connectionId, appointmentId),
    ]);
    if (connection === undefined || mapping?.state !== 'pending') return { kind: 'agreed' };
    const wish = await wishOf(ports, connection, appointmentId, mapping);
    const taken = await takeStep({ ports, connection, mapping, wish });
    if (taken === 'done') return { kind: 'agreed' };
    if (taken !== 'again') return { kind: 'failed', message: taken.refused };
  }
  throw new CalendarFault('unavailable', 'The entry or the appointment kept changing');
}

interface Work {
  readonly ports: AgreePorts;
  readonly connection: Connection;
  readonly mapping: Mapping;
  readonly wish: Wished;
}

/** `again`: look anew, because something was learned or somebody else has written. */
type Taken = 'done' | 'again' | { readonly refused: string };

async function takeStep(work: Work): Promise<Taken> {
  const step = nextStep(work.mapping, work.wish);
  switch (step.kind) {
    case 'none':
      return save(work, { state: 'synced', lastError: undefined });
    case 'create':
      return create(work, step.entry);
    case 'update':
      return update(work, step.entry);
    case 'remove':
      return remove(work);
    case 'settle':
      return settle(work);
  }
}

/** Notes what comes next; a lost race means that the appointment or the settings have changed. */
async function save(
  { ports, mapping, wish }: Work,
  fields: Partial<Mapping>,
  events?: readonly ConnectionEvent[],
): Promise<Taken> {
  const next: Mapping = {
    ...mapping,
    appointmentVersion: wish.appointment?.version ?? mapping.appointmentVersion,
    ...fields,
    updatedAt: ports.clock.now(),
    version: mapping.version + 1,
  };
  const saved = await ports.connections.saveMapping(next, events);
  return saved && next.state !== 'pending' ? 'done' : 'again';
}

/** The same work with the attempt noted; undefined when somebody else has written meanwhile. */
async function noted(work: Work, { start, end }: CalendarEntry): Promise<Work | undefined> {
  const { ports, mapping } = work;
  if (mapping.attempt?.start === start && mapping.attempt.end === end) return work;
  const attempt = { start, end };
  const next = { ...mapping, attempt, updatedAt: ports.clock.now(), version: mapping.version + 1 };
  return (await ports.connections.saveMapping(next)) ? { ...work, mapping: next } : undefined;
}

async function create(begun: Work, entry: CalendarEntry): Promise<Taken> {
  const work = await noted(begun, entry);
  if (work === undefined) return 'again';
  const { ports, connection, mapping } = work;
  const provider = ports.providers[connection.provider];
  try {
    const written = await withAccessToken(ports, connection, (token) =>
      provider.create(token, mapping, entry),
    );
    return save(work, asWritten(written, entry));
  } catch (fault) {
    if (isFault(fault, 'conflict')) return save(work, nextGeneration(mapping));
    if (isFault(fault, 'stale', 'not_found')) return 'again';
    if (isFault(fault, 'refused')) return refused(begun, work, fault);
    throw fault;
  }
}

async function update(begun: Work, entry: CalendarEntry): Promise<Taken> {
  const before = begun.mapping.attempt;
  if (before !== undefined && (before.start !== entry.start || before.end !== entry.end)) {
    // To note the next attempt would forget the one whose end nobody knows, and take it for somebody's move.
    return learnEnd(begun);
  }
  const work = await noted(begun, entry);
  if (work === undefined) return 'again';
  const { ports, connection, mapping } = work;
  const { external } = mapping;
  if (external === undefined) return 'again';
  const provider = ports.providers[connection.provider];
  try {
    const written = await withAccessToken(ports, connection, (token) =>
      provider.update(token, external, mapping, entry),
    );
    return save(work, asWritten(written, entry));
  } catch (fault) {
    if (isFault(fault, 'not_found')) return foundGone(work);
    if (isFault(fault, 'stale')) return lookAgain(work, external.externalId);
    if (isFault(fault, 'conflict')) return 'again';
    if (isFault(fault, 'refused')) return refused(begun, work, fault);
    throw fault;
  }
}

/** Looks at what became of an update that was begun, before anything else is. */
async function learnEnd(work: Work): Promise<Taken> {
  const { ports, connection, mapping } = work;
  const { external } = mapping;
  if (external === undefined) return 'again';
  const { externalId } = external;
  const provider = ports.providers[connection.provider];
  const seen = await withAccessToken(ports, connection, (token) => provider.read(token, externalId));
  const time = seen?.event?.time;
  if (time === undefined) return foundGone(work);
  const events = driftOf(mapping, time) === 'agrees' ? undefined : reportOf(work, 'connection.entry_moved');
  const stands = time.kind === 'interval' ? time : undefined;
  const learned = {
    external: { externalId, etag: seen?.etag },
    // Words may have been written or not: whatever is wanted is written again.
    digest: events === undefined ? unknownDigest : undefined,
    writtenStart: stands?.start,
    writtenEnd: stands?.end,
    attempt: undefined,
  };
  return save(work, learned, events);
}

/** Equals none; unlike a missing one it does not keep what somebody does over there from being reported. */
const unknownDigest = 'unknown';

/** It has changed over there since we wrote it. A change of its time is reported, and then overruled: ours is newer. */
async function lookAgain(work: Work, externalId: string): Promise<Taken> {
  const { ports, connection, mapping } = work;
  const provider = ports.providers[connection.provider];
  const seen = await withAccessToken(ports, connection, (token) => provider.read(token, externalId));
  if (seen?.event === undefined) return foundGone(work);
  const external = { externalId, etag: seen.etag };
  if (driftOf(mapping, seen.event.time) === 'agrees') return save(work, { external });
  // Without a digest it will not be reported a second time.
  return save(work, { external, digest: undefined }, reportOf(work, 'connection.entry_moved'));
}

/** Somebody has deleted it. That is reported; what the appointment wants now may be made anew under another id. */
async function foundGone(work: Work): Promise<Taken> {
  return save(work, nextGeneration(work.mapping), reportOf(work, 'connection.entry_deleted'));
}

/** Nothing is reported of what is being put right by hand: then there is no digest. */
function reportOf({ ports, connection, mapping }: Work, type: ConnectionEvent['type']): ConnectionEvent[] {
  return mapping.digest === undefined ? [] : [eventOf(ports, connection, type, mapping.appointmentId)];
}

async function remove(work: Work): Promise<Taken> {
  const { ports, connection, mapping } = work;
  const { external } = mapping;
  if (external === undefined) return 'again';
  const provider = ports.providers[connection.provider];
  try {
    await withAccessToken(ports, connection, (token) => provider.remove(token, external.externalId));
  } catch (fault) {
    if (isFault(fault, 'stale', 'conflict')) return 'again';
    if (isFault(fault, 'refused')) return refused(work, work, fault);
    if (!isFault(fault, 'not_found')) throw fault;
  }
  return save(work, { ...nextGeneration(mapping), state: 'synced', lastError: undefined });
}

/** A create was begun, and nothing is wanted any more: creating once more tells what stands there. */
async function settle(work: Work): Promise<Taken> {
  const { ports, connection, mapping, wish } = work;
  const entry = wish.lastEntry;
  if (entry === undefined) return save(work, { attempt: undefined });
  const provider = ports.providers[connection.provider];
  try {
    const { externalId, etag } = await withAccessToken(ports, connection, (token) =>
      provider.create(token, mapping, entry),
    );
    return save(work, { external: { externalId, etag } });
  } catch (fault) {
    if (isFault(fault, 'conflict')) return save(work, nextGeneration(mapping));
    if (isFault(fault, 'stale', 'not_found')) return 'again';
    if (isFault(fault, 'refused')) return refused(work, work, fault);
    throw fault;
  }
}

function asWritten(written: WrittenEntry, entry: CalendarEntry): Partial<Mapping> {
  return {
    state: 'synced',
    external: { externalId: written.externalId, etag: written.etag },
    digest: digestOf(entry),
    writtenStart: entry.start,
    writtenEnd: entry.end,
    attempt: undefined,
    conferenceUrl: written.conferenceUrl,
    htmlLink: written.htmlLink,
    lastError: undefined,
  };
}

/** Nothing stands there any more, and what comes next needs another id: providers give none out twice. */
function nextGeneration({ generation }: Mapping): Partial<Mapping> {
  return {
    external: undefined,
    generation: generation + 1,
    digest: undefined,
    writtenStart: undefined,
    writtenEnd: undefined,
    attempt: undefined,
    conferenceUrl: undefined,
    htmlLink: undefined,
  };
}

/**
 * Refused for good: shown until the appointment changes or somebody tries again by hand. Our own attempt was certainly
 * without effect; one that was noted before this step may have had some.
 */
async function refused(begun: Work, work: Work, { message }: CalendarFault): Promise<Taken> {
  const { attempt } = begun.mapping;
  const saved = await save(work, { state: 'failed', attempt, lastError: message });
  return saved === 'done' ? { refused: message } : saved;
}
