import { type Appointment, intervalOf, isLive } from '../appointments/appointment.ts';
import { type Instant, MINUTE } from '../time/instant.ts';
import type { Attendance, MeetingInstance, Participant } from './attendance.ts';

/** The addresses of the two whom an appointment is for; folded or not. */
export interface Parties {
  readonly provider: string | undefined;
  readonly client: string | undefined;
}

/** What the meeting of an appointment says should become of it. */
export interface Verdict {
  readonly status: 'in_progress' | 'completed' | undefined;
  /** `clear`: there is no reason any more to propose anything. Undefined: whatever is proposed stays so. */
  readonly proposal: 'no_show' | 'clear' | undefined;
  /** When to look again, whatever happens until then. */
  readonly lookAgainAt: Instant | undefined;
}

/**
 * Minutes after the end of an appointment after which nobody is expected any more. News of a meeting can come as much later,
 * too: what is proposed then is withdrawn when they do.
 */
const graceMinutes = 15;

/** Minutes before the start from which on what happens in the meeting room belongs to the appointment. */
const earlyMinutes = 60;

const nothing: Verdict = { status: undefined, proposal: undefined, lookAgainAt: undefined };

/** When an appointment with a meeting must be looked at, at the latest. */
export function judgedAt(appointment: Pick<Appointment, 'start' | 'durationMinutes'>): Instant {
  return intervalOf(appointment).end + graceMinutes * MINUTE;
}

/**
 * A meeting that goes on puts its appointment in progress, one that has ended completes it if its client was there; if they
 * were not, not having come is proposed, which is for the provider to decide. Nothing is decided before the start: somebody
 * may be trying the room, and that of an hour before it and earlier does not count at all.
 */
export function verdictOn(
  appointment: Pick<Appointment, 'status' | 'start' | 'durationMinutes' | 'proposedStatus'>,
  { instances }: Pick<Attendance, 'instances'>,
  parties: Parties,
  now: Instant,
): Verdict {
  const { status, start } = appointment;
  if (!isLive(status)) return nothing;
  const counting = instances.filter(
    ({ endedAt }) => endedAt === undefined || endedAt >= start - earlyMinutes * MINUTE,
  );
  const last = judgedAt(appointment);
  if (now < start) return { ...nothing, lookAgainAt: counting.length === 0 ? last : start };
  const hasCome = counting.some((one) => clientIn(one, parties) !== undefined);
  const clears = hasCome && appointment.proposedStatus !== undefined ? 'clear' : undefined;
  if (counting.some(({ endedAt }) => endedAt === undefined)) {
    const begins = status === 'in_progress' ? undefined : 'in_progress';
    return { status: begins, proposal: clears, lookAgainAt: undefined };
  }
  const hasEnded = counting.some(({ endedAt = start }) => endedAt >= start);
  if (!hasEnded && now < last) return { ...nothing, proposal: clears, lookAgainAt: last };
  if (hasCome) return { status: 'completed', proposal: undefined, lookAgainAt: undefined };
  const proposal = appointment.proposedStatus === undefined ? 'no_show' : undefined;
  return { status: undefined, proposal, lookAgainAt: undefined };
}

/** Whether somebody held the meeting for the provider. */
export function isHosting({ isHost, email }: Participant, { provider }: Parties): boolean {
  return isHost || isSame(email, provider);
}

/**
 * The client: who has their address, or is not known by any and does not hold the meeting. Most clients are not signed in
 * where the meeting takes place, and then only their name is known, which they choose.
 */
export function clientIn(
  { participants }: Pick<MeetingInstance, 'participants'>,
  parties: Parties,
): Participant | undefined {
  const others = participants.filter((one) => !isHosting(one, parties));
  return (
    others.find(({ email }) => isSame(email, parties.client)) ?? others.find(({ email }) => email === '')
  );
}

function isSame(a: string, b: string | undefined): boolean {
  return b !== undefined && a !== '' && a.trim().toLowerCase() === b.trim().toLowerCase();
}
