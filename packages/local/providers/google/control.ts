import { isTimeZone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import { z } from 'zod';
import type { Clock, Instant } from '../../clock.ts';
import type { DevHandler, DevRequest } from '../../dev/dev.ts';
import { type Answer, refusal } from '../../envelope.ts';
import type { Records } from '../records.ts';
import { Refused } from './answers.ts';
import type { Channels } from './channels.ts';
import type { Conferences } from './conferences.ts';
import { controlPage } from './control-page.ts';
import type { Events, GuestMail } from './events.ts';
import type { Grants } from './grants.ts';
import { etagOf, presentEvent } from './resources.ts';
import type { Account, KeptEvent, Store } from './store.ts';
import { formatTime, parseTime, shiftDate } from './times.ts';

export interface ControlOptions {
  readonly records: Records;
  readonly store: Store;
  readonly grants: Grants;
  readonly events: Events;
  readonly channels: Channels;
  readonly conferences: Conferences;
  readonly clock: Clock;
  /** Has many changes of a calendar told of as one. */
  readonly atOnce: <T>(calendar: string, work: () => T) => T;
}

const root = '/dev/providers/google/';
const minute = 60_000;

/** An instant, a date, or a wall time as a browser's field gives it; a form's empty field is none. */
const when = z
  .string()
  .transform((text) => (text === '' ? undefined : text))
  .optional();
const account = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@]+@[^\s@]+$/);
const id = z.string().min(1);
const resource = z.record(z.string(), z.unknown());

const kinds = ['timed', 'all_day', 'recurring', 'tentative', 'declined', 'transparent', 'private'] as const;

const bodies = {
  accounts: z.strictObject({
    email: account,
    name: z.string().min(1).optional(),
    timeZone: z.string().refine(isTimeZone, 'unknown time zone').optional(),
  }),
  create: z.strictObject({
    account,
    kind: z.enum(kinds).default('timed'),
    summary: z.string().optional(),
    start: when,
    minutes: z.coerce.number().int().min(0).max(100_000).default(60),
    /** Members of Google's event, over what the kind brings along. */
    event: resource.default({}),
  }),
  edit: z.strictObject({
    account,
    id,
    summary: z.string().optional(),
    start: when,
    /** A patch of Google's event. */
    event: resource.default({}),
  }),
  oneEvent: z.strictObject({ account, id }),
  bulk: z.strictObject({
    account,
    count: z.coerce.number().int().min(1).max(20_000),
    start: when,
    minutes: z.coerce.number().int().min(1).max(1440).default(30),
    /** Minutes from one start to the next. */
    every: z.coerce.number().int().min(1).max(100_000).default(60),
  }),
  account: z.strictObject({ account }),
  conferences: z.strictObject({
    times: z.coerce.number().int().min(0).max(1_000_000).default(1),
    seconds: z.coerce.number().int().min(0).max(86_400).default(30),
    outcome: z.enum(['success', 'failure']).default('success'),
  }),
  redirects: z.strictObject({ uri: z.url() }),
};

/** The calls and the page below `/dev/providers/google/`: what an account's owner, or Google itself, might do. */
export function createControl(options: ControlOptions): DevHandler {
  const { records, store, grants, events, channels, conferences, clock, atOnce } = options;
  const asOwner = { conferenceDataVersion: 1, supportsAttachments: true };

  /** Tomorrow at ten, unless told otherwise. */
  const startOf = (text: string | undefined, { timeZone }: Account): Instant => {
    const zone = zoneOf(timeZone);
    if (text === undefined) return zone.toInstant(zone.toLocal(clock.now()).date + 1, 10 * 60);
    const full = text.length === 10 ? `${text}T00:00:00` : text.length === 16 ? `${text}:00` : text;
    const instant = parseTime(full, timeZone);
    if (instant === undefined) throw new Invalid('start must be a date or a time.');
    return instant;
  };

  const timesOf = (start: Instant, end: Instant, { timeZone }: Account, isAllDay: boolean) => {
    const day = formatTime(start, timeZone).slice(0, 10);
    return isAllDay
      ? { start: { date: day }, end: { date: shiftDate(day, 1) } }
      : {
          start: { dateTime: formatTime(start, timeZone), timeZone },
          end: { dateTime: formatTime(end, timeZone), timeZone },
        };
  };

  const guestOf = (owner: Account, responseStatus: string) => ({
    attendees: [
      { email: 'somebody.else@example.com', responseStatus: 'accepted' },
      { email: owner.email, responseStatus },
    ],
  });

  const extrasOf = (kind: (typeof kinds)[number], owner: Account): Record<string, unknown> => {
    switch (kind) {
      case 'recurring':
        return { recurrence: ['RRULE:FREQ=WEEKLY'] };
      case 'tentative':
        return { status: 'tentative' };
      case 'declined':
        return guestOf(owner, 'declined');
      case 'transparent':
        return { transparency: 'transparent' };
      case 'private':
        return { visibility: 'private' };
      default:
        return {};
    }
  };

  const show = (event: KeptEvent, owner: Account) => presentEvent(event, owner);

  const create = (input: z.infer<typeof bodies.create>): object => {
    const owner = store.openAccount(input.account);
    const start = startOf(input.start, owner);
    const body = {
      summary: input.summary ?? 'Something else',
      ...timesOf(start, start + input.minutes * minute, owner, input.kind === 'all_day'),
      ...extrasOf(input.kind, owner),
      ...input.event,
    };
    const organizer = input.kind === 'declined' ? { organizer: 'somebody.else@example.com' } : {};
    return show(events.insert(owner, body, { ...asOwner, ...organizer }), owner);
  };

  const edit = (input: z.infer<typeof bodies.edit>): object => {
    const owner = store.openAccount(input.account);
    const event = store.eventOrInstance(owner, input.id);
    if (event === undefined) throw new Invalid('There is no such event.');
    const start = input.start === undefined ? undefined : startOf(input.start, owner);
    const isAllDay = event.startTime.date !== undefined;
    const patch = {
      ...(input.summary === undefined ? {} : { summary: input.summary }),
      ...(start === undefined ? {} : timesOf(start, start + event.end - event.start, owner, isAllDay)),
      ...input.event,
    };
    return show(events.patch(owner, input.id, patch, { ...asOwner, organizer: event.organizer }), owner);
  };

  const remove = (input: z.infer<typeof bodies.oneEvent>): object => {
    events.delete(store.openAccount(input.account), input.id, asOwner);
    return {};
  };

  const bulk = (input: z.infer<typeof bodies.bulk>): object => {
    const owner = store.openAccount(input.account);
    const first = startOf(input.start, owner);
    return atOnce(owner.email, () => {
      for (let index = 0; index < input.count; index += 1) {
        const start = first + index * input.every * minute;
        const times = timesOf(start, start + input.minutes * minute, owner, false);
        events.insert(owner, { summary: `Event ${index + 1}`, ...times }, asOwner);
      }
      return { created: input.count };
    });
  };

  const eventsOf = (owner: Account) =>
    [...store.changedAfter(owner.email, 0)].sort((one, other) => one.start - other.start);

  const overview = () =>
    store.accounts().map((owner) => {
      const { email, name, timeZone } = owner;
      const grant = grants.grantOf(email);
      return {
        email,
        name,
        timeZone,
        etag: etagOf(store.revision(email)),
        grant:
          grant === undefined
            ? null
            : {
                scopes: grant.scopes,
                grantedAt: new Date(grant.grantedAt).toISOString(),
                refreshTokens: grant.refreshTokens.length,
              },
      };
    });

  const channelsShown = () =>
    channels.list().map((channel) => ({
      ...channel,
      expiration: new Date(channel.expiration).toISOString(),
      isExpired: channel.expiration <= clock.now(),
    }));

  const call = <Schema extends z.ZodType>(
    schema: Schema,
    work: (input: z.output<Schema>) => object,
  ): ((body: unknown) => object) => {
    return (body) => {
      const parsed = schema.safeParse(body);
      if (!parsed.success) throw new Invalid(z.prettifyError(parsed.error));
      return work(parsed.data);
    };
  };

  const posts: Readonly<Record<string, (body: unknown) => object>> = {
    accounts: call(bodies.accounts, ({ email, name, timeZone }) =>
      store.openAccount(email, {
        ...(name === undefined ? {} : { name }),
        ...(timeZone === undefined ? {} : { timeZone }),
      }),
    ),
    events: call(bodies.create, create),
    'events/edit': call(bodies.edit, edit),
    'events/delete': call(bodies.oneEvent, remove),
    bulk: call(bodies.bulk, bulk),
    revoke: call(bodies.account, (input) => ({ revoked: grants.revoke(input.account) })),
    'expire-access': call(bodies.account, (input) => {
      grants.expireAccess(input.account);
      return {};
    }),
    'void-sync-tokens': call(bodies.account, (input) => {
      store.voidSyncTokens(input.account);
      return {};
    }),
    conferences: call(bodies.conferences, (input) => {
      conferences.delay(input);
      return input;
    }),
    redirects: call(bodies.redirects, ({ uri }) => {
      records.put('redirect', uri, { uri });
      return { uri };
    }),
  };

  const read = (path: string, query: URLSearchParams): Answer | undefined => {
    const email = /^accounts\/([^/]+)\/events$/.exec(path)?.[1];
    if (email !== undefined) {
      const owner = store.account(decodeURIComponent(email));
      if (owner === undefined) return undefined;
      return { status: 200, body: eventsOf(owner).map((event) => show(event, owner)) };
    }
    switch (path) {
      case '': {
        const owner = store.account(query.get('account') ?? '') ?? store.accounts()[0];
        const body = controlPage({
          accounts: overview(),
          owner,
          events: owner === undefined ? [] : eventsOf(owner),
          channels: channelsShown(),
          said: query.get('said') ?? undefined,
        });
        return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
      }
      case 'accounts':
        return { status: 200, body: overview() };
      case 'channels':
        return { status: 200, body: channelsShown() };
      case 'mails':
        return { status: 200, body: records.list<GuestMail>('mail') };
      default:
        return undefined;
    }
  };

  const write = (request: DevRequest, work: (body: unknown) => object): Answer => {
    const text = request.body.toString();
    const isForm = text !== '' && !text.trimStart().startsWith('{');
    const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text);
    /** A form's sender is led back to the page and told there. */
    const backTo = (said: string): Answer => {
      const query = new URLSearchParams({ account: String(Object(body).account ?? ''), said });
      return { status: 303, headers: { location: `${root}?${query}` } };
    };
    try {
      const answer = work(body);
      return isForm ? backTo('Done.') : { status: 200, body: answer };
    } catch (error) {
      if (error instanceof Invalid) {
        if (isForm) return backTo(error.message);
        return refusal('VALIDATION_FAILED', error.message, request.requestId);
      }
      if (!(error instanceof Refused)) throw error;
      return isForm ? backTo(JSON.stringify(error.answer.body)) : error.answer;
    }
  };

  return async (request) => {
    const path = request.path.slice(root.length);
    if (request.method === 'GET') return read(path, request.query);
    const work = request.method === 'POST' ? posts[path] : undefined;
    return work === undefined ? undefined : write(request, work);
  };
}

class Invalid extends Error {}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Invalid('The body is not JSON.');
  }
}
