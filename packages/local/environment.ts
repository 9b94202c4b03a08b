import type { Worker } from '@punctual/contracts/worker.ts';
import { account, queueArn, region } from './aws/fault.ts';
import { queueUrl } from './aws/queues.ts';

export const tableName = 'punctual';
export const eventBusName = 'punctual';
export const scheduleGroup = 'punctual';
export const schedulerRole = `arn:aws:iam::${account}:role/scheduler`;

export interface Addresses {
  readonly gateway: string;
  readonly aws: string;
  readonly dynamodb: string;
}

/** What a deployed function finds in its environment, for this machine; values that are set already stand. */
export function functionEnvironment(
  addresses: Addresses,
  workers: readonly Worker[],
): Record<string, string> {
  const queues = workers.flatMap((worker) => {
    if (worker.source.kind !== 'queue') return [];
    const suffix = worker.name.toUpperCase().replaceAll('-', '_');
    return [
      [`QUEUE_URL_${suffix}`, queueUrl(addresses.aws, worker.name)],
      [`QUEUE_ARN_${suffix}`, queueArn(worker.name)],
    ];
  });
  const services = ['SQS', 'SCHEDULER', 'EVENTBRIDGE', 'SES', 'SESV2', 'SNS', 'KMS'];
  return {
    TABLE_NAME: tableName,
    EVENT_BUS_NAME: eventBusName,
    SCHEDULE_GROUP: scheduleGroup,
    SCHEDULER_ROLE_ARN: schedulerRole,
    QUEUE_URL_PREFIX: queueUrl(addresses.aws, ''),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, addresses.aws])),
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    DYNAMODB_ENDPOINT: addresses.dynamodb,
    PUBLIC_API_URL: addresses.gateway,
    AUTH_ISSUER: `${addresses.gateway}/dev/issuer`,
    AUTH_AUDIENCE: 'punctual',
    AUTH_ROLES_CLAIM: 'roles',
    LINK_SECRET: 'for links on this machine only',
    KMS_KEY_ID: 'alias/punctual-calendars',
    // There is no web application on this machine; this page takes any query.
    WEB_URL: `${addresses.gateway}/docs`,
    MAIL_FROM: 'Punctual <no-reply@punctual.example>',
    ...Object.fromEntries(
      [
        ['IOS', 'APNS'],
        ['ANDROID', 'GCM'],
        ['WEB', 'GCM'],
      ].map(([platform, service]) => [
        `PUSH_APPLICATION_ARN_${platform}`,
        `arn:aws:sns:${region}:${account}:app/${service}/punctual`,
      ]),
    ),
    POWERTOOLS_SERVICE_NAME: 'punctual',
    // A line for every request is for machines to read; POWERTOOLS_LOG_LEVEL=INFO brings them.
    POWERTOOLS_LOG_LEVEL: 'WARN',
    ...Object.fromEntries(queues),
  };
}

/** Sets the values that the process does not have yet; what is given back takes them away again. */
export function applyEnvironment(values: Readonly<Record<string, string>>): () => void {
  const added = Object.entries(values).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of added) process.env[name] = value;
  return () => {
    for (const [name] of added) delete process.env[name];
  };
}
