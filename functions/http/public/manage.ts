import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import {
  cancelByLink,
  type Managed,
  manage,
  mayBookAnew,
  rescheduleByLink,
} from '@punctual/application/public/manage.ts';
import * as routes from '@punctual/contracts/public/manage.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { http, ports } from '../../wiring.ts';
import { policy } from './policy.ts';

const withLinks = { ...ports, links: signedLinks() };

export const handler = httpFunction(http, [
  on(routes.getManagedAppointment, async ({ params }) => {
    const found = await manage(withLinks, params.token);
    return found.ok ? reply(found.value) : found;
  }),

  on(routes.rescheduleManagedAppointment, async ({ params, body }) => {
    const moved = await rescheduleByLink(withLinks, policy, params.token, body.newStartTime);
    return moved.ok ? reply(moved.value) : moved;
  }),

  on(routes.cancelManagedAppointment, async ({ params, body }) => {
    const cancelled = await cancelByLink(withLinks, policy, params.token, body.reason);
    return cancelled.ok ? reply(cancelled.value) : cancelled;
  }),
]);

/** What the client of an appointment may see of it: neither notes nor anybody's address. */
function reply({ appointment, provider, providerZone, client }: Managed) {
  const open = appointment.status === 'scheduled' || appointment.status === 'confirmed';
  return {
    body: {
      success: true,
      data: {
        id: appointment.id,
        title: appointment.title,
        startTime: formatInstant(appointment.start),
        duration: appointment.durationMinutes,
        timeZone: appointment.timeZone,
        status: appointment.status,
        coach: { id: appointment.providerId, name: provider?.name ?? '', timeZone: providerZone },
        client: { name: client?.name ?? '' },
        canReschedule: open || mayBookAnew(appointment),
        canCancel: open,
      },
    },
  };
}
