import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import type { DoubtRule } from '@punctual/application/messages/deliver.ts';
import { type DeliveryKey, NotTaken } from '@punctual/application/messages/message.ts';
import type { NoticeKind } from '@punctual/application/messages/notice.ts';
import { sendNotice } from '@punctual/application/messages/send-notice.ts';
import type { Caller } from '@punctual/application/model.ts';
import type { Timers } from '@punctual/application/ports.ts';
import { planReminders, type ReminderMessage } from '@punctual/application/reminders/plan.ts';
import { type ReminderPorts, sendFollowUp, sendReminder } from '@punctual/application/reminders/send.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import { type ReminderKey, remindersOf } from '@punctual/scheduling/reminders/reminders.ts';
import { DAY, MINUTE, parseInstant } from '@punctual/scheduling/time/instant.ts';
import type { TestTable } from './table.ts';
import { coachPolicy, portsOn, stillClock } from './world.ts';

/*
 * One appointment's month under a storm: everything that follows from its changes is done by the real use cases, while
 * queues deliver twice, late and in another order, workers die at any call they make, and the providers of mail, text
 * and push fail, time out, and time out after they have taken a message.
 */

/** A seeded generator (mulberry32), so that a failing month can be played again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Message =
  | { readonly to: 'plan' }
  | { readonly to: 'notice'; readonly event: AppointmentEvent; readonly kind: NoticeKind }
  | { readonly to: 'reminder'; readonly reminder: ReminderMessage }
  | { readonly to: 'follow-up' };

interface Queued {
  readonly at: number;
  readonly message: Message;
}

class Killed extends Error {}

/** How likely each mishap is at each opportunity. */
const likely = { duplicate: 0.25, late: 0.1, killed: 0.12, notTaken: 0.1, unknown: 0.06, interrupted: 0.15 };
/** Within this, whatever befalls it, a message has come through: delays, deaths and claims of the dead included. */
const patience = 28 * MINUTE;

export interface Outcome {
  readonly violations: readonly string[];
  readonly sent: number;
  /** Messages that a worker claimed and never settled: nobody can tell whether they were taken. */
  readonly doubts: number;
  readonly doubles: number;
  readonly faults: number;
}

export interface Month {
  readonly table: TestTable;
  readonly coach: Caller;
  readonly clientId: PersonId;
  readonly now: number;
  readonly seed: number;
  readonly doubt: DoubtRule;
}

const noticeKinds: Readonly<Record<string, NoticeKind>> = {
  'appointment.booked': 'booked',
  'appointment.confirmed': 'confirmed',
  'appointment.rescheduled': 'rescheduled',
  'appointment.cancelled': 'cancelled',
};

export async function simulate({ table, coach, clientId, now, seed, doubt }: Month): Promise<Outcome> {
  const random = randomOf(seed);
  const chance = (probability: number) => random() < probability;
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
  const clock = stillClock(now);
  const calm = portsOn(table, clock);

  const deeds: { readonly at: number; readonly act: () => Promise<unknown> }[] = [];
  const queue: Queued[] = [];
  const timers = new Map<string, { readonly at: number; readonly message: ReminderMessage }>();
  const accepted: { readonly key: DeliveryKey; readonly at: number }[] = [];
  const doubtful = new Set<string>();
  let doubts = 0;
  let faults = 0;
  let published = 0;

  const enqueue = (message: Message): void => {
    for (let copy = chance(likely.duplicate) ? 2 : 1; copy > 0; copy -= 1) {
      const delay = chance(likely.late) ? between(3, 9) * MINUTE : between(0, 90) * 1000;
      queue.push({ at: clock.time + delay, message });
    }
  };

  const id = calm.ids.next() as AppointmentId;
  const publish = async (): Promise<void> => {
    const events = await calm.ledger.events(id);
    for (const event of events.slice(published)) {
      enqueue({ to: 'plan' });
      const kind = noticeKinds[event.type];
      if (kind !== undefined) enqueue({ to: 'notice', event, kind });
      if (event.type === 'appointment.missed') enqueue({ to: 'follow-up' });
    }
    published = events.length;
  };

  let depth = 0;
  /** What others do between two calls of an invocation: people change their minds, and another worker runs. */
  async function meanwhile(): Promise<void> {
    if (depth > 1) return;
    depth += 1;
    const [deed] = deeds;
    if (deed !== undefined && deed.at - clock.time < 20 * MINUTE && chance(likely.interrupted)) {
      deeds.shift();
      // A moment of its own, so that what was sent before and what is sent after can be told apart.
      clock.time += 1;
      await deed.act();
      clock.time += 1;
      await publish();
    }
    if (chance(likely.interrupted)) {
      const message = queue.splice(Math.floor(random() * queue.length), 1)[0]?.message;
      if (message !== undefined) await handle(message);
    }
    depth -= 1;
  }

  /** The ports of one invocation, which may die before or after any call that it makes, and whose providers may fail. */
  function stormy(): ReminderPorts & { readonly timers: Timers } {
    let callsLeft = chance(likely.killed) ? between(1, 14) : Number.POSITIVE_INFINITY;
    let dead = false;
    type Calm = 'interruptible' | 'at_once';
    const guarded = <Call extends (...given: never[]) => Promise<unknown>>(call: Call, calm: Calm): Call =>
      (async (...given: Parameters<Call>) => {
        if (dead) throw new Killed();
        // Nothing can be done about what happens after the last look, while the message is on its way.
        if (calm === 'interruptible') await meanwhile();
        callsLeft -= 1;
        if (callsLeft > 0) return call(...given);
        dead = true;
        faults += 1;
        if (chance(0.5)) await call(...given);
        throw new Killed();
      }) as unknown as Call;
    const guard = <Port extends object>(port: Port, calm: Calm = 'interruptible'): Port =>
      Object.fromEntries(
        Object.entries(port).map(([name, member]) => [
          name,
          typeof member === 'function' ? guarded(member, calm) : member,
        ]),
      ) as Port;

    let claimed: DeliveryKey | undefined;
    const deliveries = dynamodbDeliveries(table);
    const send = async (): Promise<string> => {
      const key = claimed;
      if (key === undefined) throw new Error('a message was sent that nobody has claimed');
      if (chance(likely.notTaken)) {
        faults += 1;
        throw new NotTaken('busy', false);
      }
      const unknown = chance(likely.unknown);
      const arrives = !unknown || chance(0.5);
      if (arrives) {
        accepted.push({ key, at: clock.time });
      }
      if (!unknown) return `message ${accepted.length}`;
      faults += 1;
      throw new Error('timed out');
    };
    const watched = {
      ...deliveries,
      claim: async (key: DeliveryKey, at: number) => {
        const claim = await deliveries.claim(key, at);
        if (claim === 'claimed' || claim === 'doubtful') claimed = key;
        return claim;
      },
      settle: async (...given: Parameters<typeof deliveries.settle>) => {
        await deliveries.settle(...given);
        claimed = undefined;
      },
      release: async (key: DeliveryKey) => {
        await deliveries.release(key);
        claimed = undefined;
      },
    };
    const ports = {
      ledger: guard(calm.ledger),
      clock,
      doubt,
      deliveries: guard(watched),
      mailer: guard({ send }, 'at_once'),
      texter: guard({ send }, 'at_once'),
      pusher: guard({ send: async () => ({ messageId: await send() }) }, 'at_once'),
      suppressions: { suppress: async () => undefined, isSuppressed: async () => false },
      devices: { of: async () => [{ platform: 'ios' as const, token: 't' }], forget: async () => undefined },
      links: { sign: async () => 'token', verify: async () => undefined },
      publicApiUrl: 'https://api.example.com',
      timers: guard({
        async set(name: string, at: number, message: object) {
          timers.set(name, { at, message: message as ReminderMessage });
        },
        async cancel(name: string) {
          timers.delete(name);
        },
      }),
      /** What was claimed and never settled when the invocation ended: nobody can tell whether it was sent. */
      leftDoubt: () => claimed,
    };
    return ports as unknown as ReminderPorts & { readonly timers: Timers };
  }

  async function handle(message: Message): Promise<void> {
    const ports = stormy();
    try {
      if (message.to === 'plan') await planReminders(ports, id);
      else if (message.to === 'follow-up') await sendFollowUp(ports, id);
      else if (message.to === 'notice') {
        const { event, kind } = message;
        await sendNotice(ports, { appointmentId: id, sequence: event.sequence, kind });
      } else {
        const { key, planned } = message.reminder;
        await sendReminder(ports, id, key, parseInstant(planned) ?? Number.NaN);
      }
    } catch {
      const left = (ports as unknown as { leftDoubt(): DeliveryKey | undefined }).leftDoubt();
      if (left !== undefined) {
        doubts += 1;
        doubtful.add(nameOf(left));
      }
      queue.push({ at: clock.time + between(20, 75) * 1000, message });
    }
  }

  // What people do with the appointment, in its month.
  const start = now + between(2, 26) * DAY + between(8 * 4, 17 * 4) * 15 * MINUTE;
  const reach = { kind: 'provider', providerId: coach.id } as const;
  const change = (request: Partial<Parameters<typeof changeAppointment>[3]>) =>
    changeAppointment(calm, coach, coachPolicy, { appointmentId: id, reach, ...request });
  const deed = (at: number, act: () => Promise<unknown>) => deeds.push({ at, act });
  const bookedAt = chance(0.2) ? start - between(20, 1500) * MINUTE : now + between(0, 1000) * MINUTE;
  deed(bookedAt, () =>
    bookAppointment(calm, coach, coachPolicy, {
      id,
      providerId: coach.id,
      clientId,
      start,
      durationMinutes: 30,
      kind: 'online',
      eligible: 'own_leads',
      title: 'Call',
      notes: undefined,
      timeZone: undefined,
      staffId: undefined,
      price: undefined,
    }),
  );
  let current = start;
  /** Half of all changes fall into the minutes around a reminder, where they hurt most. */
  const whenToChange = (): number => {
    const due = current - ([1440, 120, 30][between(0, 3)] ?? 0) * MINUTE + between(-12, 12) * MINUTE;
    return chance(0.5) && due > bookedAt ? due : between(bookedAt, current);
  };
  while (chance(0.4)) {
    const at = whenToChange();
    const newStart = Math.max(at, current) + between(-48, 96) * 60 * MINUTE;
    deed(at, () => change({ newStart }));
    current = Math.max(newStart, at);
  }
  if (chance(0.4)) deed(whenToChange(), () => change({ to: 'confirmed' }));
  if (chance(0.3)) deed(whenToChange(), () => change({ to: 'cancelled', reason: 'ill' }));
  deed(now + 31 * DAY, () => change({ to: chance(0.5) ? 'no_show' : 'completed' }));
  deeds.sort((a, b) => a.at - b.at);

  for (;;) {
    queue.sort((a, b) => a.at - b.at);
    const due = [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
    const nexts = [deeds[0]?.at, queue[0]?.at, due?.[1].at].filter((at) => at !== undefined);
    if (nexts.length === 0) break;
    const next = Math.min(...nexts);
    clock.time = Math.max(clock.time, next);
    if (deeds[0]?.at === next) {
      await deeds.shift()?.act();
      await publish();
    } else if (due?.[1].at === next) {
      timers.delete(due[0]);
      enqueue({ to: 'reminder', reminder: due[1].message });
    } else {
      const message = queue.shift()?.message;
      if (message !== undefined) await handle(message);
    }
  }

  const events = await calm.ledger.events(id);
  const verdict = judge(events, accepted, doubtful, doubt, coach.id, clientId);
  return { violations: verdict.violations, sent: accepted.length, doubts, doubles: verdict.doubles, faults };
}

function nameOf({ version, kind, recipient }: Pick<DeliveryKey, 'version' | 'kind' | 'recipient'>): string {
  return `${version} ${kind} ${recipient}`;
}

/** Holds what was taken by the providers against what the appointment's history asks for. */
function judge(
  events: readonly AppointmentEvent[],
  accepted: readonly { readonly key: DeliveryKey; readonly at: number }[],
  doubtful: ReadonlySet<string>,
  doubt: DoubtRule,
  coachId: PersonId,
  clientId: PersonId,
): { readonly violations: readonly string[]; readonly doubles: number } {
  const violations: string[] = [];
  let doubles = 0;
  const counts = new Map<string, number>();
  for (const { key } of accepted) counts.set(nameOf(key), (counts.get(nameOf(key)) ?? 0) + 1);
  for (const [name, count] of counts) {
    if (count === 1) continue;
    doubles += count - 1;
    if (doubt === 'AT_MOST_ONCE' || !doubtful.has(name)) violations.push(`${count} times: ${name}`);
  }

  const rules = { email: true, sms: true, emailHoursBefore: 24 };
  const sentAt = (name: string) => accepted.find(({ key }) => nameOf(key) === name)?.at;
  const required = (name: string): void => {
    if (sentAt(name) !== undefined) return;
    if (doubt === 'AT_MOST_ONCE' && doubtful.has(name)) return;
    violations.push(`lost: ${name}`);
  };

  // The appointment's times, each with the stretch in which it was the one that held.
  const timed = events.filter(
    ({ type }) => type === 'appointment.booked' || type === 'appointment.rescheduled',
  );
  const endedAt =
    events.find(({ after }) => ['cancelled', 'completed', 'no_show'].includes(after.status))?.at ??
    Number.POSITIVE_INFINITY;
  timed.forEach(({ at: since, after }, version) => {
    const until = Math.min(timed[version + 1]?.at ?? Number.POSITIVE_INFINITY, endedAt);
    const appointment = { start: after.start, status: 'scheduled', surface: 'test' } as const;
    for (const { key, at: due } of remindersOf(appointment, rules)) {
      const recipients = key === 'push' ? [clientId, coachId] : [clientId];
      for (const recipient of recipients) {
        const name = nameOf({ version, kind: `reminder:${key satisfies ReminderKey}`, recipient });
        const at = sentAt(name);
        if (at !== undefined && (at < due || at >= until || at >= after.start)) {
          violations.push(`at the wrong time: ${name} (${at - due} ms after it was due)`);
        }
        if (due - patience > since && due + patience < Math.min(until, after.start)) required(name);
      }
    }
  });
  const cancelled = events.find(({ type }) => type === 'appointment.cancelled');
  for (const { type, sequence, at } of events) {
    const kind = noticeKinds[type];
    if (kind === undefined) continue;
    if (kind !== 'cancelled' && cancelled !== undefined && cancelled.at - at < patience) continue;
    for (const recipient of [clientId, coachId]) required(nameOf({ version: sequence, kind, recipient }));
  }
  if (events.at(-1)?.type === 'appointment.missed') {
    required(nameOf({ version: timed.length - 1, kind: 'follow_up', recipient: clientId }));
  }
  return { violations, doubles };
}
