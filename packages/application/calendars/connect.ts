import { statusAfter } from '@punctual/scheduling/calendars/status.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { declareSource, importsBusy } from './busy-source.ts';
import type { CalendarPorts, ConnectionMessage } from './calendar-ports.ts';
import { type CalendarProviderName, type Connection, defaultConnectionSettings } from './connection.ts';
import { changeConnection } from './connection-changes.ts';
import { markFuture } from './marking.ts';
import { ConnectionGone, type PendingAuthorization, type Tokens } from './ports.ts';

const maximumTries = 8;

export interface Connected {
  readonly kind: 'connected' | 'reconnected';
  readonly connection: Connection;
}

/**
 * Keeps the access that a person has given. The same account again is the same connection, with its settings and its
 * entries; what was pending goes on. All appointments to come are brought over, and busy time is read at once if it was
 * wanted before.
 */
export async function connect(
  ports: CalendarPorts,
  { personId, provider }: Pick<PendingAuthorization, 'personId' | 'provider'>,
  tokens: Tokens,
  accountEmail: string,
): Promise<Connected> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const known = (await ports.connections.listOf(personId)).find(
      (one) => one.provider === provider && sameAddress(one.accountEmail, accountEmail),
    );
    const connection =
      known === undefined
        ? await enter(ports, { personId, provider }, tokens, accountEmail)
        : await reconnect(ports, known, tokens);
    if (connection === undefined) {
      await ports.pause(attempt);
      continue;
    }
    await startWork(ports, connection);
    return { kind: known === undefined ? 'connected' : 'reconnected', connection };
  }
  throw new Error('the connection kept being made and ended');
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** When a worker looks whether a connection's work was begun: later than any call has ended. */
const lookSeconds = 60;

async function enter(
  { connections, ids, clock, syncQueue }: CalendarPorts,
  owner: { readonly personId: Connection['personId']; readonly provider: CalendarProviderName },
  tokens: Tokens,
  accountEmail: string,
): Promise<Connection | undefined> {
  const now = clock.now();
  const connection: Connection = {
    id: ids.next(),
    ...owner,
    accountEmail,
    status: 'active',
    settings: defaultConnectionSettings,
    lastSyncedAt: undefined,
    lastError: undefined,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  // Asked for before there is a connection, so that none is left whose appointments nobody brings over.
  const message: ConnectionMessage = { connection_id: connection.id };
  await syncQueue.send([message], lookSeconds);
  return (await connections.enter(connection, tokens)) ? connection : undefined;
}

/** Under the lease of refreshes, so that one under way does not save its tokens over the new ones. */
async function reconnect(
  ports: CalendarPorts,
  { id }: Connection,
  tokens: Tokens,
): Promise<Connection | undefined> {
  const { connections, clock, pause } = ports;
  let holder: string | undefined;
  for (let attempt = 1; attempt <= maximumTries && holder === undefined; attempt += 1) {
    const now = clock.now();
    holder = await connections.acquire(id, 'refresh', now, now + MINUTE / 2);
    if (holder === undefined) await pause(attempt);
  }
  try {
    const before = await connections.tokens(id);
    const refreshToken = tokens.refreshToken ?? before?.refreshToken;
    await connections.saveTokens(id, { ...tokens, refreshToken });
  } catch (fault) {
    // It is just being disconnected: once it is gone, this is a new one.
    if (fault instanceof ConnectionGone) return undefined;
    throw fault;
  } finally {
    if (holder !== undefined) await connections.release(id, 'refresh', holder);
  }
  return changeConnection(ports, id, ({ status, settings }) => ({
    fields: { status: statusAfter(status, 'reconnected', settings.syncEnabled), lastError: undefined },
  }));
}

/** Also after a change of settings: what differs is noted, and the workers are asked. */
export async function startWork(ports: CalendarPorts, connection: Connection): Promise<void> {
  const message: ConnectionMessage = { connection_id: connection.id };
  if (connection.settings.syncEnabled) {
    await markFuture(ports, connection, 'compare');
    await ports.syncQueue.send([message]);
  }
  if (importsBusy(connection.settings)) {
    await declareSource(ports, connection);
    await ports.importQueue.send([message]);
  }
}
