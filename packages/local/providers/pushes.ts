import type { Clock, Instant } from '../clock.ts';
import type { Signal } from '../signal.ts';
import type { State } from '../state.ts';

/** A webhook on its way. */
export interface Push {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Default: now. */
  readonly at?: Instant;
  /** Seconds to wait before each further attempt; when they are used up, it is given up. */
  readonly retryAfter: readonly number[];
  /** Whether an answer with this status (0: none at all) is tried again. */
  readonly retryOn: 'server_errors' | 'anything_but_2xx';
  /** Real milliseconds that the receiver has. Default: 10,000. */
  readonly patience?: number;
  /** The stand-in's own word for it, to know it by when it is told of the outcome. */
  readonly reference?: string;
}

/** Webhooks on their way out of the stand-ins, kept until each is delivered or given up. */
export interface Pushes {
  send(provider: string, push: Push): void;
  nextDueAt(): Instant | undefined;
  /** Delivers what is due, in order for each provider; whether anything was. */
  drain(): Promise<boolean>;
}

interface Row {
  readonly seq: number;
  readonly provider: string;
  readonly attempts: number;
  readonly push: string;
}

/** Real milliseconds that a receiver has. */
const defaultPatience = 10_000;

/** What the senders do around each attempt. */
export interface Sender {
  sign(provider: string, push: Push): Readonly<Record<string, string>>;
  delivered(provider: string, push: Push, status: number, body: string): void;
}

export function createPushes(state: State, clock: Clock, signal: Signal, sender: Sender): Pushes {
  const deliver = async (row: Row) => {
    const stored: Push = JSON.parse(row.push);
    const push = { ...stored, headers: { ...sender.sign(row.provider, stored), ...stored.headers } };
    let status = 0;
    let body = '';
    try {
      const answer = await fetch(push.url, {
        method: 'POST',
        headers: push.headers,
        body: push.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(push.patience ?? defaultPatience),
      });
      body = await answer.text();
      status = answer.status;
    } catch {
      // Nobody listens, or not in time: as good as a server error.
    }
    sender.delivered(row.provider, push, status, body);
    const isTaken = status >= 200 && status < 300;
    const isTriedAgain = !isTaken && (push.retryOn === 'anything_but_2xx' || status === 0 || status >= 500);
    const wait = isTriedAgain ? push.retryAfter[row.attempts] : undefined;
    if (wait === undefined) {
      state.run('DELETE FROM push WHERE seq = ?', row.seq);
    } else {
      const due = clock.now() + wait * 1000;
      state.run('UPDATE push SET attempts = attempts + 1, due_at = ? WHERE seq = ?', due, row.seq);
    }
  };

  let running: Promise<boolean> | undefined;
  const drain = async () => {
    let any = false;
    for (;;) {
      const row = state.row<Row>(
        'SELECT seq, provider, attempts, push FROM push WHERE due_at <= ? ORDER BY due_at, seq LIMIT 1',
        clock.now(),
      );
      if (row === undefined) return any;
      any = true;
      await deliver(row);
    }
  };

  return {
    send(provider, push) {
      state.run(
        'INSERT INTO push (provider, due_at, attempts, push) VALUES (?, ?, 0, ?)',
        provider,
        Math.max(push.at ?? 0, clock.now()),
        JSON.stringify(push),
      );
      signal.notify();
    },
    nextDueAt: () =>
      state.row<{ due: number | null }>('SELECT min(due_at) AS due FROM push')?.due ?? undefined,
    drain() {
      running ??= drain().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
