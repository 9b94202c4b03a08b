import { marks } from '../people.ts';
import type { Operation } from '../plan.ts';
import {
  answered,
  at,
  coachFor,
  type Result,
  recent,
  resultOf,
  startFor,
  type World,
  words,
} from '../world.ts';

const base = '/api/coach-dashboard';

export async function bookLead(world: World, operation: Operation): Promise<Result> {
  const [whose, which = 0, when = 0, long = 0] = operation.shares;
  const coach = coachFor(world, whose);
  const key = `book-${operation.number}`;
  const staff = recent(
    world.staff.filter((one) => one.coach.id === coach.id),
    long,
  );
  const reply = await world.client.call({
    method: 'POST',
    path: `${base}/appointments`,
    token: coach.token,
    key,
    body: {
      leadId: recent(coach.leads, which),
      startTime: startFor(world, when),
      duration: long < 0.3 ? 60 : 30,
      notes: words(operation),
      ...(staff !== undefined && { assignedStaffId: staff.id }),
      // Zoom takes a hundred meetings a day.
      appointmentType: long < 0.4 ? 'online' : 'offline',
    },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { _id: id } = reply.body.data;
    answered(world, key, id);
    world.acknowledged.push({ kind: 'booked', id });
    world.appointments.push({ id, coach });
  }
  return result;
}

export async function move(world: World, operation: Operation): Promise<Result> {
  const [which = 0, when = 0] = operation.shares;
  const known = recent(world.appointments, which);
  if (known === undefined) return 'nothing to do';
  const newStartTime = startFor(world, when);
  const reply = await world.client.call({
    method: 'PUT',
    path: `${base}/appointments/${known.id}/reschedule`,
    token: known.coach.token,
    key: `move-${operation.number}`,
    body: { newStartTime, reason: words(operation) },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    world.acknowledged.push({ kind: 'moved', id: known.id, start: Date.parse(newStartTime) });
  }
  return result;
}

export async function cancel(world: World, operation: Operation): Promise<Result> {
  const known = recent(world.appointments, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'DELETE',
    path: `${base}/appointments/${known.id}`,
    token: known.coach.token,
    key: `cancel-${operation.number}`,
    body: { reason: words(operation) },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'cancelled', id: known.id });
  return result;
}

export async function confirm(world: World, operation: Operation): Promise<Result> {
  const known = recent(world.appointments, operation.shares[0]);
  if (known === undefined) return 'nothing to do';
  const reply = await world.client.call({
    method: 'PATCH',
    path: `${base}/appointments/${known.id}/status`,
    token: known.coach.token,
    key: `confirm-${operation.number}`,
    body: { status: 'confirmed' },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.acknowledged.push({ kind: 'confirmed', id: known.id });
  return result;
}

export async function changeSettings(world: World, operation: Operation): Promise<Result> {
  const [whose, what = 0, value = 0] = operation.shares;
  const reply = await world.client.call({
    method: 'PUT',
    path: `${base}/availability`,
    token: coachFor(world, whose).token,
    key: `settings-${operation.number}`,
    body:
      what < 0.4
        ? { bufferTime: Math.floor(value * 4) * 5 }
        : what < 0.8
          ? {
              reminderSettings: {
                emailReminder: value < 0.8,
                smsReminder: value < 0.6,
                reminderTime: 1 + Math.floor(value * 47),
                followUpReminder: true,
              },
            }
          : { autoConfirm: value < 0.5 },
  });
  return resultOf(world, operation, reply);
}

export async function changeRow(world: World, operation: Operation): Promise<Result> {
  const [whose, which = 0, begin = 0] = operation.shares;
  const known = begin < 0.5 ? world.rows.splice(Math.floor(which * world.rows.length), 1)[0] : undefined;
  const path = '/booking/availability';
  if (known !== undefined) {
    const { id, coach } = known;
    const gone = await world.client.call({
      method: 'DELETE',
      path: `${path}/${id}`,
      token: coach.token,
      key: `row-${operation.number}`,
    });
    return resultOf(world, operation, gone);
  }
  const coach = coachFor(world, whose);
  const reply = await world.client.call({
    method: 'POST',
    path,
    token: coach.token,
    key: `row-${operation.number}`,
    body: { dayOfWeek: Math.floor(which * 7), startTime: '23:10', endTime: '23:50' },
  });
  // There is one on that day already.
  if (String(reply.body?.error).includes('Overlaps')) return 'refused';
  const result = resultOf(world, operation, reply);
  if (result === 'done') world.rows.push({ id: reply.body.id, coach });
  return result;
}

export async function enterLead(world: World, operation: Operation): Promise<Result> {
  const [whose, shared = 0] = operation.shares;
  const coach = coachFor(world, whose);
  const name = shared < 0.3 ? `client${Math.floor(shared * 10)}` : `new${operation.number}`;
  const reply = await world.client.call({
    method: 'POST',
    path: `${base}/leads`,
    token: coach.token,
    key: `lead-${operation.number}`,
    body: { name: `New ${marks.name}`, email: `${name}@${marks.host}` },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    answered(world, `lead-${operation.number}`, reply.body.data._id);
    coach.leads.push(reply.body.data._id);
  }
  return result;
}

export async function changeLead(world: World, operation: Operation): Promise<Result> {
  const [whose, which = 0, what = 0] = operation.shares;
  const coach = coachFor(world, whose);
  const body =
    what < 0.5
      ? { score: Math.floor(what * 100), temperature: 'hot' }
      : { email: `moved${Math.floor(what * 20)}@${marks.host}` };
  const reply = await world.client.call({
    method: 'PATCH',
    path: `${base}/leads/${recent(coach.leads, which)}`,
    token: coach.token,
    key: `change-lead-${operation.number}`,
    body,
  });
  return resultOf(world, operation, reply);
}

export async function takeOnStaff(world: World, operation: Operation): Promise<Result> {
  const coach = coachFor(world, operation.shares[0]);
  const reply = await world.client.call({
    method: 'POST',
    path: `${base}/staff`,
    token: coach.token,
    key: `staff-${operation.number}`,
    body: { name: `Staff ${marks.name}`, email: `staff${operation.number}@${marks.host}` },
  });
  const result = resultOf(world, operation, reply);
  if (result === 'done') {
    const { _id: id } = reply.body.data;
    answered(world, `staff-${operation.number}`, id);
    world.staff.push({ id, coach });
  }
  return result;
}

export async function changeZoomSettings(world: World, operation: Operation): Promise<Result> {
  const [whose, value = 0] = operation.shares;
  const reply = await world.client.call({
    method: 'PUT',
    path: `${base}/zoom-settings`,
    token: coachFor(world, whose).token,
    key: `zoom-${operation.number}`,
    body: { waitingRoom: value < 0.5, autoRecording: value < 0.3 ? 'cloud' : 'none' },
  });
  return resultOf(world, operation, reply);
}

const lists = [
  '/appointments/upcoming',
  '/appointments/today',
  '/leads',
  '/appointments/stats',
  '/staff',
  '/booking-recovery/abandoned',
];

export async function readLists(world: World, operation: Operation): Promise<Result> {
  const [whose, which = 0, whom] = operation.shares;
  const { token, leads } = coachFor(world, whose);
  const list = at([...lists, `/ai-recommendations?leadId=${recent(leads, whom)}`], which);
  const reply = await world.client.call({ method: 'GET', path: `${base}${list}`, token });
  return resultOf(world, operation, reply);
}
