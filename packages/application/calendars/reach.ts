import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Caller } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './ports.ts';

/** A person's connections are their own and an admin's matter; to everybody else they do not exist. */
export function mayManage(caller: Pick<Caller, 'id' | 'roles'>, person: PersonId): boolean {
  return caller.id === person || caller.roles.includes('admin');
}

/** A connection within a caller's reach; any other is `not_found`. */
export async function findConnection(
  { connections }: { readonly connections: Connections },
  caller: Pick<Caller, 'id' | 'roles'>,
  id: string,
): Promise<Outcome<Connection>> {
  const connection = await connections.get(id);
  if (connection === undefined || !mayManage(caller, connection.personId)) return notFound('Connection');
  return done(connection);
}
