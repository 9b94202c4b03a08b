import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { confirmSlot, releaseSlot } from '@punctual/application/appointments/hold.ts';
import { notFound } from '@punctual/application/outcome.ts';
import { manageToken } from '@punctual/application/public/manage.ts';
import { holdForVisitor } from '@punctual/application/public/visitor.ts';
import * as routes from '@punctual/contracts/public/holds.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { wholeNumber } from '../../environment.ts';
import { meet } from '../../meetings.ts';
import { http, ports } from '../../wiring.ts';
import { policy } from './policy.ts';
import { bookedView } from './views.ts';

const links = signedLinks();
const holdMinutes = wholeNumber('HOLD_MINUTES', 10);

export const handler = httpFunction(http, [
  on(routes.placeHold, async ({ body, commandId }) => {
    const { name, email, phone, timeZone } = body.contact;
    const held = await holdForVisitor(ports, policy, {
      id: commandId as AppointmentId,
      coachId: body.coachId as PersonId,
      start: body.startTime,
      durationMinutes: body.duration,
      contact: { name, email, phone, timeZone },
      minutes: holdMinutes,
    });
    if (!held.ok) return held;
    const hold = held.value;
    // Confirming late is possible while the slot is free, so the token lives until the slot begins.
    const token = await links.sign('hold', { appointmentId: hold.id, personId: hold.clientId }, hold.start);
    return {
      body: {
        success: true,
        data: {
          id: hold.id,
          coachId: hold.providerId,
          startTime: formatInstant(hold.start),
          duration: hold.durationMinutes,
          timeZone: hold.timeZone,
          status: 'held',
          expiresAt: formatInstant(hold.expiresAt),
          token,
        },
      },
    };
  }),

  on(routes.confirmHold, async ({ params, body, now }) => {
    const clientId = await holder(params.id, body.token, now);
    if (clientId === undefined) return notFound('Hold');
    const confirmed = await confirmSlot(ports, clientId, policy, params.id as AppointmentId);
    if (!confirmed.ok) return confirmed;
    const appointment = await meet(confirmed.value);
    const token = await manageToken(links, appointment);
    return {
      body: {
        success: true,
        data: bookedView(appointment, token),
      },
    };
  }),

  on(routes.releaseHold, async ({ params, query, now }) => {
    const clientId = await holder(params.id, query.token, now);
    if (clientId === undefined) return notFound('Hold');
    const released = await releaseSlot(ports, clientId, policy, params.id as AppointmentId);
    return released.ok ? {} : released;
  }),
]);

/** Whose hold a token is for; undefined when it is not for this one. */
async function holder(id: string, token: string, now: number): Promise<PersonId | undefined> {
  const subject = await links.verify('hold', token, now);
  return subject?.appointmentId === id ? subject.personId : undefined;
}
