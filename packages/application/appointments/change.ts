import {
  type Appointment,
  type AppointmentId,
  type HostedMeeting,
  intervalOf,
  type Kind,
  type PersonId,
  type Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { type Calendars, daysToRead } from '@punctual/scheduling/appointments/calendars.ts';
import { durationsFor, revise } from '@punctual/scheduling/appointments/decide.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { decideAndCommit } from '../decide-and-commit.ts';
import { type Caller, defaultSettings, type SurfacePolicy, scheduleOf } from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';
import { pagesOf } from './agenda-pages.ts';

/**
 * Which appointments a caller may change: a provider's own (another's does not exist for them), one in which the
 * caller takes part (another's is forbidden, as the surfaces with two sides publish it), or any.
 */
export type Reach =
  | { readonly kind: 'provider'; readonly providerId: PersonId }
  | { readonly kind: 'participant'; readonly personId: PersonId }
  | { readonly kind: 'anything' };

/** What is undefined stays as it is. */
export interface ChangeRequest {
  readonly appointmentId: AppointmentId;
  readonly reach: Reach;
  /** The version that the caller has seen; another one is `precondition_failed`. */
  readonly expectedVersion?: number | undefined;
  readonly newStart?: Instant | undefined;
  readonly durationMinutes?: number | undefined;
  readonly title?: string | undefined;
  readonly notes?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly to?: Status | undefined;
  readonly paymentId?: string | undefined;
  /** Of this and the two that follow, null takes away what there is. */
  readonly meetingUrl?: string | null | undefined;
  readonly meeting?: HostedMeeting | null | undefined;
  readonly proposedStatus?: 'no_show' | null | undefined;
  readonly reason?: string | undefined;
  /** Default: true. */
  readonly notifyClient?: boolean | undefined;
  /** Default: false. */
  readonly rescheduleOffered?: boolean | undefined;
  /** It is managed elsewhere, where this has happened already. Default: false. */
  readonly agreed?: boolean | undefined;
  /** A rule of the surface's own that stands above the life cycle. */
  readonly permits?: (before: Appointment) => Failure | undefined;
}

/**
 * Changes words, time and status of one appointment, all together or nothing. A new time is decided like a booking:
 * `slot_refused` with reason and alternatives.
 */
export async function changeAppointment(
  ports: Ports,
  caller: Pick<Caller, 'id'>,
  policy: SurfacePolicy,
  request: ChangeRequest,
): Promise<Outcome<Appointment>> {
  const eventId = ports.ids.next();
  let current: Appointment | undefined;
  const outcome = await decideAndCommit(
    ports,
    async () => {
      const { appointment: before } = await ports.ledger.records({ appointment: request.appointmentId });
      const failure = refusedAccess(before, request.reach);
      if (before === undefined || failure !== undefined) {
        return { kind: 'failed', failure: failure ?? { kind: 'not_found', what: 'Appointment' } };
      }
      current = before;
      const forbidden = request.permits?.(before);
      if (forbidden !== undefined) return { kind: 'failed', failure: forbidden };
      if (request.expectedVersion !== undefined && request.expectedVersion !== before.version) {
        return { kind: 'failed', failure: { kind: 'precondition_failed', appointment: before } };
      }
      const command = {
        actor: { id: caller.id, standing: policy.standing, surface: policy.surface },
        eventId,
        durations: policy.durations,
        newStart: request.newStart,
        durationMinutes: request.durationMinutes,
        title: request.title,
        notes: request.notes,
        kindOfMeeting: request.kind,
        to: request.to,
        paymentId: request.paymentId,
        meetingUrl: request.meetingUrl,
        meeting: request.meeting,
        proposedStatus: request.proposedStatus,
        reason: request.reason,
        notifyClient: request.notifyClient ?? true,
        rescheduleOffered: request.rescheduleOffered ?? false,
        agreed: request.agreed ?? false,
      };
      const calendars = await calendarsFor(ports, before, request);
      return { kind: 'decided', decision: revise(calendars, before, command, ports.clock.now()) };
    },
    async (decision): Promise<Failure> => {
      if (decision.kind !== 'refused') return decision;
      if (current === undefined) return { kind: 'busy' };
      const { durationMinutes = current.durationMinutes } = request;
      const refused = {
        providerId: current.providerId,
        clientId: current.clientId,
        start: request.newStart ?? current.start,
        durationMinutes,
        durations: durationsFor(current, durationMinutes, policy.durations),
        except: current.id,
      };
      return refuseSlot(ports, refused, decision.reason);
    },
  );
  if (!outcome.ok) return outcome;
  return outcome.value.appointment === undefined ? failed({ kind: 'busy' }) : done(outcome.value.appointment);
}

/** Why a caller may not see an appointment, or undefined when they may. */
export function refusedAccess(appointment: Appointment | undefined, reach: Reach): Failure | undefined {
  const missing: Failure = { kind: 'not_found', what: 'Appointment' };
  if (appointment === undefined) return missing;
  switch (reach.kind) {
    case 'anything':
      return undefined;
    case 'provider':
      return appointment.providerId === reach.providerId ? undefined : missing;
    case 'participant':
      return appointment.providerId === reach.personId || appointment.clientId === reach.personId
        ? undefined
        : { kind: 'forbidden', message: 'You take no part in this appointment' };
  }
}

/** A new time needs both people's calendars around it and where it stood, a cancellation the latter, the rest nothing. */
async function calendarsFor(ports: Ports, before: Appointment, request: ChangeRequest): Promise<Calendars> {
  const { newStart: start = before.start, durationMinutes = before.durationMinutes } = request;
  if (start === before.start && durationMinutes === before.durationMinutes) {
    const schedule = scheduleOf(defaultSettings(before.providerId, before.createdAt));
    const pages = request.to === 'cancelled' ? await pagesOf(ports, before) : [];
    return { schedule, pages, external: [], unknown: [] };
  }
  const days = daysToRead(intervalOf({ start, durationMinutes }), largestBufferMinutes);
  const [read, stood] = await Promise.all([
    readCalendars(ports, before.providerId, before.clientId, [days[0] ?? 0, days.at(-1) ?? 0]),
    pagesOf(ports, before),
  ]);
  const fresh = new Set(read.calendars.pages.map((page) => `${page.agenda} ${page.day}`));
  const pages = [
    ...read.calendars.pages,
    ...stood.filter((page) => !fresh.has(`${page.agenda} ${page.day}`)),
  ];
  return { ...read.calendars, pages };
}
