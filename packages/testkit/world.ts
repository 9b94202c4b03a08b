import { dynamodbDirectory } from '@punctual/adapters/dynamodb/directory.ts';
import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { jitteredPause, uuids } from '@punctual/adapters/system/system.ts';
import type { BookRequest } from '@punctual/application/appointments/book.ts';
import { changeSettings, type SettingsChange } from '@punctual/application/availability/settings.ts';
import type { Caller, Person, SurfacePolicy } from '@punctual/application/model.ts';
import type { Outcome } from '@punctual/application/outcome.ts';
import { introduce } from '@punctual/application/people/introduce.ts';
import { createLead } from '@punctual/application/people/leads.ts';
import type { Ports } from '@punctual/application/ports.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Weekday } from '@punctual/scheduling/time/date.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** A clock that stands still until it is set. */
export interface StillClock {
  time: Instant;
  now(): Instant;
}

export function stillClock(time: Instant): StillClock {
  return {
    time,
    now() {
      return this.time;
    },
  };
}

/** The real adapters on a table, with a clock of the test's own. */
export function portsOn(table: Table, clock: StillClock): Ports {
  return {
    ledger: dynamodbLedger(table),
    directory: dynamodbDirectory(table),
    clock,
    ids: uuids,
    pause: jitteredPause,
  };
}

export const coachPolicy: SurfacePolicy = {
  surface: 'test',
  standing: 'provider',
  durations: { kind: 'range', minimum: 5, maximum: 480 },
  autoConfirms: true,
};

/** Open around the clock every day of the week. */
const roundTheClock = ([0, 1, 2, 3, 4, 5, 6] as readonly Weekday[]).map((weekday) => ({
  weekday,
  startMinute: 0,
  endMinute: 1440,
  available: true,
}));

/** Enters a coach with working hours round the clock, unless the change says otherwise. */
export async function enterCoach(ports: Ports, id: string, change: SettingsChange = {}): Promise<Caller> {
  const caller: Caller = {
    id: id as PersonId,
    roles: ['coach'],
    name: `Coach ${id}`,
    email: `${id}@example.com`,
    staffOf: undefined,
  };
  await introduce(ports, caller);
  value(await changeSettings(ports, caller.id, { rows: roundTheClock, ...change }));
  return caller;
}

export async function enterLead(ports: Ports, coach: Caller, name: string): Promise<Person> {
  return value(
    await createLead(ports, coach.id, ports.ids.next() as PersonId, {
      name,
      email: `${name}@example.com`,
      phone: undefined,
      timeZone: undefined,
      temperature: 'warm',
      score: 50,
    }),
  );
}

/** Half an hour of a coach with one of their leads, save for what a test says otherwise. */
export function bookingOf(
  ports: Pick<Ports, 'ids'>,
  coach: Pick<Caller, 'id'>,
  lead: Pick<Person, 'id'>,
  start: Instant,
  more: Partial<BookRequest> = {},
): BookRequest {
  return {
    id: ports.ids.next() as AppointmentId,
    providerId: coach.id,
    clientId: lead.id,
    start,
    durationMinutes: 30,
    kind: 'online',
    eligible: 'own_leads',
    title: 'Call',
    notes: undefined,
    timeZone: undefined,
    staffId: undefined,
    price: undefined,
    ...more,
  };
}

/** The value of an outcome that a test counts on. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`unexpected failure: ${JSON.stringify(outcome.failure)}`);
  return outcome.value;
}
