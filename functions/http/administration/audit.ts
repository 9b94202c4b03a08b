import { auditOfAppointment, auditOfPerson } from '@punctual/application/administration/audit.ts';
import { failed } from '@punctual/application/outcome.ts';
import { getAudit } from '@punctual/contracts/administration/audit.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent, Facts } from '@punctual/scheduling/appointments/event.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { http, ports } from '../../wiring.ts';

export const handler = httpFunction(http, [
  on(getAudit, async ({ query }) => {
    const { appointmentId, personId } = query;
    if (appointmentId !== undefined) {
      const events = await auditOfAppointment(ports, appointmentId as AppointmentId);
      return events.ok ? { body: { success: true, data: events.value.map(view) } } : events;
    }
    if (personId !== undefined) {
      const events = await auditOfPerson(ports, personId as PersonId);
      return { body: { success: true, data: events.map(view) } };
    }
    const message = 'Give appointmentId or personId';
    return failed({ kind: 'invalid', issues: [{ path: 'query', message }] });
  }),
]);

function view(event: AppointmentEvent) {
  return {
    eventId: event.id,
    appointmentId: event.appointmentId,
    sequence: event.sequence,
    type: event.type,
    at: formatInstant(event.at),
    actor: event.actor,
    providerId: event.providerId,
    clientId: event.clientId,
    reason: event.reason ?? null,
    before: event.before === undefined ? null : factsView(event.before),
    after: factsView(event.after),
  };
}

function factsView({ status, start, durationMinutes, kind, title }: Facts) {
  return { status, startTime: formatInstant(start), durationMinutes, kind, title };
}
