import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { connectedCoach } from '@punctual/testkit/calendars/connected-coach.ts';
import { workQueues } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { disconnect } from './disconnect.ts';
import { listConnections } from './list-connections.ts';
import { markChanged, markFuture } from './marking.ts';
import { reconcileConnection } from './reconcile.ts';
import { syncAppointment } from './sync-appointment.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

/** More requests than a disconnection makes. */
const mostRequests = 40;

describe('a disconnection that dies', () => {
  let table: TestTable;
  /** Requests that still get through; undefined: all do. */
  let left: number | undefined;
  let mortal: TestTable;

  beforeAll(async () => {
    table = await startTable();
    const send = (...[command]: Parameters<typeof table.client.send>) => {
      if (left === 0) return Promise.reject(new Error('died'));
      if (left !== undefined) left -= 1;
      return table.client.send(command);
    };
    const client = new Proxy(table.client, {
      get: (real, name) => (name === 'send' ? send : Reflect.get(real, name)),
    });
    mortal = { ...table, client };
  });
  afterAll(() => table.stop());

  /** What is there of connections of a person, without the events, which stay. */
  async function restOf(connectionId: string, personId: string) {
    const items = await scan(table);
    const isOurs = (item: object) => JSON.stringify(item).includes(connectionId);
    return items.filter(
      (item) =>
        item.entity !== 'event' &&
        (isOurs(item) || (item.entity === 'connection-pointer' && String(item.pk).includes(personId))),
    );
  }

  /** A coach with busy time and an entry, whose disconnection gets so many requests through; whether it died. */
  async function interrupted(requests: number) {
    const connected = await connectedCoach(mortal, now);
    const { world, coach, connection, account } = connected;
    await connected.set({ busySync: true });
    account.meet('dentist', { kind: 'interval', start: now + 2 * DAY, end: now + 2 * DAY + 60 * MINUTE });
    await workQueues(world);
    const appointment = await connected.bookAndSync();
    await workQueues(world);
    left = requests;
    const died = await disconnect(world, coach, connection.id).then(
      () => false,
      () => true,
    );
    left = undefined;
    return { ...connected, appointment, died };
  }

  it('is finished by the worker, wherever it died', async () => {
    let deaths = 0;
    for (let requests = 0; requests < mostRequests; requests += 1) {
      const { world, coach, connection, appointment, died } = await interrupted(requests);
      const begun = value(await listConnections(world, coach, coach.id)).length === 0;
      // Nobody who works for the appointment is troubled by what is left.
      await syncAppointment(world, appointment);
      await workQueues(world);
      if (begun) expect(await restOf(connection.id, coach.id)).toEqual([]);
      if (!died) {
        expect(begun).toBe(true);
        break;
      }
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(5);
    expect(deaths).toBeLessThan(mostRequests);
  });

  it.each([6, 9, 11])('is finished by whoever asks again, after %d requests', async (requests) => {
    const { world, coach, connection, died } = await interrupted(requests);
    expect(died).toBe(true);
    expect(await disconnect(world, coach, connection.id)).toMatchObject({ ok: true });
    expect(await restOf(connection.id, coach.id)).toEqual([]);
    expect(await disconnect(world, coach, connection.id)).toMatchObject({ failure: { kind: 'not_found' } });
  });

  it('ends the work of those who were at it, at the first write', async () => {
    const { world, coach, connection, book } = await connectedCoach(table, now);
    const appointment = await book();
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    await world.connections.erase(connection);
    expect(await markChanged({ ...world, pause }, connection, appointment)).toBe(false);
    await markFuture({ ...world, pause }, connection, 'again');
    expect(pauses).toBe(0);
    expect(await restOf(connection.id, coach.id)).toEqual([]);
  });

  it('keeps nobody from connecting the same account again, nor the nightly look from finishing it', async () => {
    const { world, coach, connection, account } = await interrupted(9);
    const provider = 'google';
    const again = await connect(world, { personId: coach.id, provider }, account.tokens, account.email);
    expect(again.kind).toBe('connected');
    expect(again.connection.id).not.toBe(connection.id);
    expect(value(await listConnections(world, coach, coach.id))).toHaveLength(1);
    // Somebody who began to erase the first one comes back late.
    await world.connections.erase(connection);
    expect(value(await listConnections(world, coach, coach.id))).toHaveLength(1);

    const other = await interrupted(9);
    await reconcileConnection(other.world, other.connection.id);
    expect(await restOf(other.connection.id, other.coach.id)).toEqual([]);
  });
});
