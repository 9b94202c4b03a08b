import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbTimerNotes } from '@punctual/adapters/dynamodb/timer-notes.ts';
import type { DoubtRule } from '@punctual/application/messages/deliver.ts';
import { claimHolds, type DeliveryKey, NotTaken } from '@punctual/application/messages/message.ts';
import type { Ports, Queue, Timers } from '@punctual/application/ports.ts';
import type { TimerNotes } from '@punctual/application/reminders/ports.ts';
import type { ReminderPorts } from '@punctual/application/reminders/send.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { Random } from './random.ts';
import type { TestTable } from './table.ts';
import type { StillClock } from './world.ts';

/** How likely each mishap is at each opportunity. */
const likely = { killed: 0.1, paused: 0.006, notTaken: 0.06, unknown: 0.05 };

class Killed extends Error {}

/** How far a worker had come that left it open whether a message was sent. */
export type Stage = 'marked' | 'unanswered' | 'unsettled' | 'paused';

/** What a provider took, and the last moment at which that could have been prevented: that of the mark. */
export interface Accepted {
  readonly key: DeliveryKey;
  readonly at: Instant;
}

export interface Doubt {
  readonly key: DeliveryKey;
  readonly stage: Stage;
}

/** What becomes visible of a storm from the outside. */
export interface Log {
  readonly accepted: Accepted[];
  readonly doubts: Doubt[];
  readonly violations: string[];
  faults: number;
}

export interface Surroundings {
  readonly table: TestTable;
  readonly calm: Ports;
  readonly clock: StillClock;
  readonly random: Random;
  readonly doubt: DoubtRule;
  readonly timers: Timers;
  readonly queue: Queue;
  /** What others do between two calls of an invocation. */
  readonly meanwhile: () => Promise<void>;
  /** What happens while a worker is frozen for longer than its claims last. */
  readonly freeze: () => Promise<void>;
}

type WorkerPorts = ReminderPorts & {
  readonly timers: Timers;
  readonly notes: TimerNotes;
  readonly queue: Queue;
};

/**
 * The ports of one invocation, which may die before or after any call that it makes, may freeze before any, and whose
 * providers may refuse, time out, and time out after they have taken a message.
 */
export function invocation(surroundings: Surroundings, log: Log) {
  const { table, calm, clock, doubt, timers, queue, meanwhile, freeze } = surroundings;
  const { chance, between } = surroundings.random;
  let callsLeft = chance(likely.killed) ? between(1, 18) : Number.POSITIVE_INFINITY;
  let dead = false;
  /** The message that is marked and not settled. */
  let open:
    | { readonly key: DeliveryKey; readonly markedAt: Instant; readonly holdsUntil: Instant; stage: Stage }
    | undefined;

  const leaveInDoubt = (): void => {
    if (open !== undefined) log.doubts.push({ key: open.key, stage: open.stage });
  };
  const close = (): void => {
    // Another worker may have taken the message over meanwhile.
    if (open !== undefined && clock.time >= open.holdsUntil) {
      log.doubts.push({ key: open.key, stage: 'paused' });
    }
    open = undefined;
  };

  type Manner = 'interruptible' | 'at_once';
  const guarded = <Call extends (...given: never[]) => Promise<unknown>>(call: Call, manner: Manner): Call =>
    (async (...given: Parameters<Call>) => {
      if (dead) throw new Killed();
      // Nothing can be done about what happens after the last look, in the moment before the message is on its way.
      if (manner === 'interruptible') await meanwhile();
      if (chance(likely.paused)) await freeze();
      callsLeft -= 1;
      if (callsLeft > 0) return call(...given);
      dead = true;
      log.faults += 1;
      if (chance(0.5)) await call(...given);
      throw new Killed();
    }) as unknown as Call;
  const guard = <Port extends object>(port: Port, manner: Manner = 'interruptible'): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, member]) => [
        name,
        typeof member === 'function' ? guarded(member, manner) : member,
      ]),
    ) as Port;

  const provider = async (): Promise<string> => {
    if (open === undefined) {
      log.violations.push('sent without a mark');
      return 'unmarked';
    }
    open.stage = 'unsettled';
    if (chance(likely.notTaken)) {
      log.faults += 1;
      throw new NotTaken('busy', false);
    }
    const isUnknown = chance(likely.unknown);
    if (!isUnknown || chance(0.5)) log.accepted.push({ key: open.key, at: open.markedAt });
    if (!isUnknown) return `message ${log.accepted.length}`;
    log.faults += 1;
    open.stage = 'unanswered';
    throw new Error('timed out');
  };

  const deliveries = dynamodbDeliveries(table);
  const watched: typeof deliveries = {
    ...deliveries,
    async settle(...given) {
      const holds = await deliveries.settle(...given);
      close();
      return holds;
    },
    async release(...given) {
      await deliveries.release(...given);
      close();
    },
  };
  const mark: typeof deliveries.mark = async (key, token, now) => {
    const holds = await deliveries.mark(key, token, now);
    if (holds) open = { key, markedAt: clock.time, holdsUntil: now + claimHolds, stage: 'marked' };
    return holds;
  };
  const ports: WorkerPorts = {
    ledger: guard(calm.ledger),
    clock,
    doubt,
    deliveries: { ...guard(watched), mark: guarded(mark, 'at_once') },
    mailer: guard({ send: provider }, 'at_once'),
    texter: guard({ send: provider }, 'at_once'),
    pusher: guard({ send: async () => ({ messageId: await provider() }) }, 'at_once'),
    suppressions: guard({ suppress: async () => undefined, isSuppressed: async () => false }, 'at_once'),
    devices: guard(
      {
        keep: async () => undefined,
        of: async () => [{ platform: 'ios' as const, token: 't' }],
        forget: async () => undefined,
      },
      'at_once',
    ),
    links: guard({ sign: async () => 'token', verify: async () => undefined }, 'at_once'),
    publicApiUrl: 'https://api.example.com',
    timers: guard(timers),
    notes: guard(dynamodbTimerNotes(table)),
    queue: guard(queue),
  };
  return { ports, leaveInDoubt };
}
