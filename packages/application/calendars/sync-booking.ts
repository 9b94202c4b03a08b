import type { Appointment, AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isLive } from '@punctual/scheduling/appointments/appointment.ts';
import { entryOf } from '@punctual/scheduling/calendars/desired.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { changeAppointment, refusedAccess } from '../appointments/change.ts';
import type { Caller, SurfacePolicy } from '../model.ts';
import { done, failed, notFound, type Outcome, unknownZone } from '../outcome.ts';
import { withAccessToken } from './access-token.ts';
import { type CalendarPorts, ConnectionBusy, calendarNames, isFault } from './calendar-ports.ts';
import {
  type CalendarProviderName,
  type Connection,
  type ConnectionSettings,
  defaultConnectionSettings,
  type Mapping,
} from './connection.ts';
import { whyNot } from './manual-sync.ts';
import { newMapping, rewritten } from './marking.ts';
import { CalendarFault, type WrittenEntry } from './ports.ts';
import { mayWork, syncConnection } from './sync-connection.ts';
import { factsFor } from './wish.ts';

export interface BookingToSync {
  readonly appointmentId: AppointmentId;
  readonly provider: CalendarProviderName;
  /** The caller's own, from elsewhere; undefined: the connection that we keep for them. */
  readonly accessToken?: string | undefined;
  /** In which the calendar shows it; undefined: the owner's. */
  readonly timeZone?: string | undefined;
}

export interface BookingSynced {
  readonly eventId: string;
  readonly provider: CalendarProviderName;
  readonly meetingUrl: string | undefined;
  readonly htmlLink: string | undefined;
}

const maximumTries = 6;
/** Looks at an entry whose conference is still being made. */
const conferenceLooks = 4;

/** The calendar's conference becomes the meeting of an appointment that has none. */
const policy: SurfacePolicy = {
  surface: 'calendars',
  standing: 'system',
  durations: { kind: 'list', minutes: [] },
  autoConfirms: false,
};
const actor = { id: 'calendars' as PersonId };

/** Names what is written with a token that belongs to no connection of ours. */
export function directIdentity(person: PersonId, provider: CalendarProviderName): string {
  return `direct-${provider}-${person}`;
}

/**
 * Puts an appointment into the caller's calendar at once, with the calendar's own video conference. Asked again, the
 * same entry answers. The conference becomes where the appointment is held, unless that is known already.
 */
export async function syncBooking(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id'>,
  booking: BookingToSync,
): Promise<Outcome<BookingSynced>> {
  const { appointmentId, provider, accessToken, timeZone } = booking;
  if (timeZone !== undefined && !isTimeZone(timeZone)) return unknownZone('body.timezone');
  const { appointment } = await ports.ledger.records({ appointment: appointmentId });
  const refusal = refusedAccess(appointment, { kind: 'participant', personId: caller.id });
  if (refusal !== undefined) return failed(refusal);
  if (appointment === undefined) return notFound('Booking');
  if (!isLive(appointment.status)) {
    return failed({ kind: 'conflict', message: `The booking is ${appointment.status}` });
  }
  const own = (await ports.connections.listOf(caller.id)).filter((one) => one.provider === provider);
  const connection = own.find(mayWork) ?? own[0];
  try {
    const synced =
      accessToken === undefined
        ? await throughConnection(ports, connection, appointment)
        : await withToken(ports, caller.id, connection, appointment, { ...booking, accessToken });
    if (synced.ok) await keepMeeting(ports, appointment, synced.value.meetingUrl);
    return synced;
  } catch (fault) {
    if (fault instanceof ConnectionBusy) return failed({ kind: 'busy' });
    if (!(fault instanceof CalendarFault)) throw fault;
    return failed({ kind: 'provider_unavailable', message: fault.message });
  }
}

async function throughConnection(
  ports: CalendarPorts,
  connection: Connection | undefined,
  appointment: Appointment,
): Promise<Outcome<BookingSynced>> {
  if (connection === undefined) return notFound('Calendar connection');
  const reason = whyNot(connection);
  if (reason !== undefined) return failed({ kind: 'conflict', message: reason });
  await askByHand(ports, connection, appointment.id);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await syncConnection(ports, connection.id, appointment.id);
    } catch (fault) {
      if (!(fault instanceof ConnectionBusy) || attempt === maximumTries) throw fault;
      await ports.pause(attempt + 2);
      continue;
    }
    break;
  }
  const mapping = await ports.connections.mapping(connection.id, appointment.id);
  if (mapping?.external === undefined) {
    const words = mapping?.lastError ?? `${calendarNames[connection.provider]} did not take the entry`;
    return failed({ kind: 'provider_unavailable', message: words });
  }
  const { externalId } = mapping.external;
  const links =
    mapping.conferenceUrl === undefined ? await lookForConference(ports, connection, mapping) : mapping;
  return done({
    eventId: externalId,
    provider: connection.provider,
    meetingUrl: links.conferenceUrl,
    htmlLink: links.htmlLink,
  });
}

/** Notes that the entry is wanted whatever is made by itself, with its conference. */
async function askByHand(
  ports: CalendarPorts,
  { id }: Connection,
  appointmentId: AppointmentId,
): Promise<void> {
  const { connections, clock } = ports;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const now = clock.now();
    const before = (await connections.mapping(id, appointmentId)) ?? newMapping(id, appointmentId, now);
    if (before.conferenceAsked && before.state === 'synced' && before.external !== undefined) return;
    if (await connections.saveMapping({ ...rewritten(before, now), conferenceAsked: true })) return;
    await ports.pause(attempt);
  }
}

/** Conferences are made after the entry; one that comes late is found by whoever asks again. */
async function lookForConference(
  ports: CalendarPorts,
  connection: Connection,
  mapping: Mapping,
): Promise<Pick<Mapping, 'conferenceUrl' | 'htmlLink'>> {
  const { external } = mapping;
  if (external === undefined) return mapping;
  const provider = ports.providers[connection.provider];
  for (let attempt = 1; attempt <= conferenceLooks; attempt += 1) {
    const seen = await withAccessToken(ports, connection, (token) =>
      provider.read(token, external.externalId),
    );
    if (seen?.conferenceUrl !== undefined) {
      const { conferenceUrl, etag } = seen;
      const next = { ...mapping, external: { ...external, etag }, conferenceUrl };
      const saved = { ...next, updatedAt: ports.clock.now(), version: mapping.version + 1 };
      await ports.connections.saveMapping(saved);
      return saved;
    }
    if (seen?.conferencePending !== true) break;
    await ports.pause(attempt + 5);
  }
  return mapping;
}

/**
 * With a token from elsewhere. It is most often that of a calendar that is connected as well: under that connection's
 * name the entry is the same one, so that none stands there twice.
 */
async function withToken(
  ports: CalendarPorts,
  person: PersonId,
  connection: Connection | undefined,
  appointment: Appointment,
  { provider: name, accessToken, timeZone }: BookingToSync & { readonly accessToken: string },
): Promise<Outcome<BookingSynced>> {
  const provider = ports.providers[name];
  const mapping =
    connection === undefined ? undefined : await ports.connections.mapping(connection.id, appointment.id);
  // As it is published: whoever asks by hand gets the other party's name and address.
  const rules: ConnectionSettings = connection?.settings ?? {
    ...defaultConnectionSettings,
    includeClientDetails: true,
  };
  const conference = { asked: true, url: mapping?.conferenceUrl };
  const facts = await factsFor(ports, appointment, person, rules, conference);
  const entry = entryOf(timeZone === undefined ? facts : { ...facts, timeZone });
  const connectionId = connection?.id ?? directIdentity(person, name);
  const first = mapping?.generation ?? 0;
  for (let generation = first; generation < first + maximumTries; generation += 1) {
    try {
      const identity = { connectionId, appointmentId: appointment.id, generation };
      let written: WrittenEntry = await provider.create(accessToken, identity, entry);
      for (let look = 1; written.conferencePending && look <= conferenceLooks; look += 1) {
        await ports.pause(look + 5);
        written = (await provider.read(accessToken, written.externalId)) ?? written;
      }
      const { externalId: eventId, conferenceUrl: meetingUrl, htmlLink } = written;
      return done({ eventId, provider: name, meetingUrl, htmlLink });
    } catch (fault) {
      if (isFault(fault, 'unauthorized', 'revoked')) {
        const issues = [{ path: 'body.access_token', message: fault.message }];
        return failed({ kind: 'invalid', issues });
      }
      if (!isFault(fault, 'conflict')) throw fault;
    }
  }
  return failed({ kind: 'provider_unavailable', message: `${calendarNames[name]} did not take the entry` });
}

async function keepMeeting(
  ports: CalendarPorts,
  { id, meetingUrl: known }: Appointment,
  meetingUrl: string | undefined,
): Promise<void> {
  if (meetingUrl === undefined || known !== undefined) return;
  // What refuses it (somebody was quicker, the appointment has ended) is no reason to take the entry back.
  await changeAppointment(ports, actor, policy, {
    appointmentId: id,
    reach: { kind: 'anything' },
    meetingUrl,
    notifyClient: false,
    permits: (before) =>
      before.meetingUrl === undefined
        ? undefined
        : { kind: 'conflict', message: 'There is a meeting already' },
  });
}
