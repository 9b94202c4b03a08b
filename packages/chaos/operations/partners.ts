import { marks } from '../people.ts';
import type { Operation } from '../plan.ts';
import { type Result, recent, startFor, type World } from '../world.ts';

/* What happens at Calendly, at Zoom and where payments are taken. */

export async function bookAtCalendly(world: World, operation: Operation): Promise<Result> {
  const [which = 0, when = 0] = operation.shares;
  const intake = recent(world.intakes, which);
  if (intake === undefined) return 'nothing to do';
  const { link, email } = intake;
  const reply = await world.client.call({
    method: 'POST',
    path: '/dev/providers/calendly/book',
    body: {
      name: `Inta ${marks.name}`,
      email,
      startTime: startFor(world, when),
      ...(link.includes('/d/') && { booking_url: link }),
    },
  });
  if (reply.status === 200) world.invited.push(email);
  return reply.status === 0 ? 'unanswered' : reply.status === 200 ? 'done' : 'refused';
}

export async function cancelAtCalendly(world: World, operation: Operation): Promise<Result> {
  const invitee = recent(world.invited, operation.shares[0]);
  if (invitee === undefined) return 'nothing to do';
  const path = '/dev/providers/calendly/cancel';
  const reply = await world.client.call({ method: 'POST', path, body: { invitee } });
  return reply.status === 0 ? 'unanswered' : reply.status === 200 ? 'done' : 'refused';
}

/** The meeting of one of the latest appointments, as its coach is shown it; some have none. */
async function meetingOf(world: World, share?: number): Promise<string | undefined> {
  const known = recent(world.appointments, share);
  if (known === undefined) return undefined;
  const reply = await world.client.call({
    method: 'GET',
    path: `/api/coach-dashboard/zoom-meetings/appointment/${known.id}`,
    token: known.coach.token,
  });
  return reply.status === 200 ? (reply.body.data.meetingId ?? undefined) : undefined;
}

async function atZoom(world: World, what: string, body: object): Promise<Result> {
  const reply = await world.client.call({ method: 'POST', path: `/dev/providers/zoom/${what}`, body });
  return reply.status === 0 ? 'unanswered' : reply.status === 200 ? 'done' : 'refused';
}

/** It takes place by itself when its time has come, which Zoom then tells of. */
export async function holdMeeting(world: World, operation: Operation): Promise<Result> {
  const meetingId = await meetingOf(world, operation.shares[0]);
  return meetingId === undefined ? 'nothing to do' : atZoom(world, 'play', { meetingId });
}

export async function deleteMeeting(world: World, operation: Operation): Promise<Result> {
  const meetingId = await meetingOf(world, operation.shares[0]);
  return meetingId === undefined ? 'nothing to do' : atZoom(world, 'delete', { meetingId });
}

export function repeatNews(world: World, { shares: [times = 0] }: Operation): Promise<Result> {
  return atZoom(world, 'replay', { times: 1 + Math.floor(times * 3) });
}

/** Tells the bus of a payment, twice now and then, as whoever takes payments would. */
async function tell(world: World, operation: Operation, kind: 'Succeeded' | 'Failed'): Promise<Result> {
  const [which, twice = 0] = operation.shares;
  const known = recent(
    world.appointments.filter(({ client }) => client !== undefined),
    which,
  );
  if (known === undefined) return 'nothing to do';
  const detail = { booking_id: known.id, payment_id: `payment-${operation.number}` };
  const isTold = await world.publish(`Payment${kind}`, detail);
  if (isTold && twice < 0.3) await world.publish(`Payment${kind}`, detail);
  if (isTold && kind === 'Succeeded') world.acknowledged.push({ kind: 'paid', id: known.id });
  return isTold ? 'done' : 'unanswered';
}

export const pay = (world: World, operation: Operation): Promise<Result> =>
  tell(world, operation, 'Succeeded');

export const failToPay = (world: World, operation: Operation): Promise<Result> =>
  tell(world, operation, 'Failed');
