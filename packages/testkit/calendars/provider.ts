import type { PushChannel } from '@punctual/application/calendars/connection.ts';
import {
  CalendarFault,
  type CalendarProvider,
  type ChangesPage,
  type EntryIdentity,
  type Tokens,
  type WrittenEntry,
} from '@punctual/application/calendars/ports.ts';
import type { CalendarEntry, ExternalEvent, ExternalTime } from '@punctual/scheduling/calendars/entry.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';

/*
 * A calendar provider as use cases meet one: ids that are never given out twice, etags, changes since a cursor that goes
 * void, tokens that end and rotate, and every fault that a port may throw, before a call takes effect or after it.
 */

/** One event of one account. */
export interface Stored {
  readonly externalId: string;
  readonly etag: string;
  /** Undefined: somebody else's. */
  readonly identity: EntryIdentity | undefined;
  readonly entry: CalendarEntry | undefined;
  readonly time: ExternalTime;
  readonly busy: boolean;
  readonly deleted: boolean;
  /** Rises with every change in the account. */
  readonly sequence: number;
}

export interface Mishaps {
  readonly random: () => number;
  /** Of a call, between 0 and 1. */
  likely: number;
}

export class Account {
  readonly events = new Map<string, Stored>();
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: Instant;
  revoked = false;
  sequence = 0;
  /** Cursors of an earlier epoch are void. */
  epoch = 0;
  refreshes = 0;
  /** Whether each refresh token serves once; else earlier ones go on, as Microsoft's do. */
  strict = false;
  readonly email: string;
  readonly channels = new Map<string, string>();

  constructor(email: string, accessExpiresAt: Instant) {
    this.email = email;
    this.accessToken = `access-${email}-0`;
    this.refreshToken = `refresh-${email}-0`;
    this.accessExpiresAt = accessExpiresAt;
  }

  get tokens(): Tokens {
    const { accessToken, accessExpiresAt, refreshToken } = this;
    return { accessToken, accessExpiresAt, refreshToken, scope: 'calendar' };
  }

  /** Whatever happens to an event, its owner's doing included, goes through here. */
  put(event: Omit<Stored, 'sequence' | 'etag'>): Stored {
    this.sequence += 1;
    const stored = { ...event, sequence: this.sequence, etag: `"${this.sequence}"` };
    this.events.set(event.externalId, stored);
    return stored;
  }

  /** The calendar's owner moves an event. */
  move(externalId: string, time: ExternalTime): void {
    const event = this.events.get(externalId);
    if (event !== undefined) this.put({ ...event, time });
  }

  /** The calendar's owner deletes an event. */
  delete(externalId: string): void {
    const event = this.events.get(externalId);
    if (event !== undefined) this.put({ ...event, deleted: true });
  }

  /** Somebody else's event. */
  meet(externalId: string, time: ExternalTime, busy = true): void {
    this.put({ externalId, identity: undefined, entry: undefined, time, busy, deleted: false });
  }

  get standing(): readonly Stored[] {
    return [...this.events.values()].filter(({ deleted }) => !deleted);
  }

  get own(): readonly Stored[] {
    return this.standing.filter(({ identity }) => identity !== undefined);
  }
}

export interface ImitatedProvider extends CalendarProvider {
  readonly accounts: readonly Account[];
  readonly mishaps: Mishaps;
  /** Calls by their name. */
  readonly calls: Map<string, number>;
  /** Events told of by `changes`. */
  listed: number;
  open(email: string): Account;
}

const pageSize = 250;
const tokenLife = 3_600_000;

/** Which faults a call may meet: any before it takes effect, after it only those that leave that open. */
function faultFor(dice: number, tookEffect: boolean): CalendarFault {
  const kinds = tookEffect ? 2 : 5;
  switch (Math.floor(dice * kinds)) {
    case 0:
      return new CalendarFault('unavailable', 'Timed out');
    case 1:
      return new CalendarFault('unavailable', 'Backend error');
    case 2:
      return new CalendarFault('throttled', 'Too many requests', 7);
    case 3:
      return new CalendarFault('throttled', 'Rate limit exceeded');
    default:
      return new CalendarFault('unauthorized', 'Invalid credentials');
  }
}

export function imitatedProvider(
  name: CalendarProvider['name'],
  now: () => Instant,
  mishaps: Mishaps,
  channelLife?: number,
): ImitatedProvider {
  const accounts: Account[] = [];
  const calls = new Map<string, number>();

  const fault = (tookEffect: boolean) => faultFor(mishaps.random(), tookEffect);
  const counted = (call: string) => calls.set(call, (calls.get(call) ?? 0) + 1);

  async function serve<T>(call: string, effect: () => T): Promise<T> {
    counted(call);
    const dice = mishaps.random();
    if (dice < mishaps.likely / 2) throw fault(false);
    const result = effect();
    if (dice > 1 - mishaps.likely / 2) throw fault(true);
    return result;
  }
  function accountOf(accessToken: string): Account {
    const account = accounts.find((one) => one.accessToken === accessToken);
    if (account === undefined || account.revoked || account.accessExpiresAt <= now()) {
      throw new CalendarFault('unauthorized', 'Invalid credentials');
    }
    return account;
  }
  const on = <T>(call: string, accessToken: string, effect: (account: Account) => T) =>
    serve(call, () => effect(accountOf(accessToken)));

  return {
    name,
    channelLife,
    accounts,
    mishaps,
    calls,
    listed: 0,
    open(email) {
      const account = new Account(email, now() + tokenLife);
      accounts.push(account);
      return account;
    },
    authorizationUrl: async ({ state }) => `https://provider.example/authorize?state=${state}`,
    exchange: (code) =>
      serve('exchange', () => {
        const account = accounts.find(({ email }) => email === code);
        if (account === undefined) throw new CalendarFault('refused', 'Unknown code');
        account.revoked = false;
        renew(account);
        return { tokens: account.tokens, accountEmail: account.email };
      }),
    refresh: async (refreshToken) => {
      counted('refresh');
      if (mishaps.random() < mishaps.likely / 2) throw fault(true);
      const account = accounts.find(({ email, refreshToken: latest, strict }) =>
        strict ? latest === refreshToken : refreshToken.startsWith(`refresh-${email}-`),
      );
      if (account === undefined || account.revoked) throw new CalendarFault('revoked', 'invalid_grant');
      account.refreshes += 1;
      renew(account);
      return account.tokens;
    },
    revoke: ({ refreshToken }) =>
      serve('revoke', () => {
        const account = accounts.find((one) => one.refreshToken === refreshToken);
        if (account !== undefined) account.revoked = true;
      }),
    describe: (token) =>
      on('describe', token, ({ email }) => ({ calendarName: email, timeZone: 'Europe/Paris' })),
    create: (token, identity, entry) =>
      on('create', token, (account) => {
        const { connectionId, appointmentId, generation } = identity;
        const externalId = `${connectionId}/${appointmentId}/${generation}`;
        const there = account.events.get(externalId);
        if (there?.deleted) throw new CalendarFault('conflict', 'The identifier is taken');
        return written(account.put(ours(externalId, { connectionId, appointmentId, generation }, entry)));
      }),
    update: (token, external, _, entry) =>
      on('update', token, (account) => {
        const there = account.events.get(external.externalId);
        if (there === undefined || there.deleted) throw new CalendarFault('not_found', 'Not found');
        if (external.etag !== undefined && external.etag !== there.etag) {
          throw new CalendarFault('stale', 'Precondition failed');
        }
        return written(account.put(ours(external.externalId, there.identity, entry)));
      }),
    remove: (token, externalId) =>
      on('remove', token, (account) => {
        if (account.events.get(externalId)?.deleted === false) account.delete(externalId);
      }),
    read: (token, externalId) =>
      on('read', token, (account) => {
        const there = account.events.get(externalId);
        return there === undefined ? undefined : { ...told(there), ...written(there) };
      }),
    ownEntries: (token, window, page) =>
      on('ownEntries', token, (account) => paged(account.own.filter(within(window)), page, undefined)),
    changes(token, asked) {
      return on('changes', token, (account) => {
        const cursor = `${account.epoch}:${account.sequence}`;
        let found: readonly Stored[];
        if (asked.kind === 'everything') found = account.standing.filter(within(asked.window));
        else {
          const [epoch, since] = asked.cursor.split(':').map(Number);
          if (epoch !== account.epoch)
            throw new CalendarFault('cursor_void', 'Sync token is no longer valid');
          found = [...account.events.values()].filter(({ sequence }) => sequence > (since ?? 0));
        }
        const answer = paged(found, asked.page, cursor);
        this.listed += answer.events.length;
        return answer;
      });
    },
    watch: (token, channelId, address, secret, until) =>
      on('watch', token, (account) => {
        account.channels.set(channelId, `${address} ${secret}`);
        return {
          id: channelId,
          resourceId: 'resource',
          expiresAt: Math.min(until, now() + (channelLife ?? 0)),
        };
      }),
    renew: (token, _channel: PushChannel) => on('renew', token, () => undefined),
    unwatch: (token, { id }) => on('unwatch', token, (account) => void account.channels.delete(id)),
  };

  function renew(account: Account): void {
    const count = Number(account.accessToken.split('-').at(-1)) + 1;
    account.accessToken = `access-${account.email}-${count}`;
    account.refreshToken = `refresh-${account.email}-${count}`;
    account.accessExpiresAt = now() + tokenLife;
  }
}

function ours(
  externalId: string,
  identity: EntryIdentity | undefined,
  entry: CalendarEntry,
): Omit<Stored, 'sequence' | 'etag'> {
  const time = { kind: 'interval', start: entry.start, end: entry.end } as const;
  return { externalId, identity, entry, time, busy: true, deleted: false };
}

function written({ externalId, etag, entry }: Stored): WrittenEntry {
  const conferenceUrl = entry?.conference ? `https://meet.example/${externalId}` : undefined;
  const htmlLink = `https://calendar.example/${externalId}`;
  return { externalId, etag, htmlLink, conferenceUrl, conferencePending: false };
}

/** What is deleted says no longer whose it was. */
function told({ externalId, etag, identity, time, busy, deleted }: Stored): ExternalEvent {
  if (deleted) {
    return {
      externalId,
      etag: undefined,
      appointmentId: undefined,
      connectionId: undefined,
      event: undefined,
    };
  }
  const { appointmentId, connectionId } = identity ?? {};
  return { externalId, etag, appointmentId, connectionId, event: { time, busy } };
}

function within(window: Interval): (event: Stored) => boolean {
  return ({ time }) => time.kind !== 'interval' || (time.start < window.end && time.end > window.start);
}

function paged(all: readonly Stored[], page: string | undefined, cursor: string | undefined): ChangesPage {
  const from = Number(page ?? 0);
  const to = from + pageSize;
  const events = all.slice(from, to).map(told);
  return to < all.length
    ? { events, nextPage: String(to), cursor: undefined }
    : { events, nextPage: undefined, cursor };
}
