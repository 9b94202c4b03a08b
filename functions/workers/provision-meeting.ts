import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { meetingPolicy } from '@punctual/application/meetings/actor.ts';
import { lookAgain } from '@punctual/application/meetings/judge.ts';
import { judgmentDue, provisionMeeting } from '@punctual/application/meetings/provision.ts';
import { provisionMessage } from '@punctual/contracts/webhooks/zoom.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { required } from '../environment.ts';
import { meetings, provider } from '../meetings.ts';
import { ports } from '../wiring.ts';

/** An appointment was changed, or what became of its meeting asks for it to be looked after. */
const message = z.union([
  z.object({ 'detail-type': z.string(), detail: appointmentEvent }),
  provisionMessage,
]);

const timers = schedulerTimers({
  group: required('SCHEDULE_GROUP'),
  roleArn: required('SCHEDULER_ROLE_ARN'),
  queueArn: required('QUEUE_ARN_APPLY_ZOOM_EVENT'),
});

export const handler = queueWorker(message, async (arrived) => {
  if (provider === undefined) return;
  const isNews = 'kind' in arrived;
  // That it was told of its meeting is our own doing.
  if (!isNews && arrived.detail.surface === meetingPolicy.surface) return;
  const id = (isNews ? arrived.appointment_id : arrived.detail.appointmentId) as AppointmentId;
  await provisionMeeting({ ...ports, meetings, provider }, id, { verify: isNews && arrived.verify });
  const [{ appointment }, record] = await Promise.all([
    ports.ledger.records({ appointment: id }),
    meetings.find(id),
  ]);
  const due = appointment && judgmentDue(appointment, record);
  if (due !== undefined && due > ports.clock.now()) await lookAgain({ timers }, id, due);
});
