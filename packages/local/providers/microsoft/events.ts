import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { changeEvent, changeOccurrence, readDraft } from './drafts.ts';
import { faultOf, invalidRequest, notFound } from './faults.ts';
import { readId, writeId } from './ids.ts';
import type { Mailboxes } from './mailbox.ts';
import type { StoredCalendar, StoredEvent } from './model.ts';
import { type Options, readOptions } from './query.ts';
import { type Instance, instanceOn, instancesOf } from './recurrence.ts';
import { eventBody, readJson, readShape } from './shapes.ts';
import { readQueryInstant } from './times.ts';
import { etagOf, finish, type Look, type Wire, writeEvent } from './wire.ts';

/** What `$select` may name. */
export const eventProperties: ReadonlySet<string> = new Set(
  Object.keys(eventBody.shape).filter((name) => name !== 'singleValueExtendedProperties'),
);

/** Where one page ends and where the next begins. */
function pageOf<Item>(
  request: StandInRequest,
  origin: string,
  options: Options,
  pageSize: number,
  items: readonly Item[],
) {
  const shown = items.slice(options.skip, options.skip + pageSize);
  const query = new URLSearchParams(request.query);
  query.delete('skip');
  query.set('$skip', String(options.skip + shown.length));
  return {
    shown,
    rest: {
      ...(options.withCount ? { '@odata.count': items.length } : {}),
      ...(options.skip + shown.length < items.length
        ? { '@odata.nextLink': `${origin}${request.path}?${query}` }
        : {}),
    },
  };
}

/** Pages of ten unless a request asks for another size, as Outlook has them. */
const pageSizeOf = (look: Look, options: Options) => options.size ?? look.preferences.pageSize ?? 10;

const contextOf = (look: Look, what: string) =>
  `${look.origin}/v1.0/$metadata#users('${encodeURIComponent(look.account.oid)}')/${what}`;

/** Keeps, orders and pages events; they are only written out whole where a condition must see them. */
export function listEvents<Item>(
  request: StandInRequest,
  look: Look,
  options: Options,
  items: readonly Item[],
  write: (item: Item) => Wire,
  what: string,
): StandInAnswer {
  const isPlain =
    options.order === undefined && !request.query.has('$filter') && !request.query.has('filter');
  const chosen = isPlain
    ? items
    : items
        .map((item) => ({ item, wire: write(item) }))
        .filter(({ wire }) => options.keep(wire))
        .sort((a, b) => options.order?.(a.wire, b.wire) ?? 0)
        .map(({ item }) => item);
  const { shown, rest } = pageOf(request, look.origin, options, pageSizeOf(look, options), chosen);
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(look, what),
      ...rest,
      value: shown.map((item) => finish(write(item), options)),
    },
  };
}

/** The calls below `/events`, `/calendar/events` and `/calendars/{id}/events`. */
export function createEvents(mailboxes: Mailboxes) {
  const find = (look: Look, calendar: StoredCalendar | undefined, id: string) => {
    const [key = '', date] = readId('event', look.account, id).split('@');
    const event = mailboxes.events(look.account).get(key);
    if (event === undefined || (calendar !== undefined && event.calendar !== calendar.key)) throw notFound();
    if (date === undefined) return { event, instance: undefined };
    const instance = instanceOn(event, date, look.account.timeZone);
    if (instance === undefined) throw notFound();
    return { event, instance };
  };

  const checkMatch = (request: StandInRequest, look: Look, event: StoredEvent, instance?: Instance) => {
    const wanted = request.headers['if-match'];
    const key = instance?.date === undefined ? event.key : `${event.key}@${instance.date}`;
    if (wanted === undefined || wanted === '*' || wanted === etagOf(look.account, key, event.version)) return;
    throw faultOf(412, undefined, undefined);
  };

  const answer = (look: Look, status: number, options: Pick<Options, 'select' | 'expanded'>, wire: Wire) => {
    const shown = finish(wire, options);
    return {
      status,
      headers: {
        etag: String(wire['@odata.etag']),
        ...(status === 201 ? { location: `${look.origin}/v1.0/me/events('${wire.id}')` } : {}),
      },
      body: { '@odata.context': contextOf(look, 'events/$entity'), ...shown },
    };
  };
  const plain = { select: undefined, expanded: [] };

  return {
    list(request: StandInRequest, look: Look, calendar: StoredCalendar): StandInAnswer {
      const options = readOptions(request, 'many', eventProperties);
      const events = [...mailboxes.events(look.account).values()].filter(
        (it) => it.calendar === calendar.key,
      );
      const write = (event: StoredEvent) => writeEvent(look, event);
      return listEvents(request, look, options, events, write, 'events');
    },

    create(request: StandInRequest, look: Look, calendar: StoredCalendar): StandInAnswer {
      readOptions(request, 'one', eventProperties);
      const body = readShape(eventBody, readJson(request.body), 'event');
      // The same request once more: the event that it made.
      const before = body.transactionId
        ? mailboxes.byTransaction(look.account, body.transactionId)
        : undefined;
      const [event] =
        before === undefined
          ? mailboxes.create(look.account, calendar.key, [readDraft(look.account, body)])
          : [before];
      if (event === undefined) throw notFound();
      return answer(look, 201, plain, writeEvent(look, event));
    },

    get(
      request: StandInRequest,
      look: Look,
      calendar: StoredCalendar | undefined,
      id: string,
    ): StandInAnswer {
      const options = readOptions(request, 'one', eventProperties);
      const { event, instance } = find(look, calendar, id);
      return answer(look, 200, options, writeEvent(look, event, instance));
    },

    update(
      request: StandInRequest,
      look: Look,
      calendar: StoredCalendar | undefined,
      id: string,
    ): StandInAnswer {
      const { event, instance } = find(look, calendar, id);
      checkMatch(request, look, event, instance);
      const body = readShape(eventBody, readJson(request.body), 'event');
      if (instance?.date === undefined) {
        const updated = mailboxes.update(look.account, changeEvent(look.account, event, body));
        return answer(look, 200, plain, writeEvent(look, updated));
      }
      const change = changeOccurrence(look.account, instance.content, body);
      const exceptions = { ...event.exceptions, [instance.date]: { change } };
      const updated = mailboxes.update(look.account, { ...event, exceptions });
      const now = instanceOn(updated, instance.date, look.account.timeZone);
      return answer(look, 200, plain, writeEvent(look, updated, now));
    },

    remove(
      request: StandInRequest,
      look: Look,
      calendar: StoredCalendar | undefined,
      id: string,
    ): StandInAnswer {
      const { event, instance } = find(look, calendar, id);
      checkMatch(request, look, event, instance);
      if (instance?.date === undefined) mailboxes.remove(look.account, event);
      else
        mailboxes.update(look.account, {
          ...event,
          exceptions: { ...event.exceptions, [instance.date]: {} },
        });
      return { status: 204 };
    },

    instances(request: StandInRequest, look: Look, calendar: StoredCalendar | undefined, id: string) {
      const options = readOptions(request, 'many', eventProperties, ['startdatetime', 'enddatetime']);
      const { event } = find(look, calendar, id);
      if (event.recurrence === undefined) throw invalidRequest('Your request can only be made on a series.');
      const from = readQueryInstant('startDateTime', options.own.get('startdatetime') ?? null);
      const to = readQueryInstant('endDateTime', options.own.get('enddatetime') ?? null);
      const items = instancesOf(event, from, to, look.account.timeZone);
      const write = (instance: Instance) => writeEvent(look, event, instance);
      return listEvents(
        request,
        look,
        options,
        items,
        write,
        `events('${writeId('event', look.account, event.key)}')/instances`,
      );
    },
  };
}
