import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import { appointmentsOf, findAppointment } from '@punctual/application/appointments/participant.ts';
import type { Caller } from '@punctual/application/model.ts';
import { type Failure, failed } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/sessions/meetings.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { meet } from '../../meetings.ts';
import { http, ports } from '../../wiring.ts';
import { policyFor, standingIn } from './policy.ts';
import { kindOf, meetingView, newStatus } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.createMeeting, async ({ caller, body, commandId }) => {
    const booked = await bookAppointment(ports, caller, policyFor('client'), {
      id: commandId as AppointmentId,
      providerId: body.therapistId as PersonId,
      clientId: caller.id,
      start: body.startTime,
      durationMinutes: body.duration,
      kind: kindOf(body.meetingType),
      eligible: 'assigned_clients',
      title: body.title ?? (({ provider }) => `Session with ${provider || 'therapist'}`),
      notes: body.description,
      timeZone: undefined,
      staffId: undefined,
      price: undefined,
    });
    return booked.ok ? reply(await meet(booked.value.appointment), booked.value.people) : booked;
  }),

  on(routes.listMeetings, async ({ caller }) => {
    const { appointments, people } = await appointmentsOf(ports, caller.id);
    return { body: appointments.map((one) => meetingView(one, people)) };
  }),

  on(routes.getMeeting, async ({ caller, params }) => {
    const found = await find(caller, params.meetingId);
    return found.ok ? reply(found.value.appointment, found.value.people) : found;
  }),

  on(routes.updateMeeting, async ({ caller, params, body, expectedVersion }) => {
    const found = await find(caller, params.meetingId);
    if (!found.ok) return found;
    const { appointment, people } = found.value;
    const standing = standingIn(appointment, caller);
    const to = newStatus(appointment, body.status);
    if (body.therapistId !== undefined && body.therapistId !== appointment.providerId) {
      return failed(otherTherapist);
    }
    if (standing === 'client' && to !== undefined && to !== 'cancelled') return failed(notForClients);
    const changed = await changeAppointment(ports, caller, policyFor(standing), {
      appointmentId: appointment.id,
      reach: { kind: 'participant', personId: caller.id },
      expectedVersion,
      title: body.title,
      notes: body.description,
      newStart: body.startTime,
      durationMinutes: body.duration,
      kind: body.meetingType && kindOf(body.meetingType),
      to,
      reason: body.reason,
    });
    return changed.ok ? reply(changed.value, people) : changed;
  }),

  on(routes.cancelMeeting, async ({ caller, params, body, expectedVersion }) => {
    const found = await find(caller, params.meetingId);
    if (!found.ok) return found;
    const { appointment, people } = found.value;
    const cancelled = await changeAppointment(ports, caller, policyFor(standingIn(appointment, caller)), {
      appointmentId: appointment.id,
      reach: { kind: 'participant', personId: caller.id },
      expectedVersion,
      to: 'cancelled',
      reason: body.reason,
    });
    return cancelled.ok ? reply(cancelled.value, people) : cancelled;
  }),
]);

const otherTherapist: Failure = {
  kind: 'invalid',
  issues: [{ path: 'body.therapistId', message: 'A meeting stays with its therapist' }],
};

const notForClients: Failure = { kind: 'forbidden', message: 'A client may only cancel a meeting' };

/** Who takes part in an appointment never changes, so that what is found here still stands when it is changed. */
function find(caller: Caller, meetingId: string) {
  return findAppointment(ports, { kind: 'participant', personId: caller.id }, meetingId as AppointmentId);
}

function reply(appointment: Appointment, people: Parameters<typeof meetingView>[1]) {
  return { body: meetingView(appointment, people), version: appointment.version };
}
