import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  type PersonId,
  type Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import { changeStatus, daysToRead, reschedule } from '@punctual/scheduling/appointments/decide.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { decideAndCommit, type Try } from '../decide-and-commit.ts';
import type { Caller, SurfacePolicy } from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';
import { pagesOf } from './stood.ts';

/** Common to every change of one appointment. */
export interface ChangeRequest {
  readonly appointmentId: AppointmentId;
  /** Whose appointment it must be; another provider's is `not_found`. */
  readonly providerId: PersonId;
  /** The version that the caller has seen; another one is `precondition_failed`. */
  readonly expectedVersion: number | undefined;
  readonly reason: string | undefined;
  readonly notifyClient: boolean;
}

export interface StatusRequest extends ChangeRequest {
  readonly to: Status;
  readonly rescheduleOffered: boolean;
}

/** Confirms, starts, completes, cancels or marks as missed, as far as the life cycle allows it now. */
export async function changeAppointmentStatus(
  ports: Ports,
  caller: Caller,
  policy: SurfacePolicy,
  request: StatusRequest,
): Promise<Outcome<Appointment>> {
  const eventId = ports.ids.next();
  const { to, reason, notifyClient, rescheduleOffered } = request;
  return change(ports, request, async (before) => {
    const pages = to === 'cancelled' ? await pagesOf(ports, before) : [];
    const actor = { id: caller.id, standing: policy.standing, surface: policy.surface };
    const command = { actor, eventId, to, reason, notifyClient, rescheduleOffered };
    return { kind: 'decided', decision: changeStatus(pages, before, command, ports.clock.now()) };
  });
}

export interface RescheduleRequest extends ChangeRequest {
  readonly newStart: Instant;
  /** Undefined: it stays as it is. */
  readonly durationMinutes: number | undefined;
}

/** Moves an appointment. Its own time does not stand in its way; everything else does. */
export async function rescheduleAppointment(
  ports: Ports,
  caller: Caller,
  policy: SurfacePolicy,
  request: RescheduleRequest,
): Promise<Outcome<Appointment>> {
  const eventId = ports.ids.next();
  const { newStart, reason, notifyClient } = request;
  return change(
    ports,
    request,
    async (before) => {
      const durationMinutes = request.durationMinutes ?? before.durationMinutes;
      const days = daysToRead(intervalOf({ start: newStart, durationMinutes }), largestBufferMinutes);
      const [read, stood] = await Promise.all([
        readCalendars(ports, before.providerId, before.clientId, [days[0] ?? 0, days.at(-1) ?? 0]),
        pagesOf(ports, before),
      ]);
      const fresh = new Set(read.calendars.pages.map((page) => `${page.agenda} ${page.day}`));
      const pages = [
        ...read.calendars.pages,
        ...stood.filter((page) => !fresh.has(`${page.agenda} ${page.day}`)),
      ];
      const command = {
        actor: { id: caller.id, standing: policy.standing, surface: policy.surface },
        eventId,
        newStart,
        durationMinutes,
        durations: policy.durations,
        reason,
        notifyClient,
      };
      const decision = reschedule({ ...read.calendars, pages }, before, command, ports.clock.now());
      return { kind: 'decided', decision };
    },
    policy,
  );
}

async function change(
  ports: Ports,
  request: ChangeRequest & { readonly newStart?: Instant; readonly durationMinutes?: number | undefined },
  decide: (before: Appointment) => Promise<Try>,
  policy?: SurfacePolicy,
): Promise<Outcome<Appointment>> {
  let current: Appointment | undefined;
  const outcome = await decideAndCommit(
    ports,
    async () => {
      const { appointment } = await ports.ledger.records({ appointment: request.appointmentId });
      if (appointment?.providerId !== request.providerId) {
        return { kind: 'failed', failure: { kind: 'not_found', what: 'Appointment' } };
      }
      current = appointment;
      if (request.expectedVersion !== undefined && request.expectedVersion !== appointment.version) {
        return { kind: 'failed', failure: { kind: 'precondition_failed', appointment } };
      }
      return decide(appointment);
    },
    async (decision): Promise<Failure> => {
      if (decision.kind !== 'refused') return decision;
      if (current === undefined || policy === undefined) return { kind: 'busy' };
      const refused = {
        providerId: current.providerId,
        clientId: current.clientId,
        start: request.newStart ?? current.start,
        durationMinutes: request.durationMinutes ?? current.durationMinutes,
        durations: policy.durations,
        except: current.id,
      };
      return refuseSlot(ports, refused, decision.reason);
    },
  );
  if (!outcome.ok) return outcome;
  return outcome.value.appointment === undefined ? failed({ kind: 'busy' }) : done(outcome.value.appointment);
}
