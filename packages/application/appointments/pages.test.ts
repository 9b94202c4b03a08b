import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import {
  type AgendaId,
  type Appointment,
  type AppointmentId,
  isLive,
  type PersonId,
  type Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { monthOf, tallyChanges } from '@punctual/scheduling/appointments/changes.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Role } from '../model.ts';
import type { Ledger, Tally } from '../ports.ts';
import { upcomingOf } from './lists.ts';
import { pageOf } from './pages.ts';

const coach = 'ada' as PersonId;
const client = 'kim' as PersonId;
const caller = (id: string, ...roles: Role[]): Pick<Caller, 'id' | 'roles'> => ({
  id: id as PersonId,
  roles,
});
const statuses: readonly Status[] = [
  'scheduled',
  'confirmed',
  'in_progress',
  'completed',
  'cancelled',
  'no_show',
];
const first = Date.parse('2024-11-01T00:00:00Z');

/** Starts are few enough for some to be the same. */
const appointments = (size: { minLength: number; maxLength: number }) =>
  fc
    .array(fc.record({ quarter: fc.nat(60_000), status: fc.constantFrom(...statuses) }), {
      ...size,
      size: 'max',
    })
    .map((drawn) => drawn.map(({ quarter, status }, index) => appointment(index, quarter, status)));

function appointment(index: number, quarter: number, status: Status): Appointment {
  return {
    id: `a${String((index * 7919) % 100_000).padStart(5, '0')}` as AppointmentId,
    providerId: coach,
    clientId: client,
    surface: 'test',
    providerAgenda: 'ada' as AgendaId,
    clientAgenda: 'kim' as AgendaId,
    start: first + quarter * 15 * MINUTE,
    durationMinutes: 30,
    status,
    kind: 'online',
    title: 'Call',
    notes: undefined,
    timeZone: 'UTC',
    staffId: undefined,
    price: undefined,
    initial: false,
    reschedules: [],
    cancellation: undefined,
    completedAt: undefined,
    paymentId: undefined,
    meetingUrl: undefined,
    meeting: undefined,
    proposedStatus: undefined,
    createdAt: first,
    updatedAt: first,
    version: 1,
  };
}

function talliesOf(all: readonly Appointment[]): readonly Tally[] {
  const changes = all
    .flatMap((one) => tallyChanges(undefined, one))
    .filter(({ role }) => role === 'provider');
  return [...Map.groupBy(changes, ({ month }) => month)]
    .map(([month, ofMonth]) => ({
      month,
      counts: Object.fromEntries(
        [...Map.groupBy(ofMonth, ({ status }) => status)].map(([status, of]) => [status, of.length]),
      ),
    }))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** What the adapter's index does, over a list in memory. */
function ledgerOf(all: readonly Appointment[]) {
  let shown = 0;
  const ledger: Pick<Ledger, 'list' | 'tallies'> = {
    async tallies() {
      return talliesOf(all);
    },
    async list({ state, from = -Infinity, before = Infinity, limit, statuses: wanted }) {
      const found = newestFirst(all)
        .filter(
          ({ status, start }) => isLive(status) === (state === 'live') && start >= from && start < before,
        )
        .filter(({ status }) => wanted?.includes(status) ?? true)
        .slice(0, limit);
      shown += found.length;
      return found;
    },
  };
  return { ledger: ledger as Ledger, shown: () => shown };
}

function newestFirst(all: readonly Appointment[]): readonly Appointment[] {
  return all.toSorted((a, b) => b.start - a.start || (a.id < b.id ? 1 : -1));
}

const wantedStatuses = fc.option(fc.subarray([...statuses]), { nil: undefined });

describe('a page', () => {
  it('is the part of the whole list that was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        appointments({ minLength: 0, maxLength: 60 }),
        wantedStatuses,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(70),
        async (all, wanted, limit, offset) => {
          const { ledger } = ledgerOf(all);
          const request = { person: coach, role: 'provider' as const, statuses: wanted, limit, offset };
          const page = value(await pageOf({ ledger }, caller(coach, 'coach'), request));
          const whole = newestFirst(all).filter(({ status }) => wanted?.includes(status) ?? true);
          expect(page.total).toBe(whole.length);
          expect(page.appointments).toEqual(whole.slice(offset, offset + limit));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads no more than it shows and what stands before it in its first month, from each index', async () => {
    await fc.assert(
      fc.asyncProperty(
        appointments({ minLength: 50, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(250),
        async (all, limit, offset) => {
          const { ledger, shown } = ledgerOf(all);
          const request = { person: coach, role: 'provider' as const, statuses: undefined, limit, offset };
          const page = value(await pageOf({ ledger }, caller(coach, 'coach'), request));
          const [begins] = page.appointments;
          const inMonth =
            begins && all.filter(({ start }) => monthOf(start) === monthOf(begins.start)).length;
          expect(shown()).toBeLessThanOrEqual(2 * (limit + (inMonth ?? 0)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is for the person and for admins', async () => {
    const { ledger } = ledgerOf([]);
    const request = { person: coach, role: 'provider' as const, statuses: undefined, limit: 1, offset: 0 };
    expect(await pageOf({ ledger }, caller('joe', 'coach', 'client', 'staff'), request)).toMatchObject({
      failure: { kind: 'forbidden' },
    });
    expect(value(await pageOf({ ledger }, caller('root', 'admin'), request)).total).toBe(0);
  });
});

describe('on the table', () => {
  const size = 400;
  let table: TestTable;
  let ledger: Ledger;
  const all = fc.sample(appointments({ minLength: size, maxLength: size }), { numRuns: 1, seed: 3 })[0] ?? [];

  beforeAll(async () => {
    table = await startTable();
    ledger = dynamodbLedger(table);
    for (const value of all) {
      const written = { appointment: { value, versionRead: 0 }, tallies: tallyChanges(undefined, value) };
      await ledger.commit({ ...written, hold: undefined, pages: [], events: [] });
    }
  });
  afterAll(() => table.stop());

  it('any page costs three requests, for either side', async () => {
    const whole = newestFirst(all);
    const sides = [
      { person: coach, role: 'provider' },
      { person: client, role: 'client' },
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sides),
        wantedStatuses,
        fc.integer({ min: 1, max: 100 }),
        fc.nat(size),
        async (side, wanted, limit, offset) => {
          table.metered.reset();
          const request = { ...side, statuses: wanted, limit, offset };
          const page = value(await pageOf({ ledger }, caller(side.person, 'client'), request));
          const commands = table.metered.calls.map(({ command }) => command);
          expect(commands.length).toBeLessThanOrEqual(3);
          expect(new Set(commands)).toEqual(new Set(['QueryCommand']));
          const expected = whole.filter(({ status }) => wanted?.includes(status) ?? true);
          expect(page.total).toBe(expected.length);
          expect(page.appointments.map(({ id }) => id)).toEqual(
            expected.slice(offset, offset + limit).map(({ id }) => id),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('what is coming up is counted without being read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60_000), async (quarter) => {
        const now = first + quarter * 15 * MINUTE;
        const coming = all.filter(({ status, start }) => isLive(status) && start >= now);
        table.metered.reset();
        const { total, appointments: shown } = await upcomingOf(portsOn(table, stillClock(now)), coach, 5);
        expect(table.metered.calls.filter(({ command }) => command === 'QueryCommand')).toHaveLength(3);
        expect(total).toBe(coming.length);
        expect(shown.map(({ start }) => start)).toEqual(
          coming
            .map(({ start }) => start)
            .sort((a, b) => a - b)
            .slice(0, 5),
        );
      }),
      { numRuns: 20 },
    );
  });
});
