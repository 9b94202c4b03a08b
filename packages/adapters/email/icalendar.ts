import type { CalendarObject } from '@punctual/application/messages/message.ts';
import type { FeedEntry } from '@punctual/application/people/calendar-feed.ts';
import ical, { ICalAttendeeRole, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** The text of a calendar object: times in UTC, so that it needs no definitions of zones. */
export function icalendarOf(object: CalendarObject): string {
  const { organizer, attendee } = object;
  const calendar = ical({
    prodId: { company: 'Punctual', product: 'Punctual' },
    method: ICalCalendarMethod[object.method],
  });
  calendar.createEvent({
    id: object.uid,
    sequence: object.sequence,
    start: new Date(object.start),
    end: new Date(object.end),
    stamp: new Date(object.at),
    summary: object.title,
    description: object.description,
    ...(object.location !== undefined && { location: object.location }),
    status: ICalEventStatus[object.status],
    organizer: { name: organizer.name, email: organizer.email },
    attendees: [{ name: attendee.name, email: attendee.email, role: ICalAttendeeRole.REQ, rsvp: false }],
  });
  return calendar.toString();
}

/** How often, in seconds, a program that subscribes is asked to look again. */
const refreshSeconds = 900;

/**
 * A calendar to subscribe to. The stamp of an entry is its last change, not the time of asking (RFC 5545, 3.8.7.2 allows both
 * without a method, and programs take the latter for a change): the same appointments give the same bytes.
 */
export function icalendarOfFeed(entries: readonly FeedEntry[]): string {
  const calendar = ical({
    prodId: { company: 'Punctual', product: 'Punctual' },
    method: ICalCalendarMethod.PUBLISH,
    name: 'Punctual',
    ttl: refreshSeconds,
  });
  for (const { uid, sequence, start, end, status, title, ...entry } of entries) {
    const { description, location, createdAt, changedAt } = entry;
    calendar.createEvent({
      id: uid,
      sequence,
      start: new Date(start),
      end: new Date(end),
      stamp: new Date(changedAt),
      created: new Date(createdAt),
      lastModified: new Date(changedAt),
      summary: title,
      status: ICalEventStatus[status],
      ...(description !== undefined && { description }),
      ...(location !== undefined && { location }),
    });
  }
  return calendar.toString();
}
