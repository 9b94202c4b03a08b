import { dynamodbIntakes } from '@punctual/adapters/dynamodb/intakes.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Invitee } from '@punctual/scheduling/intake/meetings.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { scan, violationsIn } from '@punctual/testkit/violations.ts';
import { coachPolicy, enterCoach, enterLead, portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireSlot, holdSlot } from '../appointments/hold.ts';
import { applyNews } from './apply.ts';
import { factsOf } from './model.ts';
import { type SettlePorts, settleIntake } from './settle.ts';

/* What comes of Calendly's news, in whatever order and however often they come. Monday, 2 March 2026, 8:00 UTC. */

const now = Date.parse('2026-03-02T08:00:00Z');
const hour = 3_600_000;

let table: TestTable;
let ports: SettlePorts;
const clock = stillClock(now);
const cancelledThere: string[] = [];
const clashes: string[] = [];

beforeAll(async () => {
  table = await startTable();
  const refuse = () => Promise.reject(new Error('not asked for'));
  ports = {
    ...portsOn(table, clock),
    intakes: dynamodbIntakes(table),
    calendly: {
      createLink: refuse,
      event: refuse,
      invitee: refuse,
      account: refuse,
      observe: refuse,
      cancel: async (eventId) => {
        cancelledThere.push(eventId);
        return 'cancelled';
      },
    },
    later: { send: async () => {} },
    tellClash: async (entry) => {
      clashes.push(entry.appointmentId);
    },
  };
});
afterAll(() => table.stop());

let stories = 0;

/** An invitee of a story of their own; `at` hours from now is when they meet. */
function invitee(story: string, name: string, at: number, more: Partial<Invitee> = {}): Invitee {
  return {
    id: `${story}-${name}`,
    createdAt: now,
    details: {
      eventId: `event-${story}-${name}`,
      start: now + at * hour,
      end: now + at * hour + hour / 2,
      hosts: ['nobody@example.com', `coach-${story}@example.com`],
      place: 'online',
      joinUrl: 'https://meet.example/a',
      name: 'Vera Visitor',
      email: `vera-${story}@example.com`,
      timeZone: 'Europe/Berlin',
    },
    toldAt: now,
    cancelledAt: undefined,
    replaces: undefined,
    replacedBy: undefined,
    noShow: undefined,
    ...more,
  };
}

const news = (one: Invitee) => ({
  invitee: one,
  firstName: undefined,
  lastName: undefined,
  content: undefined,
  link: undefined,
});

async function tell(one: Invitee): Promise<string> {
  const id = await applyNews(ports, news(one));
  await settleIntake(ports, id);
  return id;
}

/** The time in a person's agenda that is kept busy for what is not in it. */
async function keptBusy(id: PersonId) {
  const items = await scan(table);
  const agendas = items
    .filter((item) => item.entity === 'person' && item.id === id)
    .map(({ agenda }) => agenda);
  expect(agendas).toHaveLength(1);
  return items.filter(({ entity, agenda }) => entity === 'external' && agendas.includes(agenda));
}

/** What there is in the end: intakes, and the appointments that stand. */
async function end(story: string) {
  const items = await scan(table);
  const coach = `coach-${story}`;
  const intakes = items.filter(
    ({ entity, form }) => entity === 'intake' && JSON.stringify(form).includes(`-${story}@`),
  );
  const appointments = items.filter(
    ({ entity, providerId }) => entity === 'appointment' && providerId === coach,
  );
  return {
    intakes: intakes.map((one) => factsOf(one as never).status),
    standing: appointments
      .filter(({ status }) => status !== 'cancelled')
      .map(({ status, start }) => `${status} ${(Number(start) - now) / hour}`),
  };
}

const scripts: readonly {
  readonly name: string;
  readonly news: (story: string) => readonly Invitee[];
  readonly end: object;
}[] = [
  {
    name: 'moved twice',
    news: (story) => [
      invitee(story, 'a', 30),
      invitee(story, 'a', 30, { cancelledAt: now + 1, toldAt: now + 1, replacedBy: `${story}-b` }),
      invitee(story, 'b', 31, { createdAt: now + 1, replaces: `${story}-a` }),
      invitee(story, 'b', 31, {
        createdAt: now + 1,
        replaces: `${story}-a`,
        cancelledAt: now + 2,
        toldAt: now + 2,
        replacedBy: `${story}-c`,
      }),
      invitee(story, 'c', 32, { createdAt: now + 2, replaces: `${story}-b` }),
    ],
    end: { intakes: ['scheduled'], standing: ['confirmed 32'] },
  },
  {
    name: 'moved and cancelled',
    news: (story) => [
      invitee(story, 'a', 30),
      invitee(story, 'a', 30, { cancelledAt: now + 1, toldAt: now + 1, replacedBy: `${story}-b` }),
      invitee(story, 'b', 31, { createdAt: now + 1, replaces: `${story}-a` }),
      invitee(story, 'b', 31, {
        createdAt: now + 1,
        replaces: `${story}-a`,
        cancelledAt: now + 3,
        toldAt: now + 3,
      }),
    ],
    end: { intakes: ['cancelled'], standing: [] },
  },
];

describe('what Calendly tells', () => {
  it.each(scripts)('comes to the same in any order: $name', async (script) => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(1000)), async (random) => {
        stories += 1;
        const story = String(stories);
        await enterCoach(ports, `coach-${story}`);
        const list = script.news(story);
        const order = [...list, ...list].map((one) => ({ one, rank: random.next().value ?? 0 }));
        for (const { one } of order.sort((a, b) => a.rank - b.rank)) await tell(one);
        expect(await end(story)).toEqual(script.end);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(await violationsIn(table, clock.now(), () => 0)).toEqual([]);
  });

  it('at once comes to one intake and one appointment', async () => {
    stories += 1;
    const story = String(stories);
    await enterCoach(ports, `coach-${story}`);
    const list = [...(scripts[1]?.news(story) ?? []), ...(scripts[1]?.news(story) ?? [])];
    await Promise.all(list.map(tell));
    expect(await end(story)).toEqual(scripts[1]?.end);
  });

  it('waits for a hold, and keeps the time busy meanwhile', async () => {
    stories += 1;
    const story = String(stories);
    const coach = await enterCoach(ports, `coach-${story}`);
    const lead = await enterLead(ports, coach, `lead-${story}`);
    const id = ports.ids.next() as AppointmentId;
    const one = invitee(story, 'a', 40);
    const wanted = {
      id,
      providerId: coach.id,
      clientId: lead.id,
      start: one.details.start,
      durationMinutes: 30,
    };
    const hold = { ...wanted, kind: 'online', timeZone: undefined, expiresAt: clock.now() + hour } as const;
    value(await holdSlot(ports, lead.id, coachPolicy, hold));
    await expect(tell(one)).rejects.toThrow('held');
    expect(await keptBusy(coach.id)).toHaveLength(1);
    expect(clashes).toEqual([]);
    expect((await end(story)).standing).toEqual([]);
    clock.time += 2 * hour;
    value(await expireSlot(ports, 'system' as PersonId, coachPolicy, id));
    await tell(one);
    expect((await end(story)).standing).toEqual(['confirmed 40']);
    expect(await keptBusy(coach.id)).toEqual([]);
    clock.time = now;
  });

  it('leaves no time busy that a worker could not write down any more', async () => {
    stories += 1;
    const story = String(stories);
    const coach = await enterCoach(ports, `coach-${story}`);
    const lead = await enterLead(ports, coach, `lead-${story}`);
    const id = ports.ids.next() as AppointmentId;
    const one = invitee(story, 'a', 44);
    const wanted = { providerId: coach.id, clientId: lead.id, start: one.details.start, durationMinutes: 30 };
    const hold = {
      ...wanted,
      id,
      kind: 'online',
      timeZone: undefined,
      expiresAt: clock.now() + hour,
    } as const;
    value(await holdSlot(ports, lead.id, coachPolicy, hold));
    const intakeId = await applyNews(ports, news(one));
    const save = () => Promise.reject(new Error('died'));
    const dying = { ...ports, intakes: { ...ports.intakes, save } };
    await expect(settleIntake(dying, intakeId)).rejects.toThrow('died');
    clock.time += 2 * hour;
    value(await expireSlot(ports, 'system' as PersonId, coachPolicy, id));
    await settleIntake(ports, intakeId);
    expect((await end(story)).standing).toEqual(['confirmed 44']);
    expect(await keptBusy(coach.id)).toEqual([]);
    clock.time = now;
  });
});
