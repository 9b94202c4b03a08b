import { dynamodbDirectory } from '@punctual/adapters/dynamodb/directory.ts';
import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import { jitteredPause, uuids } from '@punctual/adapters/system/system.ts';
import { confirmSlot, expireSlot } from '@punctual/application/appointments/hold.ts';
import type { SurfacePolicy } from '@punctual/application/model.ts';
import type { Outcome } from '@punctual/application/outcome.ts';
import type { Ports } from '@punctual/application/ports.ts';
import { holdForVisitor } from '@punctual/application/public/visitor.ts';
import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { scan, violationsIn } from '@punctual/testkit/violations.ts';
import { enterCoach, stillClock } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';

/* One coach's week, a thousand visitors' calls at once. The use cases, because public calls are limited by address. */

const policy: SurfacePolicy = {
  surface: 'public',
  standing: 'client',
  durations: { kind: 'range', minimum: 15, maximum: 480 },
  autoConfirms: true,
};

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** As a caller does who is told that too much is going on and nothing was changed: often, on a machine slow enough. */
async function patiently<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  let outcome = await ask();
  for (let tries = 1; tries < 20 && !outcome.ok && outcome.failure.kind === 'busy'; tries += 1) {
    outcome = await ask();
  }
  return outcome;
}

it('adds up after 1,000 concurrent holds and confirmations by 100 clients', async () => {
  const monday = Date.parse('2026-03-02T00:00:00Z');
  const clock = stillClock(monday - 60 * MINUTE);
  const ports: Ports = {
    ledger: dynamodbLedger(table),
    directory: dynamodbDirectory(table),
    clock,
    ids: uuids,
    pause: jitteredPause,
  };
  const coach = await enterCoach(ports, 'ada', { bufferMinutes: 5 });

  // 500 holds; each client wants five times spread over the week, half of which somebody else wants as well.
  const held = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const client = index % 100;
      const wanted = {
        id: uuids.next() as AppointmentId,
        coachId: coach.id,
        start: monday + ((index * 37) % 250) * 40 * MINUTE,
        durationMinutes: 30,
        contact: {
          name: `Client ${client}`,
          email: `client${client}@example.com`,
          phone: undefined,
          timeZone: 'UTC',
        },
        minutes: 10,
      };
      return patiently(() => holdForVisitor(ports, policy, wanted));
    }),
  );
  const holds = held.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const refusals = held.flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
  expect(new Set(refusals.map((one) => one.kind))).toEqual(new Set(['slot_refused']));
  expect(holds.length).toBeGreaterThan(200);

  // Then 500 confirmations, most of them twice and at once, and a quarter of the holds left to run out.
  const wanted = holds.filter((_, index) => index % 4 !== 0);
  const confirmed = await Promise.all(
    Array.from({ length: 500 }, (_, index) => {
      const hold = wanted[index % wanted.length] as Hold;
      return patiently(() => confirmSlot(ports, hold.clientId, policy, hold.id));
    }),
  );
  expect(confirmed.filter((outcome) => !outcome.ok)).toEqual([]);
  clock.time += 11 * MINUTE;
  const lost = holds.filter((_, index) => index % 4 === 0);
  const expired = await Promise.all(
    // Timers go off twice, too.
    [...lost, ...lost].map((hold) => patiently(() => expireSlot(ports, 'time' as PersonId, policy, hold.id))),
  );
  expect(expired.filter((outcome) => outcome.ok)).toHaveLength(lost.length);

  const items = await scan(table);
  const of = <T>(entity: string) => items.filter((item) => item.entity === entity) as unknown as T[];
  expect(
    of<Appointment>('appointment')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(wanted.map(({ id }) => id).sort());
  const states = of<Hold>('hold').map(({ state }) => state);
  expect(states.filter((state) => state === 'confirmed')).toHaveLength(wanted.length);
  expect(states.filter((state) => state === 'expired')).toHaveLength(lost.length);
  expect(states).toHaveLength(holds.length);
  // One lead for each client, however many of their calls came first.
  expect(of<{ lead?: unknown }>('person').filter(({ lead }) => lead !== undefined)).toHaveLength(100);
  expect(await violationsIn(table, clock.time, (id) => (id === coach.id ? 5 : 0))).toEqual([]);
}, 600_000);
