import type { z } from 'zod';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { notFound, parseAs, Refused, readObject, refuseWith, unauthenticated } from './answers.ts';
import type { Channels } from './channels.ts';
import type { Events, Writing } from './events.ts';
import { partOf } from './fields.ts';
import { freeBusy } from './free-busy.ts';
import type { Grants } from './grants.ts';
import type { Listing } from './listing.ts';
import { etagOf, presentCalendar, presentCalendarEntry, presentEvent } from './resources.ts';
import { scopesFor } from './scopes.ts';
import { channel, freeBusyRequest, queries, queryObject, withoutNulls } from './shapes.ts';
import { type Account, type Store, seriesOf } from './store.ts';

export interface CalendarApiOptions {
  readonly store: Store;
  readonly grants: Grants;
  readonly events: Events;
  readonly listing: Listing;
  readonly channels: Channels;
}

/** Calendar API v3; `undefined` for a request that is not below `/calendar/v3/`. */
export type CalendarApi = (request: StandInRequest) => StandInAnswer | undefined;

interface Call {
  readonly request: StandInRequest;
  readonly account: Account;
  readonly scopes: readonly string[];
  /** The path below `/calendar/v3/`, decoded. */
  readonly path: readonly string[];
}

const prefix = '/calendar/v3/';

/** Whether it is a method of the published description that is not imitated. */
function notImitated(method: string, path: string): boolean {
  const never =
    /^(calendars|colors|calendars\/[^/]+\/(clear|acl.*|events\/(import|quickAdd|[^/]+\/move))|users\/me\/(settings.*|calendarList\/watch))$/;
  const onlyRead = /^(calendars\/[^/]+|users\/me\/calendarList(\/[^/]+)?)$/;
  return never.test(path) || (method !== 'GET' && onlyRead.test(path));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return notFound();
  }
}

function ok(body: object): StandInAnswer {
  return { status: 200, headers: { 'cache-control': 'private, max-age=0', vary: 'Origin, X-Origin' }, body };
}

export function createCalendarApi(options: CalendarApiOptions): CalendarApi {
  const { store, grants, events, listing, channels } = options;

  const allow = ({ scopes }: Call, accepted: readonly string[]) => {
    if (scopes.some((scope) => accepted.includes(scope))) return;
    refuseWith(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
  };

  const query = <Schema extends z.ZodType>({ request }: Call, schema: Schema) =>
    parseAs(schema, queryObject(request.query), 'query');

  const checkCalendar = ({ account }: Call, id: string | undefined) => {
    if (id !== 'primary' && id?.toLowerCase() !== account.email) notFound();
  };

  const writing = (call: Call, name: 'insert' | 'change' | 'delete'): Writing => {
    const asked = query(call, queries[name]);
    const ifMatch = call.request.headers['if-match'];
    return { conferenceDataVersion: 0, ...asked, ...(ifMatch === undefined ? {} : { ifMatch }) };
  };

  const body = ({ request }: Call) => readObject(request.body);

  const oneEvent = (call: Call, id: string): StandInAnswer => {
    const { account, request } = call;
    if (request.method === 'GET') {
      allow(call, scopesFor.readEvents);
      const how = query(call, queries.get);
      const event = store.eventOrInstance(account, id);
      if (event === undefined) return notFound();
      const etag = etagOf(event.revision);
      if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
      return { ...ok(presentEvent(event, account, how)), headers: { etag } };
    }
    allow(call, scopesFor.writeEvents);
    switch (request.method) {
      case 'PUT':
        return ok(presentEvent(events.update(account, id, body(call), writing(call, 'change')), account));
      case 'PATCH':
        return ok(presentEvent(events.patch(account, id, body(call), writing(call, 'change')), account));
      case 'DELETE':
        events.delete(account, id, writing(call, 'delete'));
        return { status: 204 };
      default:
        return notFound();
    }
  };

  const calendarEvents = (call: Call): StandInAnswer => {
    const { account, request, path } = call;
    const [, , , id, action] = path;
    switch (`${request.method} ${id === undefined ? '' : id === 'watch' ? 'watch' : '{id}'}${action ?? ''}`) {
      case 'GET ':
        allow(call, scopesFor.readEvents);
        return ok(listing.list(account, query(call, queries.list)));
      case 'POST ':
        allow(call, scopesFor.writeEvents);
        return ok(presentEvent(events.insert(account, body(call), writing(call, 'insert')), account));
      case 'POST watch':
        allow(call, scopesFor.readEvents);
        query(call, queries.list);
        return ok(channels.watch(account, parseAs(channel, withoutNulls(body(call)), 'body')));
      case 'GET {id}instances': {
        allow(call, scopesFor.readEvents);
        const master = store.event(account.email, id ?? '');
        if (master === undefined) return notFound();
        if (seriesOf(master) === undefined) {
          return refuseWith(400, 'invalid', 'The event is not a recurring event.');
        }
        return ok(listing.instances(account, master, query(call, queries.instances)));
      }
      default:
        return action === undefined ? oneEvent(call, id ?? '') : notFound();
    }
  };

  const stop = (call: Call): StandInAnswer => {
    allow(call, scopesFor.readEvents);
    query(call, queries.common);
    channels.stop(call.account, parseAs(channel, withoutNulls(body(call)), 'body'));
    return { status: 204 };
  };

  const route = (call: Call): StandInAnswer => {
    const { account, request, path } = call;
    const [first, second, third, fourth] = path;
    const method = request.method;
    if (notImitated(method, path.join('/'))) {
      return refuseWith(501, 'notImplemented', 'The stand-in does not imitate this method.');
    }
    if (first === 'calendars' && third === 'events') {
      checkCalendar(call, second);
      return calendarEvents(call);
    }
    if (method === 'GET' && first === 'calendars' && path.length === 2) {
      allow(call, scopesFor.readCalendar);
      query(call, queries.common);
      checkCalendar(call, second);
      return ok(presentCalendar(account));
    }
    if (method === 'GET' && path.slice(0, 3).join('/') === 'users/me/calendarList') {
      allow(call, scopesFor.readList);
      if (path.length === 3) {
        query(call, queries.calendarList);
        const items = [presentCalendarEntry(account)];
        return ok({ kind: 'calendar#calendarList', etag: etagOf(0), nextSyncToken: 'CAA=', items });
      }
      query(call, queries.common);
      checkCalendar(call, fourth);
      return ok(presentCalendarEntry(account));
    }
    if (method === 'POST' && path.join('/') === 'freeBusy') {
      allow(call, scopesFor.freeBusy);
      query(call, queries.common);
      return ok(freeBusy(account, store, parseAs(freeBusyRequest, withoutNulls(body(call)), 'body')));
    }
    if (method === 'POST' && path.join('/') === 'channels/stop') return stop(call);
    return notFound();
  };

  return (request) => {
    if (!request.path.startsWith(prefix)) return undefined;
    try {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const text = bearer ?? request.query.get('oauth_token') ?? undefined;
      const token = text === undefined ? undefined : grants.check(text);
      const account = token === undefined ? undefined : store.account(token.account);
      if (token === undefined || account === undefined) return unauthenticated(text !== undefined);
      const path = request.path.slice(prefix.length).split('/').map(decoded);
      const answer = route({ request, account, scopes: token.scopes, path });
      return typeof answer.body === 'object'
        ? { ...answer, body: partOf(answer.body, request.query.get('fields')) }
        : answer;
    } catch (error) {
      if (error instanceof Refused) return error.answer;
      throw error;
    }
  };
}
