import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import type { Account } from '@punctual/testkit/calendars/provider.ts';
import {
  type CalendarWorld,
  calendarWorld,
  connectAccount,
  workQueues,
} from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import {
  coachPolicy,
  enterCoach,
  enterLead,
  type StillClock,
  stillClock,
  value,
} from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { Caller, Person } from '../model.ts';
import { changeConnectionSettings } from './change-connection-settings.ts';
import { connect } from './connect.ts';
import type { Connection } from './connection.ts';
import { disconnect } from './disconnect.ts';
import { failedItems, redrive } from './failed-items.ts';
import { importBusy } from './import-busy.ts';
import { listConnections, viewConnection } from './list-connections.ts';
import { syncNow } from './manual-sync.ts';
import { CalendarFault } from './ports.ts';
import { reconcileAll, reconcileConnection } from './reconcile.ts';
import { syncAppointment } from './sync-appointment.ts';
import { syncBooking } from './sync-booking.ts';
import { syncConnection } from './sync-connection.ts';
import { testConnection } from './test-connection.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('entries in a connected calendar', () => {
  let table: TestTable;
  let world: CalendarWorld;
  let clock: StillClock;
  let coach: Caller;
  let lead: Person;
  let account: Account;
  let connection: Connection;
  let coaches = 0;
  let booked = 0;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    clock = stillClock(now);
    world = calendarWorld(table, clock);
    coaches += 1;
    booked = 0;
    coach = await enterCoach(world, `synced-${coaches}`, { timeZone: 'Europe/Paris' });
    lead = await enterLead(world, coach, `kim-${coaches}`);
    ({ account, connection } = await connectAccount(world, coach.id, 'google'));
    await workQueues(world);
  });

  async function book(): Promise<AppointmentId> {
    booked += 1;
    const { appointment } = value(
      await bookAppointment(world, coach, coachPolicy, {
        id: world.ids.next() as AppointmentId,
        providerId: coach.id,
        clientId: lead.id,
        start: now + booked * 1440 * MINUTE,
        durationMinutes: 60,
        kind: 'online',
        eligible: 'own_leads',
        title: 'Call',
        notes: 'Bring the plan',
        timeZone: undefined,
        staffId: undefined,
        price: undefined,
      }),
    );
    return appointment.id;
  }
  async function bookAndSync(): Promise<AppointmentId> {
    const id = await book();
    await syncAppointment(world, id);
    return id;
  }
  const change = async (appointmentId: AppointmentId, fields: object) => {
    const request = { appointmentId, reach: { kind: 'anything' as const }, ...fields };
    value(await changeAppointment(world, coach, coachPolicy, request));
    await syncAppointment(world, appointmentId);
  };
  const set = (settings: Parameters<typeof changeConnectionSettings>[3]) =>
    changeConnectionSettings(world, coach, connection.id, settings).then(value);
  const view = async () => value(await viewConnection(world, coach, connection.id));
  const time = (start: number) => ({ kind: 'interval', start, end: start + 60 * MINUTE }) as const;

  it('follow the appointment, one call for each change and none for news that come twice', async () => {
    const { calls } = world.providers.google;
    const id = await bookAndSync();
    await syncAppointment(world, id);
    expect([...calls]).toEqual([['create', 1]]);
    expect(account.own).toMatchObject([{ entry: { title: 'ACT Coaching Session', status: 'tentative' } }]);
    await change(id, { to: 'confirmed' });
    await change(id, { newStart: now + 5 * 1440 * MINUTE });
    expect(account.own).toMatchObject([{ entry: { status: 'confirmed', start: now + 5 * 1440 * MINUTE } }]);
    await change(id, { to: 'cancelled' });
    expect(account.own).toEqual([]);
    expect([...calls]).toEqual([
      ['create', 1],
      ['update', 2],
      ['remove', 1],
    ]);
    expect((await view()).connection.lastSyncedAt).toBe(now);
  });

  it('stand in both parties’ calendars, each telling of the other', async () => {
    const clients = await connectAccount(world, lead.id, 'outlook', { includeClientDetails: true });
    await set({ includeClientDetails: true });
    await bookAndSync();
    expect(account.own[0]?.entry).toMatchObject({
      title: `ACT Coaching Session - ${lead.name}`,
      timeZone: 'Europe/Paris',
      attendees: [{ email: lead.email }],
    });
    expect(clients.account.own[0]?.entry).toMatchObject({ title: `ACT Coaching Session - ${coach.name}` });
  });

  it('are worded anew when the settings change, and come with connecting and resuming', async () => {
    const first = await bookAndSync();
    await set({ eventTitleTemplate: 'Coaching' });
    await workQueues(world);
    expect(account.own).toMatchObject([{ entry: { title: 'Coaching' } }]);
    expect((await set({ syncEnabled: false })).connection.status).toBe('paused');
    const second = await bookAndSync();
    await change(first, { to: 'cancelled' });
    expect(account.own).toHaveLength(1);
    expect(await syncNow(world, coach, connection.id)).toMatchObject({ failure: { kind: 'conflict' } });
    expect((await set({ syncEnabled: true })).connection.status).toBe('active');
    await workQueues(world);
    expect(account.own).toMatchObject([{ identity: { appointmentId: second } }]);
    const late = await connectAccount(world, coach.id, 'outlook');
    await workQueues(world);
    expect(late.account.own).toMatchObject([{ identity: { appointmentId: second } }]);
  });

  it('are left as they are by the switches that are off', async () => {
    await set({ autoCreateEvents: false });
    const never = await bookAndSync();
    expect(account.own).toEqual([]);
    await set({ autoCreateEvents: true, autoUpdateEvents: false });
    await workQueues(world);
    expect(account.own).toHaveLength(1);
    const before = account.own[0]?.entry;
    await change(never, { newStart: now + 9 * 1440 * MINUTE });
    await change(never, { to: 'cancelled' });
    expect(account.own[0]?.entry).toEqual(before);
    expect(await view()).toMatchObject({ pending: 0, failed: 0, drifted: 0 });
  });

  it('that are refused for good are shown with a reason, and tried again by hand', async () => {
    const { google } = world.providers;
    const refusing = {
      ...world,
      providers: {
        ...world.providers,
        google: {
          ...google,
          create: async () => {
            throw new CalendarFault('refused', 'The calendar is full');
          },
        },
      },
    };
    const id = await book();
    await syncAppointment(refusing, id);
    expect(await view()).toMatchObject({ failed: 1, connection: { lastError: 'The calendar is full' } });
    expect(value(await failedItems(world, coach, connection.id))).toMatchObject([
      { appointmentId: id, state: 'failed', lastError: 'The calendar is full' },
    ]);
    expect(value(await redrive(world, coach, connection.id))).toEqual({ queued: 1 });
    await workQueues(world);
    expect(account.own).toHaveLength(1);
    const mended = await view();
    expect([mended.failed, mended.connection.lastError]).toEqual([0, undefined]);
  });

  it('wait for a throttled provider, and one worker at a time speaks to it', async () => {
    const id = await book();
    world.providers.google.mishaps.likely = 2;
    const throttled = { ...world.providers.google.mishaps, random: () => 0.5 };
    Object.assign(world.providers.google.mishaps, throttled);
    await expect(syncAppointment(world, id)).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterSeconds: 7,
    });
    expect(await view()).toMatchObject({ pending: 1, connection: { status: 'active' } });
    world.providers.google.mishaps.likely = 0;
    const holder = await world.connections.acquire(connection.id, 'sync', now, now + MINUTE);
    await expect(syncAppointment(world, id)).rejects.toMatchObject({ name: 'ConnectionBusy' });
    await world.connections.release(connection.id, 'sync', holder ?? '');
    await syncAppointment(world, id);
    expect(account.own).toHaveLength(1);
  });

  it('moved or deleted over there are reported once, stay so, and are put right by a manual sync', async () => {
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

  it('stay when their calendar is disconnected, and no token does', async () => {
    await bookAndSync();
    const stranger = { ...coach, id: lead.id };
    expect(await disconnect(world, stranger, connection.id)).toMatchObject({
      failure: { kind: 'not_found' },
    });
    expect(value(await disconnect(world, coach, connection.id))).toEqual({ revoked: true });
    expect(account.own).toHaveLength(1);
    expect(account.revoked).toBe(true);
    expect(await world.connections.tokens(connection.id)).toBeUndefined();
    expect(value(await listConnections(world, coach, coach.id))).toEqual([]);
    expect(await syncConnection(world, connection.id)).toEqual({ worked: 0, failed: 0, left: false });
  });

  it('wait while access is gone, which a test says, and are written once it is back', async () => {
    expect(value(await testConnection(world, coach, connection.id))).toMatchObject({ ok: true });
    account.revoked = true;
    expect(value(await testConnection(world, coach, connection.id))).toMatchObject({
      ok: false,
      status: 'needs_reauth',
    });
    await bookAndSync();
    expect(await view()).toMatchObject({ pending: 1, connection: { status: 'needs_reauth' } });
    account.revoked = false;
    const owner = { personId: coach.id, provider: 'google' as const };
    await connect(world, owner, account.tokens, account.email);
    await workQueues(world);
    expect(account.own).toHaveLength(1);
  });

  describe('asked for by hand', () => {
    const wanted = (appointmentId: AppointmentId) => ({ appointmentId, provider: 'google' as const });

    it('come with a conference, which becomes the meeting, whatever is made by itself', async () => {
      await set({ autoCreateEvents: false });
      const id = await bookAndSync();
      const synced = value(await syncBooking(world, coach, wanted(id)));
      expect(synced).toMatchObject({ eventId: account.own[0]?.externalId, provider: 'google' });
      const { appointment } = await world.ledger.records({ appointment: id });
      expect(appointment?.meetingUrl).toBe(synced.meetingUrl);
      const { calls } = world.providers.google;
      calls.clear();
      await syncAppointment(world, id);
      expect(value(await syncBooking(world, coach, wanted(id)))).toEqual(synced);
      expect([...calls]).toEqual([]);
    });

    it('are the same entry with the caller’s own token as through the connection', async () => {
      const id = await bookAndSync();
      const direct = { ...wanted(id), accessToken: account.accessToken };
      const synced = value(await syncBooking(world, coach, direct));
      expect(account.own).toMatchObject([{ externalId: synced.eventId, entry: { conference: true } }]);
      await change(id, { newStart: now + 9 * 1440 * MINUTE });
      expect(account.own).toMatchObject([{ externalId: synced.eventId }]);
      expect(await view()).toMatchObject({ drifted: 0, pending: 0 });
    });

    it('need a part in the appointment, an open one, and access', async () => {
      const id = await bookAndSync();
      const stranger = { id: 'stranger' as typeof coach.id };
      expect(await syncBooking(world, stranger, wanted(id))).toMatchObject({
        failure: { kind: 'forbidden' },
      });
      const client = { id: lead.id };
      expect(await syncBooking(world, client, wanted(id))).toMatchObject({ failure: { kind: 'not_found' } });
      const bad = { ...wanted(id), accessToken: 'unknown' };
      expect(await syncBooking(world, client, bad)).toMatchObject({ failure: { kind: 'invalid' } });
      await change(id, { to: 'cancelled' });
      expect(await syncBooking(world, coach, wanted(id))).toMatchObject({ failure: { kind: 'conflict' } });
    });
  });
});
