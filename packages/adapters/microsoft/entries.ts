import type * as Graph from '@microsoft/microsoft-graph-types';
import {
  CalendarFault,
  type EntryIdentity,
  type WrittenEntry,
} from '@punctual/application/calendars/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { CalendarEntry, ExternalEvent, SingleTime } from '@punctual/scheduling/calendars/entry.ts';
import { formatDate } from '@punctual/scheduling/time/date.ts';
import { DAY, type Instant, parseInstant } from '@punctual/scheduling/time/instant.ts';
import { htmlOf, saysText, withText } from './text.ts';
import { windowsZones } from './windows-zones.ts';

export interface GraphEvent extends Graph.Event {
  readonly '@odata.etag'?: string;
  readonly '@removed'?: { readonly reason?: string };
}

/** Graph refuses longer subjects. */
const longestTitle = 255;

/** What an update must know of what stands there. */
export const entryFields =
  'id,subject,body,start,end,isAllDay,isCancelled,showAs,attendees,location,isOnlineMeeting,onlineMeeting,webLink';
/** What says when an event takes whose time: what it is about is not read where Graph lets us choose. */
export const timeFields =
  'id,type,start,end,isAllDay,isCancelled,showAs,responseStatus,originalStartTimeZone,transactionId';

/**
 * The transaction id makes a repeated POST harmless. It is also the mark by which an entry is recognised: Graph shows it in
 * lists and changes, which extended properties are not, and no copy has it.
 */
export function transactionIdOf({ connectionId, appointmentId, generation }: EntryIdentity): string {
  return `punctual:${connectionId}:${appointmentId}:${generation}`;
}

function ownerOf(
  transactionId: string | null | undefined,
): Pick<ExternalEvent, 'appointmentId' | 'connectionId'> {
  const [, connectionId, appointmentId] = /^punctual:([^:]+):([^:]+):\d+$/.exec(transactionId ?? '') ?? [];
  return { connectionId, appointmentId: appointmentId as AppointmentId | undefined };
}

/** A new event; `meeting`: with one in Teams. */
export function newEvent(identity: EntryIdentity, entry: CalendarEntry, meeting: boolean): Graph.Event {
  return {
    transactionId: transactionIdOf(identity),
    ...changesTo({}, entry, meeting),
    allowNewTimeProposals: false,
  };
}

/** What has to be changed of what stands there for it to be as the entry says; empty: nothing. */
export function changesTo(standing: GraphEvent, entry: CalendarEntry, meeting: boolean): Graph.Event {
  const html = standing.body?.content ?? '';
  const showAs = entry.status === 'tentative' ? 'tentative' : 'busy';
  const subject = entry.title.slice(0, longestTitle);
  const isMoved =
    standing.isAllDay === true ||
    instantOf(standing.start) !== entry.start ||
    instantOf(standing.end) !== entry.end;
  const hasMeeting = standing.isOnlineMeeting === true;
  const location = entry.location ?? '';
  // Of a meeting in Teams Exchange sets the location, if nobody else does.
  const isElsewhere = (standing.location?.displayName ?? '') !== location && !(hasMeeting && location === '');
  return {
    ...(standing.subject?.trim() !== subject.trim() && { subject }),
    ...(!saysText(html, entry.description) && {
      body: {
        contentType: 'html',
        content: html === '' ? htmlOf(entry.description) : withText(html, entry.description),
      },
    }),
    ...(isMoved && {
      start: dateTimeOf(entry.start),
      end: dateTimeOf(entry.end),
      ...(standing.isAllDay === true && { isAllDay: false }),
    }),
    ...(standing.showAs !== showAs && { showAs }),
    ...(isElsewhere && { location: { displayName: location } }),
    ...(addressesOf(standing) !== addressesWanted(entry) && {
      attendees: entry.attendees.map(({ name, email }) => ({
        type: 'required',
        emailAddress: { name, address: email },
      })),
    }),
    ...(meeting && !hasMeeting && { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' }),
  };
}

/** Who is invited already has had an invitation and may have answered: the list is written only if it differs. */
function addressesOf({ attendees }: GraphEvent): string {
  return addressText((attendees ?? []).map(({ emailAddress }) => emailAddress?.address ?? ''));
}

function addressesWanted({ attendees }: CalendarEntry): string {
  return addressText(attendees.map(({ email }) => email));
}

function addressText(addresses: readonly string[]): string {
  return addresses
    .map((address) => address.toLowerCase())
    .sort()
    .join(' ');
}

/**
 * In UTC, as everything is read: Graph takes Windows' names of zones and some of IANA's, and Outlook shows a single event in
 * the zone of who looks at it, whatever zone it was written in.
 */
function dateTimeOf(instant: Instant): Graph.DateTimeTimeZone {
  return { dateTime: new Date(instant).toISOString().slice(0, 19), timeZone: 'UTC' };
}

function instantOf(time: Graph.DateTimeTimeZone | null | undefined): Instant | undefined {
  // Up to seven digits of a second, and no sign of UTC, which is what was asked for.
  return parseInstant(`${time?.dateTime ?? ''}Z`);
}

/** What Graph answered to a write. A conference may come later: then it is pending. */
export function writtenOf(event: GraphEvent): WrittenEntry {
  const joinUrl = event.onlineMeeting?.joinUrl ?? undefined;
  return {
    externalId: idOf(event),
    etag: event['@odata.etag'],
    htmlLink: event.webLink ?? undefined,
    conferenceUrl: joinUrl,
    conferencePending: event.isOnlineMeeting === true && joinUrl === undefined,
  };
}

/** A single event, or that it is gone. */
export function externalOf(event: GraphEvent): ExternalEvent {
  const isGone = event['@removed'] !== undefined;
  return {
    externalId: idOf(event),
    etag: event['@odata.etag'],
    ...ownerOf(event.transactionId),
    event: isGone ? undefined : { time: timeOf(event), busy: isBusy(event) },
  };
}

/**
 * A series with all of its instances: Graph tells of a series that was changed or deleted, and does not say which instances
 * are gone, so that they are known only together.
 */
export function seriesOf(
  id: string,
  master: GraphEvent | undefined,
  instances: readonly GraphEvent[],
): ExternalEvent {
  const times = instances.filter(isBusy).map(timeOf);
  return {
    externalId: id,
    etag: master?.['@odata.etag'],
    ...ownerOf(master?.transactionId),
    event: { time: { kind: 'series', times }, busy: times.length > 0 },
  };
}

/** Who works elsewhere can be met, says Graph's own findMeetingTimes; `unknown` is no reason to take a time for free. */
function isBusy({ showAs, isCancelled, responseStatus }: GraphEvent): boolean {
  const isFree = showAs === 'free' || showAs === 'workingElsewhere';
  return !isFree && isCancelled !== true && responseStatus?.response !== 'declined';
}

/**
 * Whole days float: they are those dates wherever their owner is. They are told as midnights, not always of the zone that
 * was asked for, so that the nearest midnight says which date is meant.
 */
function timeOf(event: GraphEvent): SingleTime {
  const [start, end] = [instantOf(event.start), instantOf(event.end)];
  if (start === undefined || end === undefined) throw nonsense();
  if (event.isAllDay !== true) return { kind: 'interval', start, end };
  const dateOf = (instant: Instant) => formatDate(Math.round(instant / DAY));
  const timeZone = zoneNamed(event.originalStartTimeZone);
  return { kind: 'days', firstDate: dateOf(start), endDate: dateOf(end), timeZone };
}

/** The zone in which it was entered, by IANA's name; of zones of Outlook's own making (`tzone://`) it stays what it is. */
function zoneNamed(name: string | null | undefined): string {
  return windowsZones[name ?? ''] ?? name ?? '';
}

function idOf({ id }: GraphEvent): string {
  if (!id) throw nonsense();
  return id;
}

/** Better to know nothing than to take a time for free that is not. */
function nonsense(): CalendarFault {
  return new CalendarFault('unavailable', 'Outlook told of an event that makes no sense.');
}
