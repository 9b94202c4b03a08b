import { dynamodbRecommenders } from '@punctual/adapters/dynamodb/recommendations.ts';
import type { Target } from '@punctual/recommendations/coach/coach.ts';
import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  type StillClock,
  stillClock,
  value,
} from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { Caller, Person } from '../model.ts';
import type { Timers } from '../ports.ts';
import { type LearningPorts, noteDecision, type OutcomeDue } from './decide.ts';
import { learnOutcomeOf } from './learn.ts';
import type { Recommenders } from './ports.ts';
import { recommendationQuality } from './quality.ts';
import { recommendSlots } from './recommend.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.parse('2026-03-02T08:00:00Z');

describe('learning from outcomes', () => {
  let table: TestTable;
  let clock: StillClock;
  let ports: ReturnType<typeof portsOn> & LearningPorts;
  let coach: Caller;
  let lead: Person;
  const due = new Map<string, { at: number; message: OutcomeDue }>();
  let coaches = 0;

  const timers: Timers = {
    async set(name, at, message) {
      expect(name.length).toBeLessThanOrEqual(64);
      due.set(name, { at, message: message as OutcomeDue });
    },
    async cancel(name) {
      due.delete(name);
    },
  };

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  beforeEach(async () => {
    due.clear();
    clock = stillClock(begin);
    ports = { ...portsOn(table, clock), recommenders: dynamodbRecommenders(table), timers };
    coaches += 1;
    coach = await enterCoach(ports, `coach${coaches}`, { advanceBookingDays: 365 });
    lead = await enterLead(ports, coach, `lead${coaches}`);
  });

  async function book(start: number, client = lead): Promise<Appointment> {
    const { appointment } = value(
      await bookAppointment(ports, coach, coachPolicy, bookingOf(ports, coach, client, start)),
    );
    await noteDecision(ports, appointment.id);
    return appointment;
  }

  async function change(
    { id: appointmentId }: Appointment,
    what: { to?: 'completed' | 'cancelled' | 'no_show'; newStart?: number },
  ): Promise<void> {
    const reach = { kind: 'provider', providerId: coach.id } as const;
    value(await changeAppointment(ports, coach, coachPolicy, { appointmentId, reach, ...what }));
  }

  /** Passes the time, with every timer that goes off on the way. */
  async function passTo(instant: number): Promise<void> {
    for (;;) {
      const [next] = [...due].filter(([, { at }]) => at <= instant).sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined) break;
      const [name, { at, message }] = next;
      due.delete(name);
      clock.time = Math.max(clock.time, at);
      await learnOutcomeOf(ports, message.appointment_id as AppointmentId, message.target);
    }
    clock.time = Math.max(clock.time, instant);
  }

  const qualityOf = async (target: Target = 'kept', owner: PersonId = coach.id) =>
    (await recommendationQuality(ports, owner, target)).quality;
  const everybodysCount = async () =>
    (await ports.recommenders.knowledge('everybody', 'kept'))?.packed.forecaster.count ?? 0;
  const historyOf = async (client = lead) =>
    (
      await ports.ledger.records({
        forecast: { providerId: coach.id, clientId: client.id, targets: [] },
      })
    ).history;

  async function ask(client = lead) {
    const today = Math.floor(clock.time / day);
    return value(
      await recommendSlots(ports, {
        providerId: coach.id,
        leadId: client.id,
        firstDate: today,
        lastDate: today + 6,
        durationMinutes: undefined,
        durations: coachPolicy.durations,
        limit: 5,
        target: 'kept',
      }),
    );
  }

  it('learns a day after the slot, once, however often it is asked to', async () => {
    const before = await everybodysCount();
    const appointment = await book(begin + hour);
    expect(await historyOf()).toEqual({ open: [appointment.id], abandoned: [] });
    clock.time = begin + 2 * hour;
    await change(appointment, { to: 'completed' });
    await passTo(begin + 25 * hour - 1);
    expect((await qualityOf()).count).toBe(0);
    await passTo(begin + 25 * hour);
    for (let again = 0; again < 3; again += 1) {
      expect(await learnOutcomeOf(ports, appointment.id, 'kept')).toBe('learnt');
      await noteDecision(ports, appointment.id);
    }
    expect(await qualityOf()).toMatchObject({ count: 1, rate: 1 });
    expect(await everybodysCount()).toBe(before + 1);
    expect(await historyOf()).toEqual({ open: [], abandoned: [] });
    // Only the question whether the client comes back is left.
    expect([...due.values()].map(({ message }) => message.target)).toEqual(['converted']);
  });

  it('holds an early cancellation back until the day after its slot', async () => {
    const appointment = await book(begin + 10 * day);
    clock.time = begin + hour;
    await change(appointment, { to: 'cancelled' });
    await passTo(begin + 11 * day - 1);
    expect(await learnOutcomeOf(ports, appointment.id, 'kept')).toBe('waiting');
    expect((await qualityOf()).count).toBe(0);
    await passTo(begin + 11 * day);
    expect(await qualityOf()).toMatchObject({ count: 1, rate: 0 });
  });

  it('goes by the time that an appointment was moved to', async () => {
    const appointment = await book(begin + day);
    const first = await ports.recommenders.decision(appointment.id);
    clock.time = begin + hour;
    await change(appointment, { newStart: begin + 3 * day });
    // The old timer goes off before anybody hears of the change.
    expect(await learnOutcomeOf(ports, appointment.id, 'kept')).toBe('waiting');
    const second = await ports.recommenders.decision(appointment.id);
    expect([first?.start, second?.start, second?.decidedAt]).toEqual([
      begin + day,
      begin + 3 * day,
      begin + hour,
    ]);
    await noteDecision(ports, appointment.id);
    expect([...due.values()].map(({ at }) => (at - begin) / day).sort((a, b) => a - b)).toEqual([4, 33]);
    clock.time = begin + 3 * day;
    await change(appointment, { to: 'no_show' });
    await passTo(begin + 4 * day);
    expect(await qualityOf()).toMatchObject({ count: 1, rate: 0 });
  });

  it('keeps its timers when an appointment is moved away and back before anybody hears of it', async () => {
    const appointment = await book(begin + day);
    await change(appointment, { newStart: begin + 2 * day });
    clock.time += hour;
    await change(appointment, { newStart: begin + day });
    await noteDecision(ports, appointment.id);
    expect([...due.values()].map(({ at }) => (at - begin) / day).sort((a, b) => a - b)).toEqual([2, 31]);
    expect((await ports.recommenders.decision(appointment.id))?.decidedAt).toBe(begin + hour);
  });

  it('waits a week for an appointment that nobody closed, and then leaves it out', async () => {
    const late = await book(begin + hour);
    const never = await book(begin + 2 * hour, await enterLead(ports, coach, `never${coaches}`));
    await passTo(begin + 3 * day);
    expect((await qualityOf()).count).toBe(0);
    await change(late, { to: 'completed' });
    await passTo(begin + 9 * day);
    expect(await qualityOf()).toMatchObject({ count: 1, rate: 1 });
    const decision = await ports.recommenders.decision(never.id);
    expect(decision?.outcomes).toEqual({ kept: 'left_out' });
    await change(never, { to: 'completed' });
    expect(await learnOutcomeOf(ports, never.id, 'kept')).toBe('left_out');
    expect((await qualityOf()).count).toBe(1);
  });

  it('calls it conversion when the client comes back within thirty days of the first appointment', async () => {
    const other = await enterLead(ports, coach, `other${coaches}`);
    const [back, gone] = [await book(begin + hour), await book(begin + 2 * hour, other)];
    clock.time = begin + 3 * hour;
    await change(back, { to: 'completed' });
    await change(gone, { to: 'completed' });
    await book(begin + 40 * day);
    const dropped = await book(begin + 41 * day, other);
    await change(dropped, { to: 'cancelled' });
    await passTo(begin + 30 * day);
    expect((await qualityOf('converted')).count).toBe(0);
    await passTo(begin + 31 * day);
    expect(await qualityOf('converted')).toMatchObject({ count: 2, rate: 0.5 });
    expect((await ports.recommenders.decision(back.id))?.outcomes.converted).toMatchObject({
      happened: true,
    });
  });

  it('loses and doubles nothing when many learn at once', async () => {
    const before = await everybodysCount();
    const booked: Appointment[] = [];
    for (let index = 0; index < 6; index += 1) booked.push(await book(begin + (index + 1) * hour));
    clock.time = begin + 8 * hour;
    for (const one of booked) await change(one, { to: 'completed' });
    clock.time = begin + 2 * day;
    const twice = [...booked, ...booked];
    const all = () => Promise.allSettled(twice.map(({ id }) => learnOutcomeOf(ports, id, 'kept')));
    // As a queue would: who lost every race comes again.
    while ((await all()).some(({ status }) => status === 'rejected'));
    expect(await qualityOf()).toMatchObject({ count: 6, rate: 1 });
    expect(await everybodysCount()).toBe(before + 6);
    expect((await historyOf())?.open).toEqual([]);
  });

  it('teaches everybody what a worker that died in between had taught the provider', async () => {
    const before = await everybodysCount();
    const appointment = await book(begin + hour);
    clock.time = begin + 2 * hour;
    await change(appointment, { to: 'completed' });
    clock.time = begin + 2 * day;
    const saveKnowledge: Recommenders['saveKnowledge'] = () => Promise.reject(new Error('died'));
    const dying = { ...ports, recommenders: { ...ports.recommenders, saveKnowledge } };
    await expect(learnOutcomeOf(dying, appointment.id, 'kept')).rejects.toThrow('died');
    expect([(await qualityOf()).count, await everybodysCount()]).toEqual([1, before]);
    expect(await learnOutcomeOf(ports, appointment.id, 'kept')).toBe('learnt');
    expect([(await qualityOf()).count, await everybodysCount()]).toEqual([1, before + 1]);
  });

  it('counts a hold that ran out once, and no more than matter', async () => {
    const ids = Array.from({ length: 25 }, () => ports.ids.next() as AppointmentId);
    for (const id of [...ids, ...ids]) await ports.recommenders.noteAbandoned(coach.id, lead.id, id);
    expect((await historyOf())?.abandoned).toHaveLength(20);
    const appointment = await book(begin + hour);
    expect((await ports.recommenders.decision(appointment.id))?.client).toMatchObject({
      abandonments: 20,
      openAppointments: 0,
    });
  });

  it('begins anew from a state of another model', async () => {
    const appointment = await book(begin + hour);
    clock.time = begin + 2 * hour;
    await change(appointment, { to: 'completed' });
    await passTo(begin + 2 * day);
    const stored = await ports.recommenders.knowledge(coach.id, 'kept');
    if (stored === undefined) throw new Error('nothing was learnt');
    const packed = { ...stored.packed, version: 'belief-0' as typeof stored.packed.version };
    await ports.recommenders.saveKnowledge({ ...stored, packed, version: stored.version + 1 });
    expect([(await qualityOf()).count, (await ask()).basedOn]).toEqual([0, 0]);
    const next = await book(clock.time + hour);
    clock.time += 2 * hour;
    await change(next, { to: 'completed' });
    await passTo(clock.time + 2 * day);
    expect([(await qualityOf()).count, (await ask()).basedOn]).toEqual([1, 1]);
  });

  it('answers the same to the same question, and costs the slots’ own requests', async () => {
    const first = await ask();
    expect(first.recommendations).toHaveLength(5);
    expect(first.coldStart).toContain('no outcomes of yours');
    expect(await ask()).toEqual(first);
    const appointment = await book(clock.time + hour);
    clock.time += 2 * hour;
    await change(appointment, { to: 'completed' });
    await passTo(clock.time + 2 * day);
    table.metered.reset();
    const later = await ask();
    expect(table.metered.calls.map(({ command }) => command).sort()).toEqual([
      'BatchGetItemCommand',
      'QueryCommand',
      'QueryCommand',
    ]);
    expect([later.basedOn, later.coldStart]).toEqual([1, expect.stringContaining('one outcome')]);
    table.metered.reset();
    await qualityOf();
    expect(table.metered.calls).toHaveLength(1);
  });

  it('offers nothing that could not be booked', async () => {
    const taken = await book(begin + hour);
    const found = await recommendSlots(ports, {
      providerId: coach.id,
      leadId: lead.id,
      firstDate: Math.floor(begin / day),
      lastDate: Math.floor(begin / day),
      durationMinutes: 30,
      durations: coachPolicy.durations,
      limit: 100,
      target: 'kept',
    });
    const starts = value(found).recommendations.map(({ candidate }) => candidate.start);
    expect(starts).toHaveLength(31);
    expect(starts).not.toContain(taken.start);
    expect(Math.min(...starts)).toBe(begin);
    for (const start of starts.slice(0, 3)) await book(start);
  });
});
