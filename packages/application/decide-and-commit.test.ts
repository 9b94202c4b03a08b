import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
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
import type { Caller, Person } from './model.ts';
import type { Ledger, Ports } from './ports.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('a transaction whose answer does not arrive', () => {
  let table: TestTable;
  let ports: Ports;
  let coach: Caller;
  let lead: Person;

  beforeAll(async () => {
    table = await startTable();
    ports = portsOn(table, stillClock(now));
    coach = await enterCoach(ports, 'ada');
    lead = await enterLead(ports, coach, 'kim');
  });
  afterAll(() => table.stop());

  const request = (hour: number, id = ports.ids.next() as AppointmentId) =>
    bookingOf(ports, coach, lead, Date.parse('2026-03-03T00:00:00Z') + hour * 3_600_000, {
      id,
      durationMinutes: 60,
    });

  /** The ledger with another way to commit for the first time that it is used. */
  function failingOnce(
    commit: (ledger: Ledger, ...changes: Parameters<Ledger['commit']>) => ReturnType<Ledger['commit']>,
  ): Ports {
    let used = false;
    const ledger: Ledger = {
      ...ports.ledger,
      commit: (changes) => {
        if (used) return ports.ledger.commit(changes);
        used = true;
        return commit(ports.ledger, changes);
      },
    };
    return { ...ports, ledger };
  }

  it('counts as written when it was', async () => {
    const flaky = failingOnce(async (ledger, changes) => {
      await ledger.commit(changes);
      throw new Error('socket hang up');
    });
    const { appointment } = value(await bookAppointment(flaky, coach, coachPolicy, request(1)));
    expect(await ports.ledger.events(appointment.id)).toHaveLength(1);
  });

  it('counts as written when the client library, trying again by itself, lost against its own first write', async () => {
    const flaky = failingOnce(async (ledger, changes) => {
      await ledger.commit(changes);
      return ledger.commit(changes);
    });
    const { appointment } = value(await bookAppointment(flaky, coach, coachPolicy, request(3)));
    const moved = value(
      await changeAppointment(
        failingOnce(async (ledger, changes) => {
          await ledger.commit(changes);
          return ledger.commit(changes);
        }),
        coach,
        coachPolicy,
        {
          appointmentId: appointment.id,
          reach: { kind: 'provider', providerId: coach.id },
          newStart: request(5).start,
        },
      ),
    );
    expect(moved.version).toBe(2);
    expect(moved.reschedules).toHaveLength(1);
  });

  it('is a fault when it was not, and leaves nothing behind', async () => {
    const flaky = failingOnce(() => Promise.reject(new Error('connection refused')));
    const wanted = request(7);
    await expect(bookAppointment(flaky, coach, coachPolicy, wanted)).rejects.toThrow('connection refused');
    expect(await ports.ledger.events(wanted.id)).toEqual([]);
    value(await bookAppointment(ports, coach, coachPolicy, wanted));
  });

  it('finds the booking of an earlier call with the same id instead of booking again', async () => {
    const wanted = request(9);
    const first = value(await bookAppointment(ports, coach, coachPolicy, wanted));
    const again = value(await bookAppointment(ports, coach, coachPolicy, wanted));
    expect(again.appointment).toEqual(first.appointment);
  });

  it('gives up as busy when every race is lost', async () => {
    let pauses = 0;
    const losing: Ports = {
      ...ports,
      ledger: { ...ports.ledger, commit: async () => 'lost' },
      pause: async () => {
        pauses += 1;
      },
    };
    const outcome = await bookAppointment(losing, coach, coachPolicy, request(11));
    expect(outcome).toEqual({ ok: false, failure: { kind: 'busy' } });
    expect(pauses).toBeGreaterThan(5);
  });

  it('leaves a consistent table', async () => {
    expect(await violationsIn(table, now, () => 0)).toEqual([]);
  });
});
