import type { calendar_v3 } from '@googleapis/calendar';
import {
  CalendarFault,
  type EntryIdentity,
  type WrittenEntry,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { CalendarEntry, ExternalEvent, ExternalTime } from '@punctual/scheduling/calendars/entry.ts';
import { formatInstant, parseInstant } from '@punctual/scheduling/time/instant.ts';
import { fingerprintOf } from '../calendars/identity.ts';

export type GoogleEvent = calendar_v3.Schema$Event;

/** The name of the private property that all entries of ours have; the others say which one it is. */
const mark = 'punctual';
/** What a list is filtered by to hold only entries of ours. */
export const ownMark = `${mark}=1`;

/** Calendar API, events: at most 8,192 characters. */
const longestDescription = 8192;

/** The id that we choose: 5 to 1,024 of `0-9a-v` (Calendar API, events.insert). */
export function googleEventId(identity: EntryIdentity): string {
  return `${mark}${fingerprintOf(identity)}`;
}

/** What an entry says, for insert and patch alike; `standing` is what stands there now, if that is known. */
export function eventBody(
  identity: EntryIdentity,
  entry: CalendarEntry,
  standing?: GoogleEvent,
): GoogleEvent {
  const { connectionId, appointmentId, generation } = identity;
  const time = (at: number) => ({
    dateTime: formatInstant(at),
    timeZone: entry.timeZone,
    // Somebody may have made it a whole day: objects are merged by a patch, and null takes away.
    ...(standing !== undefined && { date: null }),
  });
  return {
    summary: entry.title,
    description: entry.description.slice(0, longestDescription),
    location: entry.location ?? '',
    start: time(entry.start),
    end: time(entry.end),
    status: entry.status,
    transparency: 'opaque',
    attendees: attendeesOf(entry, standing),
    extendedProperties: {
      private: {
        [mark]: '1',
        [`${mark}Connection`]: connectionId,
        [`${mark}Appointment`]: appointmentId,
        [`${mark}Generation`]: String(generation),
      },
    },
    ...(entry.conference &&
      conferenceOf(standing) === undefined && { conferenceData: conferenceRequest(identity) }),
  };
}

/** Lists are replaced whole: who stands there keeps the answer that they gave. The owner stays if listed. */
function attendeesOf(entry: CalendarEntry, standing: GoogleEvent | undefined) {
  const there = standing?.attendees ?? [];
  const wanted = entry.attendees.map(({ name, email }) => {
    const known = there.find((one) => one.email?.toLowerCase() === email.toLowerCase());
    return known ?? { email, displayName: name };
  });
  return [
    ...there.filter((one) => one.self || one.organizer),
    ...wanted.filter((one) => !('self' in one) || !one.self),
  ];
}

/** The same request id asks for the same conference, so that a repeated request makes no second one. */
function conferenceRequest(identity: EntryIdentity) {
  return {
    createRequest: {
      requestId: `${fingerprintOf(identity)}-meet`,
      conferenceSolutionKey: { type: 'hangoutsMeet' },
    },
  };
}

function conferenceOf(event: GoogleEvent | undefined): string | undefined {
  const video = event?.conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video');
  return event?.hangoutLink ?? video?.uri ?? undefined;
}

/** What Google answered to a write. A conference may come later: then it is pending. */
export function writtenOf(event: GoogleEvent): WrittenEntry {
  const { statusCode } = event.conferenceData?.createRequest?.status ?? {};
  return {
    externalId: idOf(event),
    etag: event.etag ?? undefined,
    htmlLink: event.htmlLink ?? undefined,
    conferenceUrl: conferenceOf(event),
    conferencePending: statusCode === 'pending',
  };
}

/** Fields of an event that say when it takes whose time, and no more: what it is about is not read. */
export const timeFields =
  'id,etag,status,start,end,transparency,eventType,attendees(self,responseStatus),extendedProperties/private';

/** @param zone of the calendar, in which whole days lie */
export function externalOf(event: GoogleEvent, zone: string): ExternalEvent {
  return {
    externalId: idOf(event),
    etag: event.etag ?? undefined,
    ...ownerOf(event),
    // Of a deleted event nothing but its id is certain to be told.
    event: event.status === 'cancelled' ? undefined : { time: timeOf(event, zone), busy: isBusy(event) },
  };
}

/** A copy that somebody made of an entry has its properties but not its id, and is theirs. */
function ownerOf(event: GoogleEvent): Pick<ExternalEvent, 'appointmentId' | 'connectionId'> {
  const { private: properties = {} } = event.extendedProperties ?? {};
  const connectionId = properties[`${mark}Connection`];
  const appointmentId = properties[`${mark}Appointment`] as AppointmentId | undefined;
  const generation = Number(properties[`${mark}Generation`]);
  const isOurs =
    connectionId !== undefined &&
    appointmentId !== undefined &&
    event.id === googleEventId({ connectionId, appointmentId, generation });
  return isOurs ? { appointmentId, connectionId } : { appointmentId: undefined, connectionId: undefined };
}

/** What was not yet answered counts, as it does in Google's own free/busy. */
function isBusy({ transparency, eventType, attendees }: GoogleEvent): boolean {
  const isDeclined =
    attendees?.some(({ self, responseStatus }) => self && responseStatus === 'declined') ?? false;
  return transparency !== 'transparent' && eventType !== 'workingLocation' && !isDeclined;
}

function timeOf({ start, end }: GoogleEvent, zone: string): ExternalTime {
  if (start?.date && end?.date) {
    return { kind: 'days', firstDate: start.date, endDate: end.date, timeZone: zone };
  }
  const [from, to] = [parseInstant(start?.dateTime ?? ''), parseInstant(end?.dateTime ?? '')];
  if (from === undefined || to === undefined) throw nonsense();
  return { kind: 'interval', start: from, end: to };
}

function idOf({ id }: GoogleEvent): string {
  if (!id) throw nonsense();
  return id;
}

/** Better to know nothing than to take a time for free that is not. */
function nonsense(): CalendarFault {
  return new CalendarFault('unavailable', 'Google Calendar told of an event that makes no sense.');
}
