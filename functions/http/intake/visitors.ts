import { getIntake } from '@punctual/application/intake/change.ts';
import { createIntake } from '@punctual/application/intake/create.ts';
import * as routes from '@punctual/contracts/intake/visitors.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { intakePorts } from '../../intake.ts';
import { http } from '../../wiring.ts';
import { visitorView } from './views.ts';

/** Without one, visitors wait for a link of their own. */
const defaultLink = process.env.CALENDLY_DEFAULT_LINK ?? '';

export const handler = httpFunction(http, [
  on(routes.createIntake, async ({ body, commandId }) => {
    const form = { ...body, businessPhone: body.businessPhone };
    const created = await createIntake(intakePorts, commandId, form, defaultLink);
    if (!created.ok) return created;
    const booking = visitorView(created.value, true);
    const message =
      'Booking request created successfully! Please use the provided link to schedule your meeting.';
    return {
      body: { success: true, message, results: { booking, calendlyLink: booking.calendlyLink } },
    };
  }),

  on(routes.getIntake, async ({ params }) => {
    const found = await getIntake(intakePorts, params.id);
    if (!found.ok) return found;
    const booking = visitorView(found.value, false);
    return { body: { success: true, message: 'Booking found', results: { booking } } };
  }),
]);
