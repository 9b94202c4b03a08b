import { applyNews } from '@punctual/application/intake/apply.ts';
import { makeLink } from '@punctual/application/intake/create.ts';
import { CalendlyFault } from '@punctual/application/intake/ports.ts';
import { settleIntake } from '@punctual/application/intake/settle.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { settling } from '../settling.ts';

/** An errand, or an appointment that has changed, which may have come of an intake. */
const message = z.union([
  z.object({ 'detail-type': z.string(), detail: appointmentEvent }),
  z.object({ kind: z.literal('make_link'), intake_id: z.string(), at: z.int() }),
  z.object({ kind: z.literal('cancel_event'), event_id: z.string(), reason: z.optional(z.string()) }),
  z.object({ kind: z.literal('settle'), intake_id: z.string() }),
  z.object({
    kind: z.literal('look_up'),
    intake_id: z.string(),
    event_id: z.string(),
    invitee_id: z.string(),
  }),
]);

export const handler = queueWorker(message, async (arrived) => {
  if ('detail' in arrived) {
    const intakeId = await settling.intakes.ofAppointment(arrived.detail.appointmentId as AppointmentId);
    if (intakeId !== undefined) await settleIntake(settling, intakeId);
    return;
  }
  switch (arrived.kind) {
    case 'make_link':
      return makeLink(settling, arrived.intake_id, arrived.at);
    case 'cancel_event':
      await unlessGone(settling.calendly.cancel(arrived.event_id, arrived.reason, 10_000));
      return;
    case 'settle':
      return settleIntake(settling, arrived.intake_id);
    case 'look_up':
      return lookUp(arrived.intake_id, arrived.event_id, arrived.invitee_id);
  }
});

async function lookUp(intakeId: string, eventId: string, inviteeId: string): Promise<void> {
  const news = await unlessGone(settling.calendly.observe(eventId, inviteeId));
  if (news) await settleIntake(settling, await applyNews(settling, news, intakeId));
}

/** Nothing can be done any more about what is not there. */
async function unlessGone<Told>(call: Promise<Told>): Promise<Told | undefined> {
  try {
    return await call;
  } catch (fault) {
    if (fault instanceof CalendlyFault && fault.kind === 'not_found') return undefined;
    throw fault;
  }
}
