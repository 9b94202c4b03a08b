import type { AppointmentId, PersonId } from '../appointments/appointment.ts';
import type { Hold } from '../appointments/hold.ts';
import { type Instant, MINUTE } from '../time/instant.ts';

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

/** What the coach offers to whoever comes back. */
export interface Incentive {
  /** `discount`, `free_session`, or in the coach's own words. */
  readonly type: string;
  /** In whatever the type is counted in. */
  readonly value: number | undefined;
}

export interface RecoveryMessage {
  /** The same for a message that is tried again. */
  readonly id: string;
  readonly channel: 'email' | 'sms';
  readonly at: Instant;
  /** Undefined: the default words. */
  readonly customText: string | undefined;
  readonly incentive: Incentive | undefined;
}

/** An abandoned booking: a slot that was kept for somebody who did not finish, and what was done to win them back. */
export interface Recovery extends RecoveryState {
  /** That of the hold. */
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  /** The zone in which the client was shown the time. */
  readonly timeZone: string;
  readonly heldAt: Instant;
  /** Messages sent, by themselves and by hand. */
  readonly attempts: number;
  readonly lastAttemptAt: Instant | undefined;
  readonly lastMessage: RecoveryMessage | undefined;
  /** The appointment that was booked after all. */
  readonly recoveredBy: AppointmentId | undefined;
  readonly version: number;
}

/** The sequence as it begins: at the hold's expiry, however late that is noticed. */
export function abandonedBooking(hold: Hold): Recovery {
  const { id, providerId, clientId, start, durationMinutes, timeZone } = hold;
  return {
    id,
    providerId,
    clientId,
    start,
    durationMinutes,
    timeZone,
    heldAt: hold.createdAt,
    abandonedAt: hold.expiresAt,
    status: 'pending',
    attempts: 0,
    automaticAttempts: 0,
    lastAttemptAt: undefined,
    incentiveOffered: false,
    lastMessage: undefined,
    recoveredBy: undefined,
    version: 1,
  };
}

/** When the next automatic message is due, or undefined when the sequence has come to its end or was ended. */
export function nextRecoveryAt(state: RecoveryState): Instant | undefined {
  const minutes = attemptMinutes[state.automaticAttempts];
  if (!mayRecover(state) || state.incentiveOffered || minutes === undefined) return undefined;
  return state.abandonedAt + minutes * MINUTE;
}

/**
 * The number, from 1, of the automatic message that is due now, if one is. Of several that are overdue it is the last:
 * nobody is written to twice in a row because we were late.
 */
export function dueRecovery(state: RecoveryState, now: Instant): number | undefined {
  const next = nextRecoveryAt(state);
  if (next === undefined || now < next) return undefined;
  return attemptMinutes.filter((minutes) => state.abandonedAt + minutes * MINUTE <= now).length;
}

/** Whether a message may still be sent at all. */
export function mayRecover(state: Pick<RecoveryState, 'status'>): boolean {
  return state.status === 'pending' || state.status === 'recovery_sent';
}

/** The automatic message of this number is done with: sent, or skipped (undefined). */
export function afterAutomatic(
  recovery: Recovery,
  number: number,
  sent: RecoveryMessage | undefined,
): Recovery {
  if (recovery.automaticAttempts >= number) return recovery;
  const done = { ...recovery, automaticAttempts: number };
  return sent === undefined ? changed(done, {}) : afterMessage(done, sent);
}

/** A message was sent. What was ended in the same moment stays so. */
export function afterMessage(recovery: Recovery, message: RecoveryMessage): Recovery {
  return changed(recovery, {
    attempts: recovery.attempts + 1,
    lastAttemptAt: message.at,
    lastMessage: message,
    incentiveOffered: recovery.incentiveOffered || message.incentive !== undefined,
    status: mayRecover(recovery) ? 'recovery_sent' : recovery.status,
  });
}

/**
 * Takes back a message that was noted before it was sent and then was not sent. What else happened in between stays.
 *
 * @param before as it was when the message was noted, as far as that is known
 */
export function withoutMessage(
  recovery: Recovery,
  message: RecoveryMessage,
  before: Pick<Recovery, 'lastMessage' | 'lastAttemptAt'> | undefined,
): Recovery {
  const isLatest = recovery.lastMessage?.id === message.id;
  const attempts = recovery.attempts - 1;
  return changed(recovery, {
    attempts,
    ...(isLatest && { lastMessage: before?.lastMessage, lastAttemptAt: before?.lastAttemptAt }),
    // There is one offer at most, so it was this one.
    incentiveOffered: recovery.incentiveOffered && message.incentive === undefined,
    status: recovery.status === 'recovery_sent' && attempts === 0 ? 'pending' : recovery.status,
  });
}

/** The client has booked after all, which counts however the sequence had ended. */
export function recoveredBy(recovery: Recovery, appointment: AppointmentId): Recovery {
  if (recovery.status === 'recovered') return recovery;
  return changed(recovery, { status: 'recovered', recoveredBy: appointment });
}

/** Ends a sequence that has not ended otherwise. */
export function endRecovery(recovery: Recovery, status: 'stopped' | 'opted_out'): Recovery {
  return mayRecover(recovery) ? changed(recovery, { status }) : recovery;
}

function changed(recovery: Recovery, change: Partial<Recovery>): Recovery {
  return { ...recovery, ...change, version: recovery.version + 1 };
}
