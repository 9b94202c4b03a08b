import { dynamodbConnections } from '@punctual/adapters/dynamodb/connections.ts';
import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { tellOwner } from '@punctual/application/calendars/tell-owner.ts';
import { instantInput } from '@punctual/contracts/fields.ts';
import { connectionEvent, connectionEventTypes } from '@punctual/events/connection-events.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { doubtRule, required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

const message = z.object({
  'detail-type': z.enum(connectionEventTypes),
  detail: z.extend(connectionEvent, { at: instantInput }),
});

/** It opens no tokens, and may not. */
const closed = { seal: refuse, open: refuse };

function refuse(): never {
  throw new Error('this worker has no business with tokens');
}

const telling = {
  ...ports,
  connections: dynamodbConnections(table, closed),
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
  webUrl: required('WEB_URL'),
};

export const handler = queueWorker(message, async ({ 'detail-type': type, detail }) => {
  const { eventId: id, connectionId, provider, at } = detail;
  const personId = detail.personId as PersonId;
  const appointmentId = (detail.appointmentId ?? undefined) as AppointmentId | undefined;
  await tellOwner(telling, { id, type, connectionId, personId, provider, appointmentId, at });
  const lost = type === 'connection.needs_reauth' || type === 'connection.failed' ? 1 : 0;
  logger.info(
    'connection told of',
    { operation: 'tellConnectionOwner', type, connectionId, provider, lost },
    { lost: 'Count' },
  );
});
