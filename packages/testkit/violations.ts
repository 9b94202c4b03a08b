import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { fromItem } from '@punctual/adapters/dynamodb/items.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import type { AgendaPage } from '@punctual/scheduling/appointments/agenda.ts';
import { daysTouched } from '@punctual/scheduling/appointments/agenda.ts';
import { type Appointment, intervalOf } from '@punctual/scheduling/appointments/appointment.ts';
import { monthOf } from '@punctual/scheduling/appointments/changes.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';

/**
 * Everything in a table that breaks a promise, in words: overlaps (buffers included), agenda pages that disagree with
 * the appointments, gaps and doubles in the sequences of events. Reads the whole table.
 *
 * @param bufferOf the buffer in minutes that a provider had at every booking
 */
export async function violationsIn(
  table: Table,
  now: Instant,
  bufferOf: (providerId: string) => number,
): Promise<readonly string[]> {
  const items = await scan(table);
  const ofEntity = <T>(entity: string) =>
    items.filter((item) => item.entity === entity).map((item) => fromItem<T>(item));
  const appointments = ofEntity<Appointment>('appointment');
  const holds = ofEntity<Hold>('hold').filter((hold) => hold.state === 'held');
  const pages = ofEntity<AgendaPage>('page');
  const events = ofEntity<AppointmentEvent>('event').filter(
    ({ appointmentId }) => appointmentId !== undefined,
  );
  const standing = appointments.filter((one) => one.status !== 'cancelled');
  return [
    ...overlaps([...standing, ...holds.filter((hold) => hold.expiresAt > now)], bufferOf),
    ...disagreements(standing, holds, pages, now),
    ...brokenSequences(appointments, ofEntity<Hold>('hold'), events),
    ...wrongTallies(appointments, items),
  ];
}

type Standing = Pick<
  Appointment,
  'id' | 'providerId' | 'providerAgenda' | 'clientAgenda' | 'start' | 'durationMinutes'
>;

function overlaps(
  standing: readonly Standing[],
  bufferOf: (providerId: string) => number,
): readonly string[] {
  const found: string[] = [];
  const agendas = Map.groupBy(
    standing.flatMap((one) => [
      { agenda: one.providerAgenda, one, buffer: bufferOf(one.providerId) * MINUTE },
      { agenda: one.clientAgenda, one, buffer: 0 },
    ]),
    ({ agenda }) => agenda,
  );
  for (const [agenda, entries] of agendas) {
    entries.forEach(({ one, buffer }, index) => {
      for (const other of entries.slice(index + 1)) {
        if (one.id === other.one.id) continue;
        const gap = Math.min(buffer, other.buffer);
        const a = intervalOf(one);
        const b = intervalOf(other.one);
        if (a.start < b.end + gap && b.start < a.end + gap) {
          found.push(`${one.id} and ${other.one.id} overlap on agenda ${agenda}`);
        }
      }
    });
  }
  return found;
}

function disagreements(
  standing: readonly Appointment[],
  holds: readonly Hold[],
  pages: readonly AgendaPage[],
  now: Instant,
): readonly string[] {
  const place = (agenda: string, day: number, one: { id: string }, start: number, end: number) =>
    `${agenda} ${day} ${one.id} ${start}-${end}`;
  const placesOf = (one: Standing) => {
    const interval = intervalOf(one);
    const agendas = new Set([one.providerAgenda, one.clientAgenda]);
    return [...agendas].flatMap((agenda) =>
      daysTouched(interval).map((day) => place(agenda, day, one, interval.start, interval.end)),
    );
  };
  const expected = new Set([...standing, ...holds.filter((hold) => hold.expiresAt > now)].flatMap(placesOf));
  // A hold that has run out may stay on its page until the page is next written.
  const tolerated = new Set(holds.filter((hold) => hold.expiresAt <= now).flatMap(placesOf));
  const found = new Set<string>();
  const violations: string[] = [];
  for (const page of pages) {
    for (const entry of page.entries) {
      const at = place(page.agenda, page.day, entry, entry.start, entry.end);
      if (found.has(at)) violations.push(`twice on a page: ${at}`);
      found.add(at);
      if (!expected.has(at) && !tolerated.has(at)) violations.push(`on a page without reason: ${at}`);
    }
  }
  for (const at of expected) if (!found.has(at)) violations.push(`missing from its page: ${at}`);
  return violations;
}

function brokenSequences(
  appointments: readonly Appointment[],
  holds: readonly Hold[],
  events: readonly AppointmentEvent[],
): readonly string[] {
  const versions = new Map<string, number>();
  for (const { id, version } of [...holds, ...appointments]) {
    versions.set(id, Math.max(version, versions.get(id) ?? 0));
  }
  const byAppointment = Map.groupBy(events, (event) => event.appointmentId as string);
  const found: string[] = [];
  for (const [id, version] of versions) {
    const sequences = (byAppointment.get(id) ?? []).map((event) => event.sequence).sort((a, b) => a - b);
    const expected = Array.from({ length: version }, (_, index) => index + 1);
    if (sequences.join() !== expected.join())
      found.push(`events of ${id}: ${sequences.join()} of ${version}`);
  }
  for (const id of byAppointment.keys())
    if (!versions.has(id)) found.push(`events without appointment: ${id}`);
  const ids = events.map((event) => event.id);
  if (new Set(ids).size !== ids.length) found.push('an event id is there twice');
  return found;
}

function wrongTallies(
  appointments: readonly Appointment[],
  items: readonly Record<string, unknown>[],
): readonly string[] {
  const counted = new Map<string, number>();
  const add = (key: string, by: number) => counted.set(key, (counted.get(key) ?? 0) + by);
  for (const one of appointments) {
    const month = monthOf(one.start);
    add(`PERSON#${one.providerId} TALLY#PROVIDER#${month} ${one.status}`, 1);
    add(`PERSON#${one.clientId} TALLY#CLIENT#${month} ${one.status}`, 1);
  }
  for (const item of items.filter(({ entity }) => entity === 'tally')) {
    for (const [status, count] of Object.entries(item)) {
      if (typeof count === 'number') add(`${item.pk} ${item.sk} ${status}`, -count);
    }
  }
  return [...counted].filter(([, rest]) => rest !== 0).map(([key, rest]) => `tally off by ${rest}: ${key}`);
}

export async function scan({ client, name }: Table): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
