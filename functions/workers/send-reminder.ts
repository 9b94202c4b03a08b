import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbDevices } from '@punctual/adapters/dynamodb/devices.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { snsPusher } from '@punctual/adapters/push/sns-pusher.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { snsTexter } from '@punctual/adapters/sms/sns-texter.ts';
import { sendFollowUp, sendReminder } from '@punctual/application/reminders/send.ts';
import { instantInput } from '@punctual/contracts/fields.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { doubtRule, required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

/** The time of a reminder has come, or a client has missed an appointment. */
const message = z.union([
  z.object({
    kind: z.literal('reminder'),
    appointment_id: z.string(),
    key: z.enum(['email', 'email-last', 'sms', 'push']),
    planned: instantInput,
  }),
  z.object({ 'detail-type': z.literal('appointment.missed'), detail: appointmentEvent }),
]);

const senders = {
  ...ports,
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  texter: snsTexter(),
  pusher: snsPusher({
    ios: process.env.PUSH_APPLICATION_ARN_IOS,
    android: process.env.PUSH_APPLICATION_ARN_ANDROID,
    web: process.env.PUSH_APPLICATION_ARN_WEB,
  }),
  devices: dynamodbDevices(table),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
  links: signedLinks(),
  publicApiUrl: required('PUBLIC_API_URL'),
};

export const handler = queueWorker(message, async (arrived) => {
  if ('kind' in arrived) {
    const { appointment_id: id, key, planned } = arrived;
    const verdict = await sendReminder(senders, id as AppointmentId, key, planned);
    // Whatever was done about it in time or not; one for a time that holds no more is late for nobody.
    if (verdict === 'send' || verdict === 'too_late') {
      const lateness = Math.max(0, senders.clock.now() - planned);
      logger.info(
        'reminder due',
        { operation: 'sendReminder', key, verdict, lateness },
        { lateness: 'Milliseconds' },
      );
    }
  } else if (arrived.detail.notifyClient) {
    await sendFollowUp(senders, arrived.detail.appointmentId as AppointmentId);
  }
});
