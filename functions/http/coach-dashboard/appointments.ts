import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import {
  appointmentOf,
  historyOf,
  peopleOn,
  todayOf,
  upcomingOf,
} from '@punctual/application/appointments/lists.ts';
import type { Caller } from '@punctual/application/model.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import * as routes from '@punctual/contracts/coach-dashboard/appointments.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { meet } from '../../meetings.ts';
import { http, ports } from '../../wiring.ts';
import { policy } from './policy.ts';
import { appointmentView, countsOf, eventView, isUpcoming, nextAppointmentView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.bookAppointment, async ({ caller, body, commandId }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const booked = await bookAppointment(ports, caller, policy, {
      id: commandId as AppointmentId,
      providerId: coach.value,
      clientId: body.leadId as PersonId,
      start: body.startTime,
      durationMinutes: body.duration,
      kind: body.appointmentType,
      eligible: 'own_leads',
      title: body.summary ?? (({ client }) => `Discovery Call with ${client}`),
      notes: body.notes,
      timeZone: body.timeZone,
      staffId: body.assignedStaffId as PersonId | undefined,
      price: body.price,
    });
    if (!booked.ok) return booked;
    const { appointment, people } = booked.value;
    return reply(await meet(appointment), people, caller, 'Appointment booked successfully');
  }),

  on(routes.listUpcomingAppointments, async ({ caller, query, now }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { appointments, people, total } = await upcomingOf(ports, coach.value, query.limit);
    const data = appointments.map((one) => nextAppointmentView(one, people, now));
    return { body: { success: true, data, totalUpcoming: total } };
  }),

  on(routes.listTodaysAppointments, async ({ caller, now }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { firstDate, appointments, people } = await todayOf(ports, coach.value);
    const next = appointments.find((one) => isUpcoming(one, now));
    const { totalAppointments, completedAppointments, upcomingAppointments } = countsOf(appointments, now);
    return {
      body: {
        success: true,
        data: {
          date: formatDate(firstDate),
          appointments: appointments.map((one) => nextAppointmentView(one, people, now)),
          summary: {
            totalAppointments,
            completedAppointments,
            upcomingAppointments,
            nextAppointment:
              next === undefined
                ? null
                : { _id: next.id, startTime: formatInstant(next.start), summary: next.title },
          },
        },
      },
    };
  }),

  on(routes.getAppointment, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const found = await appointmentOf(ports, coach.value, params.appointmentId as AppointmentId);
    return found.ok ? reply(found.value.appointment, found.value.people, caller) : found;
  }),

  on(routes.rescheduleAppointment, async ({ caller, params, body, expectedVersion }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const moved = await changeAppointment(ports, caller, policy, {
      appointmentId: params.appointmentId as AppointmentId,
      reach: { kind: 'provider', providerId: coach.value },
      expectedVersion,
      newStart: body.newStartTime,
      reason: body.reason,
      notifyClient: body.notifyClient,
    });
    return moved.ok ? changed(moved.value, caller, 'Appointment rescheduled successfully') : moved;
  }),

  on(routes.cancelAppointment, async ({ caller, params, body, expectedVersion }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const cancelled = await changeAppointment(ports, caller, policy, {
      appointmentId: params.appointmentId as AppointmentId,
      reach: { kind: 'provider', providerId: coach.value },
      expectedVersion,
      to: 'cancelled',
      reason: body.reason,
      notifyClient: body.notifyClient,
      rescheduleOffered: body.rescheduleOffer,
    });
    return cancelled.ok ? changed(cancelled.value, caller, 'Appointment cancelled successfully') : cancelled;
  }),

  on(routes.changeAppointmentStatus, async ({ caller, params, body, expectedVersion }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const set = await changeAppointment(ports, caller, policy, {
      appointmentId: params.appointmentId as AppointmentId,
      reach: { kind: 'provider', providerId: coach.value },
      expectedVersion,
      to: body.status,
      reason: body.reason,
    });
    return set.ok ? changed(set.value, caller, 'Appointment status updated successfully') : set;
  }),

  on(routes.getAppointmentHistory, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const history = await historyOf(ports, coach.value, params.appointmentId as AppointmentId);
    return history.ok ? { body: { success: true, data: history.value.map(eventView) } } : history;
  }),
]);

async function changed(appointment: Appointment, caller: Caller, message: string) {
  return reply(appointment, await peopleOn(ports, [appointment]), caller, message);
}

function reply(
  appointment: Appointment,
  people: Parameters<typeof appointmentView>[1],
  caller: Caller,
  message?: string,
) {
  const body = { success: true, message, data: appointmentView(appointment, people, caller.id) };
  return { body, version: appointment.version };
}
