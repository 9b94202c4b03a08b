import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { eventProperties, listEvents } from './events.ts';
import { GraphFault } from './faults.ts';
import { writeId } from './ids.ts';
import type { Mailboxes } from './mailbox.ts';
import type { StoredCalendar, StoredEvent } from './model.ts';
import { readOptions } from './query.ts';
import { type Instance, instancesOf } from './recurrence.ts';
import { type Instant, readQueryInstant } from './times.ts';
import { finish, type Look, type Wire, writeBriefly, writeEvent } from './wire.ts';

/** What a `$deltatoken` or a `$skiptoken` holds. */
interface Token {
  readonly generation: string;
  readonly epoch: number;
  readonly calendar: string;
  readonly from: Instant;
  readonly to: Instant;
  /** All changes up to here have been told. */
  readonly revision: number;
  /** In the midst of a first round: how many events have been looked at. */
  readonly looked?: number;
}

/** Events of a page of a delta unless `odata.maxpagesize` says otherwise. */
const deltaPage = 50;
/** Exchange takes no view of more than 1,825 days. */
const longestView = 1825 * 86_400_000;

const writeToken = (token: Token) => Buffer.from(JSON.stringify(token)).toString('base64url');

function readToken(text: string): Token {
  try {
    const token: Token = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof token.generation === 'string' && typeof token.revision === 'number') return token;
  } catch {
    // Falls through: it was not made here.
  }
  throw new GraphFault(400, 'BadRequest', 'Badly formed token.');
}

function readWindow(own: ReadonlyMap<string, string>): { from: Instant; to: Instant } {
  const from = readQueryInstant('startDateTime', own.get('startdatetime') ?? null);
  const to = readQueryInstant('endDateTime', own.get('enddatetime') ?? null);
  if (to < from) {
    throw new GraphFault(400, 'ErrorInvalidParameter', 'The end of the view must not be before its start.');
  }
  if (to - from > longestView) {
    throw new GraphFault(
      400,
      'ErrorCalendarViewRangeTooBig',
      'The requested time duration is too long. Maximum allowed: 1825 days.',
    );
  }
  return { from, to };
}

/** `calendarView` and its delta. A delta costs what has changed, whatever the mailbox holds. */
export function createCalendarViews(mailboxes: Mailboxes) {
  /** The last view computed: its pages are asked for one after the other. */
  let last: { readonly key: string; readonly instances: readonly Instance[] } | undefined;

  const view = (request: StandInRequest, look: Look, calendar: StoredCalendar): StandInAnswer => {
    const options = readOptions(request, 'many', eventProperties, ['startdatetime', 'enddatetime']);
    const { from, to } = readWindow(options.own);
    const { generation, revision } = mailboxes.state(look.account);
    const key = [generation, revision, look.account.timeZone, calendar.key, from, to].join();
    if (last?.key !== key) {
      const instances = [...mailboxes.events(look.account).values()]
        .filter((event) => event.calendar === calendar.key)
        .flatMap((event) => instancesOf(event, from, to, look.account.timeZone))
        .sort((a, b) => a.from - b.from);
      last = { key, instances };
    }
    const write = (instance: Instance) =>
      writeEvent(look, instance.event, instance.type === 'singleInstance' ? undefined : instance);
    return listEvents(request, look, options, last.instances, write, 'calendarView');
  };

  /** What a delta tells of an event that is there; a series is never split: it comes with all its occurrences. */
  const tell = (look: Look, event: StoredEvent, token: Token): Wire[] => {
    const instances = instancesOf(event, token.from, token.to, look.account.timeZone);
    if (instances.length === 0) return [];
    const whole = (wire: Wire) => ({
      '@odata.type': '#microsoft.graph.event',
      ...finish(wire, { select: undefined, expanded: [] }),
    });
    if (event.recurrence === undefined) return [whole(writeEvent(look, event))];
    return [
      whole(writeEvent(look, event)),
      ...instances.map((instance) =>
        instance.type === 'exception'
          ? whole(writeEvent(look, event, instance))
          : writeBriefly(look, instance),
      ),
    ];
  };

  const firstRound = (look: Look, token: Token, size: number) => {
    const value: Wire[] = [];
    let looked = 0;
    for (const event of mailboxes.events(look.account).values()) {
      // By the number of its creation: what is made or deleted meanwhile shifts nothing.
      const number = Number(event.key.slice(1));
      if (number <= (token.looked ?? 0) || event.calendar !== token.calendar) continue;
      if (value.length >= size) return { value, next: { ...token, looked } };
      value.push(...tell(look, event, token));
      looked = number;
    }
    return { value, next: undefined };
  };

  const laterRound = (look: Look, token: Token, size: number) => {
    const value: Wire[] = [];
    const { revision: until } = mailboxes.state(look.account);
    const events = mailboxes.events(look.account);
    let revision = token.revision;
    while (revision < until) {
      if (value.length >= size) return { value, revision, next: { ...token, revision } };
      revision += 1;
      const change = mailboxes.change(look.account, revision);
      if (change === undefined || change.calendar !== token.calendar) continue;
      const event = events.get(change.key);
      // Each event is told of once, at its last change.
      if (event === undefined ? change.type !== 'deleted' : event.version !== revision) continue;
      const told = event === undefined ? [] : tell(look, event, token);
      // What is outside the view counts as removed even if it was never in it, and of a deleted occurrence nothing
      // is said but that its series comes without it: so it is at Microsoft.
      const kind = look.preferences.immutable ? 'immutable' : 'event';
      if (told.length > 0) value.push(...told);
      else {
        value.push({
          '@odata.type': '#microsoft.graph.event',
          id: writeId(kind, look.account, change.key),
          '@removed': { reason: 'deleted' },
        });
      }
    }
    return { value, revision, next: undefined };
  };

  const delta = (request: StandInRequest, look: Look, calendar: StoredCalendar): StandInAnswer => {
    const refused = ['select', 'filter', 'orderby', 'expand', 'search', 'top'].find(
      (name) => request.query.has(`$${name}`) || request.query.has(name),
    );
    if (refused !== undefined) {
      throw new GraphFault(
        400,
        'ErrorInvalidUrlQuery',
        `The following parameters are not supported with change tracking over the 'CalendarView' resource: '$${refused}'.`,
      );
    }
    const own = ['startdatetime', 'enddatetime', '$deltatoken', '$skiptoken'];
    const options = readOptions(request, 'one', eventProperties, own);
    const state = mailboxes.state(look.account);
    const skip = options.own.get('$skiptoken');
    const text = skip ?? options.own.get('$deltatoken');
    const token: Token =
      text === undefined
        ? { ...readWindow(options.own), ...state, calendar: calendar.key, looked: 0 }
        : readToken(text);
    if (token.generation !== state.generation || token.epoch !== state.epoch) {
      throw new GraphFault(
        410,
        'SyncStateNotFound',
        `The sync state generation is not found; generation=${token.epoch}.`,
      );
    }
    const size = look.preferences.pageSize ?? deltaPage;
    const isFirst = token.looked !== undefined;
    const { value, next } = isFirst ? firstRound(look, token, size) : laterRound(look, token, size);
    const { looked: _, ...rest } = token;
    // What changed during a first round is told in the second: its token is of the round's beginning.
    const after: Token = { ...rest, revision: isFirst ? token.revision : state.revision };
    const address = `${look.origin}${request.path}`;
    return {
      status: 200,
      body: {
        '@odata.context': `${look.origin}/v1.0/$metadata#Collection(event)`,
        ...(next === undefined
          ? { '@odata.deltaLink': `${address}?$deltatoken=${writeToken(after)}` }
          : { '@odata.nextLink': `${address}?$skiptoken=${writeToken(next)}` }),
        value,
      },
    };
  };

  return { view, delta };
}
