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
 * | suppression     | EMAIL#<hash>        | SUPPRESSED              |                                               |
 * | device          | PERSON#<id>         | DEVICE#<hash of token>  |                                               |
 * | device-owner    | DEVICE#<hash>       | OWNER                   |                                               |
 * | row-pointer     | ROW#<id>            | OWNER                   |                                               |
 * | page            | AGENDA#<agenda>     | DAY#<utc date>          |                                               |
 * | external        | AGENDA#<agenda>     | DAY#<utc date>#<conn.>  |                                               |
 * | appointment     | APPOINTMENT#<id>    | APPOINTMENT             | gsi1: PROVIDER#<id>#LIVE or #ENDED / <start>  |
 * |                 |                     |                         | gsi2: CLIENT#<id>#LIVE or #ENDED / <start>    |
 * | hold            | APPOINTMENT#<id>    | HOLD                    |                                               |
 * | event           | APPOINTMENT#<id>    | EVENT#<sequence>        |                                               |
 * | delivery        | APPOINTMENT#<id>    | DELIVERY#<version>#<kind>#<channel>#<person>                            |
 * | recovery        | APPOINTMENT#<hold>  | RECOVERY                | gsi1: RECOVERY#<provider> / <abandoned at>    |
 * |                 |                     |                         | gsi2: RECOVERY#<client> / <abandoned at>      |
 * | recovery-totals | PERSON#<provider>   | RECOVERIES              |                                               |
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

/** No mail goes to this address any more. */
export const suppressionKey = (email: string): Key => ({ pk: emailKey(email).pk, sk: 'SUPPRESSED' });

/** Empty: what the keys of all devices of the person begin with. */
export const deviceKey = (person: PersonId, token: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `DEVICE#${token === '' ? '' : hashOf(token)}`,
});

export const deviceOwnerKey = (token: string): Key => ({ pk: `DEVICE#${hashOf(token)}`, sk: 'OWNER' });

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

export const holdKey = (id: AppointmentId): Key => ({ pk: `APPOINTMENT#${id}`, sk: 'HOLD' });

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

/** What the keys of all deliveries of an appointment begin with. */
export const deliveriesKey = (appointment: AppointmentId): Key => ({
  pk: `APPOINTMENT#${appointment}`,
  sk: 'DELIVERY#',
});

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
