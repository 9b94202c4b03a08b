import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { appointmentItem } from '@punctual/adapters/dynamodb/items.ts';
import { tallyKey } from '@punctual/adapters/dynamodb/keys.ts';
import type { Appointment, Status } from '@punctual/scheduling/appointments/appointment.ts';
import { monthOf } from '@punctual/scheduling/appointments/changes.ts';
import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, enterLead, portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Person } from '../model.ts';
import type { Ports } from '../ports.ts';
import { calendarOf, todayOf, upcomingOf } from './lists.ts';
import { pageOf } from './pages.ts';

/* One coach with 10,000 appointments over five years, half of them still to come: lists must not notice. */

const now = Date.parse('2026-03-02T08:00:00Z');
const total = 10_000;

describe('lists of a coach with 10,000 appointments', () => {
  let table: TestTable;
  let ports: Ports;
  let coach: Caller;
  let lead: Person;
  let all: Appointment[];

  beforeAll(async () => {
    table = await startTable();
    ports = portsOn(table, stillClock(now));
    coach = await enterCoach(ports, 'ada');
    lead = await enterLead(ports, coach, 'kim');
    all = Array.from({ length: total }, (_, index) => appointment(index));
    await write(all.map((one) => appointmentItem(one)));
    const tallies = Map.groupBy(all, ({ start }) => monthOf(start));
    await write(
      [...tallies].map(([month, of]) => ({
        ...tallyKey(coach.id, 'provider', month),
        entity: 'tally',
        ...Object.fromEntries(
          [...Map.groupBy(of, ({ status }) => status)].map(([status, some]) => [status, some.length]),
        ),
      })),
    );
  });
  afterAll(() => table.stop());

  /** Every four hours or so, with every status there is, cancelled ones among those to come. */
  function appointment(index: number): Appointment {
    const start = now + (index - total / 2) * 263 * MINUTE;
    const ended: readonly Status[] = ['completed', 'completed', 'cancelled', 'no_show'];
    const open: readonly Status[] = ['scheduled', 'confirmed', 'scheduled', 'cancelled'];
    return {
      id: `a${String(index).padStart(5, '0')}`,
      providerId: coach.id,
      clientId: lead.id,
      providerAgenda: coach.id,
      clientAgenda: lead.agenda,
      start,
      durationMinutes: 30,
      status: (start < now ? ended : open)[index % 4],
      kind: 'online',
      title: 'Discovery Call with Kim',
      timeZone: 'UTC',
      initial: false,
      reschedules: [],
      createdAt: now,
      updatedAt: now,
      version: 1,
    } as unknown as Appointment;
  }

  async function write(items: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    for (let offset = 0; offset < items.length; offset += 25) {
      const requests = items.slice(offset, offset + 25).map((Item) => ({ PutRequest: { Item } }));
      await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
    }
  }

  async function page(offset: number) {
    const request = { person: coach.id, role: 'provider', statuses: undefined, limit: 20, offset } as const;
    return value(await pageOf(ports, coach, request));
  }

  /** Requests, and read units as a multiple of what reading just the answer (half a kilobyte each) takes. */
  async function cost(read: () => Promise<{ readonly appointments: readonly Appointment[] }>) {
    table.metered.reset();
    const { appointments } = await read();
    const units = table.metered.calls.reduce((sum, call) => sum + call.units, 0);
    return { requests: table.metered.calls.length, units, shown: appointments.length };
  }

  it('cost a handful of requests and read about what they show', async () => {
    const today = Math.floor(now / DAY);
    const costs = {
      upcoming: await cost(() => upcomingOf(ports, coach.id, 10)),
      today: await cost(() => todayOf(ports, coach.id)),
      week: await cost(() => calendarOf(ports, coach.id, today, today + 6)),
      firstPage: await cost(() => page(0)),
      deepPage: await cost(() => page(7777)),
    };
    for (const [list, { requests, units, shown }] of Object.entries(costs)) {
      expect([list, requests <= 6]).toEqual([list, true]);
      // An index read costs half a unit for 4 KB: nine items of this size. Constant parts: settings, people, counts.
      expect([list, units <= shown / 4 + 20, units, shown]).toEqual([list, true, units, shown]);
    }
    expect(costs.week.shown).toBeGreaterThan(30);
  });

  it('are right', async () => {
    const upcoming = await upcomingOf(ports, coach.id, 10);
    const live = all.filter(
      ({ status, start }) => start >= now && (status === 'scheduled' || status === 'confirmed'),
    );
    expect(upcoming.total).toBe(live.length);
    expect(upcoming.appointments.map(({ id }) => id)).toEqual(live.slice(0, 10).map(({ id }) => id));
    const deep = await page(7777);
    expect(deep.total).toBe(total);
    expect(deep.appointments.map(({ id }) => id)).toEqual(
      all
        .toReversed()
        .slice(7777, 7797)
        .map(({ id }) => id),
    );
  });
});
