import { dynamodbRecommenders } from '@punctual/adapters/dynamodb/recommendations.ts';
import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { noteDecision } from '@punctual/application/recommendations/decide.ts';
import { learnOutcomeOf } from '@punctual/application/recommendations/learn.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

/** An appointment got its time, a hold ran out, or what became of an appointment may be known by now. */
const message = z.union([
  z.object({ 'detail-type': z.string(), detail: appointmentEvent }),
  z.object({
    kind: z.literal('outcome_due'),
    appointment_id: z.string(),
    target: z.enum(['kept', 'converted']),
  }),
]);

const learning = {
  ...ports,
  recommenders: dynamodbRecommenders(table),
  timers: schedulerTimers({
    group: required('SCHEDULE_GROUP'),
    roleArn: required('SCHEDULER_ROLE_ARN'),
    queueArn: required('QUEUE_ARN_LEARN_OUTCOMES'),
  }),
};

export const handler = queueWorker(message, async (arrived) => {
  if ('kind' in arrived) {
    const { appointment_id, target } = arrived;
    const learnt = await learnOutcomeOf(learning, appointment_id as AppointmentId, target);
    logger.info('outcome', { appointmentId: appointment_id, target, learnt });
    return;
  }
  const { appointmentId, providerId, clientId } = arrived.detail;
  if (arrived['detail-type'] === 'appointment.abandoned') {
    const { recommenders } = learning;
    await recommenders.noteAbandoned(
      providerId as PersonId,
      clientId as PersonId,
      appointmentId as AppointmentId,
    );
  } else await noteDecision(learning, appointmentId as AppointmentId);
});
