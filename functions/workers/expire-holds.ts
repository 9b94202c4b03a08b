import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { expireHoldInTime } from '@punctual/application/appointments/expire-hold.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { required } from '../environment.ts';
import { ports } from '../wiring.ts';

/** A hold was placed, or the time of one is over. */
const message = z.union([
  z.object({ 'detail-type': z.literal('appointment.held'), detail: appointmentEvent }),
  z.object({ kind: z.literal('hold_over'), hold_id: z.string() }),
]);

const timers = schedulerTimers({
  group: required('SCHEDULE_GROUP'),
  roleArn: required('SCHEDULER_ROLE_ARN'),
  queueArn: required('QUEUE_ARN_EXPIRE_HOLDS'),
});

export const handler = queueWorker(message, async (arrived) => {
  const id = 'kind' in arrived ? arrived.hold_id : arrived.detail.appointmentId;
  await expireHoldInTime({ ...ports, timers }, id as AppointmentId);
});
