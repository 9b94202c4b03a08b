import { dynamodbAuthorizations } from '@punctual/adapters/dynamodb/authorizations.ts';
import { dynamodbBusyTime } from '@punctual/adapters/dynamodb/busy-time.ts';
import { dynamodbConnections } from '@punctual/adapters/dynamodb/connections.ts';
import { googleCalendar } from '@punctual/adapters/google/google.ts';
import { outlookCalendar } from '@punctual/adapters/microsoft/microsoft.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { secret } from '@punctual/adapters/secrets/secrets.ts';
import { kmsVault } from '@punctual/adapters/secrets/vault.ts';
import { systemClock } from '@punctual/adapters/system/system.ts';
import { type CalendarPorts, calendarNames } from '@punctual/application/calendars/calendar-ports.ts';
import type { CalendarProviderName } from '@punctual/application/calendars/connection.ts';
import type { Failure } from '@punctual/application/outcome.ts';
import { required } from './environment.ts';
import { ports, table } from './wiring.ts';

/* The adapters behind the ports of calendars, for the functions that speak to providers. */

const clientIds: Readonly<Record<CalendarProviderName, string>> = {
  google: process.env.GOOGLE_CLIENT_ID ?? '',
  outlook: process.env.MICROSOFT_CLIENT_ID ?? '',
};

const publicApiUrl = required('PUBLIC_API_URL').replace(/\/+$/, '');
const callback = `${publicApiUrl}/api/calendar-integration/callback`;

export const calendars: CalendarPorts = {
  ...ports,
  connections: dynamodbConnections(table, kmsVault(required('KMS_KEY_ID'))),
  providers: {
    google: googleCalendar({
      clientId: clientIds.google,
      clientSecret: () => secret('GOOGLE_CLIENT_SECRET'),
      apiUrl: process.env.GOOGLE_API_URL,
      oauthUrl: process.env.GOOGLE_OAUTH_URL,
      clock: systemClock,
    }),
    outlook: outlookCalendar({
      clientId: clientIds.outlook,
      clientSecret: () => secret('MICROSOFT_CLIENT_SECRET'),
      apiUrl: process.env.MICROSOFT_GRAPH_URL,
      oauthUrl: process.env.MICROSOFT_AUTHORITY_URL,
      clock: systemClock,
    }),
  },
  busyTime: dynamodbBusyTime(table),
  authorizations: dynamodbAuthorizations(table),
  signer: calendarSigner(),
  redirectUris: {
    google: process.env.GOOGLE_REDIRECT_URI || callback,
    outlook: process.env.MICROSOFT_REDIRECT_URI || callback,
  },
  syncQueue: sqsQueue(required('QUEUE_URL_SYNC_CALENDAR')),
  importQueue: sqsQueue(required('QUEUE_URL_IMPORT_BUSY')),
  publicApiUrl,
};

/** Why nobody can connect a provider's calendar here; undefined where it is set up. */
export function notSetUp(
  provider: CalendarProviderName,
): { readonly ok: false; readonly failure: Failure } | undefined {
  if (clientIds[provider] !== '') return undefined;
  const message = `${calendarNames[provider]} is not set up here`;
  return { ok: false, failure: { kind: 'provider_unavailable', message } };
}
