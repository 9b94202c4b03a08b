import type { Queues } from './aws/queues.ts';
import type { Schedules } from './aws/schedules.ts';
import type { Clock, Instant } from './clock.ts';
import { NotIdle } from './dev/dev.ts';
import type { Providers } from './providers/providers.ts';
import type { Runtime } from './runtime.ts';
import type { Signal } from './signal.ts';
import type { Workers } from './workers.ts';

export interface TimekeeperOptions {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly schedules: Schedules;
  readonly workers: Workers;
  readonly providers: Pick<Providers, 'nextDueAt' | 'drain'>;
  readonly runtime: Runtime;
  readonly signal: Signal;
  /** Real milliseconds. */
  readonly settleLimit: number;
  readonly stopping: AbortSignal;
}

/** Has everything happen when it is due: by itself as time flows, or on the way when the clock is moved. */
export interface Timekeeper {
  settle(): Promise<void>;
  advanceTo(instant: Instant): Promise<void>;
}

/** Node's timers hold 31 bits of milliseconds. */
const longestTimer = 2 ** 31 - 1;

export function createTimekeeper(options: TimekeeperOptions): Timekeeper {
  const { clock, queues, schedules, workers, providers, runtime, signal, settleLimit, stopping } = options;

  const nextDueAt = (): Instant | undefined => {
    const instants = [schedules.nextDueAt(), queues.nextVisibleAt(), providers.nextDueAt()].filter(
      (it) => it !== undefined,
    );
    return instants.length === 0 ? undefined : Math.min(...instants);
  };

  let timer: NodeJS.Timeout | undefined;
  let arming = false;
  const arm = () => {
    arming = false;
    clearTimeout(timer);
    if (stopping.aborted) return;
    const next = nextDueAt();
    if (next === undefined) return;
    const wait = Math.min(Math.max(0, next - clock.now()) + 1, longestTimer);
    timer = setTimeout(() => {
      schedules.fireDue();
      signal.notify();
      void providers.drain();
    }, wait);
    timer.unref();
  };
  signal.subscribe(() => {
    workers.nudgeQueues();
    if (arming) return;
    arming = true;
    setImmediate(arm);
  });
  stopping.addEventListener('abort', () => clearTimeout(timer));

  const notIdle = () => new NotIdle('The queues did not come to rest in the time allowed.');

  const settle = async () => {
    const until = performance.now() + settleLimit;
    const work = async () => {
      for (;;) {
        const fired = schedules.fireDue() > 0;
        const invoked = await runtime.quiet();
        const pushed = await providers.drain();
        const worked = await workers.drain();
        if (!fired && !invoked && !pushed && !worked) return;
        if (stopping.aborted || performance.now() > until) throw notIdle();
      }
    };
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(notIdle()), settleLimit);
    });
    try {
      await Promise.race([work(), late]);
    } finally {
      clearTimeout(limit);
    }
  };

  const walk = async (target: Instant) => {
    if (target <= clock.now()) {
      clock.set(target);
      await settle();
      return;
    }
    clock.freeze();
    try {
      await settle();
      for (let next = nextDueAt(); next !== undefined && next <= target; next = nextDueAt()) {
        clock.set(Math.max(next, clock.now()));
        await settle();
      }
      clock.set(target);
      await settle();
    } finally {
      clock.thaw();
      signal.notify();
    }
  };

  let walks: Promise<unknown> = Promise.resolve();
  return {
    settle,
    advanceTo(instant) {
      const run = walks.then(() => walk(instant));
      walks = run.catch(() => undefined);
      return run;
    },
  };
}
