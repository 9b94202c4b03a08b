import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type EntryFacts, entryOf, type Wish, wishFor } from '@punctual/scheduling/calendars/desired.ts';
import type { CalendarEntry } from '@punctual/scheduling/calendars/entry.ts';
import type { Ports } from '../ports.ts';
import type { Connection, ConnectionSettings, Mapping } from './connection.ts';

/** What shall stand in a calendar for one appointment, seen now. */
export interface Wished extends Wish {
  readonly appointment: Appointment | undefined;
  /** Also for a cancelled appointment: what a create that was begun is finished with. */
  readonly lastEntry: CalendarEntry | undefined;
}

const nothing: Wished = {
  entry: undefined,
  mayCreate: false,
  mayChange: true,
  appointment: undefined,
  lastEntry: undefined,
};

/** The wish of a connection for an appointment, as both are now. */
export async function wishOf(
  { ledger }: Pick<Ports, 'ledger'>,
  { personId, settings: rules }: Pick<Connection, 'personId' | 'settings'>,
  id: AppointmentId,
  mapping: Pick<Mapping, 'conferenceAsked' | 'conferenceUrl'> | undefined,
): Promise<Wished> {
  const { appointment } = await ledger.records({ appointment: id });
  if (appointment === undefined || roleIn(appointment, personId) === undefined) return nothing;
  const asked = mapping?.conferenceAsked === true;
  const facts = await factsFor({ ledger }, appointment, personId, rules, {
    asked,
    url: mapping?.conferenceUrl,
  });
  const wish = wishFor(facts);
  return {
    ...wish,
    // An entry that somebody asked for by hand is made although new ones are not made by themselves.
    mayCreate: wish.mayCreate || (asked && rules.syncEnabled && wish.entry !== undefined),
    mayChange: wish.mayChange || (asked && rules.syncEnabled && mapping?.conferenceUrl === undefined),
    appointment,
    lastEntry: entryOf(facts),
  };
}

/** Everything that an entry says, with the other party and the zone of the calendar's owner. */
export async function factsFor(
  { ledger }: Pick<Ports, 'ledger'>,
  appointment: Appointment,
  owner: PersonId,
  rules: ConnectionSettings,
  conference: EntryFacts['conference'],
): Promise<EntryFacts> {
  const { providerId, clientId } = appointment;
  const { people, settings } = await ledger.records({ people: [providerId, clientId], settingsOf: owner });
  const isProvider = roleIn(appointment, owner) === 'provider';
  const { name = '', email } = people.get(isProvider ? clientId : providerId) ?? {};
  const ownZone = isProvider ? settings?.timeZone : people.get(clientId)?.timeZone;
  const timeZone = ownZone ?? appointment.timeZone;
  return { appointment, counterpart: { name, email }, timeZone, rules, conference };
}

function roleIn(appointment: Appointment, person: PersonId): 'provider' | 'client' | undefined {
  if (appointment.providerId === person) return 'provider';
  return appointment.clientId === person ? 'client' : undefined;
}
