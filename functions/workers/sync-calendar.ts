import { syncAppointment } from '@punctual/application/calendars/sync-appointment.ts';
import { syncConnection } from '@punctual/application/calendars/sync-connection.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { calendars } from '../calendars.ts';

/** An appointment has changed, or there is something to do for one connection. */
const message = z.union([
  z.object({ 'detail-type': z.string(), detail: appointmentEvent }),
  z.object({ connection_id: z.string() }),
]);

export const handler = queueWorker(message, async (arrived) => {
  if ('connection_id' in arrived) await syncConnection(calendars, arrived.connection_id);
  else await syncAppointment(calendars, arrived.detail.appointmentId as AppointmentId);
});
