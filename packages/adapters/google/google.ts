import type { calendar_v3 } from '@googleapis/calendar';
import {
  CalendarFault,
  type CalendarProvider,
  type ChangesPage,
  type EntryIdentity,
} from '@punctual/application/calendars/ports.ts';
import type { CalendarEntry } from '@punctual/scheduling/calendars/entry.ts';
import { DAY, formatInstant, type Interval } from '@punctual/scheduling/time/instant.ts';
import { type Call, createApi } from '../calendars/api.ts';
import { createSignIn } from '../calendars/oauth.ts';
import { type CalendarClientSettings, originOf, patienceOf } from '../calendars/settings.ts';
import {
  eventBody,
  externalOf,
  type GoogleEvent,
  googleEventId,
  ownMark,
  timeFields,
  writtenOf,
} from './entries.ts';
import { googleKind, googleReason } from './faults.ts';

const product = 'Google Calendar';
const calendarScope = 'https://www.googleapis.com/auth/calendar';
const calendar = '/calendar/v3/calendars/primary';
const events = `${calendar}/events`;
const eventPath = (id: string) => `${events}/${encodeURIComponent(id)}`;

/** Guests hear of appointments from us. */
const sendUpdates = 'none';

/** Calendar API v3 with the account's primary calendar. */
export function googleCalendar(settings: CalendarClientSettings): CalendarProvider {
  const { clock, clientId, clientSecret } = settings;
  const patienceMilliseconds = patienceOf(settings);
  const api = createApi({
    product,
    origin: originOf(settings.apiUrl, 'https://www.googleapis.com'),
    patienceMilliseconds,
    clock,
    reasonOf: googleReason,
    kindOf: googleKind,
  });
  const tokenOrigin = originOf(settings.oauthUrl, 'https://oauth2.googleapis.com');
  const revocations = createApi({
    product,
    origin: tokenOrigin,
    patienceMilliseconds,
    clock,
    reasonOf: (body) => (body as { error?: string } | undefined)?.error,
    kindOf: googleKind,
  });
  const signIn = createSignIn({
    product,
    authorizationUrl: `${originOf(settings.oauthUrl, 'https://accounts.google.com')}/o/oauth2/v2/auth`,
    tokenUrl: `${tokenOrigin}/token`,
    clientId,
    clientSecret,
    scopes: [
      calendarScope,
      'https://www.googleapis.com/auth/userinfo.email',
      'https://www.googleapis.com/auth/userinfo.profile',
    ],
    neededScope: calendarScope,
    // A refresh token comes only with both.
    parameters: { access_type: 'offline', prompt: 'consent' },
    patienceMilliseconds,
    clock,
  });

  /** @throws CalendarFault `not_found` also for what was deleted and is still shown */
  const get = async (call: Call, externalId: string): Promise<GoogleEvent> => {
    const event = await call.send<GoogleEvent>('GET', eventPath(externalId));
    if (event.status === 'cancelled') throw gone();
    return event;
  };

  const patch = (call: Call, id: string, body: GoogleEvent, etag: string | undefined) =>
    call.send<GoogleEvent>('PATCH', eventPath(id), {
      query: { sendUpdates, ...conferenceVersion(body) },
      headers: etag === undefined ? {} : { 'if-match': etag },
      body,
    });

  return {
    name: 'google',
    // What Google gives a channel that asks for nothing; longer ones are cut without a word.
    channelLife: 7 * DAY,
    authorizationUrl: signIn.authorizationUrl,
    refresh: signIn.refresh,
    async exchange(code, request) {
      const tokens = await signIn.exchange(code, request);
      const { email } = await api
        .begin(tokens.accessToken)
        .send<{ email?: string }>('GET', '/oauth2/v3/userinfo');
      if (!email) throw new CalendarFault('refused', `${product} does not say whose calendar this is.`);
      return { tokens, accountEmail: email };
    },
    async revoke({ refreshToken, accessToken }) {
      const body = new URLSearchParams({ token: refreshToken ?? accessToken });
      try {
        await revocations.begin(undefined).send('POST', '/revoke', { body });
      } catch (fault) {
        // Given back or run out before: that is what was wanted.
        if (!(fault instanceof CalendarFault) || fault.kind !== 'refused') throw fault;
      }
    },
    async describe(accessToken) {
      const found = await api.begin(accessToken).send<calendar_v3.Schema$Calendar>('GET', calendar);
      return { calendarName: found.summary ?? '', timeZone: found.timeZone ?? undefined };
    },
    async create(accessToken, identity, entry) {
      const call = api.begin(accessToken);
      const id = googleEventId(identity);
      try {
        const body = { id, ...eventBody(identity, entry) };
        const query = { sendUpdates, ...conferenceVersion(body) };
        return writtenOf(await call.send<GoogleEvent>('POST', events, { query, body }));
      } catch (fault) {
        if (!isFault(fault, 'conflict')) throw fault;
        return writtenOf(await bringAbout(call, id, identity, entry, fault));
      }
    },
    async update(accessToken, { externalId, etag }, identity, entry) {
      const call = api.begin(accessToken);
      // Without an etag a patch would call a deleted event back to life.
      const mustRead = etag === undefined || entry.attendees.length > 0 || entry.conference;
      const standing = mustRead ? await get(call, externalId) : {};
      if (mustRead && etag !== undefined && standing.etag !== etag) throw changed();
      try {
        const body = eventBody(identity, entry, standing);
        return writtenOf(await patch(call, externalId, body, etag ?? standing.etag ?? undefined));
      } catch (fault) {
        // A deletion changes the etag as well: then it says so.
        if (isFault(fault, 'stale')) await get(call, externalId);
        throw fault;
      }
    },
    async remove(accessToken, externalId) {
      try {
        await api.begin(accessToken).send('DELETE', eventPath(externalId), { query: { sendUpdates } });
      } catch (fault) {
        if (!isFault(fault, 'not_found')) throw fault;
      }
    },
    async read(accessToken, externalId) {
      const call = api.begin(accessToken);
      try {
        const event = await get(call, externalId);
        const zone = event.start?.date ? await zoneOfCalendar(call) : 'UTC';
        return { ...externalOf(event, zone), ...writtenOf(event) };
      } catch (fault) {
        if (isFault(fault, 'not_found')) return undefined;
        throw fault;
      }
    },
    ownEntries: (accessToken, window, page) =>
      list(api.begin(accessToken), { ...within(window), privateExtendedProperty: ownMark, pageToken: page }),
    async changes(accessToken, asked) {
      const call = api.begin(accessToken);
      if (asked.kind === 'everything') return list(call, { ...within(asked.window), pageToken: asked.page });
      try {
        return await list(call, { syncToken: asked.cursor, pageToken: asked.page });
      } catch (fault) {
        // A token that Google cannot even read (400) is as void as one that has run out (410).
        const isVoid = isFault(fault, 'not_found') || isFault(fault, 'refused');
        throw isVoid ? new CalendarFault('cursor_void', fault.message) : fault;
      }
    },
    async watch(accessToken, channelId, address, secret, until) {
      const body = { id: channelId, type: 'web_hook', address, token: secret, expiration: String(until) };
      const channel = await api
        .begin(accessToken)
        .send<calendar_v3.Schema$Channel>('POST', `${events}/watch`, { body });
      return {
        id: channel.id ?? channelId,
        resourceId: channel.resourceId ?? undefined,
        expiresAt: channel.expiration ? Number(channel.expiration) : until,
      };
    },
    // There is no such call: a new channel is made before the old one ends.
    renew: async () => undefined,
    async unwatch(accessToken, { id, resourceId }) {
      try {
        const body = { id, resourceId };
        await api.begin(accessToken).send('POST', '/calendar/v3/channels/stop', { body });
      } catch (fault) {
        if (!isFault(fault, 'not_found')) throw fault;
      }
    },
  };

  /** The entry stands there from an attempt whose answer was lost. */
  async function bringAbout(
    call: Call,
    id: string,
    identity: EntryIdentity,
    entry: CalendarEntry,
    conflict: CalendarFault,
  ): Promise<GoogleEvent> {
    try {
      return await patch(call, id, eventBody(identity, entry, await get(call, id)), undefined);
    } catch (fault) {
      // Ids of deleted events stay taken.
      throw isFault(fault, 'not_found') ? conflict : fault;
    }
  }
}

async function list(call: Call, asked: Readonly<Record<string, string | undefined>>): Promise<ChangesPage> {
  const page = await call.send<calendar_v3.Schema$Events>('GET', events, {
    query: {
      singleEvents: 'true',
      maxResults: '2500',
      // Of the guests only the calendar's owner matters.
      maxAttendees: '1',
      fields: `timeZone,nextPageToken,nextSyncToken,items(${timeFields})`,
      ...asked,
    },
  });
  const zone = page.timeZone ?? 'UTC';
  return {
    events: (page.items ?? []).map((event) => externalOf(event, zone)),
    nextPage: page.nextPageToken ?? undefined,
    cursor: page.nextSyncToken ?? undefined,
  };
}

async function zoneOfCalendar(call: Call): Promise<string> {
  return (await call.send<calendar_v3.Schema$Calendar>('GET', calendar)).timeZone ?? 'UTC';
}

function within({ start, end }: Interval) {
  return { timeMin: formatInstant(start), timeMax: formatInstant(end) };
}

/** Without it Google drops what is asked of a conference, without a word. */
function conferenceVersion({ conferenceData }: GoogleEvent) {
  return conferenceData === undefined ? {} : { conferenceDataVersion: '1' };
}

function isFault(fault: unknown, kind: CalendarFault['kind']): fault is CalendarFault {
  return fault instanceof CalendarFault && fault.kind === kind;
}

function gone(): CalendarFault {
  return new CalendarFault('not_found', 'The entry was deleted in Google Calendar.');
}

function changed(): CalendarFault {
  return new CalendarFault('stale', 'The entry was changed in Google Calendar.');
}
