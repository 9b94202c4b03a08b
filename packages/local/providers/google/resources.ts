import { type Account, type KeptEvent, seriesOf } from './store.ts';
import { formatTime, instantOf, presentTime } from './times.ts';

export interface Presentation {
  /** Default: the calendar's. */
  readonly timeZone?: string | undefined;
  /** With more attendees than these, only one's own entry is shown. */
  readonly maxAttendees?: number | undefined;
}

/** One entity tag for each revision of an event. */
export function etagOf(revision: number): string {
  return `"${3_400_000_000_000_000 + revision * 2}"`;
}

function person(email: string, account: Account) {
  return email === account.email ? { email, self: true } : { email };
}

function timesOf(event: KeptEvent, account: Account, zone: string) {
  const { series, startTime, endTime } = event;
  return {
    start: presentTime(startTime, event.start, zone, account.timeZone),
    end: presentTime(endTime, event.end, zone, account.timeZone),
    ...(series === undefined
      ? {}
      : {
          recurringEventId: series.id,
          originalStartTime: presentTime(
            series.originalStart,
            instantOf(series.originalStart, account.timeZone),
            zone,
            account.timeZone,
          ),
        }),
  };
}

/** An event as Google shows it to the calendar's owner. */
export function presentEvent(event: KeptEvent, account: Account, how: Presentation = {}) {
  const { attendees, transparency, visibility, ...body } = event.body;
  const isCutShort =
    attendees !== undefined && how.maxAttendees !== undefined && attendees.length > how.maxAttendees;
  const shown = isCutShort ? attendees.filter(({ self }) => self === true) : attendees;
  return {
    kind: 'calendar#event',
    etag: etagOf(event.revision),
    id: event.id,
    status: event.status,
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${event.id} ${account.email}`).toString('base64url')}`,
    created: new Date(event.created).toISOString(),
    updated: new Date(event.updated).toISOString(),
    creator: person(event.organizer, account),
    organizer: person(event.organizer, account),
    ...timesOf(event, account, how.timeZone ?? account.timeZone),
    ...body,
    // The defaults go without saying.
    ...(transparency === 'transparent' ? { transparency } : {}),
    ...(visibility === undefined || visibility === 'default' ? {} : { visibility }),
    ...(shown === undefined || shown.length === 0 ? {} : { attendees: shown }),
    ...(isCutShort ? { attendeesOmitted: true } : {}),
    ...(event.hangoutLink === undefined ? {} : { hangoutLink: event.hangoutLink }),
    iCalUID: event.iCalUID,
    sequence: event.sequence,
    reminders: event.body.reminders ?? { useDefault: true },
    eventType: event.body.eventType ?? 'default',
  };
}

/** What is left to say of a deleted event in a list of changes. */
export function presentDeleted(event: KeptEvent, account: Account) {
  const { start: _start, end: _end, ...series } = timesOf(event, account, account.timeZone);
  return {
    kind: 'calendar#event',
    etag: etagOf(event.revision),
    id: event.id,
    status: 'cancelled',
    ...series,
  };
}

const defaultReminders = [{ method: 'popup', minutes: 10 }];
const conferenceProperties = { allowedConferenceSolutionTypes: ['hangoutsMeet'] };

export function presentCalendar(account: Account) {
  return {
    kind: 'calendar#calendar',
    etag: etagOf(0),
    id: account.email,
    summary: account.email,
    timeZone: account.timeZone,
    conferenceProperties,
  };
}

export function presentCalendarEntry(account: Account) {
  return {
    kind: 'calendar#calendarListEntry',
    etag: etagOf(0),
    id: account.email,
    summary: account.email,
    timeZone: account.timeZone,
    colorId: '14',
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    selected: true,
    accessRole: 'owner',
    defaultReminders,
    notificationSettings: { notifications: [{ type: 'eventCreation', method: 'email' }] },
    primary: true,
    conferenceProperties,
  };
}

/** What a page of events says about its calendar. */
export function presentCollection(account: Account, revision: number, updated: number, timeZone?: string) {
  return {
    kind: 'calendar#events',
    etag: etagOf(revision),
    summary: account.email,
    description: '',
    updated: new Date(updated).toISOString(),
    timeZone: timeZone ?? account.timeZone,
    accessRole: 'owner',
    defaultReminders,
  };
}

/** Whether an event keeps its calendar's owner busy: it is on, blocks time and was not declined. */
export function isBusy(event: KeptEvent): boolean {
  const own = event.body.attendees?.find(({ self }) => self === true);
  return (
    event.status !== 'cancelled' &&
    event.body.transparency !== 'transparent' &&
    event.body.eventType !== 'workingLocation' &&
    own?.responseStatus !== 'declined'
  );
}

/** An event's line for a person: when it is, and how often. */
export function describe(event: KeptEvent, account: Account): string {
  const time = (which: 'start' | 'end') =>
    event.startTime.date === undefined
      ? formatTime(event[which], account.timeZone)
      : (event[which === 'start' ? 'startTime' : 'endTime'].date ?? '');
  const rule = seriesOf(event)?.recurrence.join(' ');
  return `${time('start')} – ${time('end')}${rule === undefined ? '' : ` ${rule}`}`;
}
