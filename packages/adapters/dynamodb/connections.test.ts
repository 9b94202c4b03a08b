import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Connection,
  defaultConnectionSettings,
  type ImportState,
  type Mapping,
} from '@punctual/application/calendars/connection.ts';
import {
  type ConnectionEvent,
  ConnectionGone,
  type Connections,
  type Tokens,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { forgetful, startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, portsOn, stillClock } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sealed, Vault } from '../secrets/vault.ts';
import { uuids } from '../system/system.ts';
import { dynamodbAuthorizations } from './authorizations.ts';
import { dynamodbBusyTime } from './busy-time.ts';
import { dynamodbConnections } from './connections.ts';
import { connectionKey } from './keys.ts';

/** As strict as the real one about whose secret it is, and readable in a failing test. */
const vault: Vault = {
  seal: async (id, secret) =>
    ({ keyId: id, ciphertext: Buffer.from(secret).toString('base64') }) as unknown as Sealed,
  async open(id, { keyId, ciphertext }) {
    if (keyId !== id) throw new Error('sealed for another connection');
    return Buffer.from(ciphertext, 'base64').toString();
  },
};

let table: TestTable;
let connections: Connections;
beforeAll(async () => {
  table = await startTable();
  connections = dynamodbConnections(table, vault);
});
afterAll(() => table.stop());

const now = Date.UTC(2026, 2, 2, 8);
const tokens: Tokens = {
  accessToken: 'access',
  accessExpiresAt: now + 3_600_000,
  refreshToken: 'refresh',
  scope: 'calendar',
};

const connectionOf = (change: Partial<Connection> = {}): Connection => ({
  id: uuids.next(),
  personId: uuids.next() as PersonId,
  provider: 'google',
  accountEmail: 'coach@example.com',
  status: 'active',
  settings: defaultConnectionSettings,
  lastSyncedAt: undefined,
  lastError: undefined,
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...change,
});
const entered = async (change: Partial<Connection> = {}): Promise<Connection> => {
  const connection = connectionOf(change);
  expect(await connections.enter(connection, tokens)).toBe(true);
  return connection;
};
const mappingOf = ({ id }: Connection, appointment: string, change: Partial<Mapping> = {}): Mapping => ({
  connectionId: id,
  appointmentId: appointment as AppointmentId,
  state: 'pending',
  external: undefined,
  generation: 0,
  digest: undefined,
  writtenStart: undefined,
  writtenEnd: undefined,
  attempt: undefined,
  conferenceAsked: false,
  appointmentVersion: 1,
  conferenceUrl: undefined,
  htmlLink: undefined,
  lastError: undefined,
  updatedAt: now,
  version: 1,
  ...change,
});
const eventOf = ({ id, personId, provider }: Connection): ConnectionEvent => ({
  id: uuids.next(),
  type: 'connection.needs_reauth',
  connectionId: id,
  personId,
  provider,
  appointmentId: undefined,
  at: now,
});
const importOf = (nextPollAt: number): ImportState => ({
  cursor: 'cursor',
  windowStart: now,
  windowEnd: now + DAY,
  channel: undefined,
  nextPollAt,
});
const sortKeys = async ({ id }: Pick<Connection, 'id'>): Promise<readonly string[]> => {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': connectionKey(id).pk },
    }),
  );
  return Items.map(({ sk }) => String(sk));
};

describe('connections', () => {
  it('are found by their id and by their person, oldest first', async () => {
    const first = await entered();
    const { personId } = first;
    const second = await entered({ personId, provider: 'outlook', createdAt: now + 2 });
    await entered();
    expect(await connections.get(first.id)).toEqual(first);
    expect(await connections.listOf(personId)).toEqual([first, second]);
    expect(await connections.get('nobody')).toBeUndefined();
    expect(await connections.listOf('nobody' as PersonId)).toEqual([]);
  });

  it('are entered once for each account of a person', async () => {
    const first = await entered();
    expect(await connections.enter(first, tokens)).toBe(false);
    const same = connectionOf({ personId: first.personId, accountEmail: 'Coach@Example.com' });
    expect(await connections.enter(same, tokens)).toBe(false);
    expect(await connections.get(same.id)).toBeUndefined();
    expect(await connections.tokens(same.id)).toBeUndefined();
    await entered({ personId: first.personId, accountEmail: 'other@example.com' });
    await entered({ accountEmail: first.accountEmail });
  });

  it('change by the version that was read, together with the event that tells of it', async () => {
    const connection = await entered();
    const changed = { ...connection, status: 'needs_reauth' as const, version: 2 };
    const event = eventOf(connection);
    expect(await connections.update(changed, [event])).toBe(true);
    expect(await connections.get(connection.id)).toEqual(changed);
    expect(await connections.update({ ...changed, status: 'active' }, [eventOf(connection)])).toBe(false);
    const keys = await sortKeys(connection);
    expect(keys.filter((key) => key.startsWith('EVENT#'))).toEqual([`EVENT#${event.id}`]);
  });

  it('are walked through page by page', async () => {
    const known = await Promise.all(Array.from({ length: 110 }, () => entered()));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await connections.all(cursor);
      found.push(...page.ids);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(new Set(found).size).toBe(found.length);
    for (const { id } of known) expect(found).toContain(id);
  });

  it('keep tokens apart from everything that is shown', async () => {
    const connection = await entered();
    expect(await connections.tokens(connection.id)).toEqual(tokens);
    await connections.saveTokens(connection.id, { ...tokens, accessToken: 'newer', refreshToken: undefined });
    expect(await connections.tokens(connection.id)).toEqual({
      accessToken: 'newer',
      accessExpiresAt: tokens.accessExpiresAt,
      scope: 'calendar',
    });
    expect(Object.keys((await connections.get(connection.id)) ?? {})).not.toContain('ciphertext');
  });
});

describe('leases', () => {
  it('are held by one, until they are given back or run out', async () => {
    const { id } = connectionOf();
    const holder = await connections.acquire(id, 'sync', now, now + 1000);
    expect(holder).toBeTypeOf('string');
    expect(await connections.acquire(id, 'sync', now + 999, now + 5000)).toBeUndefined();
    expect(await connections.acquire(id, 'refresh', now, now + 1000)).toBeTypeOf('string');
    const next = await connections.acquire(id, 'sync', now + 1000, now + 2000);
    expect(next).toBeTypeOf('string');
    // Who comes late gives back nothing that is somebody else's.
    await connections.release(id, 'sync', holder ?? '');
    expect(await connections.acquire(id, 'sync', now + 1500, now + 5000)).toBeUndefined();
    await connections.release(id, 'sync', next ?? '');
    expect(await connections.acquire(id, 'sync', now + 1500, now + 5000)).toBeTypeOf('string');
  });

  it('are known again by whoever got them and did not hear of it', async () => {
    const { id } = connectionOf();
    const unsure = dynamodbConnections(forgetful(table), vault);
    const holder = await unsure.acquire(id, 'sync', now, now + 1000);
    expect(holder).toBeTypeOf('string');
    expect(await unsure.acquire(id, 'sync', now, now + 1000)).toBeUndefined();
    await unsure.release(id, 'sync', holder ?? '');
    expect(await unsure.acquire(id, 'sync', now, now + 1000)).toBeTypeOf('string');
  });

  it('are got by one of many at once', async () => {
    const { id } = connectionOf();
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => connections.acquire(id, 'import', now, now + 1000)),
    );
    expect(asked.filter((holder) => holder !== undefined)).toHaveLength(1);
  });
});

describe('mappings', () => {
  it('are listed as work exactly while they are pending', async () => {
    const connection = await entered();
    const { id } = connection;
    const save = (appointment: string, change: Partial<Mapping>) =>
      connections.saveMapping(mappingOf(connection, appointment, change));
    expect(await save('a', {})).toBe(true);
    expect(await save('b', {})).toBe(true);
    expect(await save('c', { state: 'failed' })).toBe(true);
    expect(await connections.pending(id, 10)).toEqual(['a', 'b']);
    expect(await connections.pending(id, 1)).toEqual(['a']);
    expect(await connections.counts(id)).toEqual({ pending: 2, failed: 1, drifted: 0 });
    expect(await save('a', { state: 'synced', version: 2 })).toBe(true);
    expect(await save('b', { state: 'moved', version: 2 })).toBe(true);
    expect(await save('c', { state: 'pending', version: 2 })).toBe(true);
    expect(await connections.pending(id, 10)).toEqual(['c']);
    expect(await connections.counts(id)).toEqual({ pending: 1, failed: 0, drifted: 1 });
    expect(
      (await connections.mappings(id)).map(({ appointmentId, state }) => [appointmentId, state]),
    ).toEqual([
      ['a', 'synced'],
      ['b', 'moved'],
      ['c', 'pending'],
    ]);
  });

  it('find work behind many failures', async () => {
    const connection = await entered();
    for (let index = 10; index < 30; index += 1) {
      await connections.saveMapping(mappingOf(connection, `f${index}`, { state: 'failed' }));
    }
    await connections.saveMapping(mappingOf(connection, 'z'));
    expect(await connections.pending(connection.id, 3)).toEqual(['z']);
  });

  it('change by the version that was read, with their events or not at all', async () => {
    const connection = await entered();
    const mapping = mappingOf(connection, 'a');
    expect(await connections.saveMapping(mapping)).toBe(true);
    expect(await connections.saveMapping(mapping)).toBe(false);
    const deleted = { ...mapping, state: 'deleted' as const, version: 3 };
    expect(await connections.saveMapping(deleted, [eventOf(connection)])).toBe(false);
    expect((await connections.mapping(connection.id, mapping.appointmentId))?.state).toBe('pending');
    expect((await sortKeys(connection)).some((key) => key.startsWith('EVENT#'))).toBe(false);
    expect(await connections.saveMapping({ ...deleted, version: 2 }, [eventOf(connection)])).toBe(true);
    expect((await sortKeys(connection)).some((key) => key.startsWith('EVENT#'))).toBe(true);
  });
});

describe('polls', () => {
  it('are due by their time, soonest first', async () => {
    const [late, soon, later] = [await entered(), await entered(), await entered()];
    await connections.saveImportState(late.id, importOf(now + 1000));
    await connections.saveImportState(soon.id, importOf(now));
    await connections.saveImportState(later.id, importOf(now + 1001));
    expect(await connections.importState(soon.id)).toMatchObject({ cursor: 'cursor' });
    expect(await connections.duePolls(now + 1000, 10)).toEqual([soon.id, late.id]);
    expect(await connections.duePolls(now + 1000, 1)).toEqual([soon.id]);
    await connections.saveImportState(soon.id, undefined);
    expect(await connections.importState(soon.id)).toBeUndefined();
    expect(await connections.duePolls(now + 1000, 10)).toEqual([late.id]);
  });
});

describe('erasure', () => {
  it('leaves nothing but events, and lets nobody write any more', async () => {
    const ports = portsOn(table, stillClock(now));
    const coach = await enterCoach(ports, 'eve');
    const busyTime = dynamodbBusyTime(table);
    const connection = await entered({ personId: coach.id });
    const other = await entered({ personId: coach.id, provider: 'outlook' });
    const source = (connectionId: string) => ({
      connectionId,
      readAt: now,
      policy: 'fail_closed' as const,
      maximumAgeMinutes: 60,
    });
    const hour = { start: now, end: now + 3_600_000 };
    for (const one of [connection, other]) {
      await connections.saveMapping(mappingOf(one, 'a'), [eventOf(one)]);
      await connections.saveImportState(one.id, importOf(now - DAY));
      await connections.acquire(one.id, 'sync', now, now + 1000);
      await busyTime.saveSource(coach.id, source(one.id));
      await busyTime.apply(one, new Map([['event', [hour]]]));
    }
    await connections.erase(connection);
    await connections.erase(connection);

    expect((await sortKeys(connection)).every((key) => key.startsWith('EVENT#'))).toBe(true);
    expect(await connections.get(connection.id)).toBeUndefined();
    expect(await connections.tokens(connection.id)).toBeUndefined();
    expect(await connections.listOf(coach.id)).toEqual([other]);
    expect(await connections.duePolls(now, 100)).not.toContain(connection.id);
    const { busySources } = await ports.ledger.records({ busySourcesOf: coach.id });
    expect(busySources.map(({ connectionId }) => connectionId)).toEqual([other.id]);
    const [person] = (await ports.ledger.records({ people: [coach.id] })).people.values();
    if (person === undefined) throw new Error('there is no coach');
    const day = Math.floor(now / DAY);
    expect((await ports.ledger.agenda(person.agenda, day, day)).external).toEqual([hour]);

    // Whoever was at work when it was erased.
    await expect(connections.saveTokens(connection.id, tokens)).rejects.toThrow(ConnectionGone);
    await expect(connections.saveImportState(connection.id, importOf(now))).rejects.toThrow(ConnectionGone);
    await expect(busyTime.saveSource(coach.id, source(connection.id))).rejects.toThrow(ConnectionGone);
    await expect(busyTime.apply(connection, new Map([['event', [hour]]]))).rejects.toThrow(ConnectionGone);
    expect(await connections.saveMapping(mappingOf(connection, 'b'))).toBe(false);
    expect(await connections.update({ ...connection, version: 2 })).toBe(false);
    expect((await sortKeys(connection)).every((key) => key.startsWith('EVENT#'))).toBe(true);
    // The account can be connected again.
    await entered({ personId: coach.id });
  });
});

describe('authorizations', () => {
  it('are taken once', async () => {
    const authorizations = dynamodbAuthorizations(table);
    const pending = {
      personId: 'ann' as PersonId,
      callerId: 'ann' as PersonId,
      provider: 'google' as const,
      codeVerifier: 'verifier',
      redirectUri: 'https://example.com/callback',
      expiresAt: now + 600_000,
    };
    await authorizations.save('hash', pending);
    const taken = await Promise.all(Array.from({ length: 4 }, () => authorizations.take('hash')));
    expect(taken.filter((one) => one !== undefined)).toEqual([pending]);
    expect(await authorizations.take('hash')).toBeUndefined();
  });
});
