import type { Instant } from '../time/instant.ts';
import type { Appointment, Status } from './appointment.ts';

/** Who asks for a change of status: a provider (or staff acting for one) may close an appointment that nobody confirmed. */
export type Standing = 'provider' | 'client' | 'system';

const transitions: Readonly<Record<Status, readonly Status[]>> = {
  scheduled: ['confirmed', 'cancelled', 'no_show'],
  confirmed: ['in_progress', 'cancelled', 'no_show'],
  in_progress: ['completed', 'no_show'],
  completed: [],
  cancelled: [],
  no_show: [],
};

/** What a provider may set directly once the start has come, without the steps in between. */
const closedByProvider: readonly Status[] = ['in_progress', 'completed', 'no_show'];

/**
 * Whether an appointment may go to a status now. Ended states never change; a no-show is known only once the start
 * has come; a provider may close a scheduled or confirmed appointment directly from then on.
 */
export function mayBecome(
  appointment: Pick<Appointment, 'status' | 'start'>,
  to: Status,
  standing: Standing,
  now: Instant,
): boolean {
  const { status, start } = appointment;
  const started = now >= start;
  if (to === 'no_show' && !started) return false;
  if (transitions[status].includes(to)) return true;
  const open = status === 'scheduled' || status === 'confirmed';
  return standing === 'provider' && open && started && closedByProvider.includes(to);
}
