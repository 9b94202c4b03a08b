import { defaultConnectionSettings } from '@punctual/application/calendars/connection.ts';
import type { Connections } from '@punctual/application/calendars/ports.ts';
import type { AgendaId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Interval } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, portsOn, stillClock } from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sealed } from '../secrets/vault.ts';
import { uuids } from '../system/system.ts';
import { dynamodbBusyTime } from './busy-time.ts';
import { dynamodbConnections } from './connections.ts';
import type { Table } from './table-client.ts';

const firstDay = Math.floor(Date.UTC(2026, 2, 2) / DAY);
const now = firstDay * DAY;
const hour = 3_600_000;

let table: TestTable;
let connections: Connections;
beforeAll(async () => {
  table = await startTable();
  const vault = { seal: async () => ({}) as Sealed, open: async () => '{}' };
  connections = dynamodbConnections(table, vault);
});
afterAll(() => table.stop());

async function connect() {
  const ports = portsOn(table, stillClock(now));
  const { id: personId } = await enterCoach(ports, uuids.next());
  const connection = {
    id: uuids.next(),
    personId,
    provider: 'google' as const,
    accountEmail: `${personId}@example.com`,
    status: 'active' as const,
    settings: defaultConnectionSettings,
    lastSyncedAt: undefined,
    lastError: undefined,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  await connections.enter(connection, {
    accessToken: 'a',
    accessExpiresAt: 0,
    refreshToken: undefined,
    scope: '',
  });
  const agenda = personId as string as AgendaId;
  const read = async (days: number) =>
    (await ports.ledger.agenda(agenda, firstDay, firstDay + days - 1)).external;
  return { connection, personId, read, ports };
}

/** Every whole hour that is taken. */
const hoursOf = (intervals: readonly Interval[]) =>
  [
    ...new Set(
      intervals.flatMap(({ start, end }) =>
        Array.from({ length: (end - start) / hour }, (_, index) => (start - now) / hour + index),
      ),
    ),
  ].sort((a, b) => a - b);

const days = 6;
const span = fc
  .tuple(fc.integer({ min: 0, max: days * 24 - 1 }), fc.integer({ min: 1, max: 60 }))
  .map(([from, length]) => ({
    start: now + from * hour,
    end: now + Math.min(from + length, days * 24) * hour,
  }));
const batch = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.array(span, { maxLength: 3 }), { minKeys: 1 })
  .map((changes) => new Map(Object.entries(changes)));

describe('busy time', () => {
  it('is what the latest changes say, whatever came before and wherever a worker died', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(batch, fc.option(fc.integer({ min: 0, max: 6 }))), { minLength: 1, maxLength: 6 }),
        async (steps) => {
          const { connection, read } = await connect();
          const standing = new Map<string, readonly Interval[]>();
          /** What a worker that died was about to write; it is asked for again, or something newer is. */
          const open = new Map<string, readonly Interval[]>();
          for (const [changes, dies] of steps) {
            const asked = new Map([...open, ...changes]);
            const died = await dynamodbBusyTime(dies === null ? table : dyingAfter(table, dies))
              .apply(connection, asked)
              .then(
                () => false,
                () => true,
              );
            for (const [id, intervals] of asked) {
              if (died) open.set(id, intervals);
              else {
                open.delete(id);
                standing.set(id, intervals);
              }
            }
          }
          const busyTime = dynamodbBusyTime(table);
          await busyTime.apply(connection, open);
          for (const [id, intervals] of open) standing.set(id, intervals);
          expect(hoursOf(await read(days))).toEqual(hoursOf([...standing.values()].flat()));
          const ids = [...standing].filter(([, intervals]) => intervals.length > 0).map(([id]) => id);
          expect((await busyTime.eventIds(connection.id)).toSorted()).toEqual(ids.toSorted());
          const none = new Map([...standing.keys()].map((id) => [id, []] as const));
          await busyTime.apply(connection, none);
          expect(await read(days)).toEqual([]);
          expect(await busyTime.eventIds(connection.id)).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('of two calendars is kept apart, and read together', async () => {
    const { connection, read, personId } = await connect();
    const second = { id: uuids.next(), personId };
    await connections.enter(
      { ...connection, ...second, provider: 'outlook' },
      { accessToken: 'a', accessExpiresAt: 0, refreshToken: undefined, scope: '' },
    );
    const busyTime = dynamodbBusyTime(table);
    const [early, late] = [
      { start: now, end: now + hour },
      { start: now + hour * 2, end: now + hour * 3 },
    ];
    await busyTime.apply(connection, new Map([['same', [early]]]));
    await busyTime.apply(second, new Map([['same', [late]]]));
    expect(hoursOf(await read(1))).toEqual([0, 2]);
    await busyTime.apply(connection, new Map([['same', []]]));
    expect(hoursOf(await read(1))).toEqual([2]);
  });

  it('of a full calendar is read as few intervals, and a change costs what changed', async () => {
    const { connection, read } = await connect();
    const busyTime = dynamodbBusyTime(table);
    // Two that follow each other in every hour of the working day, for a hundred days.
    const event = (index: number): readonly [string, readonly Interval[]] => {
      const start = now + Math.floor(index / 14) * DAY + (8 * 2 + (index % 14)) * (hour / 2);
      return [`event ${index}`, [{ start, end: start + hour / 2 }]];
    };
    await busyTime.apply(connection, new Map(Array.from({ length: 1400 }, (_, index) => event(index))));
    expect(await busyTime.eventIds(connection.id)).toHaveLength(1400);
    table.metered.reset();
    expect(await read(1)).toEqual([{ start: now + 8 * hour, end: now + 15 * hour }]);
    expect(table.metered.calls.map(({ command }) => command)).toEqual(['QueryCommand']);
    table.metered.reset();
    const moved = { start: now + 20 * hour, end: now + 21 * hour };
    await busyTime.apply(connection, new Map([['event 0', [moved]]]));
    expect(table.metered.calls.length).toBeLessThanOrEqual(4);
    expect((await read(1)).map(({ start, end }) => [(start - now) / hour, (end - now) / hour])).toEqual([
      [8.5, 15],
      [20, 21],
    ]);
  });

  it('says of each source how fresh it is', async () => {
    const { connection, personId, ports } = await connect();
    const busyTime = dynamodbBusyTime(table);
    const source = {
      connectionId: connection.id,
      readAt: undefined,
      policy: 'fail_closed' as const,
      maximumAgeMinutes: 60,
    };
    const known = async () => (await ports.ledger.records({ busySourcesOf: personId })).busySources;
    expect(await known()).toEqual([]);
    await busyTime.saveSource(personId, source);
    expect(await known()).toEqual([source]);
    await busyTime.saveSource(personId, { ...source, readAt: now, policy: 'allow_stale' });
    expect(await known()).toEqual([{ ...source, readAt: now, policy: 'allow_stale' }]);
    await busyTime.removeSource(personId, connection.id);
    await busyTime.removeSource('stranger' as PersonId, connection.id);
    expect(await known()).toEqual([]);
  });
});

/** A table to which a worker writes that many times and then is no more. */
function dyingAfter({ client, name }: Table, writes: number): Table {
  let left = writes;
  const send = (command: { constructor: { name: string } }) => {
    if (command.constructor.name === 'TransactWriteCommand') {
      if (left === 0) throw new Error('died');
      left -= 1;
    }
    return client.send(command as never);
  };
  return { name, client: { send } as unknown as Table['client'] };
}
