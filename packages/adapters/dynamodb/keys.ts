import { createHash } from 'node:crypto';
import type { DeliveryKey } from '@punctual/application/messages/message.ts';
import type { UtcDay } from '@punctual/scheduling/appointments/agenda.ts';
import type { AgendaId, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/*
 * The single table, whole. Every item has `pk`, `sk` and `entity`.
 *
 * | entity          | pk                  | sk                      | indexes                                       |
 * |-----------------|---------------------|-------------------------|-----------------------------------------------|
 * | person          | PERSON#<id>         | PROFILE                 | gsi1: LEADS#<coach> or STAFF#<coach> / <id>   |
 * |                 |                     |                         | gsi2: PEOPLE / <id>                           |
 * | settings        | PERSON#<provider>   | SETTINGS                |                                               |
 * | relation        | PERSON#<provider>   | CLIENT#<client>         |                                               |
 * | event           | PERSON#<provider>   | EVENT#<version>         | (of a change of settings)                     |
 * | tally           | PERSON#<id>         | TALLY#<role>#<month>    |                                               |
 * | email           | EMAIL#<hash>        | AGENDA                  |                                               |
 * | lead-pointer    | EMAIL#<hash>        | LEAD#<coach>            |                                               |
 * | coach-pointer   | EMAIL#<hash>        | COACH                   |                                               |
 * | suppression     | EMAIL#<hash>        | SUPPRESSED              |                                               |
 * | device          | PERSON#<id>         | DEVICE#<hash of token>  |                                               |
 * | device-owner    | DEVICE#<hash>       | OWNER                   |                                               |
 * | feed            | FEED#<hash of token>| FEED                    | (the address of a calendar)                   |
 * | feed-pointer    | PERSON#<id>         | FEED                    |                                               |
 * | row-pointer     | ROW#<id>            | OWNER                   |                                               |
 * | page            | AGENDA#<agenda>     | DAY#<utc date>          |                                               |
 * | external        | AGENDA#<agenda>     | DAY#<utc date>#<conn.>  |                                               |
 * | appointment     | APPOINTMENT#<id>    | APPOINTMENT             | gsi1: PROVIDER#<id>#LIVE or #ENDED / <start>  |
 * |                 |                     |                         | gsi2: CLIENT#<id>#LIVE or #ENDED / <start>    |
 * | hold            | APPOINTMENT#<id>    | HOLD                    |                                               |
 * | event           | APPOINTMENT#<id>    | EVENT#<sequence>        |                                               |
 * | delivery        | APPOINTMENT#<id>    | DELIVERY#<version>#<kind>#<channel>#<person>                            |
 * | timer-note      | PERSON#<provider>   | TIMERS#<appointment>    | ttl                                           |
 * | meeting         | APPOINTMENT#<id>    | MEETING                 | (with who is at work on it)                   |
 * | observation     | APPOINTMENT#<id>    | OBSERVATION#<hash>      |                                               |
 * | meeting-pointer | ZOOM#<meeting>      | APPOINTMENT             |                                               |
 * | meeting-settings| PERSON#<provider>   | ZOOM                    |                                               |
 * | recovery        | APPOINTMENT#<hold>  | RECOVERY                | gsi1: RECOVERY#<provider> / <abandoned at>    |
 * |                 |                     |                         | gsi2: RECOVERY#<client> / <abandoned at>      |
 * | recovery-totals | PERSON#<provider>   | RECOVERIES              |                                               |
 * | decision        | APPOINTMENT#<id>    | DECISION                |                                               |
 * | knowledge       | PERSON#<provider>   | RECOMMENDER#<target>    | (deflated)                                    |
 * | knowledge       | MODEL#<target>      | EVERYBODY               | (deflated)                                    |
 * | client-history  | PERSON#<provider>   | HISTORY#<client>        |                                               |
 * | connection      | CONNECTION#<id>     | CONNECTION              | gsi2: CONNECTIONS / <id>                      |
 * | tokens          | CONNECTION#<id>     | TOKENS                  | (sealed)                                      |
 * | lease           | CONNECTION#<id>     | LEASE#<purpose>         | ttl                                           |
 * | mapping         | CONNECTION#<id>     | MAPPING#<appointment>   |                                               |
 * | open            | CONNECTION#<id>     | OPEN#<appointment>      | (beside a mapping that is not `synced`)       |
 * | busy-event      | CONNECTION#<id>     | BUSY#<hash of event>    |                                               |
 * | import          | CONNECTION#<id>     | IMPORT                  | gsi1: POLLS / <next poll>#<id>                |
 * | event           | CONNECTION#<id>     | EVENT#<event>           |                                               |
 * | connection-pointer| PERSON#<id>       | CONNECTION#<id>         |                                               |
 * | account         | PERSON#<id>         | ACCOUNT#<prov.>#<hash>  |                                               |
 * | busy-sources    | PERSON#<id>         | BUSY                    |                                               |
 * | authorization   | AUTHORIZATION#<hash>| PENDING                 | ttl                                           |
 * | intake          | INTAKE#<id>         | INTAKE                  |                                               |
 * | intake-email    | EMAIL#<hash>        | INTAKE#<id>             |                                               |
 * | intake-pointer  | CALENDLY#<hash>     | INTAKE                  | (of an invitee, or of a scheduling link)      |
 * | intake-pointer  | APPOINTMENT#<id>    | INTAKE                  |                                               |
 * | intake-segment  | INTAKES#<segment>   | SEGMENT                 | (search rows, deflated)                       |
 * | intake-version  | INTAKES             | SEGMENT#<segment>       |                                               |
 * | idempotency     | IDEMPOTENCY#<hash>  | RECORD                  | ttl                                           |
 * | rate            | RATE#<hash>         | HOUR#<hour>             | ttl                                           |
 *
 * An e-mail address is a key only as a hash, so that keys, which end up in logs and metrics, hold no personal data.
 * `external` items follow the page of their day in the same partition: one Query reads a range of days whole.
 */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const personKey = (id: PersonId): Key => ({ pk: `PERSON#${id}`, sk: 'PROFILE' });

export const settingsKey = (provider: PersonId): Key => ({ pk: `PERSON#${provider}`, sk: 'SETTINGS' });

export const relationKey = (provider: PersonId, client: PersonId): Key => ({
  pk: `PERSON#${provider}`,
  sk: `CLIENT#${client}`,
});

/** Counts of a person's appointments by status, for those that start in a month (`2026-03`, UTC). */
export const tallyKey = (person: PersonId, role: 'provider' | 'client', month: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `TALLY#${role.toUpperCase()}#${month}`,
});

export const emailKey = (email: string): Key => ({
  pk: `EMAIL#${hashOf(email.trim().toLowerCase())}`,
  sk: 'AGENDA',
});

export const leadPointerKey = (email: string, coach: PersonId): Key => ({
  pk: emailKey(email).pk,
  sk: `LEAD#${coach}`,
});

/** Who is a coach under this address. */
export const coachPointerKey = (email: string): Key => ({ pk: emailKey(email).pk, sk: 'COACH' });

/** No mail goes to this address any more. */
export const suppressionKey = (email: string): Key => ({ pk: emailKey(email).pk, sk: 'SUPPRESSED' });

/** Empty: what the keys of all devices of the person begin with. */
export const deviceKey = (person: PersonId, token: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `DEVICE#${token === '' ? '' : hashOf(token)}`,
});

export const deviceOwnerKey = (token: string): Key => ({ pk: `DEVICE#${hashOf(token)}`, sk: 'OWNER' });

/** The address of a calendar, by the hash of its token. */
export const feedKey = (hash: string): Key => ({ pk: `FEED#${hash}`, sk: 'FEED' });

export const feedPointerKey = (person: PersonId): Key => ({ pk: `PERSON#${person}`, sk: 'FEED' });

export const rowPointerKey = (row: string): Key => ({ pk: `ROW#${row}`, sk: 'OWNER' });

export const agendaPartition = (agenda: AgendaId): string => `AGENDA#${agenda}`;

export const pageKey = (agenda: AgendaId, day: UtcDay): Key => ({
  pk: agendaPartition(agenda),
  sk: dayPrefix(day),
});

export const dayPrefix = (day: UtcDay): string => `DAY#${formatDate(day)}`;

export const appointmentKey = (id: AppointmentId): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'APPOINTMENT' });

export const recoveryKey = (hold: AppointmentId): Key => ({ pk: `APPOINTMENT#${hold}`, sk: 'RECOVERY' });

/** How many abandoned bookings a provider has ever had, and how many of them were recovered. */
export const recoveryTotalsKey = (provider: PersonId): Key => ({
  pk: `PERSON#${provider}`,
  sk: 'RECOVERIES',
});

/** What was known and forecast when the appointment got its time. */
export const decisionKey = (id: AppointmentId): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'DECISION' });

/** What outcomes have taught: one provider's, or everybody's. */
export const knowledgeKey = (owner: PersonId | 'everybody', target: string): Key =>
  owner === 'everybody'
    ? { pk: `MODEL#${target}`, sk: 'EVERYBODY' }
    : { pk: `PERSON#${owner}`, sk: `RECOMMENDER#${target}` };

/** What forecasts look at of a client's past with a provider. */
export const clientHistoryKey = (provider: PersonId, client: PersonId): Key => ({
  pk: `PERSON#${provider}`,
  sk: `HISTORY#${client}`,
});

export const holdKey = (id: AppointmentId): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'HOLD' });

export const connectionPartition = (connection: string): string => `CONNECTION#${connection}`;

/** A thing of a connection: `CONNECTION`, `TOKENS`, `IMPORT`, or one of many, `MAPPING#<appointment>`. */
export const connectionKey = (connection: string, sk = 'CONNECTION'): Key => ({
  pk: connectionPartition(connection),
  sk,
});

export const leaseKey = (connection: string, purpose: string): Key =>
  connectionKey(connection, `LEASE#${purpose}`);

export const mappingKey = (connection: string, appointment: AppointmentId): Key =>
  connectionKey(connection, `MAPPING#${appointment}`);

/** Stands beside a mapping that does not agree and names its state: listing and counting those reads no others. */
export const openKey = (connection: string, appointment: string): Key =>
  connectionKey(connection, `OPEN#${appointment}`);

/** External ids are hashed because they may be longer than a key. */
export const busyEventKey = (connection: string, externalId: string): Key =>
  connectionKey(connection, `BUSY#${hashOf(externalId)}`);

/** A connection in the partition of its person, where lists are strongly consistent; empty: what all begin with. */
export const connectionPointerKey = (person: PersonId, connection: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `CONNECTION#${connection}`,
});

/** Exists as long as the person has a connection to this account. */
export const accountKey = (person: PersonId, provider: string, email: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `ACCOUNT#${provider}#${hashOf(email.trim().toLowerCase())}`,
});

/** How fresh the person's external busy time is: one item for all their connections. */
export const busySourcesKey = (person: PersonId): Key => ({ pk: `PERSON#${person}`, sk: 'BUSY' });

/** The busy time of one connection on one day, right after the page of that day. */
export const externalKey = (agenda: AgendaId, day: UtcDay, connection: string): Key => ({
  pk: agendaPartition(agenda),
  sk: `${dayPrefix(day)}#${connection}`,
});

export const authorizationKey = (hash: string): Key => ({ pk: `AUTHORIZATION#${hash}`, sk: 'PENDING' });

/** Connections whose next poll is due, by its time. */
export const pollsIndex = 'POLLS';

export const connectionsIndex = 'CONNECTIONS';

/** Six digits sort as numbers do; no appointment changes a million times. */
export const eventKey = (id: AppointmentId, sequence: number): Key => ({
  pk: `APPOINTMENT#${id}`,
  sk: `EVENT#${sixDigits(sequence)}`,
});

/** The event of a change of settings, under its provider. */
export const settingsEventKey = (provider: PersonId, sequence: number): Key => ({
  pk: `PERSON#${provider}`,
  sk: `EVENT#${sixDigits(sequence)}`,
});

export const deliveryKey = ({ appointmentId, version, kind, channel, recipient }: DeliveryKey): Key => ({
  pk: `APPOINTMENT#${appointmentId}`,
  sk: `DELIVERY#${sixDigits(version)}#${kind}#${channel}#${recipient}`,
});

/** What the keys of all deliveries about one subject begin with. */
export const deliveriesKey = (subject: DeliveryKey['appointmentId']): Key => ({
  pk: `APPOINTMENT#${subject}`,
  sk: 'DELIVERY#',
});

/** What is known about the meeting of an appointment at its provider. */
export const meetingKey = (id: AppointmentId): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'MEETING' });

/** Empty: what the keys of all observations of the appointment's meeting begin with. */
export const observationKey = (id: AppointmentId, hash: string): Key => ({
  pk: `APPOINTMENT#${id}`,
  sk: `OBSERVATION#${hash}`,
});

export const meetingPointerKey = (meeting: string): Key => ({ pk: `ZOOM#${meeting}`, sk: 'APPOINTMENT' });

/** How a provider wants their meetings to be. */
export const meetingSettingsKey = (provider: PersonId): Key => ({ pk: `PERSON#${provider}`, sk: 'ZOOM' });

/** Under the provider, where reading all of them is strongly consistent. */
export const timerNoteKey = (provider: PersonId, appointment: AppointmentId): Key => ({
  pk: `PERSON#${provider}`,
  sk: `TIMERS#${appointment}`,
});

/** What the keys of all timer notes of a provider begin with. */
export const timerNotesKey = (provider: PersonId): Key => ({ pk: `PERSON#${provider}`, sk: 'TIMERS#' });

export const intakeKey = (id: string): Key => ({ pk: `INTAKE#${id}`, sk: 'INTAKE' });

/** Empty: what the keys of all intakes with the address begin with. */
export const intakeEmailKey = (email: string, id: string): Key => ({
  pk: emailKey(email).pk,
  sk: `INTAKE#${id}`,
});

/** To an intake from an invitee's uuid or a scheduling link at Calendly. */
export const intakePointerKey = (of: string): Key => ({ pk: `CALENDLY#${hashOf(of)}`, sk: 'INTAKE' });

export const intakeOfAppointmentKey = (id: string): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'INTAKE' });

/** Each in a partition of its own: all together may be read faster than one partition allows. */
export const intakeSegmentKey = (segment: string): Key => ({ pk: `INTAKES#${segment}`, sk: 'SEGMENT' });

/** In one partition, so that one Query tells which segments have moved. */
export const intakeVersionKey = (segment: string): Key => ({ pk: 'INTAKES', sk: `SEGMENT#${segment}` });

export const idempotencyKey = (scope: string): Key => ({ pk: `IDEMPOTENCY#${hashOf(scope)}`, sk: 'RECORD' });

export const rateKey = (scope: string, hour: number): Key => ({
  pk: `RATE#${hashOf(scope)}`,
  sk: `HOUR#${hour}`,
});

export const providerIndex = (provider: PersonId, state: 'live' | 'ended'): string =>
  `PROVIDER#${provider}#${state.toUpperCase()}`;

export const clientIndex = (client: PersonId, state: 'live' | 'ended'): string =>
  `CLIENT#${client}#${state.toUpperCase()}`;

/** Abandoned bookings of a provider (first index) or of a client (second). */
export const recoveryIndex = (person: PersonId): string => `RECOVERY#${person}`;

export const leadIndex = (coach: PersonId): string => `LEADS#${coach}`;

export const peopleIndex = 'PEOPLE';

export const staffIndex = (coach: PersonId): string => `STAFF#${coach}`;

/** Sorts as instants do, for which all must show milliseconds; the id makes it unique. */
export const startIndex = (start: Instant, id = ''): string => `${new Date(start).toISOString()}#${id}`;

function sixDigits(sequence: number): string {
  return String(sequence).padStart(6, '0');
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
