import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import {
  type CalendarWorld,
  calendarWorld,
  connectAccount,
  workQueues,
} from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { coachPolicy, enterCoach, type StillClock, stillClock } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeSettings } from '../availability/settings.ts';
import type { Caller } from '../model.ts';
import { daySlots } from '../slots/available.ts';
import { changeConnectionSettings } from './change-connection-settings.ts';
import { importBusy } from './import-busy.ts';
import { notePush } from './note-push.ts';
import { sweepPolls } from './sweep-polls.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('busy time of a connected calendar', () => {
  let table: TestTable;
  let world: CalendarWorld;
  let clock: StillClock;
  let coach: Caller;
  let coaches = 0;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    clock = stillClock(now);
    world = calendarWorld(table, clock);
    coaches += 1;
    coach = await enterCoach(world, `busy-${coaches}`, { timeZone: 'Europe/Paris' });
  });

  const at = (text: string) => Date.parse(`2026-03-04T${text}:00Z`);
  const meeting = (from: string, to: string) => ({ kind: 'interval', start: at(from), end: at(to) }) as const;

  /** Why the slot of a time of 4 March is refused. */
  async function reasonAt(text: string): Promise<string | undefined> {
    const day = await daySlots(world, {
      providerId: coach.id as PersonId,
      date: parseDate('2026-03-04') ?? 0,
      durationMinutes: 30,
      durations: coachPolicy.durations,
    });
    return day.standard.find(({ start }) => start === at(text))?.reason;
  }

  it('closes every day until it is read, then takes what it takes, and closes again when it is too old', async () => {
    const { account, connection } = await connectAccount(world, coach.id, 'google', { busySync: true });
    account.meet('dentist', meeting('10:00', '11:00'));
    account.meet('free', meeting('12:00', '13:00'), false);
    account.meet('holiday', {
      kind: 'days',
      firstDate: '2026-03-05',
      endDate: '2026-03-06',
      timeZone: 'UTC',
    });
    expect(await reasonAt('12:00')).toBe('CALENDAR_UNKNOWN');
    await workQueues(world);
    expect(await reasonAt('10:30')).toBe('EXTERNAL_BUSY');
    expect(await reasonAt('12:00')).toBeUndefined();
    clock.time = now + 61 * MINUTE;
    expect(await reasonAt('12:00')).toBe('CALENDAR_UNKNOWN');
    const policy = { busyPolicy: 'allow_stale' } as const;
    await changeConnectionSettings(world, coach, connection.id, policy);
    expect(await reasonAt('12:00')).toBeUndefined();
    expect(await reasonAt('10:30')).toBe('EXTERNAL_BUSY');
    await changeConnectionSettings(world, coach, connection.id, { busySync: false });
    expect(await reasonAt('10:30')).toBeUndefined();
  });

  it('follows moves and deletions, and reads everything when its token for changes is void', async () => {
    const { account, connection } = await connectAccount(world, coach.id, 'google', { busySync: true });
    account.meet('a', meeting('10:00', '11:00'));
    account.meet('b', meeting('14:00', '15:00'));
    await workQueues(world);
    account.move('a', meeting('12:00', '13:00'));
    expect(await importBusy(world, connection.id)).toMatchObject({ full: false, events: 1 });
    expect([await reasonAt('10:00'), await reasonAt('12:00')]).toEqual([undefined, 'EXTERNAL_BUSY']);
    account.epoch += 1;
    account.delete('b');
    expect(await importBusy(world, connection.id)).toMatchObject({ full: true, events: 1 });
    expect([await reasonAt('12:00'), await reasonAt('14:00')]).toEqual(['EXTERNAL_BUSY', undefined]);
  });

  it('of 5,000 events is read whole once, and afterwards only what has changed', async () => {
    await changeSettings(world, coach.id, { advanceBookingDays: 365 });
    const { account, connection } = await connectAccount(world, coach.id, 'google', { busySync: true });
    for (let index = 0; index < 5000; index += 1) {
      const start = now + index * 105 * MINUTE;
      account.meet(`event-${index}`, { kind: 'interval', start, end: start + 30 * MINUTE });
    }
    world.importQueue.messages.splice(0);
    const first = await importBusy(world, connection.id);
    expect(first).toMatchObject({ kind: 'imported', full: true, events: 5000 });
    account.move('event-7', meeting('10:00', '11:00'));
    world.providers.google.calls.clear();
    world.providers.google.listed = 0;
    table.metered.reset();
    expect(await importBusy(world, connection.id)).toMatchObject({ full: false, events: 1 });
    expect(world.providers.google.calls).toEqual(new Map([['changes', 1]]));
    expect(world.providers.google.listed).toBe(1);
    expect(table.metered.calls.length).toBeLessThanOrEqual(18);
    table.metered.reset();
    expect(await reasonAt('10:30')).toBe('EXTERNAL_BUSY');
    // As for a day with nothing in it: one query for the days and one read by key.
    expect(table.metered.calls.map(({ command }) => command).sort()).toEqual([
      'BatchGetItemCommand',
      'QueryCommand',
    ]);
  }, 30_000);

  it('is read anew when the booking horizon has grown beyond the window', async () => {
    const { connection } = await connectAccount(world, coach.id, 'google', { busySync: true });
    await workQueues(world);
    clock.time = now + 28 * DAY;
    expect(await importBusy(world, connection.id)).toMatchObject({ full: false });
    clock.time = now + 29 * DAY;
    expect(await importBusy(world, connection.id)).toMatchObject({ full: true });
  });

  it('is polled every quarter of an hour, less often with pushes, which a secret of ours proves', async () => {
    const polled = await connectAccount(world, coach.id, 'outlook', { busySync: true });
    const pushed = await connectAccount(world, coach.id, 'google', { busySync: true });
    await workQueues(world);
    const isDue = async (id: string) => (await world.connections.duePolls(clock.time, 5000)).includes(id);
    clock.time = now + 15 * MINUTE;
    expect(await isDue(polled.connection.id)).toBe(true);
    expect(await isDue(pushed.connection.id)).toBe(false);
    expect(await sweepPolls(world)).toBeGreaterThan(0);
    world.importQueue.messages.splice(0);
    clock.time = now + 31 * MINUTE;
    expect(await isDue(pushed.connection.id)).toBe(true);

    const [channel = ''] = pushed.account.channels.values();
    const [address, secret = ''] = channel.split(' ');
    expect(address).toBe('https://api.example/webhooks/google-calendar');
    expect(await notePush(world, secret)).toBe('noted');
    expect(await notePush(world, `${polled.connection.id}.forged`)).toBe('unknown');
    expect(world.importQueue.messages).toEqual([{ connection_id: pushed.connection.id }]);
  });

  it('keeps one push channel, and makes the next before the last one ends', async () => {
    const { account, connection } = await connectAccount(world, coach.id, 'google', { busySync: true });
    await workQueues(world);
    const [first] = account.channels.keys();
    clock.time = now + 6 * DAY;
    await importBusy(world, connection.id);
    expect([...account.channels.keys()]).toEqual([first]);
    clock.time = now + 6 * DAY + 13 * 60 * MINUTE;
    await importBusy(world, connection.id);
    expect(account.channels.size).toBe(1);
    expect([...account.channels.keys()]).not.toEqual([first]);
  });
});
