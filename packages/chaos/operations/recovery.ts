import { marks } from '../people.ts';
import type { Operation } from '../plan.ts';
import {
  answered,
  at,
  coachFor,
  type Result,
  resultOf,
  startFor,
  visitorAddress,
  type World,
  words,
} from '../world.ts';

/* What becomes of bookings that were begun and not finished. */

const base = '/api/coach-dashboard/booking-recovery';

/** One of the latest that a coach is shown, and the coach. */
async function abandoned(world: World, { shares: [whose, which = 0] }: Operation) {
  const { token } = coachFor(world, whose);
  const { status, body } = await world.client.call({
    method: 'GET',
    path: `${base}/abandoned?limit=10`,
    token,
  });
  const one = status === 200 ? at<{ readonly _id: string }>(body.data, which) : undefined;
  return one && { id: one._id, token };
}

export async function write(world: World, operation: Operation): Promise<Result> {
  const [, , how = 0] = operation.shares;
  const found = await abandoned(world, operation);
  if (found === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'POST',
    path: `${base}/${found.id}/recover`,
    token: found.token,
    key: `write-${operation.number}`,
    body: {
      messageType: how < 0.7 ? 'email' : 'sms',
      customMessage: words(operation),
      ...(how < 0.3 && { offerIncentive: true, incentiveType: 'discount', incentiveValue: 10 }),
    },
  });
  return resultOf(world, operation, reply);
}

export async function stop(world: World, operation: Operation): Promise<Result> {
  const found = await abandoned(world, operation);
  if (found === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'POST',
    path: `${base}/${found.id}/stop`,
    token: found.token,
    key: `stop-${operation.number}`,
  });
  return resultOf(world, operation, reply);
}

/** Takes the link out of the last mail that has one, and books what it leads to, or another time. */
export async function bookByLink(world: World, operation: Operation): Promise<Result> {
  const [who = 0, when = 0, other = 0] = operation.shares;
  const to = `visitor${Math.floor(who * 12)}@${marks.host}`;
  const inbox = await world.client.call({ method: 'GET', path: `/dev/inbox?to=${encodeURIComponent(to)}` });
  if (inbox.status !== 200) return 'unanswered';
  const texts: readonly string[] = inbox.body.map(({ text }: { readonly text: string }) => text);
  const link = texts
    .map((text) => /\/recover\/([\w.~-]+)/.exec(text)?.[1])
    .findLast((one) => one !== undefined);
  if (link === undefined) return 'nothing to do';
  world.cast.secrets.add(link);
  const from = visitorAddress(operation);
  const key = `recover-${operation.number}`;
  const reply = await world.client.call({
    method: 'POST',
    path: `/api/v1/public/recover/${link}/book`,
    from,
    key,
    body: other < 0.6 ? { startTime: startFor(world, when) } : {},
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { id, coachId, manageUrl } = reply.body.data;
    answered(world, key, id);
    world.acknowledged.push({ kind: 'booked', id });
    const token = String(manageUrl).split('/').at(-1) ?? '';
    world.cast.secrets.add(token);
    world.links.push({ token, id, from });
    const coach = world.cast.coaches.find((one) => one.id === coachId);
    if (coach !== undefined) world.appointments.push({ id, coach });
  }
  return result;
}
