/** Feeds one worker: what is there is handed over in batches. */
export interface Poller {
  /** Works until nothing is there to be handed over; whether anything was since the call, by whatever run. */
  drain(): Promise<boolean>;
  /** Has a drain run soon, unless one is waiting to begin. */
  nudge(): void;
  /** Begins no further batch. */
  stop(): void;
}

/**
 * Runs drains one after the other. One that was nudged and fails is reported, and tried again at the next nudge.
 * `work` begins no further batch once `stopping` is aborted; `nudged` resolves at the next nudge.
 */
export function createPoller(
  work: (stopping: AbortSignal, nudged: () => Promise<void>) => Promise<boolean>,
  report: (error: unknown) => void,
): Poller {
  const stopping = new AbortController();
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = false;
  let worked = 0;
  let wake = () => {};
  const nudged = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const drain = (): Promise<boolean> => {
    // A run that was under way already counts too: what it worked for may have fed another worker meanwhile.
    const before = worked;
    const run = tail.then(async () => {
      waiting = false;
      try {
        if (!stopping.signal.aborted && (await work(stopping.signal, nudged))) worked += 1;
        return worked !== before;
      } catch (error) {
        // What it worked with may have been taken away when it was told to stop.
        if (stopping.signal.aborted) return false;
        throw error;
      }
    });
    tail = run.catch(() => undefined);
    return run;
  };
  return {
    drain,
    nudge() {
      wake();
      if (waiting || stopping.signal.aborted) return;
      waiting = true;
      drain().catch(report);
    },
    stop: () => stopping.abort(),
  };
}

/** The identifiers in a `batchItemFailures` answer; `undefined` when they are not all known, which fails the batch. */
export function failedItems(answer: unknown, known: ReadonlySet<string>): ReadonlySet<string> | undefined {
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return new Set();
  const { batchItemFailures: failures } = answer;
  if (failures === null || failures === undefined) return new Set();
  if (!Array.isArray(failures)) return undefined;
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier: unknown = failure?.itemIdentifier;
    if (typeof identifier !== 'string' || !known.has(identifier)) return undefined;
    failed.add(identifier);
  }
  return failed;
}
