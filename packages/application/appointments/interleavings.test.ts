import type { AppointmentId, Status } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  type StillClock,
  stillClock,
} from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Person } from '../model.ts';
import type { Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { bookAppointment } from './book.ts';
import { changeAppointment } from './change.ts';
import { confirmSlot, holdSlot, releaseSlot } from './hold.ts';

/*
 * Random interleavings of every command over several people who share agendas. Whatever wins its races, nobody may be
 * in two places at once, and agendas, appointments and events must agree.
 */

const start = Date.parse('2026-03-02T00:00:00Z');
const buffers: Readonly<Record<string, number>> = { ada: 0, ben: 15 };

type Command =
  | {
      readonly do: 'book' | 'hold';
      readonly coach: number;
      readonly lead: number;
      readonly quarter: number;
      readonly quarters: number;
    }
  | { readonly do: 'move'; readonly target: number; readonly quarter: number }
  | { readonly do: 'confirm' | 'release'; readonly target: number }
  | { readonly do: 'status'; readonly target: number; readonly to: Status };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constantFrom('book' as const, 'book' as const, 'hold' as const),
    coach: fc.nat(1),
    lead: fc.nat(2),
    // Quarters of an hour from 22:00 on, so that many appointments cross midnight in UTC.
    quarter: fc.nat(23),
    quarters: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ do: fc.constant('move' as const), target: fc.nat(30), quarter: fc.nat(23) }),
  fc.record({ do: fc.constantFrom('confirm' as const, 'release' as const), target: fc.nat(30) }),
  fc.record({
    do: fc.constant('status' as const),
    target: fc.nat(30),
    to: fc.constantFrom<Status>('confirmed', 'cancelled', 'cancelled', 'in_progress', 'completed', 'no_show'),
  }),
);

/** Commands of one batch run at once; the minutes pass before the next. */
const storm = fc.array(
  fc.record({
    commands: fc.array(command, { minLength: 1, maxLength: 10 }),
    minutes: fc.integer({ min: 0, max: 40 }),
  }),
  { minLength: 3, maxLength: 6 },
);

describe('interleavings', () => {
  let table: TestTable;
  let clock: StillClock;
  let ports: Ports;
  let coaches: Caller[];
  let leads: Person[][];
  let run = 0;

  beforeAll(async () => {
    table = await startTable();
    clock = stillClock(start);
    ports = portsOn(table, clock);
    coaches = await Promise.all(
      Object.entries(buffers).map(([id, bufferMinutes]) =>
        enterCoach(ports, id, { bufferMinutes, advanceBookingDays: 700 }),
      ),
    );
    // Leads of the same name have the same e-mail address, and so one agenda, whosever lead they are.
    leads = await Promise.all(
      coaches.map((coach) => Promise.all(['kim', 'lou', 'mel'].map((name) => enterLead(ports, coach, name)))),
    );
  });
  afterAll(() => table.stop());

  it('never leave an overlap, a wrong page or a broken sequence', async () => {
    await fc.assert(
      fc.asyncProperty(storm, async (batches) => {
        run += 1;
        clock.time = start + run * 2 * 1440 * MINUTE;
        const evening = clock.time + 22 * 60 * MINUTE;
        const ids: { id: AppointmentId; coach: Caller }[] = [];
        const kinds = new Set<string>();
        for (const { commands, minutes } of batches) {
          const outcomes = await Promise.all(commands.map((one) => perform(one, evening, ids)));
          for (const outcome of outcomes)
            kinds.add(outcome === undefined || outcome.ok ? 'ok' : outcome.failure.kind);
          clock.time += minutes * MINUTE;
        }
        const expected = ['ok', 'slot_refused', 'invalid_transition', 'not_found'];
        expect([...kinds].filter((kind) => !expected.includes(kind))).toEqual([]);
        expect(await violationsIn(table, clock.time, (id) => buffers[id] ?? 0)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  async function perform(
    one: Command,
    evening: number,
    ids: { id: AppointmentId; coach: Caller }[],
  ): Promise<Outcome<unknown> | undefined> {
    if ('coach' in one) {
      const coach = coaches[one.coach];
      const lead = leads[one.coach]?.[one.lead];
      if (coach === undefined || lead === undefined) return undefined;
      const request = bookingOf(ports, coach, lead, evening + one.quarter * 15 * MINUTE, {
        durationMinutes: one.quarters * 15,
      });
      ids.push({ id: request.id, coach });
      if (one.do === 'book') return bookAppointment(ports, coach, coachPolicy, request);
      return holdSlot(ports, coach.id, coachPolicy, { ...request, expiresAt: clock.time + 10 * MINUTE });
    }
    const target = ids[one.target % Math.max(1, ids.length)];
    if (target === undefined) return undefined;
    const { id, coach } = target;
    const change = {
      appointmentId: id,
      reach: { kind: 'provider' as const, providerId: coach.id },
    };
    switch (one.do) {
      case 'move':
        return changeAppointment(ports, coach, coachPolicy, {
          ...change,
          newStart: evening + one.quarter * 15 * MINUTE,
        });
      case 'confirm':
        return confirmSlot(ports, coach.id, coachPolicy, id);
      case 'release':
        return releaseSlot(ports, coach.id, coachPolicy, id);
      case 'status':
        return changeAppointment(ports, coach, coachPolicy, {
          ...change,
          to: one.to,
        });
    }
  }
});
