import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import type { CalendarPorts } from '@punctual/application/calendars/calendar-ports.ts';
import { changeConnectionSettings } from '@punctual/application/calendars/change-connection-settings.ts';
import { importBusy } from '@punctual/application/calendars/import-busy.ts';
import { syncNow } from '@punctual/application/calendars/manual-sync.ts';
import type { Connections } from '@punctual/application/calendars/ports.ts';
import { reconcileConnection } from '@punctual/application/calendars/reconcile.ts';
import { syncAppointment } from '@punctual/application/calendars/sync-appointment.ts';
import { syncConnection } from '@punctual/application/calendars/sync-connection.ts';
import type { Caller, Person } from '@punctual/application/model.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { randomOf } from '../random.ts';
import type { TestTable } from '../table.ts';
import { bookingOf, coachPolicy, enterCoach, enterLead, stillClock, value } from '../world.ts';
import { agreementOf, busyAgreementOf } from './judge.ts';
import { type CalendarWorld, calendarWorld, connectAccount, type Linked } from './world.ts';

/*
 * Appointments are booked, moved and cancelled while their calendars refuse, forget, time out, and time out after they
 * have done what was asked; while their owners move and delete entries over there; while messages come twice and in any
 * order; and while workers die at any call they make.
 */

type Message =
  | { readonly to: 'appointment'; readonly id: AppointmentId }
  | { readonly to: 'sync' | 'import' | 'reconcile'; readonly id: string };

class Killed extends Error {}

export interface Storm {
  readonly table: TestTable;
  readonly seed: number;
  readonly now: Instant;
  readonly steps: number;
}

export interface Weather {
  /** What is wrong once everything works again, before anybody has asked for a manual sync. */
  readonly violations: readonly string[];
  /** The same after a manual sync: by then nothing may differ, what was moved over there included. */
  readonly afterSync: readonly string[];
  readonly mappings: number;
  /** Calls of providers since the last mishap, until everything agreed. */
  readonly calls: number;
  readonly callsInStorm: number;
  readonly drifted: number;
  readonly kills: number;
  readonly retries: number;
}

export async function calendarStorm({ table, seed, now, steps }: Storm): Promise<Weather> {
  const { next: random, chance, between } = randomOf(seed);
  const one = <T>(of: readonly T[]): T | undefined => of[between(0, of.length)];
  const clock = stillClock(now);
  const mishaps = { random, likely: 0 };
  const deaths = { likely: 0, count: 0 };
  const calm = calendarWorld(table, clock, mishaps);
  const reports: string[] = [];
  const world = { ...calm, connections: overheard(calm.connections, reports) };
  /** Entries that their owner has moved or deleted. */
  const touched = new Set<string>();

  const coach = await enterCoach(world, `coach-${seed}`, { timeZone: 'Europe/Paris' });
  const client = await enterLead(world, coach, `client-${seed}`);
  const linked = await link(world, coach, client, seed);
  const queue: Message[] = [];
  const ids: AppointmentId[] = [];
  let retries = 0;

  const collect = (): void => {
    for (const message of world.syncQueue.messages.splice(0)) {
      queue.push({ to: 'sync', id: String((message as { connection_id: string }).connection_id) });
    }
    for (const message of world.importQueue.messages.splice(0)) {
      queue.push({ to: 'import', id: String((message as { connection_id: string }).connection_id) });
    }
  };
  const handle = async (message: Message): Promise<void> => {
    const ports = mortal(world, random, deaths);
    try {
      await work(ports, message);
    } catch (fault) {
      if (!(fault instanceof Killed) && !isExpected(fault)) throw fault;
      retries += 1;
      queue.push(message);
    }
    collect();
  };
  const handleSome = async (): Promise<void> => {
    const count = Math.min(queue.length, between(1, 4));
    const taken = Array.from({ length: count }, () => queue.splice(between(0, queue.length), 1)).flat();
    for (const message of taken) if (chance(0.25)) queue.push(message);
    await Promise.all(taken.map(handle));
  };
  const drain = async (): Promise<void> => {
    for (let round = 0; queue.length > 0; round += 1) {
      if (round > 400) throw new Error(`the queue never empties: ${JSON.stringify(queue.slice(0, 3))}`);
      await handle(queue.shift() as Message);
      clock.time += MINUTE;
    }
  };
  const deed = async (): Promise<void> => {
    const id = one(ids);
    const dice = between(0, 10);
    if (id === undefined || (dice < 4 && ids.length < 12)) {
      const booked = await bookAppointment(
        world,
        coach,
        coachPolicy,
        bookingOf(world, coach, client, soon()),
      );
      if (!booked.ok) return;
      ids.push(booked.value.appointment.id);
      queue.push({ to: 'appointment', id: booked.value.appointment.id });
      return;
    }
    const change =
      dice < 7
        ? { newStart: soon() }
        : dice < 9
          ? { to: 'cancelled' as const }
          : { notes: `note ${between(0, 4)}` };
    const request = { appointmentId: id, reach: { kind: 'anything' as const }, ...change };
    await changeAppointment(world, coach, coachPolicy, request);
    queue.push({ to: 'appointment', id });
  };
  const overThere = async (): Promise<void> => {
    const { account, connection } = one(linked) as Linked;
    const start = soon();
    const time = { kind: 'interval', start, end: start + 45 * MINUTE } as const;
    const entry = one(account.own);
    const foreign = one(account.standing.filter(({ identity }) => identity === undefined));
    const dice = between(0, 10);
    if (dice < 2 && entry !== undefined) {
      touched.add(`${connection.id} ${entry.identity?.appointmentId}`);
      if (dice < 1) account.delete(entry.externalId);
      else account.move(entry.externalId, time);
    } else if (dice < 5) account.meet(`foreign-${between(0, 6)}`, time, chance(0.8));
    else if (dice < 6 && foreign !== undefined) account.delete(foreign.externalId);
    else if (dice < 7) account.epoch += 1;
    else if (dice < 8) queue.push({ to: 'reconcile', id: connection.id });
    else queue.push({ to: 'import', id: connection.id });
    if (chance(0.05)) {
      const includeClientDetails = chance(0.5);
      const owner = { id: connection.personId, roles: [] };
      value(await changeConnectionSettings(world, owner, connection.id, { includeClientDetails }));
      collect();
    }
  };
  /** On the quarter hour, one to twenty days ahead. */
  function soon(): Instant {
    return now + between(96, 96 * 20) * 15 * MINUTE;
  }

  mishaps.likely = 0.3;
  deaths.likely = 0.008;
  for (let step = 0; step < steps; step += 1) {
    await deed();
    if (chance(0.6)) await overThere();
    await handleSome();
    clock.time += between(0, 6) * MINUTE;
  }
  const callsInStorm = callsOf(world);
  mishaps.likely = 0;
  deaths.likely = 0;
  // Leases of the dead run out.
  clock.time += 6 * MINUTE;
  await drain();
  for (const { connection } of linked) queue.push({ to: 'import', id: connection.id });
  await drain();
  const calls = callsOf(world) - callsInStorm;
  // What its owner has done over there is seen by the next import or, at the latest, at night; all else is right by now.
  const { violations: early } = await agreementOf(world, linked, ids);
  const ours = early.filter((one) => !/^(missing|differs)/.test(one));
  const busy = await busyAgreementOf(world, linked, coach.id);
  for (const { connection } of linked) queue.push({ to: 'reconcile', id: connection.id });
  await drain();
  const agreement = await agreementOf(world, linked, ids);
  const unfounded = reports.filter((one) => !touched.has(one)).map((one) => `nobody did that: ${one}`);
  const violations = [...ours, ...busy, ...agreement.violations, ...unfounded];

  for (const { connection } of linked) {
    value(await syncNow(world, { id: connection.personId, roles: [] }, connection.id));
  }
  collect();
  await drain();
  const after = await agreementOf(world, linked, ids);
  return {
    violations,
    afterSync: [...after.violations, ...after.drifted.map((id) => `still drifted: ${id}`)],
    mappings: agreement.mappings,
    calls,
    callsInStorm,
    drifted: agreement.drifted.length,
    kills: deaths.count,
    retries,
  };
}

async function work(ports: CalendarPorts, message: Message): Promise<void> {
  switch (message.to) {
    case 'appointment':
      return syncAppointment(ports, message.id);
    case 'sync':
      await syncConnection(ports, message.id);
      return;
    case 'import':
      await importBusy(ports, message.id);
      return;
    case 'reconcile':
      await reconcileConnection(ports, message.id);
  }
}

function isExpected(fault: unknown): boolean {
  return fault instanceof Error && ['CalendarFault', 'ConnectionBusy'].includes(fault.name);
}

/** Notes which entries their owners are told of. */
function overheard(connections: Connections, reports: string[]): Connections {
  return {
    ...connections,
    async saveMapping(mapping, events = []) {
      const saved = await connections.saveMapping(mapping, events);
      const names = events.map(({ connectionId, appointmentId }) => `${connectionId} ${appointmentId}`);
      if (saved) reports.push(...names);
      return saved;
    },
  };
}

function callsOf({ providers }: CalendarWorld): number {
  const all = [...providers.google.calls.values(), ...providers.outlook.calls.values()];
  return all.reduce((sum, count) => sum + count, 0);
}

/** The coach has connected both providers and imports busy time from both; the client has connected one. */
async function link(
  world: CalendarWorld,
  coach: Caller,
  client: Person,
  seed: number,
): Promise<readonly Linked[]> {
  const wanted: readonly [PersonId, 'google' | 'outlook', boolean][] = [
    [coach.id, 'google', true],
    [coach.id, 'outlook', true],
    [client.id, 'google', false],
  ];
  const linked: Linked[] = [];
  for (const [personId, provider, busySync] of wanted) {
    const change = { busySync, busyPolicy: 'allow_stale', includeClientDetails: busySync } as const;
    linked.push(await connectAccount(world, personId, provider, change, `-${seed}`));
  }
  return linked;
}

/** The ports of one process, which may die before or after any call it makes; then none of its calls does anything. */
function mortal(
  world: CalendarWorld,
  random: () => number,
  deaths: { readonly likely: number; count: number },
): CalendarPorts {
  const life = { ended: false };
  const die = (): never => {
    if (!life.ended) deaths.count += 1;
    life.ended = true;
    throw new Killed('killed');
  };
  const wrapped = <T extends object>(port: T, danger = 1): T =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          if (life.ended || random() < deaths.likely) die();
          const answer: unknown = await member.apply(target, given);
          if (life.ended || random() < danger * deaths.likely) die();
          return answer;
        };
      },
    });
  return {
    ...world,
    connections: wrapped(world.connections),
    busyTime: wrapped(world.busyTime),
    ledger: wrapped(world.ledger),
    // Most deaths that matter come when a provider has done what it was asked and nobody has written it down.
    providers: { google: wrapped(world.providers.google, 8), outlook: wrapped(world.providers.outlook, 8) },
    syncQueue: wrapped(world.syncQueue),
    importQueue: wrapped(world.importQueue),
  };
}
