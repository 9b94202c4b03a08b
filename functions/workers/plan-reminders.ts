import { dynamodbTimerNotes } from '@punctual/adapters/dynamodb/timer-notes.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { planAllOf, planReminders } from '@punctual/application/reminders/plan.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { settingsChangedEvent } from '@punctual/events/settings-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

/** An appointment or a provider's settings were changed, or one appointment is to be planned because of the latter. */
const message = z.union([
  z.object({ 'detail-type': z.literal('settings.changed'), detail: settingsChangedEvent }),
  z.object({ 'detail-type': z.string(), detail: appointmentEvent }),
  z.object({ kind: z.literal('plan'), appointment_id: z.string() }),
]);

const planning = {
  ...ports,
  notes: dynamodbTimerNotes(table),
  queue: sqsQueue(required('QUEUE_URL_PLAN_REMINDERS')),
  timers: schedulerTimers({
    group: required('SCHEDULE_GROUP'),
    roleArn: required('SCHEDULER_ROLE_ARN'),
    queueArn: required('QUEUE_ARN_SEND_REMINDER'),
  }),
};

export const handler = queueWorker(message, async (arrived) => {
  if ('kind' in arrived) return planReminders(planning, arrived.appointment_id as AppointmentId);
  const { detail } = arrived;
  if ('appointmentId' in detail) return planReminders(planning, detail.appointmentId as AppointmentId);
  if (detail.changed.includes('reminders')) await planAllOf(planning, detail.providerId as PersonId);
});
