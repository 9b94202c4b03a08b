import type * as Graph from '@microsoft/microsoft-graph-types';
import {
  CalendarFault,
  type CalendarProvider,
  type ChangesPage,
} from '@punctual/application/calendars/ports.ts';
import type { ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import { formatInstant, type Instant, type Interval, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { type ApiRequest, type Call, createApi } from '../calendars/api.ts';
import { createSignIn } from '../calendars/oauth.ts';
import { type CalendarClientSettings, originOf, patienceOf } from '../calendars/settings.ts';
import {
  changesTo,
  entryFields,
  externalOf,
  type GraphEvent,
  newEvent,
  seriesOf,
  timeFields,
  writtenOf,
} from './entries.ts';
import { graphKind, graphReason } from './faults.ts';

const product = 'Outlook';
const eventPath = (id: string) => `/v1.0/me/events/${encodeURIComponent(id)}`;

/** Ids that stay when an event is moved to another folder, and times in UTC. */
const preferences = 'outlook.timezone="UTC", IdType="ImmutableId"';
const pageSize = 500;

/** Graph refuses subscriptions to events that last longer; a little is left for clocks that differ. */
const longestSubscription = 4_230 * MINUTE;
const clockDifference = 5 * MINUTE;

interface Collection {
  readonly value?: readonly GraphEvent[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
}

/** Microsoft Graph v1.0 with the account's default calendar. */
export function outlookCalendar(settings: CalendarClientSettings): CalendarProvider {
  const { clock, clientId, clientSecret } = settings;
  const patienceMilliseconds = patienceOf(settings);
  const origin = originOf(settings.apiUrl, 'https://graph.microsoft.com');
  const api = createApi({
    product,
    origin,
    patienceMilliseconds,
    clock,
    reasonOf: graphReason,
    kindOf: graphKind,
  });
  // Accounts of any organisation, and personal ones.
  const authority = `${originOf(settings.oauthUrl, 'https://login.microsoftonline.com')}/common/oauth2/v2.0`;
  const signIn = createSignIn({
    product,
    authorizationUrl: `${authority}/authorize`,
    tokenUrl: `${authority}/token`,
    clientId,
    clientSecret,
    scopes: ['Calendars.ReadWrite', 'User.Read', 'offline_access'],
    neededScope: 'Calendars.ReadWrite',
    parameters: { response_mode: 'query' },
    patienceMilliseconds,
    clock,
  });

  const begin = (accessToken: string): Call => {
    const call = api.begin(accessToken);
    return {
      send: <T>(method: string, path: string, { headers, ...request }: ApiRequest = {}) =>
        call.send<T>(method, path, { ...request, headers: { prefer: preferences, ...headers } }),
    };
  };

  /** The account's organisation decides whether there is Teams; personal accounts have none. */
  const offersMeetings = async (call: Call): Promise<boolean> => {
    const query = { $select: 'allowedOnlineMeetingProviders' };
    const found = await call.send<Graph.Calendar>('GET', '/v1.0/me/calendar', { query });
    return found.allowedOnlineMeetingProviders?.includes('teamsForBusiness') ?? false;
  };

  const get = (call: Call, id: string, fields: string) =>
    call.send<GraphEvent>('GET', eventPath(id), { query: { $select: fields } });

  const patch = (call: Call, id: string, changes: Graph.Event, etag: string | undefined) =>
    call.send<GraphEvent>('PATCH', eventPath(id), {
      headers: etag === undefined ? {} : { 'if-match': etag },
      body: changes,
    });

  /** A link of Graph's without its origin. Our token goes nowhere else, whatever an answer or a store may say. */
  const pathOf = (link: string | undefined): string | undefined => {
    if (link === undefined) return undefined;
    const url = new URL(link);
    if (url.origin !== origin) throw new CalendarFault('unavailable', `${product} points to another place.`);
    return url.pathname + url.search;
  };

  const pageOf = (found: Collection, events: ChangesPage['events']): ChangesPage => ({
    events,
    nextPage: pathOf(found['@odata.nextLink']),
    cursor: pathOf(found['@odata.deltaLink']),
  });

  const readPage = (call: Call, path: string, query: ApiRequest['query']) => {
    if (!path.startsWith('/v1.0/')) throw new CalendarFault('cursor_void', `${product} gave no such page.`);
    const prefer = `${preferences}, odata.maxpagesize=${pageSize}`;
    return call.send<Collection>('GET', path, { headers: { prefer }, ...(query && { query }) });
  };

  return {
    name: 'outlook',
    channelLife: longestSubscription - clockDifference,
    authorizationUrl: signIn.authorizationUrl,
    refresh: signIn.refresh,
    async exchange(code, request) {
      const tokens = await signIn.exchange(code, request);
      const query = { $select: 'mail,userPrincipalName' };
      const { mail, userPrincipalName } = await begin(tokens.accessToken).send<Graph.User>(
        'GET',
        '/v1.0/me',
        {
          query,
        },
      );
      const accountEmail = mail ?? userPrincipalName;
      if (!accountEmail)
        throw new CalendarFault('refused', `${product} does not say whose calendar this is.`);
      return { tokens, accountEmail };
    },
    // Microsoft has no endpoint for it: tokens run out, and people take access back at their account.
    revoke: async () => undefined,
    async describe(accessToken) {
      const query = { $select: 'name' };
      const { name } = await begin(accessToken).send<Graph.Calendar>('GET', '/v1.0/me/calendar', { query });
      // The zone is one of the mailbox's settings, which we do not ask to read.
      return { calendarName: name ?? '', timeZone: undefined };
    },
    async create(accessToken, identity, entry) {
      const call = begin(accessToken);
      const meeting = entry.conference && (await offersMeetings(call));
      const body = newEvent(identity, entry, meeting);
      const made = await call.send<GraphEvent>('POST', '/v1.0/me/events', { body });
      // To a repeated POST Graph answers with what it made of the first one.
      const changes = changesTo(made, entry, meeting);
      if (Object.keys(changes).length === 0) return writtenOf(made);
      return writtenOf(await patch(call, made.id ?? '', changes, undefined));
    },
    async update(accessToken, { externalId, etag }, _identity, entry) {
      const call = begin(accessToken);
      const standing = await get(call, externalId, entryFields);
      if (etag !== undefined && standing['@odata.etag'] !== etag) {
        throw new CalendarFault('stale', 'The entry was changed in Outlook.');
      }
      const hasMeeting = standing.isOnlineMeeting === true;
      const meeting = entry.conference && !hasMeeting && (await offersMeetings(call));
      const changes = changesTo(standing, entry, meeting);
      if (Object.keys(changes).length === 0) return writtenOf(standing);
      return writtenOf(await patch(call, externalId, changes, standing['@odata.etag']));
    },
    async remove(accessToken, externalId) {
      try {
        await begin(accessToken).send('DELETE', eventPath(externalId));
      } catch (fault) {
        if (!isFault(fault, 'not_found')) throw fault;
      }
    },
    async read(accessToken, externalId) {
      try {
        const event = await get(
          begin(accessToken),
          externalId,
          `${timeFields},isOnlineMeeting,onlineMeeting,webLink`,
        );
        return { ...externalOf(event), ...writtenOf(event) };
      } catch (fault) {
        if (isFault(fault, 'not_found')) return undefined;
        throw fault;
      }
    },
    async ownEntries(accessToken, window, page) {
      const query = page === undefined ? { ...within(window), $select: timeFields } : undefined;
      const found = await readPage(begin(accessToken), page ?? '/v1.0/me/calendarView', query);
      const events = (found.value ?? [])
        .map(externalOf)
        .filter(({ appointmentId }) => appointmentId !== undefined);
      return pageOf(found, events);
    },
    async changes(accessToken, asked) {
      const call = begin(accessToken);
      const from = asked.page ?? (asked.kind === 'since' ? asked.cursor : undefined);
      const query = from === undefined ? within(asked.window) : undefined;
      try {
        const found = await readPage(call, from ?? '/v1.0/me/calendarView/delta', query);
        const isLastPage = found['@odata.nextLink'] === undefined;
        return pageOf(found, await eventsOf(call, found.value ?? [], isLastPage, asked.window));
      } catch (fault) {
        // A token that Graph cannot even read (400) is as void as one that has run out (410).
        const isVoid = asked.kind === 'since' && (isFault(fault, 'refused') || isFault(fault, 'not_found'));
        throw isVoid ? new CalendarFault('cursor_void', fault.message) : fault;
      }
    },
    async watch(accessToken, _channelId, address, secret, until) {
      const body = {
        changeType: 'created,updated,deleted',
        resource: 'me/events',
        notificationUrl: address,
        lifecycleNotificationUrl: address,
        clientState: secret,
        expirationDateTime: expiryOf(until),
      };
      const made = await begin(accessToken).send<Graph.Subscription>('POST', '/v1.0/subscriptions', { body });
      return channelOf(made, until);
    },
    async renew(accessToken, { id }, until) {
      try {
        const body = { expirationDateTime: expiryOf(until) };
        const path = `/v1.0/subscriptions/${encodeURIComponent(id)}`;
        return channelOf(await begin(accessToken).send<Graph.Subscription>('PATCH', path, { body }), until);
      } catch (fault) {
        // It ran out, or Graph took it away.
        if (isFault(fault, 'not_found')) return undefined;
        throw fault;
      }
    },
    async unwatch(accessToken, { id }) {
      try {
        await begin(accessToken).send('DELETE', `/v1.0/subscriptions/${encodeURIComponent(id)}`);
      } catch (fault) {
        if (!isFault(fault, 'not_found')) throw fault;
      }
    },
  };

  function expiryOf(until: Instant): string {
    return formatInstant(Math.min(until, clock.now() + longestSubscription - clockDifference));
  }
}

function channelOf({ id, expirationDateTime }: Graph.Subscription, until: Instant) {
  if (!id) throw new CalendarFault('unavailable', `${product} made a subscription without a name.`);
  const expiresAt = Date.parse(expirationDateTime ?? '');
  return { id, resourceId: undefined, expiresAt: Number.isFinite(expiresAt) ? expiresAt : until };
}

/**
 * What a page of changes tells. A series comes as its master, which is whole and takes no time, with its instances after it,
 * of which most are told with little but their time. Where a page may have cut a series in two it is asked for.
 */
async function eventsOf(
  call: Call,
  items: readonly GraphEvent[],
  isLastPage: boolean,
  window: Interval,
): Promise<readonly ExternalEvent[]> {
  const series = Map.groupBy(items, (item) =>
    item['@removed'] !== undefined
      ? undefined
      : item.type === 'seriesMaster'
        ? item.id
        : (item.seriesMasterId ?? undefined),
  );
  const found = (series.get(undefined) ?? []).map(externalOf);
  for (const [id, told] of series) {
    if (id === undefined) continue;
    const master = told.find(({ type }) => type === 'seriesMaster');
    const isWhole = master !== undefined && (isLastPage || told.at(-1) !== items.at(-1));
    if (isWhole) {
      const { '@odata.etag': _, ...inherited } = master;
      const instances = told.filter((item) => item !== master).map((item) => ({ ...inherited, ...item }));
      found.push(seriesOf(id, master, instances));
    } else {
      const instances = await readInstances(call, id, window);
      // Deleted since: that will be told next time, and it counts until then as it did.
      if (instances !== undefined) found.push(seriesOf(id, master ?? instances[0], instances));
    }
  }
  return found;
}

async function readInstances(
  call: Call,
  id: string,
  window: Interval,
): Promise<readonly GraphEvent[] | undefined> {
  try {
    const query = { ...within(window), $select: timeFields, $top: '1000' };
    // Daily for nearly three years; no window is that long.
    return (await call.send<Collection>('GET', `${eventPath(id)}/instances`, { query })).value ?? [];
  } catch (fault) {
    if (isFault(fault, 'not_found')) return undefined;
    throw fault;
  }
}

function within({ start, end }: Interval) {
  return { startDateTime: formatInstant(start), endDateTime: formatInstant(end) };
}

function isFault(fault: unknown, kind: CalendarFault['kind']): fault is CalendarFault {
  return fault instanceof CalendarFault && fault.kind === kind;
}
