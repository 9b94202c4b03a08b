import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
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
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import { changeAppointment } from '../appointments/change.ts';
import type { Caller, Person } from '../model.ts';
import type { Ports, Timers } from '../ports.ts';
import { type GraceOver, type PaymentNews, settlePayment } from './settle.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
const graceMinutes = 30;

describe('settling a payment', () => {
  let table: TestTable;
  const clock = stillClock(now);
  let ports: Ports & { timers: Timers };
  let coach: Caller;
  let lead: Person;
  const timers = new Map<string, { at: number; message: GraceOver }>();

  beforeAll(async () => {
    table = await startTable();
    const set: Timers['set'] = async (name, at, message) => {
      timers.set(name, { at, message: message as GraceOver });
    };
    ports = { ...portsOn(table, clock), timers: { set, cancel: async (name) => void timers.delete(name) } };
    coach = await enterCoach(ports, 'ada', { advanceBookingDays: 365 });
    lead = await enterLead(ports, coach, 'kim');
  });
  afterAll(() => table.stop());

  let bookings = 0;
  async function book(): Promise<AppointmentId> {
    bookings += 1;
    const request = bookingOf(ports, coach, lead, clock.time + bookings * 30 * MINUTE);
    const policy = { ...coachPolicy, autoConfirms: false };
    return value(await bookAppointment(ports, coach, policy, request)).appointment.id;
  }

  const settle = (news: PaymentNews) => settlePayment(ports, news, graceMinutes);
  const failed = (appointmentId: AppointmentId, paymentId: string, at = clock.time) =>
    settle({ kind: 'failed', appointmentId, paymentId, at });
  const succeeded = (appointmentId: AppointmentId, paymentId: string) =>
    settle({ kind: 'succeeded', appointmentId, paymentId });

  async function stateOf(appointment: AppointmentId) {
    const found = (await ports.ledger.records({ appointment })).appointment;
    return [found?.status, found?.paymentId];
  }

  const set = async (appointmentId: AppointmentId, to: 'confirmed' | 'in_progress' | 'cancelled') =>
    value(
      await changeAppointment(ports, coach, coachPolicy, {
        appointmentId,
        reach: { kind: 'provider', providerId: coach.id as PersonId },
        to,
      }),
    );

  it('remembers a payment of one that has begun, and never cancels it', async () => {
    const [paid, unpaid] = [await book(), await book()];
    clock.time += bookings * 30 * MINUTE;
    await set(paid, 'in_progress');
    await set(unpaid, 'in_progress');
    expect(await succeeded(paid, 'p-1')).toBe('confirmed');
    expect(await stateOf(paid)).toEqual(['in_progress', 'p-1']);
    expect(await failed(unpaid, 'p-2', clock.time - 60 * MINUTE)).toBe('settled');
    expect(await stateOf(unpaid)).toEqual(['in_progress', undefined]);
  });

  it('says so when what was paid has ended', async () => {
    const id = await book();
    await set(id, 'cancelled');
    expect(await succeeded(id, 'p-1')).toBe('too_late');
    expect(await failed(id, 'p-1')).toBe('settled');
    expect(await stateOf(id)).toEqual(['cancelled', undefined]);
  });

  it('does not know every booking', async () => {
    expect(await succeeded('nothing' as AppointmentId, 'p-1')).toBe('unknown');
    expect(timers.has('payment-nothing')).toBe(false);
  });

  it('ends the same however often the news come: paid in time means confirmed, never paid means cancelled', async () => {
    const news = fc.record({
      kind: fc.constantFrom('succeeded' as const, 'failed' as const),
      minute: fc.integer({ min: 0, max: 60 }),
      copies: fc.integer({ min: 1, max: 3 }),
      late: fc.integer({ min: 0, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(news, { minLength: 1, maxLength: 5 }), async (drawn) => {
        const id = await book();
        const begin = clock.time;
        const arrivals = drawn
          .flatMap(({ kind, minute, copies, late }, index) =>
            Array.from({ length: copies }, (_, copy) => ({ kind, index, minute, at: minute + copy * late })),
          )
          .sort((a, b) => a.at - b.at);
        /** Timers that are due by a minute go off first, twice. */
        const goOff = async (until: number) => {
          const timer = timers.get(`payment-${id}`);
          if (timer === undefined || timer.at > begin + until * MINUTE) return;
          timers.delete(`payment-${id}`);
          clock.time = Math.max(clock.time, timer.at);
          for (let time = 0; time < 2; time += 1) {
            await settle({ kind: 'grace_over', appointmentId: id, paymentId: timer.message.payment_id });
          }
        };
        for (const { kind, index, minute, at } of arrivals) {
          await goOff(at);
          clock.time = begin + at * MINUTE;
          const result =
            kind === 'succeeded'
              ? await succeeded(id, `p-${index}`)
              : await failed(id, `p-${index}`, begin + minute * MINUTE);
          expect(result).not.toBe('unknown');
        }
        await goOff(1000);
        const [status, paymentId] = await stateOf(id);
        const paid = arrivals.some(({ kind }) => kind === 'succeeded');
        const failures = arrivals.some(({ kind }) => kind === 'failed');
        if (!paid) expect([status, paymentId]).toEqual(['cancelled', undefined]);
        else if (!failures) expect(status).toBe('confirmed');
        // One or the other, never both: a payment on a cancelled appointment, or a confirmed one without.
        expect([status, paymentId !== undefined]).toEqual(
          status === 'confirmed' ? ['confirmed', true] : ['cancelled', false],
        );
        const events = await ports.ledger.events(id);
        expect(events.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 40 },
    );
  });
});
