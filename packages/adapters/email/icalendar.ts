import type { CalendarObject } from '@punctual/application/messages/message.ts';
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
    status: ICalEventStatus[object.status],
    organizer: { name: organizer.name, email: organizer.email },
    attendees: [{ name: attendee.name, email: attendee.email, role: ICalAttendeeRole.REQ, rsvp: false }],
  });
  return calendar.toString();
}
