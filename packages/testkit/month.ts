import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import { changeSettings } from '@punctual/application/availability/settings.ts';
import type { DoubtRule } from '@punctual/application/messages/deliver.ts';
import type { NoticeKind } from '@punctual/application/messages/notice.ts';
import { sendNotice } from '@punctual/application/messages/send-notice.ts';
import { type Caller, defaultSettings, type ReminderSettings } from '@punctual/application/model.ts';
import type { Queue, Timers } from '@punctual/application/ports.ts';
import {
  planAllOf,
  planReminders,
  type ReminderMessage,
  rulesOf,
} from '@punctual/application/reminders/plan.ts';
import { sendFollowUp, sendReminder } from '@punctual/application/reminders/send.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import { DAY, MINUTE, parseInstant } from '@punctual/scheduling/time/instant.ts';
import { judge, noticeKinds, type Wish } from './month-judge.ts';
import { type Doubt, invocation, type Log } from './month-storm.ts';
import { randomOf } from './random.ts';
import type { TestTable } from './table.ts';
import { bookingOf, coachPolicy, portsOn, stillClock, value } from './world.ts';

/*
 * One appointment's month under a storm: everything that follows from its changes and from its coach's wishes is done by
 * the real use cases, while queues deliver twice, late and in another order, timers go off late and are deleted later
 * still, workers die or freeze at any call they make, and the providers of mail, text and push fail.
 */

type Message =
  | { readonly to: 'plan' }
  | { readonly to: 'plan-all' }
  | { readonly to: 'notice'; readonly event: AppointmentEvent; readonly kind: NoticeKind }
  | { readonly to: 'reminder'; readonly reminder: ReminderMessage }
  | { readonly to: 'follow-up' };

interface Queued {
  readonly at: number;
  readonly message: Message;
  readonly tries: number;
}

interface Timer {
  readonly goesOffAt: number;
  readonly message: ReminderMessage;
}

/** How likely each mishap is at each opportunity. */
const likely = { duplicate: 0.15, late: 0.1, interrupted: 0.15 };

/** A message that has failed more often than this fails for another reason than the storm. */
const maximumTries = 60;

export interface Outcome {
  readonly violations: readonly string[];
  readonly sent: number;
  readonly doubts: readonly Doubt[];
  /** Messages that were sent once more, and those that were given up, both because of a doubt. */
  readonly doubles: number;
  readonly lost: number;
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

export async function simulate({ table, coach, clientId, now, seed, doubt }: Month): Promise<Outcome> {
  const random = randomOf(seed);
  const { chance, between } = random;
  const clock = stillClock(now);
  const calm = portsOn(table, clock);
  const log: Log = { accepted: [], doubts: [], violations: [], faults: 0 };

  const deeds: { readonly at: number; readonly act: () => Promise<unknown> }[] = [];
  const queue: Queued[] = [];
  const id = calm.ids.next() as AppointmentId;

  const enqueue = (message: Message): void => {
    for (let copy = chance(likely.duplicate) ? 2 : 1; copy > 0; copy -= 1) {
      const delay = chance(likely.late) ? between(3, 9) * MINUTE : between(0, 90) * 1000;
      queue.push({ at: clock.time + delay, message, tries: 0 });
    }
  };
  const planQueue: Queue = {
    async send(messages) {
      for (const _ of messages) enqueue({ to: 'plan' });
    },
  };

  let published = 0;
  let hasEnded = false;
  const publish = async (): Promise<void> => {
    const events = await calm.ledger.events(id);
    for (const event of events.slice(published)) {
      enqueue({ to: 'plan' });
      const kind = noticeKinds[event.type];
      if (kind !== undefined) enqueue({ to: 'notice', event, kind });
      if (event.type === 'appointment.missed') enqueue({ to: 'follow-up' });
      hasEnded = ['cancelled', 'completed', 'no_show'].includes(event.after.status);
    }
    published = events.length;
  };

  /** As EventBridge Scheduler: what has gone off is deleted a while later, by its name and whatever it is by then. */
  const timers = new Map<string, Timer>();
  const deletions = new Map<string, number>();
  const scheduler: Timers = {
    async set(name, at, message) {
      timers.set(name, { goesOffAt: at + between(0, 60) * 1000, message: message as ReminderMessage });
    },
    async cancel(name) {
      timers.delete(name);
    },
  };
  const goOff = (name: string, { message }: Timer): void => {
    timers.delete(name);
    deletions.set(name, clock.time + between(1, 60) * 1000);
    enqueue({ to: 'reminder', reminder: message });
  };

  const doDeed = async (): Promise<void> => {
    // A moment of its own, so that what was sent before and what is sent after can be told apart.
    clock.time += 1;
    await deeds.shift()?.act();
    clock.time += 1;
    await publish();
  };

  let depth = 0;
  const handleAny = async (): Promise<void> => {
    const [queued] = queue.splice(between(0, queue.length), 1);
    if (queued !== undefined) await handle(queued);
  };
  /** People change their minds, and another worker runs. */
  async function meanwhile(): Promise<void> {
    if (depth > 1) return;
    depth += 1;
    const [deed] = deeds;
    if (deed !== undefined && deed.at - clock.time < 20 * MINUTE && chance(likely.interrupted)) {
      await doDeed();
    }
    if (chance(likely.interrupted)) await handleAny();
    depth -= 1;
  }
  /** Longer than a claim holds: others find it expired, above all who gets the same message once more. */
  async function freeze(message: Message): Promise<void> {
    clock.time += between(61, 150) * 1000;
    if (depth > 1) return;
    depth += 1;
    if (chance(0.5)) await handle({ at: clock.time, message, tries: 0 });
    await handleAny();
    depth -= 1;
  }

  const surroundings = {
    table,
    calm,
    clock,
    random,
    doubt,
    timers: scheduler,
    queue: planQueue,
    meanwhile,
  };
  async function handle({ message, tries }: Queued): Promise<void> {
    const frozen = () => freeze(message);
    const { ports, leaveInDoubt } = invocation({ ...surroundings, freeze: frozen }, log);
    try {
      if (message.to === 'plan') await planReminders(ports, id);
      else if (message.to === 'plan-all') await planAllOf(ports, coach.id);
      else if (message.to === 'follow-up') await sendFollowUp(ports, id);
      else if (message.to === 'notice') {
        const { event, kind } = message;
        await sendNotice(ports, { appointmentId: id, sequence: event.sequence, kind });
      } else {
        const { key, planned } = message.reminder;
        await sendReminder(ports, id, key, parseInstant(planned) ?? Number.NaN);
      }
    } catch (fault) {
      leaveInDoubt();
      if (tries > maximumTries) log.violations.push(`never done: ${message.to} (${fault})`);
      else queue.push({ at: clock.time + between(60, 140) * 1000, message, tries: tries + 1 });
    }
  }

  // What people do, in the appointment's month.
  const start = now + between(2, 26) * DAY + between(8 * 4, 17 * 4) * 15 * MINUTE;
  const reach = { kind: 'provider', providerId: coach.id } as const;
  const change = (request: Partial<Parameters<typeof changeAppointment>[3]>) =>
    changeAppointment(calm, coach, coachPolicy, { appointmentId: id, reach, ...request });
  const deed = (at: number, act: () => Promise<unknown>) => deeds.push({ at, act });
  const bookedAt = chance(0.2) ? start - between(20, 1500) * MINUTE : now + between(0, 1000) * MINUTE;
  deed(bookedAt, () =>
    bookAppointment(calm, coach, coachPolicy, bookingOf(calm, coach, { id: clientId }, start, { id })),
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
  const { reminders: before } = defaultSettings(coach.id, now);
  let reminders: ReminderSettings = before;
  const wishes: Wish[] = [{ from: Number.NEGATIVE_INFINITY, rules: rulesOf(reminders) }];
  const wish = async (wished: Partial<ReminderSettings>): Promise<void> => {
    reminders = { ...reminders, ...wished };
    value(await changeSettings(calm, coach.id, { reminders: wished }));
    wishes.push({ from: clock.time, rules: rulesOf(reminders) });
    enqueue({ to: 'plan-all' });
  };
  while (chance(0.3)) {
    const hoursBefore = [2.5, 23.9, 24, 24.1, 48][between(0, 5)] ?? 24;
    const wished = [{ hoursBefore }, { hoursBefore }, { sms: chance(0.5) }, { email: chance(0.7) }];
    const which = wished[between(0, wished.length)] ?? {};
    deed(whenToChange(), () => wish(which));
  }
  if (chance(0.4)) deed(whenToChange(), () => change({ to: 'confirmed' }));
  if (chance(0.3)) deed(whenToChange(), () => change({ to: 'cancelled', reason: 'ill' }));
  deed(now + 31 * DAY, () => change({ to: chance(0.5) ? 'no_show' : 'completed' }));
  deeds.sort((a, b) => a.at - b.at);

  for (;;) {
    queue.sort((a, b) => a.at - b.at);
    if (hasEnded && queue.length === 0 && timers.size > 0) {
      log.violations.push(`left behind: ${[...timers.keys()]}`);
      break;
    }
    const due = [...timers].sort(([, a], [, b]) => a.goesOffAt - b.goesOffAt)[0];
    const gone = [...deletions].sort(([, a], [, b]) => a - b)[0];
    const nexts = [deeds[0]?.at, queue[0]?.at, due?.[1].goesOffAt, gone?.[1]];
    const next = Math.min(...nexts.filter((at) => at !== undefined));
    if (next === Number.POSITIVE_INFINITY) break;
    clock.time = Math.max(clock.time, next);
    if (deeds[0]?.at === next) {
      await doDeed();
    } else if (gone?.[1] === next) {
      deletions.delete(gone[0]);
      timers.delete(gone[0]);
    } else if (due?.[1].goesOffAt === next) {
      goOff(...due);
    } else {
      const queued = queue.shift();
      if (queued !== undefined) await handle(queued);
    }
  }

  // The next month begins with the same wishes.
  if (wishes.length > 1) value(await changeSettings(calm, coach.id, { reminders: before }));
  const { accepted, doubts, faults } = log;
  const people = { coachId: coach.id, clientId };
  const events = await calm.ledger.events(id);
  const { violations, doubles, lost } = judge({ events, wishes, accepted, doubts, doubt, ...people });
  return {
    violations: [...log.violations, ...violations],
    sent: accepted.length,
    doubts,
    doubles,
    lost,
    faults,
  };
}
