import { wishOf } from '@punctual/application/calendars/wish.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { digestOf } from '@punctual/scheduling/calendars/digest.ts';
import { DAY, type Interval } from '@punctual/scheduling/time/instant.ts';
import type { CalendarWorld, Linked } from './world.ts';

export interface Agreement {
  readonly violations: readonly string[];
  /** Known to have been moved or deleted over there since they were last written. */
  readonly drifted: readonly string[];
  readonly mappings: number;
}

/** Every entry of ours against the appointments: each wanted one there once and as it shall be, and no other. */
export async function agreementOf(
  world: CalendarWorld,
  linked: readonly Linked[],
  ids: readonly AppointmentId[],
): Promise<Agreement> {
  const violations: string[] = [];
  const drifted: string[] = [];
  let mappings = 0;
  for (const { account, connection: before } of linked) {
    const connection = await world.connections.get(before.id);
    if (connection?.status !== 'active') violations.push(`${before.id} is ${connection?.status}`);
    if (connection === undefined) continue;
    const known = await world.connections.mappings(connection.id);
    mappings += known.length;
    for (const id of ids) {
      const name = `${connection.provider} ${connection.personId} ${id}`;
      const mapping = known.find(({ appointmentId }) => appointmentId === id);
      const { entry } = await wishOf(world, connection, id, mapping);
      const there = account.own.filter(({ identity }) => identity?.appointmentId === id);
      const [first, ...doubles] = there;
      if (doubles.length > 0) violations.push(`double: ${name}`);
      if (mapping?.state === 'pending' || mapping?.state === 'failed') {
        violations.push(`${mapping.state}: ${name}`);
      }
      if (mapping?.state === 'moved' || mapping?.state === 'deleted') {
        drifted.push(name);
        if ((mapping.state === 'deleted') !== (first === undefined)) violations.push(`not so: ${name}`);
        if (mapping.lastError === undefined) violations.push(`not told: ${name}`);
        continue;
      }
      if (entry === undefined && first !== undefined) violations.push(`orphan: ${name}`);
      if (entry !== undefined && first === undefined) violations.push(`missing: ${name}`);
      if (entry === undefined || first?.entry === undefined) continue;
      if (first.externalId !== mapping?.external?.externalId) violations.push(`unknown: ${name}`);
      const { time } = first;
      const asWritten = time.kind === 'interval' && time.start === entry.start && time.end === entry.end;
      if (!asWritten || digestOf(first.entry) !== digestOf(entry)) violations.push(`differs: ${name}`);
    }
    const strangers = account.own.filter(({ identity }) => identity && !ids.includes(identity.appointmentId));
    violations.push(...strangers.map(({ externalId }) => `stranger: ${externalId}`));
  }
  return { violations, drifted, mappings };
}

/** The person's agenda against what takes time in the calendars whose busy time is read. */
export async function busyAgreementOf(
  world: CalendarWorld,
  linked: readonly Linked[],
  personId: PersonId,
): Promise<readonly string[]> {
  const today = Math.floor(world.clock.now() / DAY);
  const span = { start: (today - 1) * DAY, end: (today + 40) * DAY };
  const person = await world.directory.get(personId);
  if (person === undefined) return ['nobody'];
  const { external } = await world.ledger.agenda(person.agenda, today - 1, today + 39);
  const busy = linked
    .filter(({ connection }) => connection.personId === personId)
    .flatMap(({ account }) => account.standing)
    .flatMap(({ identity, time, busy }) =>
      identity === undefined && busy && time.kind === 'interval' ? [time] : [],
    )
    .map(({ start, end }) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) }));
  const [got, wanted] = [text(external), text(busy)];
  return got === wanted ? [] : [`busy time: ${got} instead of ${wanted}`];
}

/** The union of intervals, in words. */
function text(intervals: readonly Interval[]): string {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (end <= start) continue;
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged.map(({ start, end }) => `${start}-${end}`).join(' ');
}
