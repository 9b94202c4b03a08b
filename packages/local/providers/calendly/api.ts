import type { z } from 'zod';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { type Account, apiOrigin, organizationUuid, timestamp } from './account.ts';
import {
  alreadyExists,
  type Detail,
  denied,
  invalid,
  notFound,
  tooManyRequests,
  unauthenticated,
} from './errors.ts';
import type { Booking, Meetings } from './meetings.ts';
import * as shapes from './shapes.ts';
import {
  viewCancellation,
  viewEventType,
  viewInvitee,
  viewMeeting,
  viewNoShow,
  viewSubscription,
  viewUser,
} from './views.ts';
import type { Webhooks } from './webhooks.ts';

export interface ApiOptions {
  readonly account: Account;
  readonly meetings: Meetings;
  readonly webhooks: Webhooks;
  /** Enters a privacy request; it is worked off later. */
  readonly erase: (emails: readonly string[]) => void;
}

/** Requests a minute and user on a paid plan. */
const limit = 500;

function details({ issues }: z.ZodError): Detail[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ parameter: key, message: 'is not known' }))
      : [{ parameter: issue.path.join('.'), message: issue.message }],
  );
}

type Parsed<Value> = { readonly value: Value } | { readonly problem: StandInAnswer };

function parse<Value>(schema: z.ZodType<Value>, input: unknown): Parsed<Value> {
  const parsed = schema.safeParse(input);
  return parsed.success ? { value: parsed.data } : { problem: invalid(...details(parsed.error)) };
}

function readQuery(query: URLSearchParams): Parsed<Record<string, string>> {
  const twice = [...new Set(query.keys())].filter((key) => query.getAll(key).length > 1);
  if (twice.length === 0) return { value: Object.fromEntries(query) };
  return { problem: invalid(...twice.map((parameter) => ({ parameter, message: 'is given twice' }))) };
}

function readBody({ headers, body }: StandInRequest): Parsed<unknown> {
  if (body.length === 0) return { value: {} };
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return { problem: invalid({ message: 'the body must be application/json' }) };
  try {
    return { value: JSON.parse(body.toString()) };
  } catch {
    return { problem: invalid({ message: 'the body is not JSON' }) };
  }
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  answer(request: StandInRequest, ids: readonly string[]): StandInAnswer;
}

interface Asked<Query, Body> {
  /** The path's first and second parameter. */
  readonly id: string;
  readonly otherId: string;
  readonly query: Query;
  readonly body: Body;
  readonly request: StandInRequest;
}

/** A route whose query and body have been read when `run` is called. */
function route<Query, Body>(
  methodAndPath: string,
  query: z.ZodType<Query>,
  body: z.ZodType<Body> | undefined,
  run: (asked: Asked<Query, Body>) => StandInAnswer,
): Route {
  const [method = '', path = ''] = methodAndPath.split(' ');
  return {
    method,
    pattern: new RegExp(`^${path.replaceAll('*', '([^/]+)')}$`),
    answer(request, [id = '', otherId = '']) {
      const parameters = readQuery(request.query);
      if ('problem' in parameters) return parameters.problem;
      const asked = parse(query, parameters.value);
      if ('problem' in asked) return asked.problem;
      const json = body === undefined ? { value: {} } : readBody(request);
      if ('problem' in json) return json.problem;
      const given = parse((body ?? shapes.noQuery) as z.ZodType<Body>, json.value);
      if ('problem' in given) return given.problem;
      return run({ id, otherId, query: asked.value, body: given.value, request });
    },
  };
}

const ok = (resource: object): StandInAnswer => ({ status: 200, body: { resource } });
const created = (resource: object): StandInAnswer => ({ status: 201, body: { resource } });

const tokenOf = (offset: number) => Buffer.from(`row ${offset}`).toString('base64url');
const offsetOf = (token: string): number | undefined => {
  const [, digits] = /^row (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** One page of a collection. */
function list(
  items: readonly object[],
  query: { count: number; page_token?: string | undefined },
  request: StandInRequest,
): StandInAnswer {
  const { count, page_token: token } = query;
  const offset = token === undefined ? 0 : offsetOf(token);
  if (offset === undefined) return invalid({ parameter: 'page_token', message: 'is not valid' });
  const collection = items.slice(offset, offset + count);
  const next = offset + count < items.length ? tokenOf(offset + count) : null;
  const previous = offset > 0 ? tokenOf(Math.max(0, offset - count)) : null;
  const page = (pageToken: string | null) => {
    if (pageToken === null) return null;
    const parameters = new URLSearchParams(request.query);
    parameters.set('count', String(count));
    parameters.set('page_token', pageToken);
    return `${apiOrigin}${request.path}?${parameters}`;
  };
  return {
    status: 200,
    body: {
      collection,
      pagination: {
        count: collection.length,
        next_page: page(next),
        previous_page: page(previous),
        next_page_token: next,
        previous_page_token: previous,
      },
    },
  };
}

const sorted = <Item>(items: readonly Item[], by: (item: Item) => number, order: string): Item[] =>
  items.toSorted((one, other) => (by(one) - by(other)) * (order.endsWith(':desc') ? -1 : 1));

const sameAddress = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function routes({ account, meetings, webhooks, erase }: ApiOptions): Route[] {
  const { noQuery } = shapes;
  const isForeign = (organization: string | undefined) =>
    organization !== undefined && organization !== organizationUuid;
  const mayNot = (organization: string | undefined, user: string | undefined) => {
    if (isForeign(organization)) return denied();
    if (user !== undefined && account.user(user) === undefined)
      return denied('This user is not in your organization');
    return undefined;
  };
  const statusOf = ({ invitee }: Booking) => (invitee.cancellation === undefined ? 'active' : 'canceled');

  return [
    route('GET /users/me', noQuery, undefined, () => ok(viewUser(account, account.owner()))),
    route('GET /users/*', noQuery, undefined, ({ id }) => {
      const user = account.user(id);
      return user === undefined ? notFound() : ok(viewUser(account, user));
    }),
    route('GET /event_types', shapes.eventTypesQuery, undefined, ({ query, request }) => {
      const refused = mayNot(query.organization, query.user);
      if (refused !== undefined) return refused;
      const isMeant =
        query.active !== false &&
        query.admin_managed !== true &&
        (query.user === undefined || query.user === account.host().uuid);
      return list(isMeant ? [viewEventType(account)] : [], query, request);
    }),
    route('GET /event_types/*', noQuery, undefined, ({ id }) =>
      id === account.eventTypeUuid ? ok(viewEventType(account)) : notFound(),
    ),
    route('GET /event_type_available_times', shapes.availableTimesQuery, undefined, ({ query }) => {
      if (query.event_type !== account.eventTypeUuid) return notFound();
      if (query.start_time <= account.clock.now())
        return invalid({ parameter: 'start_time', message: 'must be in the future' });
      const page = account.pageOf(account.host());
      const collection = meetings.freeTimes(query.start_time, query.end_time).map((start) => ({
        status: 'available',
        invitees_remaining: 1,
        start_time: timestamp(start),
        scheduling_url: `${page}/${new Date(start).toISOString().replace('.000', '')}`,
      }));
      return { status: 200, body: { collection } };
    }),
    route('POST /scheduling_links', noQuery, shapes.schedulingLinkBody, ({ body }) => {
      if (body.owner !== account.eventTypeUuid) return notFound();
      return created({
        booking_url: account.bookingUrl(account.createLink()),
        owner: account.eventTypeUri,
        owner_type: 'EventType',
      });
    }),
    route('GET /scheduled_events', shapes.scheduledEventsQuery, undefined, ({ query, request }) => {
      const refused = mayNot(query.organization, query.user);
      if (refused !== undefined) return refused;
      const {
        user,
        invitee_email: email,
        status,
        min_start_time: from = -Infinity,
        max_start_time: to = Infinity,
      } = query;
      const found = meetings
        .bookings()
        .filter(
          (it) =>
            (user === undefined || it.meeting.hostUuid === user) &&
            (email === undefined || sameAddress(it.invitee.email, email)) &&
            (status === undefined || statusOf(it) === status) &&
            it.meeting.start >= from &&
            it.meeting.start < to,
        );
      const views = sorted(found, ({ meeting }) => meeting.start, query.sort).map(({ meeting }) =>
        viewMeeting(account, meeting),
      );
      return list(views, query, request);
    }),
    route('GET /scheduled_events/*', noQuery, undefined, ({ id }) => {
      const booking = meetings.byMeeting(id);
      return booking === undefined ? notFound() : ok(viewMeeting(account, booking.meeting));
    }),
    route('GET /scheduled_events/*/invitees', shapes.inviteesQuery, undefined, ({ id, query, request }) => {
      const booking = meetings.byMeeting(id);
      if (booking === undefined) return notFound();
      const isMeant =
        (query.status === undefined || statusOf(booking) === query.status) &&
        (query.email === undefined || sameAddress(booking.invitee.email, query.email));
      return list(isMeant ? [viewInvitee(account, booking.invitee)] : [], query, request);
    }),
    route('GET /scheduled_events/*/invitees/*', noQuery, undefined, ({ id, otherId }) => {
      const booking = meetings.byMeeting(id);
      if (booking === undefined || booking.invitee.uuid !== otherId) return notFound();
      return ok(viewInvitee(account, booking.invitee));
    }),
    route('POST /scheduled_events/*/cancellation', noQuery, shapes.cancellationBody, ({ id, body }) => {
      const booking = meetings.byMeeting(id);
      if (booking === undefined) return notFound();
      if (booking.meeting.cancellation !== undefined) return denied('Event is already canceled');
      if (booking.meeting.start <= account.clock.now()) return denied('Event in the past');
      const { meeting } = meetings.cancel(booking, 'host', body.reason ?? null);
      return meeting.cancellation === undefined
        ? notFound()
        : created(viewCancellation(meeting.cancellation));
    }),
    route('POST /invitee_no_shows', noQuery, shapes.noShowBody, ({ body }) => {
      const booking = meetings.byInvitee(body.invitee);
      if (booking === undefined) return notFound();
      const { invitee } = booking;
      const refuse = (message: string) => invalid({ parameter: 'invitee', message });
      if (invitee.cancellation !== undefined) return refuse('has canceled');
      if (invitee.noShow !== undefined) return refuse('is already marked as a no show');
      return created(viewNoShow(meetings.markNoShow(booking), invitee));
    }),
    route('GET /invitee_no_shows/*', noQuery, undefined, ({ id }) => {
      const noShow = meetings.noShow(id);
      const booking = noShow === undefined ? undefined : meetings.byInvitee(noShow.inviteeUuid);
      if (noShow === undefined || booking === undefined) return notFound();
      return ok(viewNoShow(noShow, booking.invitee));
    }),
    route('DELETE /invitee_no_shows/*', noQuery, undefined, ({ id }) => {
      const noShow = meetings.noShow(id);
      if (noShow === undefined) return notFound();
      meetings.undoNoShow(noShow);
      return { status: 204 };
    }),
    route('POST /webhook_subscriptions', noQuery, shapes.subscriptionBody, ({ body }) => {
      const refused = mayNot(body.organization, body.user);
      if (refused !== undefined) return refused;
      if (webhooks.subscriptions().some(({ url }) => url === body.url)) return alreadyExists();
      const subscription = webhooks.subscribe({
        url: body.url,
        events: body.events,
        scope: body.scope,
        creatorUuid: account.owner().uuid,
        ...(body.user === undefined ? {} : { userUuid: body.user }),
        ...(body.signing_key === undefined ? {} : { signingKey: body.signing_key }),
      });
      return created(viewSubscription(subscription));
    }),
    route('GET /webhook_subscriptions', shapes.subscriptionsQuery, undefined, ({ query, request }) => {
      const refused = mayNot(query.organization, query.user);
      if (refused !== undefined) return refused;
      const found = webhooks
        .subscriptions()
        .filter((it) => it.scope === query.scope && (query.user === undefined || it.userUuid === query.user));
      return list(sorted(found, (it) => it.createdAt, query.sort).map(viewSubscription), query, request);
    }),
    route('GET /webhook_subscriptions/*', noQuery, undefined, ({ id }) => {
      const subscription = webhooks.subscription(id);
      return subscription === undefined ? notFound() : ok(viewSubscription(subscription));
    }),
    route('DELETE /webhook_subscriptions/*', noQuery, undefined, ({ id }) => {
      const subscription = webhooks.subscription(id);
      if (subscription === undefined) return notFound();
      webhooks.unsubscribe(subscription);
      return { status: 204 };
    }),
    route('POST /data_compliance/deletion/invitees', noQuery, shapes.erasureBody, ({ body }) => {
      erase(body.emails);
      return { status: 202, body: {} };
    }),
  ];
}

/** Calendly's API v2 with a personal access token. */
export function createApi(options: ApiOptions): (request: StandInRequest) => StandInAnswer {
  const { account } = options;
  const table = routes(options);
  let window = { minute: 0, used: 0 };

  const answer = (request: StandInRequest): StandInAnswer => {
    for (const { method, pattern, answer: run } of table) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (match !== null) return run(request, match.slice(1));
    }
    return notFound();
  };

  return (request) => {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined || !account.isTokenGood(token)) return unauthenticated();
    const now = account.clock.now();
    const minute = Math.floor(now / 60_000);
    if (window.minute !== minute) window = { minute, used: 0 };
    window.used += 1;
    const given = window.used > limit ? tooManyRequests() : answer(request);
    return {
      ...given,
      headers: {
        ...given.headers,
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
        'x-ratelimit-reset': String(Math.ceil(((minute + 1) * 60_000 - now) / 1000)),
      },
    };
  };
}
