import { createHash } from 'node:crypto';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { z } from 'zod';
import type { Clock, Instant } from '../../clock.ts';
import { invalid, invalidParameter, refuseWith } from './answers.ts';
import { occurrences } from './recurrence.ts';
import { presentCollection, presentDeleted, presentEvent } from './resources.ts';
import type { queries } from './shapes.ts';
import { type Account, instanceOf, type KeptEvent, type Store, seriesOf } from './store.ts';
import { parseTime } from './times.ts';

export type ListQuery = z.infer<typeof queries.list>;
export type InstancesQuery = z.infer<typeof queries.instances>;

/** Reading a calendar page by page, or only what has changed in it. */
export interface Listing {
  list(account: Account, query: ListQuery): object;
  instances(account: Account, master: KeptEvent, query: InstancesQuery): object;
}

/** Where a page begins: at an event, behind as many of its instances; or in a sorted list. */
interface Position {
  readonly revision: number;
  readonly skip: number;
}

const dayInMilliseconds = 86_400_000;
/** Days after which a sync token is void. */
const syncTokenDays = 30;

const syncToken = z.object({
  kind: z.literal('sync'),
  era: z.string(),
  revision: z.int(),
  at: z.int(),
  singleEvents: z.boolean(),
});

const pageToken = z.object({
  kind: z.literal('page'),
  digest: z.string(),
  revision: z.int(),
  skip: z.int(),
});

function seal(token: z.infer<typeof syncToken> | z.infer<typeof pageToken>): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function unseal(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** The parameters that must not change from page to page. */
function digestOf(query: object): string {
  const {
    pageToken: _,
    maxResults: __,
    fields: ___,
    prettyPrint: ____,
    ...rest
  } = { ...query } as Record<string, unknown>;
  return createHash('sha256').update(JSON.stringify(rest)).digest('base64url').slice(0, 12);
}

/** What cannot be asked of a list of changes (events.list, `syncToken`). */
const notWithSyncToken = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
] as const;

/** With these there is no token at the end of the list to go on from. */
const withoutSyncToken = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'updatedMin',
  'eventTypes',
] as const;

/** One line of the answer. */
interface Item {
  readonly event: KeptEvent;
  readonly isDeleted: boolean;
}

function hasText(event: KeptEvent, wanted: string): boolean {
  const { summary, description, location, attendees = [] } = event.body;
  const texts = [
    summary,
    description,
    location,
    ...attendees.flatMap(({ email, displayName }) => [email, displayName]),
  ];
  const all = texts.join('\n').toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function hasProperties(
  properties: Readonly<Record<string, string>> | undefined,
  wanted: readonly string[] | undefined,
): boolean {
  return (wanted ?? []).every((constraint) => {
    const at = constraint.indexOf('=');
    return properties?.[constraint.slice(0, at)] === constraint.slice(at + 1);
  });
}

export function createListing(store: Store, clock: Clock): Listing {
  const checkWindow = (query: { timeMin?: Instant | undefined; timeMax?: Instant | undefined }) => {
    if (query.timeMin !== undefined && query.timeMax !== undefined && query.timeMin >= query.timeMax) {
      refuseWith(400, 'timeRangeEmpty', 'The specified time range is empty.', {
        domain: 'calendar',
        location: 'timeMax',
        locationType: 'parameter',
      });
    }
  };

  const checkZone = (timeZone: string | undefined) => {
    if (timeZone !== undefined && !isTimeZone(timeZone)) invalidParameter('timeZone', 'Invalid value');
  };

  /** The revision after which changes are asked for. */
  const sinceOf = (account: Account, query: ListQuery): number | undefined => {
    if (query.syncToken === undefined) return undefined;
    const forbidden = notWithSyncToken.find((name) => query[name] !== undefined);
    if (forbidden !== undefined) {
      return refuseWith(400, 'invalidParameter', `Sync token cannot be combined with ${forbidden}.`, {
        location: 'syncToken',
        locationType: 'parameter',
      });
    }
    if (query.showDeleted === false) {
      return invalidParameter('showDeleted', 'Sync token cannot be combined with showDeleted=false.');
    }
    const parsed = syncToken.safeParse(unseal(query.syncToken));
    if (!parsed.success) return invalidParameter('syncToken', 'Invalid sync token value.');
    const { era, at, revision, singleEvents } = parsed.data;
    const isOld = clock.now() - at > syncTokenDays * dayInMilliseconds;
    if (era !== account.era || isOld) {
      return refuseWith(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
        domain: 'calendar',
        location: 'syncToken',
        locationType: 'parameter',
      });
    }
    if (singleEvents !== query.singleEvents) {
      return invalidParameter('singleEvents', 'The sync token was issued for another value of singleEvents.');
    }
    return revision;
  };

  const positionOf = (query: { pageToken?: string | undefined }): Position | undefined => {
    if (query.pageToken === undefined) return undefined;
    const parsed = pageToken.safeParse(unseal(query.pageToken));
    if (!parsed.success || parsed.data.digest !== digestOf(query)) {
      return invalidParameter('pageToken', 'Invalid page token value.');
    }
    return parsed.data;
  };

  /** The lines of a series, one for each time it takes place or, since that revision, no longer does. */
  const instancesOf = (
    account: Account,
    master: KeptEvent,
    range: { readonly after?: Instant | undefined; readonly before?: Instant | undefined },
    since: number | undefined,
    withDeleted: boolean,
  ): Item[] => {
    const series = seriesOf(master);
    const exceptions = new Set(store.exceptions(account.email, master.id).map(({ id }) => id));
    const isDeleted = master.status === 'cancelled';
    const seen = new Set<string>();
    const take = (of: Parameters<typeof occurrences>[0], deleted: boolean): Item[] =>
      occurrences(of, account.timeZone, range).flatMap((occurrence) => {
        const event = instanceOf(master, occurrence);
        if (exceptions.has(event.id) || seen.has(event.id)) return [];
        seen.add(event.id);
        return [{ event: deleted ? { ...event, status: 'cancelled' as const } : event, isDeleted: deleted }];
      });
    const live = series === undefined || (isDeleted && !withDeleted) ? [] : take(series, isDeleted);
    if (since === undefined) return live;
    // What the client may know from before: other times, or the event from when it was none of a series.
    const formers = master.formers.filter(({ until }) => until > since);
    const wasSingle = series !== undefined && formers.some(({ recurrence }) => recurrence.length === 0);
    return [
      ...live,
      ...(wasSingle ? [{ event: { ...master, status: 'cancelled' as const }, isDeleted: true }] : []),
      ...formers.filter(({ recurrence }) => recurrence.length > 0).flatMap((it) => take(it, true)),
    ];
  };

  const matches = (event: KeptEvent, query: ListQuery): boolean =>
    (query.updatedMin === undefined || event.updated >= query.updatedMin) &&
    (query.iCalUID === undefined || event.iCalUID === query.iCalUID) &&
    (query.eventTypes === undefined || query.eventTypes.includes(event.body.eventType ?? 'default')) &&
    (query.q === undefined || hasText(event, query.q)) &&
    hasProperties(event.body.extendedProperties?.private, query.privateExtendedProperty) &&
    hasProperties(event.body.extendedProperties?.shared, query.sharedExtendedProperty);

  const itemsOf = (
    account: Account,
    event: KeptEvent,
    query: ListQuery,
    since: number | undefined,
  ): Item[] => {
    if (!matches(event, query)) return [];
    const { timeMin, timeMax, singleEvents } = query;
    const withDeleted = query.showDeleted === true || since !== undefined || query.updatedMin !== undefined;
    const range = { after: timeMin, before: timeMax };
    const series = seriesOf(event);
    if (singleEvents && (series !== undefined || event.formers.length > 0)) {
      const instances = instancesOf(account, event, range, since, withDeleted);
      // An event that was a series and no longer is.
      return series === undefined
        ? [...instances, { event, isDeleted: event.status === 'cancelled' }]
        : instances;
    }
    const isDeleted = event.status === 'cancelled';
    if (isDeleted && !withDeleted) {
      const master = event.series === undefined ? undefined : store.event(account.email, event.series.id);
      const isGap = !singleEvents && master !== undefined && master.status !== 'cancelled';
      if (!isGap) return [];
    }
    const isInside =
      series === undefined
        ? (timeMin === undefined || event.end > timeMin) && (timeMax === undefined || event.start < timeMax)
        : (timeMin === undefined && timeMax === undefined) ||
          occurrences(series, account.timeZone, range).length > 0;
    return isInside ? [{ event, isDeleted }] : [];
  };

  const present = (account: Account, query: ListQuery | InstancesQuery, showDeleted: boolean) => {
    const how = { timeZone: query.timeZone, maxAttendees: query.maxAttendees };
    return ({ event, isDeleted }: Item) =>
      isDeleted && !showDeleted ? presentDeleted(event, account) : presentEvent(event, account, how);
  };

  const sortedPage = (items: readonly Item[], position: Position | undefined, count: number) => {
    const from = position?.skip ?? 0;
    const page = items.slice(from, from + count);
    const next = from + count < items.length ? { revision: 0, skip: from + count } : undefined;
    return { page, next };
  };

  const changesPage = (
    account: Account,
    query: ListQuery,
    since: number | undefined,
    position: Position | undefined,
  ) => {
    const page: Item[] = [];
    const start = position?.revision ?? (since ?? 0) + 1;
    for (const event of store.changedAfter(account.email, start - 1)) {
      const skip = position !== undefined && event.revision === position.revision ? position.skip : 0;
      const items = itemsOf(account, event, query, since).slice(skip);
      const room = query.maxResults - page.length;
      if (items.length > room) {
        page.push(...items.slice(0, room));
        return { page, next: { revision: event.revision, skip: skip + room } };
      }
      page.push(...items);
    }
    return { page, next: undefined };
  };

  return {
    list(account, query) {
      checkWindow(query);
      checkZone(query.timeZone);
      if (query.orderBy === 'startTime' && !query.singleEvents) {
        return invalid('The requested ordering is not available for the particular query.');
      }
      const since = sinceOf(account, query);
      const position = positionOf(query);
      const revision = store.revision(account.email);
      const { page, next } =
        query.orderBy === 'startTime'
          ? sortedPage(
              [...store.changedAfter(account.email, 0)]
                .flatMap((event) => itemsOf(account, event, query, since))
                .sort((one, other) => one.event.start - other.event.start),
              position,
              query.maxResults,
            )
          : changesPage(account, query, since, position);
      const givesSyncToken =
        next === undefined && withoutSyncToken.every((name) => query[name] === undefined);
      const { singleEvents } = query;
      return {
        ...presentCollection(account, revision, clock.now(), query.timeZone),
        items: page.map(present(account, query, query.showDeleted === true || since === undefined)),
        ...(next === undefined
          ? {}
          : { nextPageToken: seal({ kind: 'page', digest: digestOf(query), ...next }) }),
        ...(givesSyncToken
          ? {
              nextSyncToken: seal({
                kind: 'sync',
                era: account.era,
                revision,
                at: clock.now(),
                singleEvents,
              }),
            }
          : {}),
      };
    },
    instances(account, master, query) {
      checkWindow(query);
      checkZone(query.timeZone);
      const position = positionOf(query);
      const { timeMin: after, timeMax: before, originalStart } = query;
      const exceptions = store
        .exceptions(account.email, master.id)
        .filter(
          (it) => (after === undefined || it.end > after) && (before === undefined || it.start < before),
        )
        .filter((it) => it.status !== 'cancelled' || query.showDeleted === true)
        .map((event): Item => ({ event, isDeleted: event.status === 'cancelled' }));
      const wanted = originalStart === undefined ? undefined : parseTime(originalStart);
      const originalOf = ({ event }: Item) => {
        const { date, dateTime = '' } = event.series?.originalStart ?? {};
        return date ?? parseTime(dateTime, event.series?.originalStart.timeZone);
      };
      const items = [
        ...instancesOf(account, master, { after, before }, undefined, query.showDeleted === true),
        ...exceptions,
      ]
        .filter((it) => originalStart === undefined || originalOf(it) === (wanted ?? originalStart))
        .sort((one, other) => one.event.start - other.event.start);
      const { page, next } = sortedPage(items, position, query.maxResults);
      return {
        ...presentCollection(account, master.revision, master.updated, query.timeZone),
        items: page.map(present(account, query, true)),
        ...(next === undefined
          ? {}
          : { nextPageToken: seal({ kind: 'page', digest: digestOf(query), ...next }) }),
      };
    },
  };
}
