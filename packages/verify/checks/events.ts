import { at, type Check, findings, minute, ofAppointment, ofPerson } from '../check.ts';
import type { EventFact } from '../fact-kinds.ts';
import type { Facts } from '../facts.ts';

const sixDigits = (sequence: number): string => String(sequence).padStart(6, '0');

/** The audit trail is whole: every version has its event, each begins where the one before ended, the last is what stands. */
export const sequences: Check = {
  name: 'sequences',
  proves: 'events count 1, 2, 3 … to the version, without gaps, each going on from the one before',
  run({ facts }) {
    const { saw, wrong, done } = findings('sequences');
    const ids = new Map<string, EventFact>();
    for (const event of facts.of('event')) {
      saw();
      const twin = ids.get(event.id);
      if (twin !== undefined) wrong(`event ${event.id} is there twice`, twin.pk, event.pk);
      ids.set(event.id, event);
      const { sequence, sk } = event;
      if (sequence !== undefined && sk !== `EVENT#${sixDigits(sequence)}`) {
        wrong(`event ${event.id} with sequence ${sequence} stands under ${sk}`, event.pk);
      }
    }
    const versions = new Map<string, number>();
    for (const { pk, version } of [
      ...facts.of('hold'),
      ...facts.of('appointment'),
      ...facts.of('settings'),
    ]) {
      versions.set(pk, Math.max(version, versions.get(pk) ?? 0));
    }
    const numbered = facts.of('event').filter(({ connectionId }) => connectionId === undefined);
    const byOwner = Map.groupBy(numbered, ({ pk }) => pk);
    for (const [pk, version] of versions) {
      const found = (byOwner.get(pk) ?? []).map(({ sequence = 0 }) => sequence).sort((a, b) => a - b);
      const isGapless = found.length === version && found.every((sequence, index) => sequence === index + 1);
      if (!isGapless) wrong(`${pk} has version ${version} and events ${found.join(', ') || 'none'}`, pk);
    }
    for (const pk of byOwner.keys()) {
      if (!versions.has(pk)) wrong(`events without what they are about: ${pk}`, pk);
    }
    for (const [pk, events] of byOwner) {
      if (events[0]?.appointmentId !== undefined) chain(facts, pk, events, wrong);
    }
    return done();
  },
};

const sides = ['status', 'start', 'durationMinutes', 'kind', 'title'] as const;

type Side = NonNullable<EventFact['after']>;

const isSame = (a: Side, b: Side): boolean => sides.every((side) => a[side] === b[side]);

function chain(
  facts: Facts,
  pk: string,
  events: readonly EventFact[],
  wrong: (text: string, ...partitions: readonly string[]) => void,
): void {
  const ordered = events.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  for (const [index, event] of ordered.entries()) {
    const previous = ordered[index - 1];
    if (previous === undefined || previous.sequence !== (event.sequence ?? 0) - 1) continue;
    const { before } = event;
    if (before === undefined || previous.after === undefined || !isSame(before, previous.after)) {
      wrong(`${pk}: event ${event.sequence} does not go on from where event ${previous.sequence} ended`, pk);
    }
  }
  const last = ordered.at(-1);
  const id = last?.appointmentId ?? '';
  const appointment = facts.appointment(id);
  if (last?.after === undefined) return;
  if (appointment !== undefined) {
    if (!isSame(last.after, appointment)) wrong(`${pk} is not what its last event says`, pk);
    return;
  }
  const state = facts.hold(id)?.state;
  if (state !== undefined && state !== last.after.status) {
    wrong(`hold ${id} is ${state}, its last event says ${last.after.status}`, pk);
  }
}

/** A confirmed hold is the appointment of the same id, and none waits for ever. */
export const holds: Check = {
  name: 'holds',
  proves: 'confirmed holds are appointments, others are none, and what has run out is ended',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('holds');
    for (const { id, pk, state, expiresAt } of facts.of('hold')) {
      saw();
      const isBooked = facts.appointment(id) !== undefined;
      if (isBooked !== (state === 'confirmed')) {
        wrong(`hold ${id} is ${state}, its appointment is ${isBooked ? '' : 'not '}there`, pk);
      }
      // Timers go off up to a minute late.
      if (state === 'held' && expiresAt + minute + grace < now) {
        wrong(`hold ${id} ran out at ${at(expiresAt)} and was not ended`, pk);
      }
    }
    return done();
  },
};

/** A first appointment is one, and known as such. */
export const relations: Check = {
  name: 'relations',
  proves: 'the first appointment of two people is noted, and only one is the first',
  run({ facts }) {
    const { saw, wrong, done } = findings('relations');
    const initial = facts.of('appointment').filter((one) => one.initial);
    for (const [pair, firsts] of Map.groupBy(initial, (one) => `${one.providerId} ${one.clientId}`)) {
      saw();
      const [first] = firsts;
      if (first === undefined) continue;
      const { providerId, clientId } = first;
      const relation = facts.get('relation', ofPerson(providerId), `CLIENT#${clientId}`);
      const partitions = [ofPerson(providerId), ...firsts.map(({ id }) => ofAppointment(id))];
      if (firsts.length > 1) wrong(`${firsts.length} first appointments of ${pair}`, ...partitions);
      if (relation?.firstAppointment !== first.id) {
        wrong(
          `the relation of ${pair} names ${relation?.firstAppointment ?? 'none'} as the first`,
          ...partitions,
        );
      }
    }
    for (const { pk, sk, firstAppointment } of facts.of('relation')) {
      if (firstAppointment === undefined) continue;
      if (facts.appointment(firstAppointment)?.initial !== true) {
        wrong(
          `${pk} ${sk} names ${firstAppointment}, which is not a first one`,
          pk,
          ofAppointment(firstAppointment),
        );
      }
    }
    return done();
  },
};
