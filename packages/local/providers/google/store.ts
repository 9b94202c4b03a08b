import { randomBytes } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import type { Records } from '../records.ts';
import { occurrenceOf, type Series } from './recurrence.ts';
import type { EventBody } from './shapes.ts';
import { type EventTime, instantOf } from './times.ts';

/** Somebody with a Google account; the address names the primary calendar too. */
export interface Account {
  readonly email: string;
  readonly name: string;
  readonly timeZone: string;
  /** Google's id of the person. */
  readonly sub: string;
  /** Changes when all sync tokens become void. */
  readonly era: string;
}

/** An event as it is kept. */
export interface KeptEvent {
  readonly id: string;
  /** The calendar's revision at which it last changed. */
  readonly revision: number;
  readonly created: Instant;
  readonly updated: Instant;
  /** Of it, or of its first instance. */
  readonly start: Instant;
  readonly end: Instant;
  readonly startTime: EventTime;
  readonly endTime: EventTime;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly sequence: number;
  readonly iCalUID: string;
  readonly organizer: string;
  /** Of an exception: the series it belongs to, and when it would have taken place. */
  readonly series?: { readonly id: string; readonly originalStart: EventTime };
  /** What a series was like before, up to the revision at which it changed; without recurrence, it was none yet. */
  readonly formers: readonly (Series & { readonly until: number })[];
  /** What else the client has set. */
  readonly body: Omit<EventBody, 'id' | 'start' | 'end' | 'status' | 'sequence' | 'iCalUID'>;
  readonly hangoutLink?: string;
}

/** The times of a recurring event; `undefined` for any other. */
export function seriesOf(event: KeptEvent): Series | undefined {
  const { recurrence } = event.body;
  if (recurrence === undefined || recurrence.length === 0) return undefined;
  return { start: event.startTime, end: event.endTime, recurrence };
}

/** Accounts and their events, with the order in which these changed. */
export interface Store {
  accounts(): Account[];
  account(email: string): Account | undefined;
  /** The account of that address, opened if there is none yet. */
  openAccount(email: string, details?: { readonly name?: string; readonly timeZone?: string }): Account;
  voidSyncTokens(email: string): void;
  event(calendar: string, id: string): KeptEvent | undefined;
  /** An event or an instance of a series, which has no record of its own until it becomes an exception. */
  eventOrInstance(account: Account, id: string): KeptEvent | undefined;
  /** Keeps the event under the calendar's next revision. */
  save(calendar: string, event: Omit<KeptEvent, 'revision'>): KeptEvent;
  /** The calendar's latest revision. */
  revision(calendar: string): number;
  /** What last changed after that revision, in the order of the changes. */
  changedAfter(calendar: string, revision: number): Generator<KeptEvent>;
  exceptions(calendar: string, series: string): KeptEvent[];
}

/** Numbers that sort as texts. */
function sortable(revision: number): string {
  return String(revision).padStart(12, '0');
}

const batch = 250;

function nameOf(email: string): string {
  const [local = email] = email.split('@');
  return local
    .split(/[._+-]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(' ');
}

/** What an instance of a series looks like when nothing about it has been changed. */
export function instanceOf(
  master: KeptEvent,
  occurrence: {
    readonly suffix: string;
    readonly originalStart: EventTime;
    readonly start: Instant;
    readonly end: Instant;
    readonly startTime: EventTime;
    readonly endTime: EventTime;
  },
): KeptEvent {
  const { recurrence: _, ...body } = master.body;
  const { start, end, startTime, endTime, originalStart, suffix } = occurrence;
  return {
    ...master,
    id: `${master.id}_${suffix}`,
    start,
    end,
    startTime,
    endTime,
    series: { id: master.id, originalStart },
    formers: [],
    body,
  };
}

export function createStore(records: Records): Store {
  const store: Store = {
    accounts: () => records.list<Account>('account'),
    account: (email) => records.get<Account>('account', email.toLowerCase()),
    openAccount(email, details = {}) {
      const known = store.account(email);
      if (known !== undefined) return known;
      const account: Account = {
        email: email.toLowerCase(),
        name: details.name ?? nameOf(email),
        timeZone: details.timeZone ?? 'Europe/Berlin',
        sub: `1${String(records.next('account')).padStart(20, '0')}`,
        era: randomBytes(6).toString('hex'),
      };
      records.put('account', account.email, account);
      return account;
    },
    voidSyncTokens(email) {
      const account = store.account(email);
      if (account === undefined) return;
      records.put('account', account.email, { ...account, era: randomBytes(6).toString('hex') });
    },
    event: (calendar, id) => records.get<KeptEvent>(`event:${calendar}`, id),
    eventOrInstance(account, id) {
      const known = store.event(account.email, id);
      if (known !== undefined) return known;
      const [, seriesId = '', suffix = ''] = /^([^_]+)_(\d{8}(?:T\d{6}Z)?)$/.exec(id) ?? [];
      const master = store.event(account.email, seriesId);
      const series = master === undefined ? undefined : seriesOf(master);
      if (master === undefined || series === undefined) return undefined;
      const occurrence = occurrenceOf(series, account.timeZone, suffix);
      return occurrence === undefined ? undefined : instanceOf(master, occurrence);
    },
    save: (calendar, event) =>
      records.transaction(() => {
        const former = store.event(calendar, event.id);
        const kept: KeptEvent = { ...event, revision: records.next(`revision:${calendar}`) };
        if (former !== undefined) records.delete(`change:${calendar}`, sortable(former.revision));
        records.put(`event:${calendar}`, kept.id, kept);
        records.put(`change:${calendar}`, sortable(kept.revision), { id: kept.id });
        if (kept.series !== undefined) {
          records.put(`exception:${calendar}:${kept.series.id}`, kept.id, { id: kept.id });
        }
        return kept;
      }),
    revision: (calendar) => records.get<{ value: number }>('counter', `revision:${calendar}`)?.value ?? 0,
    *changedAfter(calendar, revision) {
      let position = revision;
      for (;;) {
        const changes = records.after<{ id: string }>(`change:${calendar}`, sortable(position), batch);
        for (const { id } of changes) {
          const event = store.event(calendar, id);
          if (event === undefined) continue;
          position = event.revision;
          yield event;
        }
        if (changes.length < batch) return;
      }
    },
    exceptions: (calendar, series) =>
      records
        .list<{ id: string }>(`exception:${calendar}:${series}`)
        .map(({ id }) => store.event(calendar, id))
        .filter((it) => it !== undefined),
  };
  return store;
}

/** The instants of an event's times. */
export function spanOf(start: EventTime, end: EventTime, calendarZone: string) {
  return { start: instantOf(start, calendarZone), end: instantOf(end, calendarZone) };
}
