import { DeleteScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { dynamodbAuthorizations } from '@punctual/adapters/dynamodb/authorizations.ts';
import { dynamodbBusyTime } from '@punctual/adapters/dynamodb/busy-time.ts';
import { dynamodbConnections } from '@punctual/adapters/dynamodb/connections.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { googleCalendar } from '@punctual/adapters/google/google.ts';
import { outlookCalendar } from '@punctual/adapters/microsoft/microsoft.ts';
import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { secret } from '@punctual/adapters/secrets/secrets.ts';
import { kmsVault } from '@punctual/adapters/secrets/vault.ts';
import { systemClock } from '@punctual/adapters/system/system.ts';
import type { CalendarPorts } from '@punctual/application/calendars/calendar-ports.ts';
import { disconnect } from '@punctual/application/calendars/disconnect.ts';
import type { Ports, Queue } from '@punctual/application/ports.ts';
import { operator } from './end.ts';

const nobody: Queue = { send: async () => undefined };

/** Ends a connection, as its owner would; whether its provider was told as well. */
export type EndConnection = (id: string) => Promise<boolean>;

/**
 * With `KMS_KEY_ID` and the providers' settings, as functions have them, access is also taken back at the provider. Without,
 * the tokens are erased here, which nobody could have used without the key; the grant over there stays until its owner
 * withdraws it.
 */
export function connectionsFromEnvironment(table: Table, ports: Ports): EndConnection {
  const { env } = process;
  const key = env.KMS_KEY_ID;
  if (key === undefined || key === '') {
    const closed = async (): Promise<never> => {
      throw new Error('KMS_KEY_ID is not set');
    };
    const connections = dynamodbConnections(table, { seal: closed, open: closed });
    return async (id) => {
      const connection = (await connections.get(id)) ?? (await connections.ending(id));
      if (connection !== undefined) await connections.erase(connection);
      return false;
    };
  }
  const calendars: CalendarPorts = {
    ...ports,
    connections: dynamodbConnections(table, kmsVault(key)),
    providers: {
      google: googleCalendar({
        clientId: env.GOOGLE_CLIENT_ID ?? '',
        clientSecret: () => secret('GOOGLE_CLIENT_SECRET'),
        apiUrl: env.GOOGLE_API_URL,
        oauthUrl: env.GOOGLE_OAUTH_URL,
        clock: systemClock,
      }),
      outlook: outlookCalendar({
        clientId: env.MICROSOFT_CLIENT_ID ?? '',
        clientSecret: () => secret('MICROSOFT_CLIENT_SECRET'),
        apiUrl: env.MICROSOFT_GRAPH_URL,
        oauthUrl: env.MICROSOFT_AUTHORITY_URL,
        clock: systemClock,
      }),
    },
    busyTime: dynamodbBusyTime(table),
    authorizations: dynamodbAuthorizations(table),
    signer: calendarSigner(),
    redirectUris: { google: '', outlook: '' },
    // No worker has to look whether anything is left: this command does, and can be repeated.
    syncQueue: nobody,
    importQueue: nobody,
    publicApiUrl: '',
  };
  return async (id) => {
    const done = await disconnect(calendars, { id: operator.id, roles: ['admin'] }, id);
    return done.ok && done.value.revoked;
  };
}

/** Deletes the timers of a group whose names hold one of the ids; how many there were. */
export async function cancelTimers(GroupName: string, ids: readonly string[]): Promise<number> {
  const client = new SchedulerClient({ maxAttempts: 3 });
  const wanted = new Set(ids);
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSchedulesCommand({ GroupName, NextToken, MaxResults: 100 }));
    // `<kind>-<UUID>` and what follows.
    const isWanted = (name: string) =>
      wanted.has(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(name)?.[0] ?? '');
    names.push(...(page.Schedules ?? []).map(({ Name = '' }) => Name).filter(isWanted));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  for (const Name of names) await client.send(new DeleteScheduleCommand({ GroupName, Name }));
  return names.length;
}
