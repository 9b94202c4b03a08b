import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import type { Changes } from '@punctual/scheduling/appointments/changes.ts';
import type { Decision } from '@punctual/scheduling/appointments/decide.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { done, type Failure, failed, type Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';

/**
 * Tries after which a command gives up with `busy`. With the pauses between them (full jitter, at most 1.5 seconds, so
 * 0.75 on average) that is about 14 seconds, within the 20 that a function has; 200 callers who want the same day get
 * through well before.
 */
const maximumTries = 24;

/** What one try found: a failure, the result of an earlier call, or the decision to be written. */
export type Try =
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'already'; readonly appointment: Appointment }
  | { readonly kind: 'decided'; readonly decision: Decision };

export interface Written {
  readonly appointment: Appointment | undefined;
  readonly hold: Hold | undefined;
}

/**
 * Reads, decides and writes, again and again while others win the race for what was read. A write whose outcome is
 * unknown (a time-out, a broken connection) is looked up by its event before anything is tried again, so that it
 * takes effect once.
 *
 * `read` is called once per try and must not reuse what an earlier try read.
 */
export async function decideAndCommit(
  ports: Pick<Ports, 'ledger' | 'pause'>,
  read: () => Promise<Try>,
  explain: (decision: Exclude<Decision, { kind: 'changes' }>) => Promise<Failure>,
): Promise<Outcome<Written>> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const found = await read();
    if (found.kind === 'failed') return failed(found.failure);
    if (found.kind === 'already') return done({ appointment: found.appointment, hold: undefined });
    const { decision } = found;
    if (decision.kind !== 'changes') return failed(await explain(decision));
    const { changes } = decision;
    // Asked for what is already so: nothing happened, so there is nothing to write.
    if (changes.events.length === 0 || (await commit(ports, changes)) === 'committed') {
      return done({ appointment: changes.appointment?.value, hold: changes.hold?.value });
    }
    await ports.pause(attempt);
  }
  return failed({ kind: 'busy' });
}

async function commit(ports: Pick<Ports, 'ledger'>, changes: Changes): Promise<'committed' | 'lost'> {
  try {
    const outcome = await ports.ledger.commit(changes);
    if (outcome === 'committed') return outcome;
  } catch (fault) {
    if (await wasWritten(ports, changes)) return 'committed';
    throw fault;
  }
  // A client library that retried after a time-out sees its own first write as somebody else's.
  return (await wasWritten(ports, changes)) ? 'committed' : 'lost';
}

/** The events are written with everything else or not at all, so that one of them tells of the whole. */
async function wasWritten({ ledger }: Pick<Ports, 'ledger'>, changes: Changes): Promise<boolean> {
  const [first] = changes.events;
  return first !== undefined && ledger.wasWritten(first);
}
