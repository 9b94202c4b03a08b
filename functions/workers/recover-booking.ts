import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { continueRecovery } from '@punctual/application/recovery/automatic.ts';
import { creditBooking, noteAbandoned } from '@punctual/application/recovery/note-abandoned.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { doubtRule, required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

/** A booking was abandoned, the time of the next message about one has come, or somebody has booked. */
const message = z.union([
  z.object({
    'detail-type': z.enum(['appointment.abandoned', 'appointment.booked']),
    detail: appointmentEvent,
  }),
  z.object({ kind: z.literal('recovery_due'), hold_id: z.string() }),
]);

const recovering = {
  ...ports,
  recoveries: dynamodbRecoveries(table),
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
  links: signedLinks(),
  publicApiUrl: required('PUBLIC_API_URL'),
  timers: schedulerTimers({
    group: required('SCHEDULE_GROUP'),
    roleArn: required('SCHEDULER_ROLE_ARN'),
    queueArn: required('QUEUE_ARN_RECOVER_BOOKING'),
  }),
};

export const handler = queueWorker(message, async (arrived) => {
  if ('kind' in arrived) return continueRecovery(recovering, arrived.hold_id as AppointmentId);
  const { appointmentId, providerId, clientId } = arrived.detail;
  const id = appointmentId as AppointmentId;
  if (arrived['detail-type'] === 'appointment.abandoned') return noteAbandoned(recovering, id);
  const people = { providerId: providerId as PersonId, clientId: clientId as PersonId };
  return creditBooking(recovering, { id, ...people });
});
