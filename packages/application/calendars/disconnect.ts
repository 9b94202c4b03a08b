import type { Caller } from '../model.ts';
import { done, type Outcome } from '../outcome.ts';
import { endPushes } from './busy-source.ts';
import type { CalendarPorts, ConnectionMessage } from './calendar-ports.ts';
import { CalendarFault } from './ports.ts';
import { findConnection, mayManage } from './reach.ts';

/** When a worker looks whether anything is left of a connection: later than any call has ended. */
const lookSeconds = 60;

/**
 * Ends a connection: pushes, access, tokens and busy time go, the entries in the calendar stay. A provider that does not
 * answer does not keep us from forgetting the tokens; then access ends there when it runs out, or by the owner's hand.
 * Where it is interrupted, a worker finishes it a minute later, or whoever asks again.
 */
export async function disconnect(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<{ readonly revoked: boolean }>> {
  const found = await findConnection(ports, caller, id);
  if (!found.ok) {
    const ending = await ports.connections.ending(id);
    if (ending === undefined || !mayManage(caller, ending.personId)) return found;
    await ports.connections.erase(ending);
    // Whoever began it asked the provider; the answer went with them.
    return done({ revoked: false });
  }
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
  // Asked for before there is anything to finish, so that nothing is left of which nobody knows.
  const message: ConnectionMessage = { connection_id: id };
  await ports.syncQueue.send([message], lookSeconds);
  await ports.connections.erase(connection);
  return done({ revoked });
}
