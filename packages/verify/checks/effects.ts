import { at, type Check, findings, isLive, minute, ofAppointment, ofConnection } from '../check.ts';
import type { AppointmentFact, DeliveryFact } from '../fact-kinds.ts';
import type { Facts } from '../facts.ts';

/** The notice that each event has, and whether only bookings are told of it. */
const notices: Readonly<Record<string, { readonly kind: string; readonly onlyBookings: boolean }>> = {
  'appointment.booked': { kind: 'booked', onlyBookings: false },
  'appointment.confirmed': { kind: 'confirmed', onlyBookings: false },
  'appointment.rescheduled': { kind: 'rescheduled', onlyBookings: false },
  'appointment.cancelled': { kind: 'cancelled', onlyBookings: false },
  'appointment.completed': { kind: 'completed', onlyBookings: true },
  'appointment.missed': { kind: 'missed', onlyBookings: true },
};
const noticeKinds = new Set(Object.values(notices).map(({ kind }) => kind));
const settled = new Set(['sent', 'skipped', 'failed']);

/** The claim on a message holds this long; after it, somebody else takes the message over. */
const claimHolds = minute;

/** Sent by a call, not by a worker: if its caller got no answer and does not ask again, nobody will ever know. */
const byHand = /^recovery:.{36}$/;

/** Whether somebody will come back to a message; not when its reason ended while nobody knew whether it was sent. */
function stillWanted(facts: Facts, { kind, appointmentId }: DeliveryFact): boolean {
  if (kind.startsWith('recovery:')) {
    const recovery = [...facts.of('recovery')].find(({ id }) => id === appointmentId);
    return !byHand.test(kind) && (recovery?.status === 'pending' || recovery?.status === 'recovery_sent');
  }
  if (kind.startsWith('clash-')) {
    const entries = [...facts.of('intake')].flatMap((intake) => intake.entries);
    return entries.some((entry) => entry.appointmentId === appointmentId && entry.kept !== undefined);
  }
  return true;
}

/** Every event's notices are settled, once; nothing is sent for what never happened, or after the end. */
export const deliveries: Check = {
  name: 'deliveries',
  proves: 'every event has its notices, each settled once; none goes out after a cancellation',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('deliveries');
    const notice = (pk: string, sequence: number, kind: string, recipient: string) =>
      facts.get('delivery', pk, `DELIVERY#${String(sequence).padStart(6, '0')}#${kind}#email#${recipient}`);
    const asked = new Set<DeliveryFact>();
    for (const event of facts.of('event')) {
      const { appointmentId = '', sequence = 0, type, pk } = event;
      const told = notices[type];
      const appointment = facts.appointment(appointmentId);
      if (told === undefined || appointment === undefined) continue;
      if (told.onlyBookings && appointment.surface !== 'bookings') continue;
      for (const recipient of new Set([appointment.clientId, appointment.providerId])) {
        saw();
        const found = notice(pk, sequence, told.kind, recipient);
        if (found !== undefined) asked.add(found);
        const isDue = event.at + grace <= now;
        if (isDue && (found === undefined || !settled.has(found.status))) {
          wrong(
            `event ${sequence} (${type}) of ${appointmentId}: the notice to ${recipient} is ${found?.status ?? 'not there'}`,
            pk,
          );
        }
      }
    }
    const messages = new Map<string, DeliveryFact>();
    for (const one of facts.of('delivery')) {
      saw();
      const { pk, sk, kind, messageId, status, claimedAt = 0 } = one;
      if (noticeKinds.has(kind) && !asked.has(one)) wrong(`${pk} ${sk} is the notice of no event`, pk);
      const isLeft = !settled.has(status) && claimedAt + claimHolds + grace < now;
      if (isLeft && stillWanted(facts, one)) {
        wrong(`${pk} ${sk} is ${status} since ${at(claimedAt)}`, pk);
      }
      if (messageId !== undefined && status === 'sent') {
        const twin = messages.get(messageId);
        if (twin !== undefined) {
          const both = [`${twin.pk} ${twin.sk}`, `${pk} ${sk}`].sort().join(' and ');
          wrong(`one message stands for ${both}`, twin.pk, pk);
        }
        messages.set(messageId, one);
      }
      const appointment = facts.appointment(one.appointmentId);
      if (appointment !== undefined) afterTheEnd(facts, appointment, one, wrong);
    }
    return done();
  },
};

function afterTheEnd(
  facts: Facts,
  appointment: AppointmentFact,
  one: DeliveryFact,
  wrong: (text: string, ...partitions: readonly string[]) => void,
): void {
  const { kind, sk, pk, status, version, settledAt = 0, recipient } = one;
  if (recipient !== appointment.clientId && recipient !== appointment.providerId) {
    wrong(`${pk} ${sk} went to somebody who takes no part`, pk);
  }
  const isReminder = kind.startsWith('reminder:');
  if (!isReminder && (!noticeKinds.has(kind) || kind === 'cancelled')) return;
  if (isReminder && version > appointment.moves) {
    wrong(`${pk} ${sk} reminds of a time that it never got`, pk);
  }
  if (status !== 'sent' || appointment.status !== 'cancelled') return;
  const cancelled = facts.get('event', pk, `EVENT#${String(appointment.version).padStart(6, '0')}`);
  // The last look comes after the claim, so that one that was under way may still be settled a claim's life later.
  const end = cancelled?.type === 'appointment.cancelled' ? cancelled.at : undefined;
  if (end !== undefined && settledAt > end + claimHolds) {
    wrong(`${pk} ${sk} was sent at ${at(settledAt)}, it was cancelled at ${at(end)}`, pk);
  }
}

/** Nothing was given up. */
export const deadLetters: Check = {
  name: 'dead letters',
  proves: 'no message was given up',
  run({ outside }) {
    if (outside.deadLetters === undefined) return undefined;
    const { saw, wrong, done } = findings('dead letters');
    for (const { queue, messages } of outside.deadLetters) {
      saw();
      if (messages > 0) wrong(`${messages} in ${queue}`);
    }
    return done();
  },
};

/** The calendars of connected people hold what they should. */
export const calendars: Check = {
  name: 'calendars',
  proves:
    'each mapping has its one entry in the external calendar, at its time, and no other entry bears our mark',
  run({ facts, now, outside }) {
    if (outside.calendars === undefined) return undefined;
    const { saw, wrong, done } = findings('calendars');
    const entries = Map.groupBy(outside.calendars, (one) => `${one.connectionId} ${one.appointmentId}`);
    for (const [key, all] of entries) {
      const [connectionId = '', appointmentId = ''] = key.split(' ');
      const pk = ofConnection(connectionId);
      const connection = facts.get('connection', pk, 'CONNECTION');
      // Whoever disconnects keeps their entries.
      if (connection === undefined || connection.isErasing) continue;
      saw(all.length);
      const partitions = [pk, ofAppointment(appointmentId)];
      if (all.length > 1)
        wrong(`${all.length} entries of ${appointmentId} in ${connectionId}`, ...partitions);
      const mapping = facts.get('mapping', pk, `MAPPING#${appointmentId}`);
      if (mapping?.externalId === undefined) {
        wrong(`an entry of ${appointmentId} in ${connectionId} that is not known`, ...partitions);
        continue;
      }
      const [entry] = all;
      const isSettled = mapping.state === 'synced' && all.length === 1;
      if (isSettled && (entry?.start !== mapping.writtenStart || entry?.end !== mapping.writtenEnd)) {
        wrong(`the entry of ${appointmentId} in ${connectionId} stands at another time`, ...partitions);
      }
    }
    for (const mapping of facts.of('mapping')) {
      const { pk, connectionId, appointmentId, state, externalId } = mapping;
      const connection = facts.get('connection', pk, 'CONNECTION');
      const appointment = facts.appointment(appointmentId);
      if (state !== 'synced' || connection?.status !== 'active' || appointment === undefined) continue;
      saw();
      const partitions = [pk, appointment.pk];
      const isThere = entries.has(`${connectionId} ${appointmentId}`);
      if (isThere !== (externalId !== undefined)) {
        wrong(
          `mapping of ${appointmentId} in ${connectionId}: the entry is ${isThere ? '' : 'not '}there`,
          ...partitions,
        );
      }
      const { start, durationMinutes, status } = appointment;
      const mayChange = connection.syncEnabled && connection.autoUpdateEvents;
      if (isThere && mayChange && status === 'cancelled') {
        wrong(`${appointmentId} is cancelled and still stands in ${connectionId}`, ...partitions);
      }
      const isAhead = start > now && isLive(status);
      if (isThere && mayChange && isAhead && mapping.writtenStart !== start) {
        wrong(`${appointmentId} was moved, not so its entry in ${connectionId}`, ...partitions);
      }
      if (!isThere && isAhead && mayChange && connection.autoCreateEvents && durationMinutes > 0) {
        wrong(`${appointmentId} stands not in ${connectionId}`, ...partitions);
      }
    }
    return done();
  },
};

/** What should be in a calendar is in the list of what was brought there, or of what is to be. */
export const mappings: Check = {
  name: 'mappings',
  proves:
    'every appointment to come is mapped in the calendars of its people, and brought over in its last version',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('mappings');
    const byPerson = Map.groupBy(facts.of('connection'), ({ personId }) => personId);
    for (const one of facts.of('appointment')) {
      if (!isLive(one.status) || one.start <= now || one.updatedAt + grace > now) continue;
      const owners = new Set([one.providerId, one.clientId]);
      for (const connection of [...owners].flatMap((person) => byPerson.get(person) ?? [])) {
        const { pk, syncEnabled, autoCreateEvents, status, isErasing, updatedAt } = connection;
        if (!syncEnabled || !autoCreateEvents || isErasing || status === 'error') continue;
        if (updatedAt + grace > now) continue;
        saw();
        const mapping = facts.get('mapping', pk, `MAPPING#${one.id}`);
        if (mapping === undefined) wrong(`${one.id} is not mapped in ${pk}`, pk, one.pk);
        else if (mapping.state === 'pending' && status === 'active' && mapping.updatedAt + grace <= now) {
          wrong(`${one.id} waits to be brought to ${pk} since ${at(mapping.updatedAt)}`, pk, one.pk);
        }
      }
    }
    return done();
  },
};

/** The meetings at Zoom are those of appointments. */
export const meetings: Check = {
  name: 'meetings',
  proves: 'each meeting at the provider belongs to one live appointment, at its time',
  run({ facts, now, outside }) {
    if (outside.meetings === undefined) return undefined;
    const { saw, wrong, done } = findings('meetings');
    const known = new Map(facts.of('meeting').map((one) => [one.meetingId, one]));
    for (const { id, start } of outside.meetings) {
      saw();
      if (start <= now) continue;
      const record = known.get(id);
      const appointment = record && facts.get('appointment', record.pk, 'APPOINTMENT');
      if (appointment === undefined) wrong(`meeting ${id} belongs to no appointment`, record?.pk ?? '');
      // Providers have daily limits; that one could not be kept up with stands on the record.
      else if (record?.isFailing) continue;
      else if (appointment.status === 'cancelled') {
        wrong(`meeting ${id} stands, ${appointment.id} is cancelled`, appointment.pk);
      } else if (appointment.start > now && appointment.start !== start) {
        wrong(`meeting ${id} of ${appointment.id} stands at another time`, appointment.pk);
      }
    }
    const standing = new Set(outside.meetings.map(({ id }) => id));
    for (const one of facts.of('appointment')) {
      if (!isLive(one.status) || one.start <= now || one.meetingId === undefined) continue;
      saw();
      if (!standing.has(one.meetingId)) wrong(`the meeting of ${one.id} does not stand`, one.pk);
    }
    return done();
  },
};
