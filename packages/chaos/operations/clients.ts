import { marks } from '../people.ts';
import type { Operation } from '../plan.ts';
import {
  answered,
  at,
  clientFor,
  coachFor,
  type Result,
  recent,
  resultOf,
  startFor,
  type World,
  words,
} from '../world.ts';

export async function bookSession(world: World, operation: Operation): Promise<Result> {
  const [who, whose, when = 0, long = 0] = operation.shares;
  const client = clientFor(world, who);
  const coach = coachFor(world, whose);
  const key = `session-${operation.number}`;
  const reply = await world.client.call({
    method: 'POST',
    path: '/booking/meetings',
    token: client.token,
    key,
    body: {
      title: `Session ${words(operation)}`,
      startTime: startFor(world, when),
      duration: long < 0.2 ? 120 : 60,
      therapistId: coach.id,
    },
  });
  // Their assignment was just taken from them.
  if (reply.status === 403) return 'refused';
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { id } = reply.body;
    answered(world, key, id);
    world.acknowledged.push({ kind: 'booked', id });
    world.appointments.push({ id, coach, client });
  }
  return result;
}

export async function bookCoach(world: World, operation: Operation): Promise<Result> {
  const [who, whose, when = 0] = operation.shares;
  const client = clientFor(world, who);
  const coach = coachFor(world, whose);
  const key = `booking-${operation.number}`;
  const reply = await world.client.call({
    method: 'POST',
    path: '/booking',
    token: client.token,
    key,
    body: {
      coach_id: coach.id,
      session_datetime: startFor(world, when),
      duration_minutes: 45,
      notes: words(operation),
    },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { id } = reply.body;
    answered(world, key, id);
    world.acknowledged.push({ kind: 'booked', id });
    world.appointments.push({ id, coach, client });
  }
  return result;
}

/** One of those that clients have booked by themselves. */
function ownOf(world: World, share = 0) {
  return recent(
    world.appointments.filter(({ client }) => client !== undefined),
    share,
  );
}

export async function moveSession(world: World, operation: Operation): Promise<Result> {
  const [which, when = 0] = operation.shares;
  const known = ownOf(world, which);
  if (known === undefined) return 'nothing to do';
  const startTime = startFor(world, when);
  const reply = await world.client.call({
    method: 'PUT',
    path: `/booking/meetings/${known.id}`,
    token: known.client?.token,
    key: `move-session-${operation.number}`,
    body: { startTime, title: `Moved ${words(operation)}` },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    // What it was already is no change, and has no event.
    world.acknowledged.push({ kind: 'moved', id: known.id, start: Date.parse(startTime) });
  }
  return result;
}

export async function cancelSession(world: World, operation: Operation): Promise<Result> {
  const known = ownOf(world, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'DELETE',
    path: `/booking/meetings/${known.id}/cancel`,
    token: known.client?.token,
    key: `cancel-session-${operation.number}`,
    body: { reason: words(operation) },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'cancelled', id: known.id });
  return result;
}

export async function cancelBooking(world: World, operation: Operation): Promise<Result> {
  const known = ownOf(world, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'DELETE',
    path: `/booking/${known.id}`,
    token: known.client?.token,
    key: `cancel-booking-${operation.number}`,
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'cancelled', id: known.id });
  return result;
}

export async function adminConfirms(world: World, operation: Operation): Promise<Result> {
  const known = ownOf(world, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'PATCH',
    path: `/booking/${known.id}/status`,
    token: world.cast.admin.token,
    key: `admin-${operation.number}`,
    body: { status: 'confirmed' },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'confirmed', id: known.id });
  return result;
}

export async function enterDevice(world: World, operation: Operation): Promise<Result> {
  const [who, which = 0] = operation.shares;
  const token = `${marks.words}-device-${Math.floor(which * 8)}`;
  const reply = await world.client.call({
    method: 'PUT',
    path: '/api/v1/me/devices',
    token: clientFor(world, who).token,
    key: `device-${operation.number}`,
    body: { platform: 'web', token },
  });
  return resultOf(world, operation, reply);
}

export async function forgetDevice(world: World, operation: Operation): Promise<Result> {
  const [who, which = 0] = operation.shares;
  const reply = await world.client.call({
    method: 'DELETE',
    path: '/api/v1/me/devices',
    token: clientFor(world, who).token,
    key: `forget-${operation.number}`,
    body: { token: `${marks.words}-device-${Math.floor(which * 8)}` },
  });
  return resultOf(world, operation, reply);
}

const feed = '/api/v1/me/calendar-feed';

export async function makeFeed(world: World, operation: Operation): Promise<Result> {
  const [who, details = 0] = operation.shares;
  const { id, token } = clientFor(world, who);
  const reply = await world.client.call({
    method: 'POST',
    path: feed,
    token,
    body: { includeClientDetails: details < 0.5 },
  });
  const result = resultOf(world, operation, reply);
  // An answer that is lost leaves nobody with the new address, and the old one leads nowhere.
  world.feeds.delete(id);
  if (result === 'done') {
    const { url } = reply.body.data;
    world.cast.secrets.add(url);
    world.feeds.set(id, new URL(url).pathname);
  }
  return result;
}

export async function readFeed(world: World, operation: Operation): Promise<Result> {
  const path = at([...world.feeds.values()], operation.shares[0] ?? 0);
  if (path === undefined) return 'nothing to do';
  return resultOf(world, operation, await world.client.call({ method: 'GET', path }));
}

export async function takeFeedBack(world: World, operation: Operation): Promise<Result> {
  const { id, token } = clientFor(world, operation.shares[0]);
  const key = `feed-${operation.number}`;
  world.feeds.delete(id);
  return resultOf(world, operation, await world.client.call({ method: 'DELETE', path: feed, token, key }));
}
