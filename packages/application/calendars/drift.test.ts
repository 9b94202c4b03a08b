import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { type ConnectedCoach, connectedCoach } from '@punctual/testkit/calendars/connected-coach.ts';
import { workQueues } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { coachPolicy, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeAppointment } from '../appointments/change.ts';
import { failedItems } from './failed-items.ts';
import { importBusy } from './import-busy.ts';
import { syncNow } from './manual-sync.ts';
import { reconcileAll, reconcileConnection } from './reconcile.ts';
import { syncAppointment } from './sync-appointment.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const time = (start: number) => ({ kind: 'interval', start, end: start + 60 * MINUTE }) as const;

describe('entries in a connected calendar', () => {
  let table: TestTable;
  let connected: ConnectedCoach;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    connected = await connectedCoach(table, now);
  });

  it('moved or deleted over there are reported once, stay so, and are put right by a manual sync', async () => {
    const { world, coach, account, connection, bookAndSync, set, view } = connected;
    await set({ busySync: true, busyPolicy: 'allow_stale' });
    const [moved, deleted, kept] = [await bookAndSync(), await bookAndSync(), await bookAndSync()];
    await workQueues(world);
    const entryOf = (id: AppointmentId) => account.own.find(({ identity }) => identity?.appointmentId === id);
    account.move(entryOf(moved)?.externalId ?? '', time(now + 40 * 60 * MINUTE));
    account.delete(entryOf(deleted)?.externalId ?? '');
    const keptEntry = entryOf(kept);
    if (keptEntry !== undefined) account.put({ ...keptEntry, time: keptEntry.time });
    await importBusy(world, connection.id);
    await importBusy(world, connection.id);
    await syncAppointment(world, moved);
    await syncAppointment(world, deleted);
    expect(entryOf(moved)?.time).toEqual(time(now + 40 * 60 * MINUTE));
    expect(entryOf(deleted)).toBeUndefined();
    expect(await view()).toMatchObject({ drifted: 2, connection: { status: 'active' } });
    const items = value(await failedItems(world, coach, connection.id));
    expect(items.map(({ state }) => state).sort()).toEqual(['deleted', 'moved']);

    expect(value(await syncNow(world, coach, connection.id))).toEqual({ queued: 3 });
    await workQueues(world);
    expect(entryOf(moved)?.time).toEqual(time(now + 1440 * MINUTE));
    expect(entryOf(deleted)).toBeDefined();
    expect(await view()).toMatchObject({ drifted: 0, pending: 0 });
    expect((await view()).connection.lastError).toBeUndefined();
    await importBusy(world, connection.id);
    expect(await view()).toMatchObject({ drifted: 0 });
  });

  it('whose write was interrupted are not taken for moved, whatever comes next', async () => {
    const { world, coach, account, connection, book } = connected;
    const { google } = world.providers;
    const die = async (effect: Promise<unknown>): Promise<never> => {
      await effect;
      throw new Error('killed');
    };
    const create: typeof google.create = (...given) => die(google.create(...given));
    const update: typeof google.update = (...given) => die(google.update(...given));
    const dying = (calls: object) => ({
      ...world,
      providers: { ...world.providers, google: { ...google, ...calls } },
    });
    const id = await book();
    const move = (newStart: number) =>
      changeAppointment(world, coach, coachPolicy, {
        appointmentId: id,
        reach: { kind: 'anything' },
        newStart,
      }).then(value);
    await expect(syncAppointment(dying({ create }), id)).rejects.toThrow('killed');
    await syncAppointment(world, id);
    for (const day of [5, 6]) {
      await move(now + day * 1440 * MINUTE);
      await expect(syncAppointment(dying({ update }), id)).rejects.toThrow('killed');
    }
    await move(now + 7 * 1440 * MINUTE);
    await syncAppointment(world, id);
    expect(account.own).toMatchObject([{ time: time(now + 7 * 1440 * MINUTE) }]);
    const told = (
      await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :connection AND begins_with(sk, :events)',
          ExpressionAttributeValues: { ':connection': `CONNECTION#${connection.id}`, ':events': 'EVENT#' },
        }),
      )
    ).Items;
    expect(told).toEqual([]);
  });

  it('made although the appointment was cancelled meanwhile are found and removed', async () => {
    const { world, account, book, change, view } = connected;
    const { google } = world.providers;
    const create: typeof google.create = async (...given) => {
      await google.create(...given);
      throw new Error('killed');
    };
    const dying = { ...world, providers: { ...world.providers, google: { ...google, create } } };
    const id = await book();
    await expect(syncAppointment(dying, id)).rejects.toThrow('killed');
    expect(account.own).toHaveLength(1);
    await change(id, { to: 'cancelled' });
    expect(account.own).toEqual([]);
    expect(await view()).toMatchObject({ pending: 0 });
  });

  it('moved over there agree again when the appointment follows', async () => {
    const { world, account, connection, bookAndSync, change, set, view } = connected;
    await set({ busySync: true, busyPolicy: 'allow_stale' });
    const id = await bookAndSync();
    await workQueues(world);
    account.move(account.own[0]?.externalId ?? '', time(now + 40 * 60 * MINUTE));
    await importBusy(world, connection.id);
    await change(id, { newStart: now + 40 * 60 * MINUTE });
    expect(await view()).toMatchObject({ drifted: 0, pending: 0 });
    expect(account.own).toMatchObject([{ time: time(now + 40 * 60 * MINUTE) }]);
  });

  it('are mended at night: lost ones made, orphans and doubles removed, unknown ones adopted', async () => {
    const { world, account, connection, book, bookAndSync } = connected;
    const [first, second] = [await bookAndSync(), await bookAndSync()];
    const [mine] = account.own;
    if (mine?.identity === undefined) throw new Error('no entry');
    const { identity } = mine;
    const as = (externalId: string, change: Partial<typeof identity>) =>
      account.put({ ...mine, externalId, identity: { ...identity, ...change } });
    as('double', {});
    as('orphan', { appointmentId: 'nobody' as AppointmentId });
    as('neighbour', { connectionId: 'another', appointmentId: 'theirs' as AppointmentId });
    const unknown = await book();
    as('unknown', { appointmentId: unknown });
    const lost = await book();
    expect(await reconcileConnection(world, connection.id)).toEqual({
      queued: 1,
      adopted: 1,
      orphans: 1,
      doubles: 1,
      moved: 0,
      deleted: 0,
    });
    const standing = account.own.map(({ identity: of }) => of?.appointmentId).sort();
    expect(standing).toEqual([first, second, unknown, lost, 'theirs'].sort());
    const nothing = { queued: 0, adopted: 0, orphans: 0, doubles: 0, moved: 0, deleted: 0 };
    expect(await reconcileConnection(world, connection.id)).toEqual(nothing);
    account.delete('unknown');
    expect(await reconcileConnection(world, connection.id)).toEqual({ ...nothing, deleted: 1 });
    expect(await reconcileConnection(world, connection.id)).toEqual(nothing);
    const { messages } = world.syncQueue;
    messages.splice(0);
    await reconcileAll(world, world.syncQueue);
    expect(messages).toContainEqual({ reconcile_connection: connection.id });
  });
});
