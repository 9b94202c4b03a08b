import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  stillClock,
  value,
} from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookAppointment } from './appointments/book.ts';
import { changeAppointment } from './appointments/change.ts';
import { calendarOf, statisticsFor, todayOf, upcomingOf } from './appointments/lists.ts';
import { getSettings } from './availability/settings.ts';
import type { Caller, Person } from './model.ts';
import type { Ports } from './ports.ts';
import { daySlots } from './slots/available.ts';

/*
 * What each operation sends to the table, as bounds: a change that costs more has to change this file, and so is seen.
 * Units are capacity units of a transaction or a strongly consistent read, with both indexes.
 */

const now = Date.parse('2026-03-02T08:00:00Z');
const at = (minutes: number) => now + minutes * MINUTE;

describe('requests and capacity units', () => {
  let table: TestTable;
  let ports: Ports;
  let coach: Caller;
  let lead: Person;
  let other: AppointmentId;

  beforeAll(async () => {
    table = await startTable();
    ports = portsOn(table, stillClock(now));
    coach = await enterCoach(ports, 'ada');
    lead = await enterLead(ports, coach, 'kim');
    // The first booking of two people enters their acquaintance as well.
    other = (await book(at(60))).id;
    for (let day = 1; day < 10; day += 1) await book(at(day * 1440));
  });
  afterAll(() => table.stop());

  async function book(start: number) {
    const { appointment } = value(
      await bookAppointment(ports, coach, coachPolicy, bookingOf(ports, coach, lead, start)),
    );
    return appointment;
  }

  async function cost(operation: () => Promise<unknown>): Promise<{ commands: string; units: number }> {
    table.metered.reset();
    await operation();
    const { calls } = table.metered;
    const counts = Object.entries(Object.groupBy(calls, ({ command }) => command.replace('Command', '')));
    const commands = counts.map(([command, of = []]) => `${of.length} ${command}`).sort();
    return { commands: commands.join(', '), units: calls.reduce((sum, { units }) => sum + units, 0) };
  }

  const provider = () => ({ providerId: coach.id as PersonId });

  it('a booking is one round of three reads and one transaction', async () => {
    const { commands, units } = await cost(() => book(at(3 * 60)));
    expect(commands).toBe('1 BatchGetItem, 1 TransactWriteItems, 2 Query');
    expect(units).toBeLessThanOrEqual(26);
  });

  it('a refused booking reads three more for its alternatives and writes nothing', async () => {
    const { commands } = await cost(() => book(at(60)).catch(() => undefined));
    expect(commands).toBe('2 BatchGetItem, 4 Query');
  });

  it('moving reads the appointment, then both agendas where it stood and where it goes', async () => {
    const change = { appointmentId: other, reach: { kind: 'provider' as const, ...provider() } };
    const { commands } = await cost(async () =>
      value(
        await changeAppointment(ports, coach, coachPolicy, {
          ...change,
          newStart: at(5 * 60),
        }),
      ),
    );
    expect(commands).toBe('1 TransactWriteItems, 2 BatchGetItem, 4 Query');
  });

  it('confirming reads the appointment and writes it with its event', async () => {
    const change = { appointmentId: other, reach: { kind: 'provider' as const, ...provider() } };
    const { commands, units } = await cost(async () =>
      value(
        await changeAppointment(ports, coach, coachPolicy, {
          ...change,
          to: 'confirmed',
        }),
      ),
    );
    expect(commands).toBe('1 BatchGetItem, 1 TransactWriteItems');
    expect(units).toBeLessThanOrEqual(18);
  });

  it('cancelling also reads and writes the pages on which it stands', async () => {
    const change = { appointmentId: other, reach: { kind: 'provider' as const, ...provider() } };
    const { commands } = await cost(async () =>
      value(
        await changeAppointment(ports, coach, coachPolicy, {
          ...change,
          to: 'cancelled',
        }),
      ),
    );
    expect(commands).toBe('1 BatchGetItem, 1 TransactWriteItems, 2 Query');
  });

  it('the slots of a day are one round, and so are those of 93 days', async () => {
    const question = {
      ...provider(),
      date: parseDate('2026-03-04') ?? 0,
      durationMinutes: undefined,
      durations: coachPolicy.durations,
    };
    expect((await cost(() => daySlots(ports, question))).commands).toBe('1 BatchGetItem, 1 Query');
    const range = await cost(() => ports.ledger.agenda(lead.agenda, 20_514, 20_514 + 92));
    expect(range.commands).toBe('1 Query');
  });

  it('lists cost the same however long the calendar is', async () => {
    const first = parseDate('2026-03-02') ?? 0;
    const range = { firstDate: first, lastDate: first + 29, days: 30 };
    expect((await cost(() => calendarOf(ports, coach.id, first, first + 6))).commands).toBe(
      '2 BatchGetItem, 2 Query',
    );
    expect((await cost(() => todayOf(ports, coach.id))).commands).toBe('2 BatchGetItem, 2 Query');
    expect((await cost(() => upcomingOf(ports, coach.id, 10))).commands).toBe('1 BatchGetItem, 3 Query');
    expect((await cost(() => statisticsFor(ports, coach.id, range))).commands).toBe(
      '1 BatchGetItem, 4 Query',
    );
    expect((await cost(() => getSettings(ports, coach.id))).commands).toBe('1 BatchGetItem');
  });
});
