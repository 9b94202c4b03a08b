import type { Caller } from '../model.ts';
import { done, type Outcome } from '../outcome.ts';
import { endPushes } from './busy-source.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import { CalendarFault } from './ports.ts';
import { findConnection } from './reach.ts';

/**
 * Ends a connection: pushes, access, tokens and busy time go, the entries in the calendar stay. A provider that does not
 * answer does not keep us from forgetting the tokens; then access ends there when it runs out, or by the owner's hand.
 * Repeatable where it was interrupted.
 */
export async function disconnect(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<{ readonly revoked: boolean }>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) return found;
  const connection = found.value;
  await endPushes(ports, connection, await ports.connections.importState(id));
  const tokens = await ports.connections.tokens(id);
  let revoked = true;
  try {
    if (tokens !== undefined) await ports.providers[connection.provider].revoke(tokens);
  } catch (fault) {
    if (!(fault instanceof CalendarFault)) throw fault;
    revoked = false;
  }
  await ports.connections.erase(connection);
  return done({ revoked });
}
