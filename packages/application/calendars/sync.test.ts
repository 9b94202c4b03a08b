import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { type ConnectedCoach, connectedCoach } from '@punctual/testkit/calendars/connected-coach.ts';
import { connectAccount, workQueues } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { disconnect } from './disconnect.ts';
import { failedItems, redrive } from './failed-items.ts';
import { listConnections } from './list-connections.ts';
import { syncNow } from './manual-sync.ts';
import { CalendarFault } from './ports.ts';
import { syncAppointment } from './sync-appointment.ts';
import { syncConnection } from './sync-connection.ts';
import { testConnection } from './test-connection.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

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

  it('follow the appointment, one call for each change and none for news that come twice', async () => {
    const { world, account, bookAndSync, change, view } = connected;
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
    const { world, coach, lead, account, bookAndSync, set } = connected;
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
    const { world, coach, account, connection, bookAndSync, change, set } = connected;
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
    const { world, account, bookAndSync, change, set, view } = connected;
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
    const { world, coach, account, connection, book, view } = connected;
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
    const { world, account, connection, book, change, view } = connected;
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
    const mapping = () => world.connections.mapping(connection.id, id);
    const noted = await mapping();
    await expect(syncAppointment(world, id)).rejects.toMatchObject({
      name: 'ConnectionBusy',
      retryAfterSeconds: 40,
    });
    // It was noted for this version before; what changes is noted again.
    expect(await mapping()).toEqual(noted);
    await expect(change(id, { to: 'confirmed' })).rejects.toMatchObject({ name: 'ConnectionBusy' });
    expect((await mapping())?.version).toBe((noted?.version ?? 0) + 1);
    await world.connections.release(connection.id, 'sync', holder ?? '');
    await syncAppointment(world, id);
    expect(account.own).toHaveLength(1);
  });

  it('are all left to another time when whoever renews the access does not get it done', async () => {
    const { world, account, connection, coach, book } = connected;
    for (let count = 0; count < 3; count += 1) await book();
    value(await syncNow(world, coach, connection.id));
    account.accessToken = 'another';
    const holder = await world.connections.acquire(connection.id, 'refresh', now, now + MINUTE);
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    await expect(syncConnection({ ...world, pause }, connection.id)).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfterSeconds: 30,
    });
    // For one entry, not for each.
    expect(pauses).toBe(10);
    await world.connections.release(connection.id, 'refresh', holder ?? '');
    await syncConnection(world, connection.id);
    expect(account.own).toHaveLength(3);
  });

  it('stay when their calendar is disconnected, and no token does', async () => {
    const { world, coach, lead, account, connection, bookAndSync } = connected;
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
    const { world, coach, account, connection, bookAndSync, view } = connected;
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
});
