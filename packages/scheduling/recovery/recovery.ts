import type { Instant } from '../time/instant.ts';

/** Minutes after a hold ran out at which a recovery message goes out by itself. */
const attemptMinutes = [30, 24 * 60, 72 * 60] as const;

export type RecoveryStatus = 'pending' | 'recovery_sent' | 'recovered' | 'stopped' | 'opted_out';

/** As far as the sequence has come for one abandoned booking. */
export interface RecoveryState {
  readonly abandonedAt: Instant;
  readonly status: RecoveryStatus;
  /** Messages of the automatic sequence that were sent or skipped; those a coach sends by hand are extra. */
  readonly automaticAttempts: number;
  /** The coach has made an offer by hand, which the sequence must not water down. */
  readonly incentiveOffered: boolean;
}

/** When the next automatic message is due, or undefined when the sequence has come to its end or was ended. */
export function nextRecoveryAt(state: RecoveryState): Instant | undefined {
  const ended = state.status === 'recovered' || state.status === 'stopped' || state.status === 'opted_out';
  const minutes = attemptMinutes[state.automaticAttempts];
  if (ended || state.incentiveOffered || minutes === undefined) return undefined;
  return state.abandonedAt + minutes * 60_000;
}

/** Whether a coach may still send a message by hand. */
export function mayRecover(state: Pick<RecoveryState, 'status'>): boolean {
  return state.status === 'pending' || state.status === 'recovery_sent';
}
