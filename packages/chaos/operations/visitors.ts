import { marks } from '../people.ts';
import type { Operation } from '../plan.ts';
import {
  answered,
  coachFor,
  type KnownHold,
  type Result,
  recent,
  resultOf,
  startFor,
  visitorAddress,
  type World,
  words,
} from '../world.ts';

export async function hold(world: World, operation: Operation): Promise<Result> {
  const [whose, who = 0, when = 0] = operation.shares;
  const coach = coachFor(world, whose);
  const key = `hold-${operation.number}`;
  const from = visitorAddress(operation);
  const reply = await world.client.call({
    method: 'POST',
    path: '/api/v1/public/holds',
    from,
    key,
    body: {
      coachId: coach.id,
      startTime: startFor(world, when),
      duration: 30,
      contact: {
        name: `Visitor ${marks.name}`,
        email: `visitor${Math.floor(who * 12)}@${marks.host}`,
        phone: `+${marks.phone}${40 + Math.floor(who * 12)}`,
        timeZone: 'Europe/Rome',
      },
    },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { id, token } = reply.body.data;
    answered(world, key, id);
    world.cast.secrets.add(token);
    world.acknowledged.push({ kind: 'held', id });
    world.holds.push({ id, token, from, coach });
  }
  return result;
}

/** The later ones more often: the others have run out. */
function takeHold({ holds }: World, share = 0): KnownHold | undefined {
  const index = Math.floor((1 - share * share) * holds.length * 0.999);
  return holds.splice(index, 1)[0];
}

export async function confirmHold(world: World, operation: Operation): Promise<Result> {
  const known = takeHold(world, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const { id, token, from, coach } = known;
  const reply = await world.client.call({
    method: 'POST',
    path: `/api/v1/public/holds/${id}/confirm`,
    from,
    key: `confirm-hold-${operation.number}`,
    body: { token },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const link = String(reply.body.data.manageUrl).split('/').at(-1) ?? '';
    world.cast.secrets.add(link);
    world.acknowledged.push({ kind: 'booked', id });
    world.appointments.push({ id, coach });
    world.links.push({ token: link, id, from });
  }
  return result;
}

export async function releaseHold(world: World, operation: Operation): Promise<Result> {
  const known = takeHold(world, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const { id, token, from } = known;
  const reply = await world.client.call({
    method: 'DELETE',
    path: `/api/v1/public/holds/${id}?token=${encodeURIComponent(token)}`,
    from,
    key: `release-${operation.number}`,
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'given back', id });
  return result;
}

export async function moveByLink(world: World, operation: Operation): Promise<Result> {
  const [which = 0, when = 0] = operation.shares;
  const link = recent(world.links, which);
  if (link === undefined) return 'nothing to do';
  const newStartTime = startFor(world, when);
  const reply = await world.client.call({
    method: 'POST',
    path: `/api/v1/public/manage/${link.token}/reschedule`,
    from: link.from,
    key: `link-${operation.number}`,
    body: { newStartTime },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    world.acknowledged.push({ kind: 'moved', id: link.id, start: Date.parse(newStartTime) });
  }
  return result;
}

export async function cancelByLink(world: World, operation: Operation): Promise<Result> {
  const link = recent(world.links, operation.shares[0]);
  if (link === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'POST',
    path: `/api/v1/public/manage/${link.token}/cancel`,
    from: link.from,
    key: `cancel-link-${operation.number}`,
    body: { reason: words(operation) },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'cancelled', id: link.id });
  return result;
}

export async function readSlots(world: World, operation: Operation): Promise<Result> {
  const from = new Date(world.now).toISOString().slice(0, 10);
  const to = new Date(world.now + 2 * 86_400_000).toISOString().slice(0, 10);
  const reply = await world.client.call({
    method: 'GET',
    path: `/api/v1/public/coaches/${coachFor(world, operation.shares[0]).id}/slots?from=${from}&to=${to}`,
    from: visitorAddress(operation),
  });
  return resultOf(world, operation, reply);
}

export async function askForIntake(world: World, operation: Operation): Promise<Result> {
  const email = `intake${operation.number}@${marks.host}`;
  const reply = await world.client.call({
    method: 'POST',
    path: '/api/v1/public/booking',
    from: visitorAddress(operation),
    key: `intake-${operation.number}`,
    body: {
      firstName: 'Inta',
      lastName: marks.name,
      companyName: `Company ${marks.name}`,
      companyWebsite: 'https://somewhere.example',
      position: 'Owner',
      isDecisionMaker: true,
      email,
    },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { booking, calendlyLink: link } = reply.body.results;
    answered(world, `intake-${operation.number}`, booking._id);
    world.intakes.push({ id: booking._id, link, email });
  }
  return result;
}
