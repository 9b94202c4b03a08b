import { z } from 'zod';
import type { DevHandler, DevRequest } from '../../dev/dev.ts';
import type { Answer } from '../../envelope.ts';
import { refusal } from '../../envelope.ts';
import { type Account, type Accounts, isEmail } from './accounts.ts';
import { controlPage } from './control-page.ts';
import { changeEvent, changeOccurrence, readDraft } from './drafts.ts';
import { GraphFault, notFound } from './faults.ts';
import type { Grants } from './grants.ts';
import { readId } from './ids.ts';
import { defaultCalendar, type Mailboxes } from './mailbox.ts';
import type { Draft } from './model.ts';
import { htmlHeaders } from './pages.ts';
import { instanceOn } from './recurrence.ts';
import { eventBody, readShape } from './shapes.ts';
import { type LifecycleEvent, lifecycleEvents, type Subscriptions } from './subscriptions.ts';
import { type Instant, MINUTE, writeInstant, zoneNamed } from './times.ts';
import { finish, type Look, writeCalendar, writeEvent } from './wire.ts';

const account = z.string().refine(isEmail, 'not an e-mail address');
const outside = {
  /** The owner's answer to an invitation. */
  response: z.enum(['organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded']).optional(),
  /** Who invited the owner. */
  organizer: account.optional(),
  isCancelled: z.boolean().optional(),
};
const shapes = {
  account: z.strictObject({
    email: account,
    name: z.string().min(1).max(100).optional(),
    kind: z.enum(['work', 'personal']).optional(),
    timeZone: z.string().optional(),
  }),
  create: z.strictObject({
    account,
    calendar: z.string().optional(),
    event: z.record(z.string(), z.unknown()),
    ...outside,
  }),
  change: z.strictObject({
    account,
    id: z.string(),
    event: z.record(z.string(), z.unknown()).default({}),
    ...outside,
  }),
  remove: z.strictObject({ account, id: z.string() }),
  bulk: z.strictObject({
    account,
    count: z.int().min(1).max(20_000),
    start: z.iso.datetime({ offset: true }).optional(),
    minutes: z.int().min(1).max(1440).default(30),
    everyMinutes: z.int().min(1).max(100_000).default(60),
  }),
  ofAccount: z.strictObject({ account }),
  subscription: z.strictObject({ id: z.string() }),
  lifecycle: z.strictObject({ id: z.string(), event: z.enum(lifecycleEvents) }),
};

class Invalid extends Error {}

function readBody(request: DevRequest): unknown {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    throw new Invalid('The body is not JSON.');
  }
}

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new Invalid(z.prettifyError(parsed.error));
  return parsed.data;
}

export interface ControlOptions {
  readonly origin: string;
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly mailboxes: Mailboxes;
  readonly subscriptions: Subscriptions;
}

/**
 * Calls and buttons below `/dev/providers/microsoft/`: what happens at Microsoft without the product's doing.
 *
 * The page itself; `GET|POST accounts` `{email, name?, kind?, timeZone?}`; `GET events?account=`;
 * `POST events` `{account, calendar?, event, response?, organizer?, isCancelled?}` (`event` as Graph takes it), `PATCH events`
 * `{account, id, event, …}`, `DELETE events` `{account, id}`; `POST bulk` `{account, count, start?, minutes?, everyMinutes?}`;
 * `POST revoke` and `POST void-delta` `{account}`; `GET subscriptions`; `POST remove-subscription` `{id}`;
 * `POST lifecycle` `{id, event}`.
 */
export function createControl(options: ControlOptions): DevHandler {
  const { origin, accounts, grants, mailboxes, subscriptions } = options;

  const named = (email: string) => {
    const found = accounts.find(email);
    if (found === undefined) throw new Invalid(`There is no account ${email}.`);
    return found;
  };
  const lookOf = (owner: Account): Look => ({
    origin,
    account: owner,
    preferences: { zone: 'UTC', textBody: false, immutable: false, pageSize: undefined, applied: [] },
  });
  const bodyOf = (event: unknown) => readShape(eventBody, event, 'event');
  const show = (owner: Account, key: string) => {
    const event = mailboxes.events(owner).get(key);
    return event === undefined
      ? {}
      : finish(writeEvent(lookOf(owner), event), { select: undefined, expanded: [] });
  };
  const extras = (given: {
    response?: string | undefined;
    organizer?: string | undefined;
    isCancelled?: boolean | undefined;
  }) => ({
    ...(given.response === undefined ? {} : { response: given.response }),
    ...(given.organizer === undefined ? {} : { organizer: given.organizer }),
    ...(given.isCancelled === undefined ? {} : { isCancelled: given.isCancelled }),
  });

  const listAccounts = () =>
    accounts.list().map((it) => ({
      email: it.email,
      name: it.name,
      kind: it.kind,
      timeZone: it.timeZone,
      oid: it.oid,
      tid: it.tid,
      grants: grants.ofAccount(it.email).filter(({ revoked }) => !revoked).length,
      events: mailboxes.events(it).size,
      calendars: mailboxes
        .calendars(it)
        .map((calendar) => writeCalendar(lookOf(it), calendar, calendar.key === defaultCalendar)),
    }));

  const listEvents = (email: string | null) =>
    (email === null ? accounts.list() : [named(email)]).flatMap((owner) =>
      [...mailboxes.events(owner).values()].map((event) => ({
        account: owner.email,
        ...show(owner, event.key),
      })),
    );

  const create = (given: z.infer<typeof shapes.create>) => {
    const owner = accounts.enter({ email: given.account });
    const calendar =
      given.calendar === undefined ? defaultCalendar : readId('calendar', owner, given.calendar);
    const draft: Draft = { ...readDraft(owner, bodyOf(given.event)), ...extras(given) };
    const [event] = mailboxes.create(owner, calendar, [draft]);
    return show(owner, event?.key ?? '');
  };

  const locate = (owner: Account, id: string) => {
    const [key = '', date] = readId('event', owner, id).split('@');
    const event = mailboxes.events(owner).get(key);
    if (event === undefined) throw notFound();
    return { event, date };
  };

  const change = (given: z.infer<typeof shapes.change>) => {
    const owner = named(given.account);
    const { event, date } = locate(owner, given.id);
    if (date === undefined) {
      mailboxes.update(owner, { ...changeEvent(owner, event, bodyOf(given.event)), ...extras(given) });
    } else {
      const instance = instanceOn(event, date, owner.timeZone);
      if (instance === undefined) throw notFound();
      const own = { ...changeOccurrence(owner, instance.content, bodyOf(given.event)), ...extras(given) };
      mailboxes.update(owner, { ...event, exceptions: { ...event.exceptions, [date]: { change: own } } });
    }
    return show(owner, event.key);
  };

  const remove = (given: z.infer<typeof shapes.remove>) => {
    const owner = named(given.account);
    const { event, date } = locate(owner, given.id);
    if (date === undefined) mailboxes.remove(owner, event);
    else mailboxes.update(owner, { ...event, exceptions: { ...event.exceptions, [date]: {} } });
    return { deleted: true };
  };

  const bulk = (given: z.infer<typeof shapes.bulk>) => {
    const owner = accounts.enter({ email: given.account });
    const first: Instant =
      given.start === undefined ? Math.ceil(Date.now() / 3_600_000) * 3_600_000 : Date.parse(given.start);
    const moment = (at: Instant) => ({ dateTime: writeInstant(at).slice(0, 19), timeZone: 'UTC' });
    const drafts = Array.from({ length: given.count }, (_, index) => {
      const at = first + index * given.everyMinutes * MINUTE;
      const [start, end] = [moment(at), moment(at + given.minutes * MINUTE)];
      return readDraft(owner, { subject: `Event ${index + 1}`, start, end });
    });
    mailboxes.create(owner, defaultCalendar, drafts);
    return { created: drafts.length };
  };

  /** What a button of the page does: one of the calls, in a word that a person reads. */
  const press = (request: DevRequest): string => {
    const text = Object.fromEntries(new URLSearchParams(request.body.toString()));
    const { do: action = '', account: email = '', id = '', start = '', kind = 'busy' } = text;
    const minutes = Number(text.minutes || '60');
    const event = () => {
      const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(start) ? start.slice(0, 16) : '';
      if (wall === '' || !(minutes > 0)) throw new Invalid('Give a start and a length.');
      const day = wall.slice(0, 10);
      const isAllDay = kind === 'all-day';
      const end = Date.parse(isAllDay ? `${day}T00:00Z` : `${wall}Z`) + (isAllDay ? 1440 : minutes) * MINUTE;
      return {
        subject: text.subject || `An event (${kind})`,
        isAllDay,
        showAs: kind === 'free' ? 'free' : 'busy',
        sensitivity: kind === 'private' ? 'private' : 'normal',
        start: { dateTime: isAllDay ? `${day}T00:00:00` : `${wall}:00`, timeZone: 'UTC' },
        end: { dateTime: writeInstant(end).slice(0, 19), timeZone: 'UTC' },
        ...(kind === 'weekly'
          ? {
              recurrence: {
                pattern: { type: 'daily', interval: 7 },
                range: { type: 'noEnd', startDate: day },
              },
            }
          : {}),
      };
    };
    switch (action) {
      case 'create':
        create({
          account: email,
          event: event(),
          ...(kind === 'declined' ? { response: 'declined', organizer: 'somebody@contoso.example' } : {}),
          ...(kind === 'cancelled' ? { isCancelled: true, organizer: 'somebody@contoso.example' } : {}),
        });
        return 'Entered.';
      case 'move': {
        const { start: from, end } = event();
        change({ account: email, id, event: { start: from, end } });
        return 'Moved.';
      }
      case 'rename':
        change({ account: email, id, event: { subject: text.subject ?? '' } });
        return 'Renamed.';
      case 'delete':
        remove({ account: email, id });
        return 'Deleted.';
      default: {
        const call = calls[`POST ${action}`];
        if (call === undefined) throw new Invalid('Press a button.');
        call({ ...request, body: asJson(text) });
        return 'Done.';
      }
    }
  };

  const calls: Record<string, (request: DevRequest) => unknown> = {
    'GET accounts': listAccounts,
    'POST accounts': (request) => {
      const given = read(shapes.account, readBody(request));
      if (given.timeZone !== undefined) zoneNamed(given.timeZone);
      return accounts.enter(given);
    },
    'GET events': ({ query }) => listEvents(query.get('account')),
    'POST events': (request) => create(read(shapes.create, readBody(request))),
    'PATCH events': (request) => change(read(shapes.change, readBody(request))),
    'DELETE events': (request) => remove(read(shapes.remove, readBody(request))),
    'POST bulk': (request) => bulk(read(shapes.bulk, readBody(request))),
    'POST revoke': (request) => ({
      revoked: grants.revoke(named(read(shapes.ofAccount, readBody(request)).account).email),
    }),
    'POST void-delta': (request) => {
      mailboxes.voidTokens(named(read(shapes.ofAccount, readBody(request)).account));
      return { void: true };
    },
    'GET subscriptions': () =>
      subscriptions.live().map(({ grant: _, ...it }) => ({ ...it, expiresAt: writeInstant(it.expiresAt) })),
    'POST remove-subscription': (request) => ({
      removed: subscriptions.remove(read(shapes.subscription, readBody(request)).id),
    }),
    'POST lifecycle': (request) => {
      const { id, event } = read(shapes.lifecycle, readBody(request));
      return { sent: sendLifecycle(id, event) };
    },
  };

  const sendLifecycle = (id: string, event: LifecycleEvent) => {
    const found = subscriptions.live().find((it) => it.id === id);
    if (found === undefined) throw new Invalid(`There is no subscription ${id}.`);
    const sent = subscriptions.sendLifecycle(found, named(found.email), event);
    if (event === 'subscriptionRemoved') subscriptions.remove(id);
    return sent;
  };

  const respond = (request: DevRequest, call: string): Answer | undefined => {
    if (`${request.method} ${call}` === 'GET ') {
      const body = controlPage({
        accounts: listAccounts(),
        events: listEvents(null),
        subscriptions: subscriptions.live(),
        note: request.query.get('note') ?? '',
      });
      return { status: 200, headers: htmlHeaders, body };
    }
    if (`${request.method} ${call}` === 'POST press') {
      let note: string;
      try {
        note = press(request);
      } catch (error) {
        if (!(error instanceof Invalid || error instanceof GraphFault)) throw error;
        note = `Not done: ${error.message}`;
      }
      return {
        status: 303,
        headers: { location: `/dev/providers/microsoft/?note=${encodeURIComponent(note)}` },
      };
    }
    const found = calls[`${request.method} ${call}`];
    return found === undefined ? undefined : { status: 200, body: found(request) };
  };

  return async (request) => {
    const call = request.path.replace('/dev/providers/microsoft/', '');
    try {
      return respond(request, call);
    } catch (error) {
      if (error instanceof Invalid) return refusal('VALIDATION_FAILED', error.message, request.requestId);
      if (error instanceof GraphFault) {
        const code = error.status === 404 ? 'NOT_FOUND' : 'VALIDATION_FAILED';
        return refusal(code, error.message, request.requestId);
      }
      throw error;
    }
  };
}

/** A form's fields as the body of the call that they stand for: without the button, numbers as numbers. */
function asJson(text: Readonly<Record<string, string>>): Buffer {
  const given = Object.entries(text).filter(([name, value]) => name !== 'do' && value !== '');
  const members = given.map(([name, value]) => [name, name === 'count' ? Number(value) : value]);
  return Buffer.from(JSON.stringify(Object.fromEntries(members)));
}
