import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { coachPolicy, enterCoach, enterLead, portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireSlot, holdSlot } from '../appointments/hold.ts';
import type { DoubtRule } from '../messages/deliver.ts';
import { type Email, NotTaken } from '../messages/message.ts';
import type { Caller, Person } from '../model.ts';
import { continueRecovery } from './automatic.ts';
import { recoverByHand } from './by-hand.ts';
import { noteAbandoned, type RecoveryDue } from './note-abandoned.ts';

/* The real table; mail and timers are lists. Whoever works may be killed before or after anything that they ask for. */

const start = Date.parse('2026-03-02T08:00:00Z');

class Killed extends Error {}

let table: TestTable;
const clock = stillClock(start);
let coach: Caller;
let lead: Person;
let day = 0;

const sent: Email[] = [];
/** What the mail provider does with the next mails, first come first. */
const answers: (() => void)[] = [];
const timers = new Map<string, { readonly at: Instant; readonly message: RecoveryDue }>();

beforeAll(async () => {
  table = await startTable();
  const ports = portsOn(table, clock);
  coach = await enterCoach(ports, 'ada', { advanceBookingDays: 3650 });
});
afterAll(() => table.stop());

beforeEach(async () => {
  await begin();
});

/** A lead of their own for each story, so that nothing is remembered of the last one. */
async function begin(): Promise<void> {
  day += 1;
  clock.time = start;
  sent.length = 0;
  answers.length = 0;
  timers.clear();
  lead = await enterLead(portsOn(table, clock), coach, `lead${day}`);
}

function portsFor(doubt: DoubtRule = 'AT_LEAST_ONCE') {
  return {
    ...portsOn(table, clock),
    recoveries: dynamodbRecoveries(table),
    deliveries: dynamodbDeliveries(table),
    suppressions: dynamodbSuppressions(table),
    doubt,
    publicApiUrl: 'https://api.example.com',
    links: { sign: async () => 'signed', verify: async () => undefined },
    mailer: {
      async send(email: Email) {
        answers.shift()?.();
        sent.push(email);
        return `m-${sent.length}`;
      },
    },
    texter: { send: async () => 't' },
    timers: {
      async set(name: string, at: Instant, message: object) {
        timers.set(name, { at, message: message as RecoveryDue });
      },
      async cancel(name: string) {
        timers.delete(name);
      },
    },
  };
}

type Ports = ReturnType<typeof portsFor>;

/**
 * The same ports, which kill whoever makes the call of this number, before or after it does what it does. The dead make no
 * more calls; whoever comes next comes at another time.
 */
function mortal(ports: Ports, number: number, moment: 'before' | 'after') {
  let calls = 0;
  let diedAt: Instant | undefined;
  let killedAt: string | undefined;
  const wrapped = Object.entries(ports).map(([port, value]) => {
    if (typeof value !== 'object' || port === 'clock' || port === 'ids') return [port, value];
    const methods = Object.entries(value).map(([method, call]) => [
      method,
      async (...given: unknown[]) => {
        if (clock.time === diedAt) throw new Killed();
        calls += 1;
        const isTheOne = calls === number;
        if (isTheOne) {
          killedAt = `${port}.${method}`;
          diedAt = clock.time;
        }
        if (isTheOne && moment === 'before') throw new Killed();
        const result = await (call as (...given: unknown[]) => unknown)(...given);
        if (isTheOne) throw new Killed();
        return result;
      },
    ]);
    return [port, Object.fromEntries(methods)];
  });
  return { ports: Object.fromEntries(wrapped) as Ports, killedAt: () => killedAt };
}

async function abandoned(): Promise<AppointmentId> {
  const ports = portsFor();
  const id = ports.ids.next() as AppointmentId;
  const wanted = {
    id,
    providerId: coach.id,
    clientId: lead.id,
    start: start + day * 24 * 60 * MINUTE,
    durationMinutes: 30,
    kind: 'online',
    timeZone: 'Europe/Berlin',
  } as const;
  const policy = { ...coachPolicy, standing: 'system' } as const;
  value(await holdSlot(ports, lead.id, policy, { ...wanted, expiresAt: start + 10 * MINUTE }));
  clock.time = start + 10 * MINUTE;
  value(await expireSlot(ports, lead.id, policy, id));
  return id;
}

/** Takes out the timers that are due and has each worked on, as many times as it takes. */
async function fireDue(work: (due: RecoveryDue) => Promise<void>): Promise<void> {
  for (const [name, { at, message }] of [...timers]) {
    if (at > clock.time) continue;
    timers.delete(name);
    await work(message);
  }
}

/** The queue: what was killed comes again, two minutes later. */
async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof Killed)) throw fault;
      clock.time += 2 * MINUTE;
    }
  }
}

const rules: readonly DoubtRule[] = ['AT_LEAST_ONCE', 'AT_MOST_ONCE'];
const moments = ['before', 'after'] as const;

describe('whoever is killed at any point', () => {
  it('leaves an abandoned booking that is entered once, with its timer', async () => {
    for (const moment of moments) {
      for (let number = 1; ; number += 1) {
        await begin();
        const id = await abandoned();
        const { ports, killedAt } = mortal(portsFor(), number, moment);
        await untilDone(() => noteAbandoned(ports, id));
        if (killedAt() === undefined) break;
        expect([...timers.keys()], killedAt()).toEqual([`recovery-${id}-1`]);
      }
    }
    const { abandoned: all } = await portsFor().recoveries.totals(coach.id);
    expect(all).toBe((await portsFor().recoveries.list(coach.id, 1000)).length);
  });

  it.each(rules)('sends each message once, save for the one doubt, which ends by %s', async (rule) => {
    const doubles: string[] = [];
    const lost: string[] = [];
    for (const moment of moments) {
      for (let number = 1; ; number += 1) {
        await begin();
        const id = await abandoned();
        await noteAbandoned(portsFor(rule), id);
        clock.time = start + 40 * MINUTE;
        const { ports, killedAt } = mortal(portsFor(rule), number, moment);
        await fireDue(() => untilDone(() => continueRecovery(ports, id)));
        const where = `${killedAt()} ${moment}`;
        // Whatever happened: the message is done with, and the next one has its timer.
        const recovery = await portsFor().recoveries.get(id);
        expect([where, recovery?.automaticAttempts]).toEqual([where, 1]);
        expect([where, ...timers.keys()]).toEqual([where, `recovery-${id}-2`]);
        if (sent.length > 1) doubles.push(where);
        if (sent.length < 1) lost.push(where);
        if (killedAt() === undefined) break;
      }
    }
    if (rule === 'AT_LEAST_ONCE') {
      expect(doubles.sort()).toEqual(['deliveries.settle before', 'mailer.send after']);
      expect(lost).toEqual([]);
    } else {
      expect(doubles).toEqual([]);
      // Given up though it was not sent: only between the mark and the call, where nobody can know.
      expect(lost.sort()).toEqual(['deliveries.mark after', 'mailer.send before']);
    }
  });
});

describe('a mail provider that fails', () => {
  const refuse = (forGood: boolean) => () => {
    throw new NotTaken('Throttling', forGood);
  };
  const byHand = (id: AppointmentId, messageId: string) =>
    recoverByHand(portsFor(), {
      coachId: coach.id,
      id,
      messageId,
      channel: 'email',
      customText: undefined,
      incentive: { type: 'discount', value: 20 },
    });

  it('is asked again by the queue, and the message goes out once', async () => {
    const id = await abandoned();
    await noteAbandoned(portsFor(), id);
    clock.time = start + 40 * MINUTE;
    answers.push(refuse(false), refuse(false));
    await expect(continueRecovery(portsFor(), id)).rejects.toThrow(NotTaken);
    await expect(continueRecovery(portsFor(), id)).rejects.toThrow(NotTaken);
    await continueRecovery(portsFor(), id);
    await continueRecovery(portsFor(), id);
    expect(sent).toHaveLength(1);
    expect(await portsFor().recoveries.get(id)).toMatchObject({ attempts: 1, automaticAttempts: 1 });
  });

  it('takes no offer with it that a coach has made: they can make it again', async () => {
    const id = await abandoned();
    await noteAbandoned(portsFor(), id);
    const before = await portsFor().recoveries.get(id);
    answers.push(refuse(false), refuse(true));
    expect(await byHand(id, 'one')).toMatchObject({ failure: { kind: 'provider_unavailable' } });
    expect(await byHand(id, 'two')).toMatchObject({ failure: { kind: 'conflict' } });
    expect(await portsFor().recoveries.get(id)).toEqual({ ...before, version: 5 });
    expect(await byHand(id, 'three')).toMatchObject({ ok: true });
    expect(await byHand(id, 'four')).toMatchObject({ failure: { kind: 'conflict' } });
    expect(sent).toHaveLength(1);
  });

  it('loses no more than one message of a sequence by refusing it for good', async () => {
    const id = await abandoned();
    await noteAbandoned(portsFor(), id);
    answers.push(refuse(true));
    for (const minutes of [40, 24 * 60 + 10, 72 * 60 + 10]) {
      clock.time = start + minutes * MINUTE;
      await fireDue(() => continueRecovery(portsFor(), id));
    }
    expect(sent).toHaveLength(2);
    expect(await portsFor().recoveries.get(id)).toMatchObject({ attempts: 2, automaticAttempts: 3 });
    expect(timers.size).toBe(0);
  });

  it('is not asked about an address that is suppressed', async () => {
    const id = await abandoned();
    await noteAbandoned(portsFor(), id);
    await portsFor().suppressions.suppress(String(lead.email), 'complaint', clock.time);
    clock.time = start + 40 * MINUTE;
    await continueRecovery(portsFor(), id);
    expect(await byHand(id, 'one')).toMatchObject({ failure: { kind: 'conflict' } });
    expect(sent).toEqual([]);
  });
});
