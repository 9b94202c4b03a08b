import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Records } from '../records.ts';
import { invalid, notFound, parseAs, refuseWith, required } from './answers.ts';
import type { Conferences } from './conferences.ts';
import { isRecurrence, occurrenceOf, type Series } from './recurrence.ts';
import { etagOf } from './resources.ts';
import { type EventBody, event as eventShape, merged, readOnly, shared, withoutNulls } from './shapes.ts';
import { type Account, type KeptEvent, type Store, seriesOf, spanOf } from './store.ts';
import { type EventTime, timeProblem } from './times.ts';

/** How an event is written. */
export interface Writing {
  readonly conferenceDataVersion: number;
  readonly supportsAttachments?: boolean | undefined;
  readonly sendUpdates?: 'all' | 'externalOnly' | 'none' | undefined;
  readonly sendNotifications?: boolean | undefined;
  readonly ifMatch?: string | undefined;
  /** Whose event it is, when another than the calendar's owner; given only by the owner of the machine. */
  readonly organizer?: string | undefined;
}

/** A mail that Google would have sent to a guest. */
export interface GuestMail {
  readonly at: string;
  readonly to: string;
  readonly event: string;
  readonly kind: 'invitation' | 'update' | 'cancellation';
}

/** Events as their calendar's owner, or a client in their name, changes them. */
export interface Events {
  insert(account: Account, body: Record<string, unknown>, how: Writing): KeptEvent;
  update(account: Account, id: string, body: Record<string, unknown>, how: Writing): KeptEvent;
  patch(account: Account, id: string, body: Record<string, unknown>, how: Writing): KeptEvent;
  delete(account: Account, id: string, how: Writing): void;
}

const alphabet = '0123456789abcdefghijklmnopqrstuv';

function newEventId(): string {
  return [...randomBytes(26)].map((byte) => alphabet[byte % 32]).join('');
}

function checkTime(time: EventTime | undefined, which: 'start' | 'end'): EventTime {
  if (time === undefined) return required(`Missing ${which} time.`);
  switch (timeProblem(time)) {
    case 'kind':
      return time.date === undefined
        ? required(`Missing ${which} time.`)
        : invalid(`Invalid ${which} time: either date or dateTime.`);
    case 'value':
      return invalid(`Invalid ${which} time.`);
    case 'zone':
      return invalid(`Invalid time zone definition for ${which} time.`);
    case 'zone_missing':
      return required(`Missing time zone definition for ${which} time.`);
    default:
      return time;
  }
}

function checkTimes(body: EventBody, account: Account) {
  const startTime = checkTime(body.start, 'start');
  const endTime = checkTime(body.end, 'end');
  if ((startTime.date === undefined) !== (endTime.date === undefined)) {
    return invalid('The start and end times must either both be date or both be dateTime.');
  }
  const { start, end } = spanOf(startTime, endTime, account.timeZone);
  if (end < start || (startTime.date !== undefined && end === start)) {
    return refuseWith(400, 'timeRangeEmpty', 'The specified time range is empty.', {
      domain: 'calendar',
      location: 'timeMax',
      locationType: 'parameter',
    });
  }
  const recurrence = body.recurrence ?? [];
  if (recurrence.length > 0) {
    if (startTime.date === undefined && (startTime.timeZone ?? endTime.timeZone) === undefined) {
      return required('Missing time zone definition for start time.');
    }
    if (!isRecurrence({ start: startTime, end: endTime, recurrence }, account.timeZone)) {
      return invalid('Invalid recurrence rule.');
    }
  }
  return { start, end, startTime, endTime };
}

function checkReminders(body: EventBody): void {
  if (body.reminders?.useDefault === true && (body.reminders.overrides ?? []).length > 0) {
    refuseWith(
      400,
      'cannotUseDefaultRemindersAndSpecifyOverride',
      'Cannot specify both default reminders and overrides at the same time.',
      { domain: 'calendar' },
    );
  }
}

function writable(body: EventBody): EventBody {
  const rest = { ...body };
  for (const name of readOnly) delete rest[name];
  return rest;
}

/** The members that a client could have written to make the event what it is. */
function bodyOf(event: KeptEvent): EventBody {
  return {
    ...event.body,
    start: event.startTime,
    end: event.endTime,
    status: event.status,
    sequence: event.sequence,
  };
}

function shapeOf({ startTime, endTime, body }: KeptEvent): Series {
  return { start: startTime, end: endTime, recurrence: body.recurrence ?? [] };
}

function attendeesOf(body: EventBody, account: Account, organizer: string) {
  return body.attendees?.map((attendee) => {
    const { self: _self, organizer: _organizer, ...rest } = attendee;
    const email = attendee.email.toLowerCase();
    return {
      ...rest,
      email,
      responseStatus: attendee.responseStatus ?? ('needsAction' as const),
      ...(email === organizer ? { organizer: true } : {}),
      ...(email === account.email ? { self: true } : {}),
    };
  });
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function createEvents(
  records: Records,
  store: Store,
  conferences: Conferences,
  clock: Clock,
  changed: (calendar: string) => void,
): Events {
  const tellGuests = (account: Account, event: KeptEvent, kind: GuestMail['kind'], how: Writing) => {
    const sending = how.sendUpdates ?? (how.sendNotifications === true ? 'all' : 'none');
    if (sending === 'none') return;
    const ownDomain = account.email.split('@').at(-1);
    for (const { email, self } of event.body.attendees ?? []) {
      if (self === true || (sending === 'externalOnly' && email.endsWith(`@${ownDomain}`))) continue;
      const mail: GuestMail = { at: new Date(clock.now()).toISOString(), to: email, event: event.id, kind };
      records.put('mail', String(records.next('mail')), mail);
    }
  };

  const current = (account: Account, id: string, how: Writing): KeptEvent => {
    const event = store.eventOrInstance(account, id);
    if (event === undefined) return notFound();
    const { ifMatch } = how;
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etagOf(event.revision)) {
      return refuseWith(412, 'conditionNotMet', 'Precondition Failed', {
        location: 'If-Match',
        locationType: 'header',
      });
    }
    return event;
  };

  /** Exceptions of a series that no longer takes place when they were to be go with it. */
  const dropStrayExceptions = (account: Account, master: KeptEvent) => {
    const series = seriesOf(master);
    for (const exception of store.exceptions(account.email, master.id)) {
      const suffix = exception.id.slice(master.id.length + 1);
      const isKept =
        master.status !== 'cancelled' &&
        series !== undefined &&
        occurrenceOf(series, account.timeZone, suffix) !== undefined;
      if (isKept || exception.status === 'cancelled') continue;
      store.save(account.email, { ...exception, status: 'cancelled', updated: clock.now() });
    }
  };

  const write = (
    account: Account,
    id: string,
    given: EventBody,
    former: KeptEvent | undefined,
    how: Writing,
  ): KeptEvent => {
    const times = checkTimes(given, account);
    checkReminders(given);
    if (former?.series !== undefined && (given.recurrence ?? []).length > 0) {
      return invalid('An instance of a recurring event cannot recur.');
    }
    const organizer = former?.organizer ?? how.organizer?.toLowerCase() ?? account.email;
    const { start: _start, end: _end, id: _id, status, sequence, iCalUID, ...rest } = writable(given);
    const { conferenceData, attachments, ...plain } = rest;
    const conference = conferences.decide(
      account.email,
      id,
      how.conferenceDataVersion,
      conferenceData,
      former,
    );
    const keptAttachments = how.supportsAttachments === true ? attachments : former?.body.attachments;
    const attendees = attendeesOf(given, account, organizer);
    const now = clock.now();
    const isMoved =
      former !== undefined &&
      !(
        same(former.start, times.start) &&
        same(former.end, times.end) &&
        same(former.body.recurrence, given.recurrence)
      );
    const before = former?.sequence ?? 0;
    if (sequence !== undefined && sequence < before) {
      return invalid(
        'Invalid sequence value. The specified sequence number is below the current sequence number of the resource.',
      );
    }
    const isSeries = (given.recurrence ?? []).length > 0;
    const formers = former?.formers ?? [];
    const event = {
      id,
      created: former?.created ?? now,
      updated: now,
      ...times,
      status: status ?? 'confirmed',
      sequence: (sequence ?? before) + (isMoved ? 1 : 0),
      iCalUID: former?.iCalUID ?? iCalUID ?? `${id}@google.com`,
      organizer,
      ...(former?.series === undefined ? {} : { series: former.series }),
      formers:
        former !== undefined && isMoved && (isSeries || seriesOf(former) !== undefined)
          ? [...formers, { ...shapeOf(former), until: store.revision(account.email) + 1 }]
          : formers,
      body: {
        ...plain,
        ...(attendees === undefined ? {} : { attendees }),
        ...(keptAttachments === undefined ? {} : { attachments: keptAttachments }),
        ...(conference.conferenceData === undefined ? {} : { conferenceData: conference.conferenceData }),
      },
      ...(conference.hangoutLink === undefined ? {} : { hangoutLink: conference.hangoutLink }),
    };
    const kept = store.save(account.email, event);
    if (former !== undefined && kept.series === undefined) dropStrayExceptions(account, kept);
    tellGuests(account, kept, former === undefined ? 'invitation' : 'update', how);
    changed(account.email);
    return kept;
  };

  const overwrite = (account: Account, former: KeptEvent, merged: unknown, how: Writing): KeptEvent => {
    const given = parseAs(eventShape, merged, 'body');
    const isGuest = former.organizer !== account.email && how.organizer === undefined;
    const before = bodyOf(former);
    if (isGuest && shared.some((name) => !same(before[name], given[name]))) {
      return refuseWith(
        403,
        'forbiddenForNonOrganizer',
        'Shared properties can only be changed by the organizer of the event.',
        { domain: 'calendar' },
      );
    }
    return write(account, former.id, given, former, how);
  };

  return {
    insert: (account, body, how) =>
      records.transaction(() => {
        const given = parseAs(eventShape, withoutNulls(body), 'body');
        const id = given.id ?? newEventId();
        if (!/^[a-v0-9]{5,1024}$/.test(id)) return invalid('Invalid resource id value.');
        if (given.status === 'cancelled') return invalid('Invalid value for: status');
        // The id of a deleted event stays taken.
        if (store.event(account.email, id) !== undefined) {
          return refuseWith(409, 'duplicate', 'The requested identifier already exists.');
        }
        return write(account, id, given, undefined, how);
      }),
    update: (account, id, body, how) =>
      records.transaction(() => {
        const former = current(account, id, how);
        return overwrite(account, former, withoutNulls(body), how);
      }),
    patch: (account, id, body, how) =>
      records.transaction(() => {
        // What a patch does not take away must have the published shape by itself.
        parseAs(eventShape, withoutNulls(body), 'body');
        const former = current(account, id, how);
        return overwrite(account, former, merged(bodyOf(former), body), how);
      }),
    delete: (account, id, how) =>
      records.transaction(() => {
        const former = current(account, id, how);
        if (former.status === 'cancelled') {
          return refuseWith(410, 'deleted', 'Resource has been deleted');
        }
        const kept = store.save(account.email, {
          ...former,
          status: 'cancelled',
          sequence: former.sequence + 1,
          updated: clock.now(),
        });
        if (kept.series === undefined) dropStrayExceptions(account, kept);
        tellGuests(account, kept, 'cancellation', how);
        changed(account.email);
      }),
  };
}
