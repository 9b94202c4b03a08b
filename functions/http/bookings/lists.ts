import { type AppointmentPage, pageOf } from '@punctual/application/appointments/pages.ts';
import type { Outcome } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/bookings/lists.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { http, ports } from '../../wiring.ts';
import { type BookingStatus, bookingView, statusesOf } from './views.ts';

interface Query {
  readonly status?: BookingStatus | undefined;
  readonly limit: number;
  readonly offset: number;
}

export const handler = httpFunction(http, [
  on(routes.listClientBookings, async ({ caller, params, query }) => {
    const person = params.client_id as PersonId;
    return reply(await pageOf(ports, caller, { person, role: 'client', ...windowOf(query) }), query);
  }),

  on(routes.listCoachBookings, async ({ caller, params, query }) => {
    const person = params.coach_id as PersonId;
    return reply(await pageOf(ports, caller, { person, role: 'provider', ...windowOf(query) }), query);
  }),
]);

function windowOf({ status, limit, offset }: Query) {
  return { statuses: status && statusesOf(status), limit, offset };
}

function reply(page: Outcome<AppointmentPage>, { limit, offset }: Query) {
  if (!page.ok) return page;
  const { appointments, total } = page.value;
  return { body: { bookings: appointments.map(bookingView), total, limit, offset } };
}
