import { bookAppointment } from '@punctual/application/appointments/book.ts';
import { changeAppointment } from '@punctual/application/appointments/change.ts';
import { findAppointment } from '@punctual/application/appointments/participant.ts';
import * as routes from '@punctual/contracts/bookings/bookings.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { meet } from '../../meetings.ts';
import { http, ports } from '../../wiring.ts';
import { bookingPolicy, permits, reachOf, statusPolicy } from './policy.ts';
import { bookingView, detailedBookingView, statusesOf } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.createBooking, async ({ caller, body, commandId }) => {
    const booked = await bookAppointment(ports, caller, bookingPolicy, {
      id: commandId as AppointmentId,
      providerId: body.coach_id as PersonId,
      clientId: caller.id,
      start: body.session_datetime,
      durationMinutes: body.duration_minutes,
      kind: 'online',
      eligible: 'anybody',
      title: ({ provider }) => `Coaching session with ${provider}`,
      notes: body.notes,
      timeZone: undefined,
      staffId: undefined,
      price: undefined,
    });
    if (!booked.ok) return booked;
    const appointment = await meet(booked.value.appointment);
    return { body: bookingView(appointment), version: appointment.version };
  }),

  on(routes.getBooking, async ({ caller, params }) => {
    const found = await findAppointment(ports, reachOf(caller), params.id as AppointmentId);
    if (!found.ok) return found;
    const { appointment, people } = found.value;
    return { body: detailedBookingView(appointment, people), version: appointment.version };
  }),

  on(routes.changeBookingStatus, async ({ caller, params, body, expectedVersion }) => {
    const changed = await changeAppointment(ports, caller, statusPolicy, {
      appointmentId: params.id as AppointmentId,
      reach: reachOf(caller),
      expectedVersion,
      to: statusesOf(body.status)[0],
      reason: body.reason,
      permits: permits(body.status),
    });
    return changed.ok ? { body: bookingView(changed.value), version: changed.value.version } : changed;
  }),

  on(routes.cancelBooking, async ({ caller, params, expectedVersion }) => {
    const cancelled = await changeAppointment(ports, caller, statusPolicy, {
      appointmentId: params.id as AppointmentId,
      reach: reachOf(caller),
      expectedVersion,
      to: 'cancelled',
      permits: permits('cancelled'),
    });
    return cancelled.ok ? { version: cancelled.value.version } : cancelled;
  }),
]);
