import { statusAfter } from '@punctual/scheduling/calendars/status.ts';
import type { Caller } from '../model.ts';
import { done, type Outcome } from '../outcome.ts';
import { withAccessToken } from './access-token.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import { changeConnection } from './connection-changes.ts';
import { CalendarFault } from './ports.ts';
import { findConnection } from './reach.ts';

export type TestResult =
  | {
      readonly ok: true;
      readonly calendarName: string;
      /** If the provider tells. */
      readonly timeZone: string | undefined;
      readonly accountEmail: string;
    }
  | { readonly ok: false; readonly message: string; readonly status: Connection['status'] };

/** Calls the provider and says what it found; what works again is no error any more. */
export async function testConnection(
  ports: Pick<CalendarPorts, 'connections' | 'providers' | 'clock' | 'ids' | 'pause'>,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<TestResult>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const connection = found.value;
  const provider = ports.providers[connection.provider];
  try {
    const calendar = await withAccessToken(ports, connection, (token) => provider.describe(token));
    if (connection.status === 'error') {
      await changeConnection(ports, id, ({ status, settings }) => ({
        fields: { status: statusAfter(status, 'works', settings.syncEnabled), lastError: undefined },
      }));
    }
    return done({ ok: true, ...calendar, accountEmail: connection.accountEmail });
  } catch (fault) {
    if (!(fault instanceof CalendarFault)) throw fault;
    const status = (await ports.connections.get(id))?.status ?? connection.status;
    return done({ ok: false, message: fault.message, status });
  }
}
