import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Records } from '../records.ts';
import type { Account } from './accounts.ts';
import type { Change, Draft, StoredCalendar, StoredEvent } from './model.ts';

interface Mailbox {
  /** Another one after a reset, so that a token of before is known. */
  readonly generation: string;
  /** Counts the changes. */
  readonly revision: number;
  /** Counts how often all delta tokens were made void. */
  readonly epoch: number;
}

/** Events of the mailboxes, and every change to them by number. */
export interface Mailboxes {
  state(account: Account): Mailbox;
  calendars(account: Account): StoredCalendar[];
  addCalendar(account: Account, name: string, color: string): StoredCalendar;
  /** By key, in the order of their creation. */
  events(account: Account): ReadonlyMap<string, StoredEvent>;
  byTransaction(account: Account, transactionId: string): StoredEvent | undefined;
  create(account: Account, calendar: string, drafts: readonly Draft[]): StoredEvent[];
  update(account: Account, event: StoredEvent): StoredEvent;
  remove(account: Account, event: StoredEvent): void;
  /** The change with this number. */
  change(account: Account, revision: number): Change | undefined;
  voidTokens(account: Account): void;
}

export const defaultCalendar = 'default';

interface Cached {
  readonly generation: string;
  revision: number;
  readonly events: Map<string, StoredEvent>;
}

export function createMailboxes(
  records: Records,
  clock: Clock,
  onChange: (account: Account, changes: readonly Change[]) => void,
): Mailboxes {
  // Parsed once; what the records say of generation and revision decides whether it is still true.
  const cache = new Map<string, Cached>();

  const state = ({ email }: Account): Mailbox => {
    const known = records.get<Mailbox>('mailbox', email);
    if (known !== undefined) return known;
    const fresh: Mailbox = { generation: randomUUID(), revision: 0, epoch: 0 };
    records.transaction(() => {
      records.put('mailbox', email, fresh);
      const calendar: StoredCalendar = { key: defaultCalendar, name: 'Calendar', color: 'auto', version: 0 };
      records.put(`calendar:${email}`, defaultCalendar, calendar);
    });
    return fresh;
  };

  const loaded = (account: Account): Cached => {
    const { generation, revision } = state(account);
    const known = cache.get(account.email);
    if (known?.generation === generation && known.revision === revision) return known;
    const all = records.list<StoredEvent>(`event:${account.email}`);
    const fresh = { generation, revision, events: new Map(all.map((event) => [event.key, event])) };
    cache.set(account.email, fresh);
    return fresh;
  };

  /** Runs the work with the numbers that its changes get; all of it is kept, or nothing. */
  const change = (account: Account, work: (box: Cached, next: () => number) => Change[]) => {
    const box = loaded(account);
    try {
      const changes = records.transaction(() => {
        let { revision } = box;
        const made = work(box, () => {
          revision += 1;
          return revision;
        });
        for (const it of made) records.put(`change:${account.email}`, String(it.version), it);
        records.put('mailbox', account.email, { ...state(account), revision });
        box.revision = revision;
        return made;
      });
      onChange(account, changes);
    } catch (error) {
      cache.delete(account.email);
      throw error;
    }
  };

  const store = (account: Account, box: Cached, event: StoredEvent) => {
    records.put(`event:${account.email}`, event.key, event);
    box.events.set(event.key, event);
    return event;
  };

  return {
    state,
    calendars(account) {
      state(account);
      return records.list<StoredCalendar>(`calendar:${account.email}`);
    },
    addCalendar(account, name, color) {
      state(account);
      const key = `c${records.next(`calendar:${account.email}`)}`;
      const calendar: StoredCalendar = { key, name, color, version: 0 };
      records.put(`calendar:${account.email}`, key, calendar);
      return calendar;
    },
    events: (account) => loaded(account).events,
    byTransaction(account, transactionId) {
      const found = records.get<{ key: string }>(`transaction:${account.email}`, transactionId);
      return found === undefined ? undefined : loaded(account).events.get(found.key);
    },
    create(account, calendar, drafts) {
      const created: StoredEvent[] = [];
      change(account, (box, next) =>
        drafts.map((draft): Change => {
          const version = next();
          const key = `e${version}`;
          const now = clock.now();
          const event: StoredEvent = {
            ...draft,
            key,
            calendar,
            version,
            createdAt: now,
            modifiedAt: now,
            // Exchange's global object id; the eight zeros hold an occurrence's date.
            iCalUId: `040000008200E00074C5B7101A82E00800000000${randomUUID().replaceAll('-', '').toUpperCase()}`,
          };
          created.push(store(account, box, event));
          if (draft.transactionId !== undefined) {
            records.put(`transaction:${account.email}`, draft.transactionId, { key });
          }
          return { type: 'created', key, calendar, version };
        }),
      );
      return created;
    },
    update(account, event) {
      let updated = event;
      change(account, (box, next) => {
        const version = next();
        updated = store(account, box, { ...event, version, modifiedAt: clock.now() });
        return [{ type: 'updated', key: event.key, calendar: event.calendar, version }];
      });
      return updated;
    },
    remove(account, event) {
      change(account, (box, next) => {
        records.delete(`event:${account.email}`, event.key);
        box.events.delete(event.key);
        return [{ type: 'deleted', key: event.key, calendar: event.calendar, version: next() }];
      });
    },
    change: ({ email }, revision) => records.get<Change>(`change:${email}`, String(revision)),
    voidTokens(account) {
      const box = state(account);
      records.put('mailbox', account.email, { ...box, epoch: box.epoch + 1 });
    },
  };
}
