import type { Operation } from '../plan.ts';
import { clientFor, coachFor, type Result, recent, resultOf, type World, words } from '../world.ts';

const intakes = '/api/v1/admin/booking';

/** What the administrator does to one of the latest intakes. */
async function ofIntake(
  world: World,
  operation: Operation,
  call: (id: string) => { readonly method: string; readonly path: string; readonly body?: object },
): Promise<Result> {
  const known = recent(world.intakes, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    ...call(known.id),
    token: world.cast.admin.token,
    key: `intake-${operation.kind.replaceAll(' ', '-')}-${operation.number}`,
    body: call(known.id).body,
  });
  return resultOf(world, operation, reply);
}

export function changeIntake(world: World, operation: Operation): Promise<Result> {
  const [, what = 0] = operation.shares;
  return ofIntake(world, operation, (id) => ({
    method: 'PUT',
    path: intakes,
    body: what < 0.5 ? { _id: id, isRead: what < 0.25 } : { _id: id, meetingNotes: words(operation) },
  }));
}

export function cancelIntake(world: World, operation: Operation): Promise<Result> {
  return ofIntake(world, operation, (id) => ({
    method: 'POST',
    path: `${intakes}/${id}/cancel`,
    body: { reason: words(operation) },
  }));
}

export function deleteIntake(world: World, operation: Operation): Promise<Result> {
  return ofIntake(world, operation, (id) => ({ method: 'DELETE', path: `${intakes}/${id}` }));
}

/** Taken from a coach, who keeps the appointments that stand, and given back. */
export async function assignAnew(world: World, operation: Operation): Promise<Result> {
  const [who, whose] = operation.shares;
  const body = { providerId: coachFor(world, whose).id, clientId: clientFor(world, who).id };
  const path = '/api/v1/admin/relationships';
  const { token } = world.cast.admin;
  const key = `assign-${operation.number}`;
  await world.client.call({ method: 'DELETE', path, token, key: `un${key}`, body });
  const reply = await world.client.call({ method: 'PUT', path, token, key, body });
  return resultOf(world, operation, reply);
}
