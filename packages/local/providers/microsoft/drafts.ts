import { randomBytes } from 'node:crypto';
import type { Account } from './accounts.ts';
import { GraphFault, invalidProperty, invalidRequest } from './faults.ts';
import { holdsMeeting, textToHtml, withBlob } from './html.ts';
import type { Content, Draft, Recurrence, StoredEvent } from './model.ts';
import { seriesDates, weekdays } from './recurrence.ts';
import type { EventBody } from './shapes.ts';
import { atWall, DAY, readTime, wallIn, zoneNamed } from './times.ts';

const blank = {
  subject: '',
  body: '',
  isAllDay: false,
  showAs: 'busy',
  sensitivity: 'normal',
  importance: 'normal',
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  responseRequested: true,
  allowNewTimeProposals: true,
  hideAttendees: false,
  isCancelled: false,
  response: 'organizer',
  location: {
    displayName: '',
    locationType: 'default',
    uniqueIdType: 'unknown',
    address: {},
    coordinates: {},
  },
  locations: [],
  attendees: [],
  categories: [],
  extended: [],
};

const joinUrl = (account: Account) =>
  `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${randomBytes(24).toString('base64url')}%40thread.v2/0?context=%7b%22Tid%22%3a%22${account.tid}%22%2c%22Oid%22%3a%22${account.oid}%22%7d`;

function readTimes(
  body: EventBody,
  before: Content | undefined,
): Pick<Content, 'start' | 'end' | 'isAllDay'> {
  const isAllDay = body.isAllDay ?? before?.isAllDay ?? false;
  const moment = (name: 'start' | 'end') => {
    const given = body[name];
    if (given === null) throw invalidProperty();
    if (given === undefined) {
      const known = before?.[name];
      if (known === undefined) throw invalidProperty();
      if (isAllDay === before?.isAllDay) return known;
      // A whole day becomes a time, or the other way round: the wall time stays.
      const zone = zoneNamed(known.zone);
      const wall = isAllDay ? wallIn(zone, known.at) : known.at;
      return { at: isAllDay ? wall : atWall(zone, wall), zone: known.zone };
    }
    const zone = given.timeZone ?? 'UTC';
    const { at, wall } = readTime({ dateTime: given.dateTime, timeZone: zone });
    return { at: isAllDay ? wall : at, zone };
  };
  const [start, end] = [moment('start'), moment('end')];
  if (isAllDay) {
    for (const [name, { at }] of [['Start', start] as const, ['End', end] as const]) {
      if (at % DAY !== 0) {
        throw invalidProperty(`The Event.${name} property for an all-day event needs to be set to midnight.`);
      }
    }
    if (start.zone !== end.zone) {
      throw invalidProperty('The start and end of an all-day event must be in the same time zone.');
    }
    if (end.at - start.at < DAY) {
      throw invalidProperty('The duration of an event marked as All day must be at least 24 hours.');
    }
  }
  if (end.at < start.at) throw invalidProperty('The end of the event must not be before its start.');
  return { start, end, isAllDay };
}

interface AskedRecurrence {
  readonly pattern: Pick<Recurrence['pattern'], 'type' | 'interval'> & {
    readonly month?: number | undefined;
    readonly dayOfMonth?: number | undefined;
    readonly daysOfWeek?: readonly string[] | undefined;
    readonly firstDayOfWeek?: string | null | undefined;
    readonly index?: string | null | undefined;
  };
  readonly range: Pick<Recurrence['range'], 'type' | 'startDate'> & {
    readonly endDate?: string | null | undefined;
    readonly recurrenceTimeZone?: string | null | undefined;
    readonly numberOfOccurrences?: number | undefined;
  };
}

function readRecurrence(given: AskedRecurrence, times: Pick<Content, 'start' | 'isAllDay'>) {
  const { pattern, range } = given;
  const { start, isAllDay } = times;
  const wall = isAllDay ? start.at : wallIn(zoneNamed(start.zone), start.at);
  const date = new Date(wall);
  const recurrence: Recurrence = {
    pattern: {
      type: pattern.type,
      interval: pattern.interval,
      month: pattern.month ?? 0,
      dayOfMonth: pattern.dayOfMonth ?? 0,
      daysOfWeek: pattern.daysOfWeek ?? [],
      firstDayOfWeek: pattern.firstDayOfWeek ?? 'sunday',
      index: pattern.index ?? 'first',
    },
    range: {
      type: range.type,
      startDate: range.startDate,
      endDate: range.endDate ?? '0001-01-01',
      recurrenceTimeZone: range.recurrenceTimeZone ?? start.zone,
      numberOfOccurrences: range.numberOfOccurrences ?? 0,
    },
  };
  zoneNamed(recurrence.range.recurrenceTimeZone);
  const needsDays = ['weekly', 'relativeMonthly', 'relativeYearly'].includes(pattern.type);
  const needsDay = ['absoluteMonthly', 'absoluteYearly'].includes(pattern.type);
  const needsMonth = ['absoluteYearly', 'relativeYearly'].includes(pattern.type);
  const isWhole =
    (!needsDays || recurrence.pattern.daysOfWeek.length > 0) &&
    (!needsDay || recurrence.pattern.dayOfMonth > 0) &&
    (!needsMonth || recurrence.pattern.month > 0) &&
    (range.type !== 'endDate' || recurrence.range.endDate >= range.startDate) &&
    (range.type !== 'numbered' || recurrence.range.numberOfOccurrences > 0) &&
    range.startDate === date.toISOString().slice(0, 10) &&
    recurrence.pattern.daysOfWeek.every((day) => weekdays.includes(day));
  if (!isWhole)
    throw invalidProperty('The recurrence pattern or range is incomplete or contradicts the start.');
  return recurrence;
}

/** A series begins with the first date that its pattern names. */
function atFirstDate(draft: Draft): Draft {
  if (draft.recurrence === undefined) return draft;
  const [first] = seriesDates(draft.recurrence, Number.POSITIVE_INFINITY);
  if (first === undefined) throw invalidProperty('The recurrence names no date.');
  const zone = zoneNamed(draft.start.zone);
  const wall = draft.isAllDay ? draft.start.at : wallIn(zone, draft.start.at);
  const shift = first * DAY - Math.floor(wall / DAY) * DAY;
  if (shift === 0) return draft;
  const length = draft.end.at - draft.start.at;
  const at = draft.isAllDay ? wall + shift : atWall(zone, wall + shift);
  return {
    ...draft,
    start: { ...draft.start, at },
    end: { ...draft.end, at: at + length },
  };
}

/** What the body says of an event's content. */
function readContent(account: Account, body: EventBody, before: Content | undefined): Content {
  const from = before ?? blank;
  const times = readTimes(body, before);
  const given = body.body;
  const isOwner = from.response === 'organizer';
  const wantsMeeting = body.isOnlineMeeting === true && account.kind === 'work' && isOwner;
  const isTeams = (body.onlineMeetingProvider ?? 'teamsForBusiness') === 'teamsForBusiness';
  const written =
    given === undefined
      ? from.body
      : given?.contentType === 'html'
        ? (given.content ?? '')
        : textToHtml(given?.content ?? '');
  const known = before?.joinUrl;
  // Once there, a meeting goes only with the part of the body that tells of it.
  const kept = known !== undefined && holdsMeeting(written, known) ? known : undefined;
  const link = kept ?? (known === undefined && wantsMeeting && isTeams ? joinUrl(account) : undefined);
  const { joinUrl: _, ...rest } = before ?? { ...blank, ...times };
  const location = body.location ?? body.locations?.[0];
  return {
    ...rest,
    ...times,
    subject: body.subject === undefined ? from.subject : (body.subject ?? ''),
    body: link === undefined ? written : withBlob(written, link),
    showAs: body.showAs ?? from.showAs,
    sensitivity: body.sensitivity ?? from.sensitivity,
    importance: body.importance ?? from.importance,
    isReminderOn: body.isReminderOn ?? from.isReminderOn,
    reminderMinutesBeforeStart: body.reminderMinutesBeforeStart ?? from.reminderMinutesBeforeStart,
    responseRequested: body.responseRequested ?? from.responseRequested,
    allowNewTimeProposals: body.allowNewTimeProposals ?? from.allowNewTimeProposals,
    hideAttendees: body.hideAttendees ?? from.hideAttendees,
    location:
      location === undefined
        ? from.location
        : { locationType: 'default', uniqueIdType: 'private', ...location },
    locations:
      body.locations ??
      (body.location === undefined ? from.locations : body.location === null ? [] : [body.location]),
    attendees:
      body.attendees?.map((it) => ({
        type: it.type ?? 'required',
        status: { response: it.status?.response ?? 'none', time: it.status?.time ?? '0001-01-01T00:00:00Z' },
        emailAddress: { name: it.emailAddress?.name ?? it.emailAddress?.address ?? '', ...it.emailAddress },
      })) ?? from.attendees,
    categories: body.categories ?? from.categories,
    extended: [
      ...from.extended.filter(({ id }) => !body.singleValueExtendedProperties?.some((it) => it.id === id)),
      ...(body.singleValueExtendedProperties ?? []),
    ],
    ...(link === undefined ? {} : { joinUrl: link }),
  };
}

/** A new event from a body that has its shape. */
export function readDraft(account: Account, body: EventBody): Draft {
  const content = readContent(account, body, undefined);
  return atFirstDate({
    ...content,
    ...(body.transactionId ? { transactionId: body.transactionId } : {}),
    ...(body.recurrence ? { recurrence: readRecurrence(body.recurrence, content) } : {}),
  });
}

/** The event, or the series, with what the body changes. */
export function changeEvent(account: Account, event: StoredEvent, body: EventBody): StoredEvent {
  if (body.transactionId !== undefined && (body.transactionId ?? undefined) !== event.transactionId) {
    throw invalidRequest('The property transactionId can only be set when the event is created.');
  }
  const { joinUrl: _, ...without } = event;
  const changed: StoredEvent = { ...without, ...readContent(account, body, event) };
  if (body.recurrence === null) {
    const { recurrence: _r, exceptions: _e, ...single } = changed;
    return single;
  }
  const timesChanged = body.start !== undefined || body.end !== undefined || body.isAllDay !== undefined;
  if (body.recurrence === undefined && (event.recurrence === undefined || !timesChanged)) return changed;
  const asked: AskedRecurrence | undefined = body.recurrence ?? event.recurrence;
  if (asked === undefined) return changed;
  const wall = changed.isAllDay ? changed.start.at : wallIn(zoneNamed(changed.start.zone), changed.start.at);
  // Who moves a series without naming its range means the range that begins there.
  const startDate =
    body.recurrence === undefined ? new Date(wall).toISOString().slice(0, 10) : asked.range.startDate;
  const recurrence = readRecurrence({ ...asked, range: { ...asked.range, startDate } }, changed);
  // A new rhythm has no exceptions yet.
  const { exceptions: _x, ...plain } = changed;
  return { ...plain, ...atFirstDate({ ...plain, recurrence }), recurrence };
}

/** What the body changes of one occurrence, whose content now is `before`. */
export function changeOccurrence(account: Account, before: Content, body: EventBody): Partial<Content> {
  if (body.recurrence !== undefined && body.recurrence !== null) {
    throw new GraphFault(400, 'ErrorInvalidRecurrence', 'An occurrence has no recurrence of its own.');
  }
  const content = readContent(account, body, before);
  return {
    subject: content.subject,
    body: content.body,
    start: content.start,
    end: content.end,
    isAllDay: content.isAllDay,
    showAs: content.showAs,
    sensitivity: content.sensitivity,
    importance: content.importance,
    isReminderOn: content.isReminderOn,
    reminderMinutesBeforeStart: content.reminderMinutesBeforeStart,
    location: content.location,
    locations: content.locations,
    attendees: content.attendees,
    categories: content.categories,
    extended: content.extended,
  };
}
