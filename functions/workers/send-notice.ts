import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import type { NoticeKind } from '@punctual/application/messages/notice.ts';
import { sendNotice } from '@punctual/application/messages/send-notice.ts';
import { appointmentEvent } from '@punctual/events/appointment-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { doubtRule, required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

const message = z.object({ 'detail-type': z.string(), detail: appointmentEvent });

const kinds: Readonly<Record<string, NoticeKind>> = {
  'appointment.booked': 'booked',
  'appointment.confirmed': 'confirmed',
  'appointment.rescheduled': 'rescheduled',
  'appointment.cancelled': 'cancelled',
  'appointment.completed': 'completed',
  'appointment.missed': 'missed',
};

const senders = {
  ...ports,
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
  links: signedLinks(),
  publicApiUrl: required('PUBLIC_API_URL'),
};

export const handler = queueWorker(message, async ({ 'detail-type': detailType, detail }) => {
  const kind = kinds[detailType];
  if (kind === undefined) throw new Error(`no notice for ${detailType}`);
  const appointmentId = detail.appointmentId as AppointmentId;
  await sendNotice(senders, { appointmentId, sequence: detail.sequence, kind });
});
