import { createHmac, randomBytes } from 'node:crypto';
import { dynamodbAuthorizations } from '@punctual/adapters/dynamodb/authorizations.ts';
import { dynamodbBusyTime } from '@punctual/adapters/dynamodb/busy-time.ts';
import { dynamodbConnections } from '@punctual/adapters/dynamodb/connections.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import type { CalendarPorts, ConnectionMessage } from '@punctual/application/calendars/calendar-ports.ts';
import {
  type ConnectionSettingsChange,
  changeConnectionSettings,
} from '@punctual/application/calendars/change-connection-settings.ts';
import { connect } from '@punctual/application/calendars/connect.ts';
import type { CalendarProviderName, Connection } from '@punctual/application/calendars/connection.ts';
import { importBusy } from '@punctual/application/calendars/import-busy.ts';
import type { CalendarSigner } from '@punctual/application/calendars/ports.ts';
import { syncConnection } from '@punctual/application/calendars/sync-connection.ts';
import type { Queue } from '@punctual/application/ports.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { portsOn, type StillClock, value } from '../world.ts';
import { type Account, type ImitatedProvider, imitatedProvider, type Mishaps } from './provider.ts';

/** A queue whose messages a test takes out by itself. */
export interface OpenQueue extends Queue {
  readonly messages: object[];
}

export interface CalendarWorld extends CalendarPorts {
  readonly providers: Readonly<Record<'google' | 'outlook', ImitatedProvider>>;
  readonly syncQueue: OpenQueue;
  readonly importQueue: OpenQueue;
}

const week = 7 * 86_400_000;

/** The real stores on a table with imitated providers, whose mishaps may be shared. */
export function calendarWorld(
  table: Table,
  clock: StillClock,
  mishaps: Mishaps = { random: () => 0.5, likely: 0 },
): CalendarWorld {
  const now = () => clock.now();
  // Sealing is the vault's own affair, which its tests see to; here it is enough that a store asks for it.
  const vault: Parameters<typeof dynamodbConnections>[1] = {
    seal: async (_, secret) => ({ keyId: '', encryptedKey: '', nonce: '', tag: '', ciphertext: secret }),
    open: async (_, { ciphertext }) => ciphertext,
  };
  return {
    ...portsOn(table, clock),
    // Nothing here is gained by waiting.
    pause: async () => undefined,
    connections: dynamodbConnections(table, vault),
    busyTime: dynamodbBusyTime(table),
    authorizations: dynamodbAuthorizations(table),
    providers: {
      google: imitatedProvider('google', now, mishaps, week),
      outlook: imitatedProvider('outlook', now, mishaps),
    },
    signer: testSigner(),
    redirectUris: { google: 'https://api.example/callback', outlook: 'https://api.example/callback' },
    syncQueue: openQueue(),
    importQueue: openQueue(),
    publicApiUrl: 'https://api.example',
  };
}

export interface Linked {
  readonly account: Account;
  readonly connection: Connection;
}

/** A person connects an account of their own with these settings; what follows from that lies in the queues. */
export async function connectAccount(
  world: CalendarWorld,
  personId: PersonId,
  provider: CalendarProviderName,
  settings: ConnectionSettingsChange = {},
  suffix = '',
): Promise<Linked> {
  const account = world.providers[provider].open(`${provider}-${personId}${suffix}@example.com`);
  const { connection } = await connect(world, { personId, provider }, account.tokens, account.email);
  const owner = { id: personId, roles: [] };
  const view = value(await changeConnectionSettings(world, owner, connection.id, settings));
  return { account, connection: view.connection };
}

/** Does everything that lies in the queues, and what comes of it. */
export async function workQueues(world: CalendarWorld): Promise<void> {
  for (;;) {
    const [sync, busy] = [world.syncQueue.messages.shift(), world.importQueue.messages.shift()];
    if (sync === undefined && busy === undefined) return;
    if (sync !== undefined) await syncConnection(world, (sync as ConnectionMessage).connection_id);
    if (busy !== undefined) await importBusy(world, (busy as ConnectionMessage).connection_id);
  }
}

function openQueue(): OpenQueue {
  const messages: object[] = [];
  return { messages, send: async (added) => void messages.push(...added) };
}

/** Signs as the real one does, under a secret of its own. */
function testSigner(): CalendarSigner {
  const sign = (text: string) => createHmac('sha256', 'test').update(text).digest('base64url');
  const opened = (token: string): string | undefined => {
    const at = token.lastIndexOf('.');
    const content = token.slice(0, at);
    return sign(content) === token.slice(at + 1) ? content : undefined;
  };
  return {
    async newAuthorization() {
      const random = randomBytes(16).toString('base64url');
      return { state: `${random}.${sign(random)}`, codeVerifier: randomBytes(32).toString('base64url') };
    },
    stateHash: async (state) => opened(state),
    pushSecret: async (id) => `${id}.${sign(id)}`,
    connectionOf: async (secret) => opened(secret),
  };
}
