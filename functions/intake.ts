import { calendlyAccount } from '@punctual/adapters/calendly/calendly.ts';
import { dynamodbIntakes } from '@punctual/adapters/dynamodb/intakes.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { secret } from '@punctual/adapters/secrets/secrets.ts';
import { systemClock } from '@punctual/adapters/system/system.ts';
import type { IntakePorts } from '@punctual/application/intake/ports.ts';
import { required } from './environment.ts';
import { ports, table } from './wiring.ts';

/** The adapters behind the ports of intake, for the functions of it. */
export const intakePorts: IntakePorts = {
  ...ports,
  intakes: dynamodbIntakes(table),
  calendly: calendlyAccount({
    apiUrl: process.env.CALENDLY_API_URL,
    token: () => secret('CALENDLY_API_TOKEN'),
    eventTypeId: process.env.CALENDLY_EVENT_TYPE_UUID,
    clock: systemClock,
  }),
  later: sqsQueue(required('QUEUE_URL_SETTLE_INTAKE')),
};
