import { busyIntervals, isUsedUp, windowToRead } from '@punctual/scheduling/calendars/busy.ts';
import type { ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import { driftOf } from '@punctual/scheduling/calendars/step.ts';
import { DAY, type Instant, type Interval, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { defaultSettings } from '../model.ts';
import { withAccessToken } from './access-token.ts';
import { forgetBusyTime, importsBusy } from './busy-source.ts';
import { type CalendarPorts, ConnectionBusy, isFault } from './calendar-ports.ts';
import type { Connection, ImportState, Mapping } from './connection.ts';
import { changeConnection, finishErasure, noteLoss } from './connection-changes.ts';
import { type DriftPorts, judgeDrift } from './drift.ts';
import { type CalendarProvider, ConnectionGone } from './ports.ts';
import { keptChannel } from './push-channel.ts';

type ImportPorts = DriftPorts & Pick<CalendarPorts, 'busyTime' | 'signer' | 'publicApiUrl'>;

export type ImportResult =
  | {
      readonly kind: 'imported';
      readonly full: boolean;
      readonly events: number;
      /** When it is to be read again, whatever pushes say. */
      readonly nextPollAt: Instant;
    }
  /** Nothing is to be imported, or the owner must connect again first. */
  | { readonly kind: 'idle' };

/** Longer than reading a calendar of some thousand events takes. */
const leaseMilliseconds = 300_000;
const pollEvery = 15 * MINUTE;
/** With a push channel polls only keep the age of what was read in bounds, and notice a channel that has died. */
const longestPause = 6 * 60 * MINUTE;

/**
 * Brings the busy time of a connected calendar up to date: what has changed since the last time, or everything in the
 * window where there is no token for changes, it is void, or the booking horizon has grown past the window. Our own
 * entries take no time; one that was moved or deleted over there is reported.
 *
 * @throws ConnectionBusy when another worker is at it
 * @throws CalendarFault when the provider is to be asked again later
 */
export async function importBusy(
  ports: ImportPorts,
  connectionId: string,
  channelEnding = false,
): Promise<ImportResult> {
  const { connections, clock } = ports;
  const connection = await connections.get(connectionId);
  if (connection === undefined) {
    await finishErasure(ports, connectionId);
    return { kind: 'idle' };
  }
  if (!importsBusy(connection.settings)) return forgotten(ports, connection);
  const began = clock.now();
  const holder = await connections.acquire(connectionId, 'import', began, began + leaseMilliseconds);
  if (holder === undefined) throw new ConnectionBusy();
  const state = await connections.importState(connectionId);
  try {
    if (connection.status === 'needs_reauth') {
      // Nobody can help but the owner; connecting again imports at once.
      if (state !== undefined) await connections.saveImportState(connectionId, later(state, began));
      return { kind: 'idle' };
    }
    return await bringUpToDate(ports, connection, state, { began, channelEnding });
  } catch (fault) {
    if (fault instanceof ConnectionGone || isFault(fault, 'revoked')) return { kind: 'idle' };
    if (!isFault(fault, 'refused')) throw fault;
    await noteLoss(ports, connectionId, 'refused', fault.message);
    if (state !== undefined) await connections.saveImportState(connectionId, later(state, began));
    return { kind: 'idle' };
  } finally {
    await connections.release(connectionId, 'import', holder);
  }
}

function later(state: ImportState, now: Instant): ImportState {
  return { ...state, nextPollAt: now + DAY };
}

async function bringUpToDate(
  ports: ImportPorts,
  connection: Connection,
  state: ImportState | undefined,
  { began, channelEnding }: { readonly began: Instant; readonly channelEnding: boolean },
): Promise<ImportResult> {
  const { connections, busyTime, ledger, clock } = ports;
  const { id, personId } = connection;
  const { settings = defaultSettings(personId, began) } = await ledger.records({ settingsOf: personId });
  const read = await readChanges(ports, connection, state, {
    now: began,
    advanceBookingDays: settings.advanceBookingDays,
    zone: settings.timeZone,
  });
  await judgeOwn(ports, connection, read.own);
  const channel = await keptChannel(ports, connection, state?.channel, channelEnding);
  const current = await connections.get(id);
  if (current === undefined || !importsBusy(current.settings)) return forgotten(ports, connection);
  const { busyPolicy: policy, busyMaximumAgeMinutes: maximumAgeMinutes } = current.settings;
  const pause = channel === undefined ? pollEvery : Math.min(longestPause, (maximumAgeMinutes / 2) * MINUTE);
  const nextPollAt = clock.now() + pause;
  await connections.saveImportState(id, {
    cursor: read.cursor,
    windowStart: read.window.start,
    windowEnd: read.window.end,
    channel,
    nextPollAt,
  });
  await busyTime.saveSource(personId, { connectionId: id, readAt: began, policy, maximumAgeMinutes });
  // Switched off while this was being saved: a source that nobody reads any more would close every day once it is old.
  const last = await connections.get(id);
  if (last === undefined || !importsBusy(last.settings)) return forgotten(ports, connection);
  if (current.status === 'error') {
    await changeConnection(ports, id, ({ status }) =>
      status === 'error' ? { fields: { status: 'active', lastError: undefined } } : undefined,
    );
  }
  return { kind: 'imported', full: read.full, events: read.events, nextPollAt };
}

async function forgotten(ports: ImportPorts, connection: Connection): Promise<ImportResult> {
  await forgetBusyTime(ports, connection);
  return { kind: 'idle' };
}

interface Asked {
  readonly now: Instant;
  readonly advanceBookingDays: number;
  readonly zone: string;
}

interface Read {
  readonly full: boolean;
  readonly events: number;
  readonly cursor: string | undefined;
  readonly window: Interval;
  /** Our own entries among them, and what was deleted: that says no longer whose it was. */
  readonly own: readonly ExternalEvent[];
}

async function readChanges(
  ports: ImportPorts,
  connection: Connection,
  state: ImportState | undefined,
  asked: Asked,
): Promise<Read> {
  const { now, advanceBookingDays, zone } = asked;
  if (state?.cursor !== undefined && !isUsedUp(state.windowEnd, now, advanceBookingDays)) {
    const window = { start: state.windowStart, end: state.windowEnd };
    try {
      const question = { kind: 'since', cursor: state.cursor, window } as const;
      return { ...(await readPages(ports, connection, question, zone)), full: false };
    } catch (fault) {
      if (!isFault(fault, 'cursor_void')) throw fault;
    }
  }
  const window = windowToRead(now, advanceBookingDays);
  const known = await ports.busyTime.eventIds(connection.id);
  const read = await readPages(ports, connection, { kind: 'everything', window }, zone);
  const gone = known.filter((id) => !read.seen.has(id));
  await ports.busyTime.apply(connection, new Map(gone.map((id) => [id, []])));
  return { ...read, full: true };
}

type Question = Parameters<CalendarProvider['changes']>[1] extends infer Asked
  ? Asked extends { readonly page: string | undefined }
    ? Omit<Asked, 'page'>
    : never
  : never;

async function readPages(ports: ImportPorts, connection: Connection, question: Question, zone: string) {
  const provider = ports.providers[connection.provider];
  const { window } = question;
  const seen = new Set<string>();
  const own: ExternalEvent[] = [];
  let page: string | undefined;
  let cursor: string | undefined;
  let events = 0;
  do {
    const asked = { ...question, page } as Parameters<CalendarProvider['changes']>[1];
    const answer = await withAccessToken(ports, connection, (token) => provider.changes(token, asked));
    const changes = new Map<string, readonly Interval[]>();
    for (const event of answer.events) {
      seen.add(event.externalId);
      if (event.appointmentId !== undefined || event.event === undefined) own.push(event);
      changes.set(event.externalId, busyIntervals(event, window, zone));
    }
    await ports.busyTime.apply(connection, changes);
    events += answer.events.length;
    ({ nextPage: page, cursor } = answer);
  } while (page !== undefined);
  return { seen, own, events, cursor, window };
}

/** Our entries come back after each write of ours; only one that differs from what we know is looked at. */
async function judgeOwn(
  ports: ImportPorts,
  connection: Connection,
  own: readonly ExternalEvent[],
): Promise<void> {
  const nameless = own.some(({ appointmentId }) => appointmentId === undefined);
  const all = nameless ? await ports.connections.mappings(connection.id) : [];
  const byExternalId = new Map(all.map((mapping) => [mapping.external?.externalId, mapping]));
  for (const event of own) {
    const { appointmentId, externalId } = event;
    const mapping =
      appointmentId === undefined
        ? byExternalId.get(externalId)
        : await ports.connections.mapping(connection.id, appointmentId);
    if (mapping !== undefined && differs(mapping, event)) await judgeDrift(ports, connection, mapping);
  }
}

function differs(mapping: Mapping, { externalId, event }: ExternalEvent): boolean {
  if (mapping.external?.externalId !== externalId) return false;
  const verdict = driftOf(mapping, event?.time);
  return mapping.state === 'synced' ? verdict !== 'agrees' : mapping.state === 'moved' && verdict !== 'moved';
}
