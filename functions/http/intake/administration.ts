import * as intake from '@punctual/application/intake/change.ts';
import type { Intake } from '@punctual/application/intake/model.ts';
import { notFound } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/intake/administration.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { intakePorts } from '../../intake.ts';
import { http } from '../../wiring.ts';
import { adminView } from './views.ts';

export const handler = httpFunction(http, [
  on(routes.listIntakes, async ({ query }) => {
    const { page, limit, term, status, isRead, sortBy, sortDirection } = query;
    const asked = { page, limit, term, status, isRead, sortBy, descending: sortDirection === 'desc' };
    const { intakes, total } = await intake.listIntakes(intakePorts, asked);
    const pagination = { page, limit, total, totalPages: Math.ceil(total / limit) };
    const bookings = intakes.filter(({ form }) => form !== undefined).map(adminView);
    return replied('Bookings retrieved successfully', { bookings, pagination });
  }),

  on(routes.getIntakeForAdmin, async ({ params }) => {
    const found = await intake.getIntake(intakePorts, params.id);
    return found.ok ? shown('Booking retrieved successfully', found.value) : found;
  }),

  on(routes.updateIntake, async ({ body }) => {
    const { _id, ...change } = body;
    // Cancelled by this way as well, it is cancelled at Calendly.
    const changed =
      change.status === 'cancelled'
        ? await intake.cancelIntake(intakePorts, _id, undefined, { ...change, status: undefined })
        : await intake.changeIntake(intakePorts, _id, change);
    return changed.ok ? shown('Booking updated successfully', changed.value) : changed;
  }),

  on(routes.deleteIntakes, async ({ params }) => {
    const deleted = await intake.deleteIntakes(intakePorts, params.id);
    if (!deleted.ok) return deleted;
    return replied('Bookings deleted successfully', { deletedCount: deleted.value });
  }),

  on(routes.cancelIntake, async ({ params, body }) => {
    const cancelled = await intake.cancelIntake(intakePorts, params.id, body.reason);
    return cancelled.ok ? shown('Booking cancelled successfully', cancelled.value) : cancelled;
  }),

  on(routes.getCalendlyEvent, async ({ params }) => {
    const found = await intake.getIntake(intakePorts, params.id);
    if (!found.ok) return found;
    const eventId = intake.eventIdOf(found.value);
    if (eventId === undefined) return notFound('Calendly event');
    const told = await intake.askCalendly(() => intakePorts.calendly.event(eventId));
    return told.ok ? replied('Calendly event retrieved successfully', { event: told.value }) : told;
  }),

  on(routes.getCalendlyInvitee, async ({ params }) => {
    const found = await intake.getIntake(intakePorts, params.id);
    if (!found.ok) return found;
    const [eventId, inviteeId] = [intake.eventIdOf(found.value), intake.inviteeIdOf(found.value)];
    if (eventId === undefined || inviteeId === undefined) return notFound('Calendly invitee');
    const told = await intake.askCalendly(() => intakePorts.calendly.invitee(eventId, inviteeId));
    return told.ok ? replied('Calendly invitee retrieved successfully', { invitee: told.value }) : told;
  }),

  on(routes.getCalendlyInfo, async () => {
    const told = await intake.askCalendly(() => intakePorts.calendly.account());
    return told.ok ? replied('Calendly account retrieved successfully', told.value) : told;
  }),
]);

function shown(message: string, found: Intake) {
  return replied(message, { booking: adminView(found) });
}

function replied(message: string, results: object) {
  return { body: { success: true, message, results } };
}
