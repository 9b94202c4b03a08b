import type { Account } from './accounts.ts';
import { asDocument, htmlToText } from './html.ts';
import { writeId } from './ids.ts';
import type { Content, Moment, StoredCalendar, StoredEvent } from './model.ts';
import type { Options, Preferences } from './query.ts';
import type { Instance } from './recurrence.ts';
import { atWall, wallIn, writeInstant, writeWall, zoneNamed } from './times.ts';

export type Wire = Record<string, unknown>;

const changeKey = (account: Account, key: string, version: number) =>
  Buffer.from(`${account.oid.slice(0, 8)}|${key}|${version}`).toString('base64');
export const etagOf = (account: Account, key: string, version: number) =>
  `W/"${changeKey(account, key, version)}"`;

/** How events look for one request. */
export interface Look {
  readonly origin: string;
  readonly account: Account;
  readonly preferences: Preferences;
}

function writeMoment({ at }: Moment, isAllDay: boolean, zoneName: string) {
  return {
    dateTime: writeWall(isAllDay ? at : wallIn(zoneNamed(zoneName), at)),
    timeZone: zoneName,
  };
}

const keyOf = ({ event, date }: { event: StoredEvent; date?: string | undefined }) =>
  date === undefined ? event.key : `${event.key}@${date}`;

/** An occurrence has an id of its own across calendars: its series' with the date. */
function occurrenceUid(uid: string, date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  return uid.slice(0, 32) + hex(year, 4) + hex(month, 2) + hex(day, 2) + uid.slice(40);
}

/** What a delta says of an occurrence: the rest is its series'. */
export function writeBriefly(look: Look, instance: Instance): Wire {
  const { account, preferences } = look;
  const kind = preferences.immutable ? 'immutable' : 'event';
  const { event, content } = instance;
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': etagOf(account, keyOf(instance), event.version),
    id: writeId(kind, account, keyOf(instance)),
    seriesMasterId: writeId(kind, account, event.key),
    type: 'occurrence',
    start: writeMoment(content.start, content.isAllDay, preferences.zone),
    end: writeMoment(content.end, content.isAllDay, preferences.zone),
  };
}

/** An event with every property, extended ones included; `finish` takes away what was not asked for. */
export function writeEvent(
  look: Look,
  event: StoredEvent,
  occurrence?: Pick<Instance, 'content' | 'type'> & { readonly date?: string },
): Wire {
  const { account, preferences, origin } = look;
  const kind = preferences.immutable ? 'immutable' : 'event';
  const content: Content = occurrence?.content ?? event;
  const date = occurrence?.date;
  const key = keyOf({ event, date });
  const { version } = event;
  const text = htmlToText(content.body);
  const id = writeId(kind, account, key);
  const organizer = content.organizer ?? account.email;
  const series = date === undefined ? undefined : zoneNamed(event.start.zone);
  const cancelled = Object.entries(event.exceptions ?? {}).flatMap(([day, it]) =>
    it.change === undefined ? [`OID.${writeId(kind, account, event.key)}.${day}`] : [],
  );
  return {
    '@odata.etag': etagOf(account, key, version),
    id,
    createdDateTime: writeInstant(event.createdAt),
    lastModifiedDateTime: writeInstant(event.modifiedAt),
    changeKey: changeKey(account, key, version),
    categories: content.categories,
    transactionId: event.transactionId ?? null,
    originalStartTimeZone: content.start.zone,
    originalEndTimeZone: content.end.zone,
    iCalUId: date === undefined ? event.iCalUId : occurrenceUid(event.iCalUId, date),
    reminderMinutesBeforeStart: content.reminderMinutesBeforeStart,
    isReminderOn: content.isReminderOn,
    hasAttachments: false,
    subject: content.subject,
    bodyPreview: text.slice(0, 255),
    importance: content.importance,
    sensitivity: content.sensitivity,
    isAllDay: content.isAllDay,
    isCancelled: content.isCancelled,
    isOrganizer: content.organizer === undefined,
    responseRequested: content.responseRequested,
    seriesMasterId: date === undefined ? null : writeId(kind, account, event.key),
    showAs: content.showAs,
    type: occurrence?.type ?? (event.recurrence === undefined ? 'singleInstance' : 'seriesMaster'),
    webLink: `${origin}/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: content.joinUrl !== undefined,
    onlineMeetingProvider: content.joinUrl === undefined ? 'unknown' : 'teamsForBusiness',
    allowNewTimeProposals: content.allowNewTimeProposals,
    isDraft: false,
    hideAttendees: content.hideAttendees,
    ...(series === undefined
      ? {}
      : {
          originalStart: writeInstant(
            event.isAllDay
              ? Date.parse(`${date}T00:00:00Z`)
              : atWall(
                  series,
                  Date.parse(`${date}T00:00:00Z`) + (wallIn(series, event.start.at) % 86_400_000),
                ),
          ),
        }),
    responseStatus: {
      response: content.response,
      time: content.response === 'organizer' ? '0001-01-01T00:00:00Z' : writeInstant(event.modifiedAt),
    },
    body: preferences.textBody
      ? { contentType: 'text', content: text }
      : { contentType: 'html', content: asDocument(content.body) },
    start: writeMoment(content.start, content.isAllDay, preferences.zone),
    end: writeMoment(content.end, content.isAllDay, preferences.zone),
    location: content.location,
    locations: content.locations,
    recurrence: date === undefined ? (event.recurrence ?? null) : null,
    attendees: content.attendees,
    organizer: {
      emailAddress: { name: organizer === account.email ? account.name : organizer, address: organizer },
    },
    onlineMeeting: content.joinUrl === undefined ? null : { joinUrl: content.joinUrl },
    ...(event.recurrence !== undefined && date === undefined ? { cancelledOccurrences: cancelled } : {}),
    singleValueExtendedProperties: content.extended,
  };
}

/** Leaves what `$select` and `$expand` ask for. */
export function finish(wire: Wire, { select, expanded }: Pick<Options, 'select' | 'expanded'>): Wire {
  const { singleValueExtendedProperties: extended, cancelledOccurrences, ...rest } = wire;
  const shown = Array.isArray(extended) ? extended.filter(({ id }) => expanded.includes(id)) : [];
  const chosen =
    select === undefined
      ? rest
      : Object.fromEntries(
          Object.entries({
            ...rest,
            ...(cancelledOccurrences === undefined ? {} : { cancelledOccurrences }),
          }).filter(([name]) => name === 'id' || name === '@odata.etag' || select.includes(name)),
        );
  return shown.length === 0 ? chosen : { ...chosen, singleValueExtendedProperties: shown };
}

export function writeCalendar({ account }: Look, calendar: StoredCalendar, isDefault: boolean): Wire {
  const isWork = account.kind === 'work';
  return {
    id: writeId('calendar', account, calendar.key),
    name: calendar.name,
    color: calendar.color,
    hexColor: '',
    isDefaultCalendar: isDefault,
    changeKey: changeKey(account, calendar.key, calendar.version),
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: isWork ? ['teamsForBusiness'] : [],
    defaultOnlineMeetingProvider: isWork ? 'teamsForBusiness' : 'unknown',
    isTallyingResponses: isDefault,
    isRemovable: !isDefault,
    owner: { name: account.name, address: account.email },
  };
}
