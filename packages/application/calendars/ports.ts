import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { BusySource, CalendarEntry, ExternalEvent } from '@punctual/scheduling/calendars/entry.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';
import type { CalendarProviderName, Connection, ImportState, Mapping, PushChannel } from './connection.ts';

/** No call to a provider takes longer. */
export const callTimeoutSeconds = 10;

/** Secrets of one connection. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: Instant;
  /** Undefined: the provider gave none, access ends with the token. */
  readonly refreshToken: string | undefined;
  readonly scope: string;
}

/** Where the one who connects is sent, and what must be known when they come back. */
export interface AuthorizationRequest {
  readonly state: string;
  /** PKCE, S256 (RFC 7636). */
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

export type FaultKind =
  /** The access token is not accepted; a new one may be. */
  | 'unauthorized'
  /** Our access was taken back: `invalid_grant` and the like. */
  | 'revoked'
  /** Too many requests; `retryAfterSeconds` if the provider says. */
  | 'throttled'
  /** Timeout, 5xx, garbage, broken connection: nobody knows whether it took effect. */
  | 'unavailable'
  | 'not_found'
  /** The entry's identity was used and its entry deleted there: it takes the next generation. */
  | 'conflict'
  /** Changed since the etag that we have. */
  | 'stale'
  /** The token for changes is void: read everything. */
  | 'cursor_void'
  /** Refused for good. */
  | 'refused';

/** A calendar provider has not done what it was asked. */
export class CalendarFault extends Error {
  readonly kind: FaultKind;
  /** For the queue's backoff. */
  readonly retryAfterSeconds: number | undefined;

  /** @param message readable by the person whose calendar it is; holds no secret */
  constructor(kind: FaultKind, message: string, retryAfterSeconds?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CalendarFault';
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What stands in the calendar after a write. */
export interface WrittenEntry {
  readonly externalId: string;
  readonly etag: string | undefined;
  readonly htmlLink: string | undefined;
  readonly conferenceUrl: string | undefined;
  /** The conference is still being made: read the entry again later. */
  readonly conferencePending: boolean;
}

/** What makes a repeated create harmless, and our own entries recognisable. */
export interface EntryIdentity {
  readonly connectionId: string;
  readonly appointmentId: AppointmentId;
  readonly generation: number;
}

export interface ChangesPage {
  readonly events: readonly ExternalEvent[];
  /** More follow. */
  readonly nextPage: string | undefined;
  /** On the last page: asks for what changes from now on. */
  readonly cursor: string | undefined;
}

/**
 * A provider of calendars. All calls concern the account's primary calendar. Every failure is a `CalendarFault`; no call
 * takes longer than `callTimeoutSeconds` and none is repeated inside.
 */
export interface CalendarProvider {
  readonly name: CalendarProviderName;
  /** Longest life of a push channel, milliseconds; undefined: it has none. */
  readonly channelLife: number | undefined;

  authorizationUrl(request: AuthorizationRequest): Promise<string>;
  exchange(
    code: string,
    request: Omit<AuthorizationRequest, 'state'>,
  ): Promise<{ readonly tokens: Tokens; readonly accountEmail: string }>;
  refresh(refreshToken: string): Promise<Tokens>;
  /** Gives our access back; success when there was none any more. */
  revoke(tokens: Tokens): Promise<void>;

  /** Asks for the calendar itself: what `test` shows. */
  describe(accessToken: string): Promise<{
    readonly calendarName: string /** If the provider tells. */;
    readonly timeZone: string | undefined;
  }>;
  /** Makes the entry; made before under this identity, it is brought to this state. */
  create(accessToken: string, identity: EntryIdentity, entry: CalendarEntry): Promise<WrittenEntry>;
  /** `not_found` when it was deleted there, `stale` when it changed there since `etag`. */
  update(
    accessToken: string,
    external: { readonly externalId: string; readonly etag: string | undefined },
    identity: EntryIdentity,
    entry: CalendarEntry,
  ): Promise<WrittenEntry>;
  /** Success when it is not there any more. */
  remove(accessToken: string, externalId: string): Promise<void>;
  read(accessToken: string, externalId: string): Promise<(ExternalEvent & WrittenEntry) | undefined>;
  /** Our own entries in a window, as the provider shows them: what the reconcile compares. */
  ownEntries(accessToken: string, window: Interval, page: string | undefined): Promise<ChangesPage>;

  /** Everything in the window (first page), a further page, or what changed since the cursor. */
  changes(
    accessToken: string,
    asked:
      | { readonly kind: 'everything'; readonly window: Interval; readonly page: string | undefined }
      | {
          readonly kind: 'since';
          readonly cursor: string;
          readonly window: Interval;
          readonly page: string | undefined;
        },
  ): Promise<ChangesPage>;
  /** @param secret comes back with every push: the channel token, the client state */
  watch(
    accessToken: string,
    channelId: string,
    address: string,
    secret: string,
    until: Instant,
  ): Promise<PushChannel>;
  /** The same channel for longer, or undefined where a new one must be made. */
  renew(accessToken: string, channel: PushChannel, until: Instant): Promise<PushChannel | undefined>;
  unwatch(accessToken: string, channel: PushChannel): Promise<void>;
}

/** Something about a connection that its owner must be told, written with the change that it tells of. */
export interface ConnectionEvent {
  readonly id: string;
  readonly type:
    | 'connection.needs_reauth'
    | 'connection.failed'
    | 'connection.entry_moved'
    | 'connection.entry_deleted';
  readonly connectionId: string;
  readonly personId: Connection['personId'];
  readonly provider: CalendarProviderName;
  readonly appointmentId: AppointmentId | undefined;
  readonly at: Instant;
}

/** The connection was erased meanwhile: what was to be written for it must not outlive it. */
export class ConnectionGone extends Error {
  constructor(connectionId: string) {
    super(`connection ${connectionId} was erased`);
    this.name = 'ConnectionGone';
  }
}

/**
 * Connections, and what is known about what stands in their calendars. What is written for one that was erased is
 * refused: `saveMapping` and `update` answer false, the others throw `ConnectionGone`.
 */
export interface Connections {
  /** One that is being erased is gone already, here and in `listOf`. */
  get(id: string): Promise<Connection | undefined>;
  /** One whose erasure has begun: is under way, or was interrupted. */
  ending(id: string): Promise<Connection | undefined>;
  /** All of a person, oldest first; strongly consistent. */
  listOf(person: Connection['personId']): Promise<readonly Connection[]>;
  /**
   * False when the connection (by its id, or by its person, provider and account) is there already. If it is one whose
   * erasure was interrupted, that is finished, and the next try succeeds.
   */
  enter(connection: Connection, tokens: Tokens): Promise<boolean>;
  /** False when it has moved on since `connection.version - 1`. The events are written with it, or not at all. */
  update(connection: Connection, events?: readonly ConnectionEvent[]): Promise<boolean>;
  /**
   * The connection, its tokens, its mappings and its busy time. It is gone for everybody from the first write on; whoever
   * meets what an interruption has left of it, by `ending`, erases it again.
   */
  erase(connection: Connection): Promise<void>;

  /** Decrypted; undefined after they were erased. */
  tokens(id: string): Promise<Tokens | undefined>;
  saveTokens(id: string, tokens: Tokens): Promise<void>;

  /**
   * The right to speak to the provider for this connection until `until`; undefined while somebody else has it. What is
   * given names the holder.
   */
  acquire(
    id: string,
    purpose: 'sync' | 'import' | 'refresh',
    now: Instant,
    until: Instant,
  ): Promise<string | undefined>;
  release(id: string, purpose: 'sync' | 'import' | 'refresh', holder: string): Promise<void>;

  mapping(id: string, appointment: AppointmentId): Promise<Mapping | undefined>;
  mappings(id: string): Promise<readonly Mapping[]>;
  /** Those that are `pending`; strongly consistent. */
  pending(id: string, limit: number): Promise<readonly AppointmentId[]>;
  /** How many mappings are `pending`, `failed`, and `moved` or `deleted` over there (drifted). */
  counts(
    id: string,
  ): Promise<{ readonly pending: number; readonly failed: number; readonly drifted: number }>;
  /** False when it has moved on since `mapping.version - 1`. */
  saveMapping(mapping: Mapping, events?: readonly ConnectionEvent[]): Promise<boolean>;

  importState(id: string): Promise<ImportState | undefined>;
  saveImportState(id: string, state: ImportState | undefined): Promise<void>;
  /** Busy connections whose next poll is due, soonest first. */
  duePolls(now: Instant, limit: number): Promise<readonly string[]>;
  /** Every connection, page by page: what the nightly reconcile walks through. */
  all(
    cursor: string | undefined,
  ): Promise<{ readonly ids: readonly string[]; readonly cursor: string | undefined }>;
}

/** Busy time of external calendars in a person's agenda. Writing for an erased connection throws `ConnectionGone`. */
export interface BusyTime {
  /** What each of the events takes up now; an empty list takes an event out. Repeatable. */
  apply(
    connection: Pick<Connection, 'id' | 'personId'>,
    changes: ReadonlyMap<string, readonly Interval[]>,
  ): Promise<void>;
  /** The ids of all events that take up time: what a full read compares with. */
  eventIds(connectionId: string): Promise<readonly string[]>;
  /** How fresh a person's busy time is: read with every decision about their time. */
  saveSource(personId: Connection['personId'], source: BusySource): Promise<void>;
  removeSource(personId: Connection['personId'], connectionId: string): Promise<void>;
}

/** An authorization that was begun: used once, within ten minutes. */
export interface PendingAuthorizations {
  save(hash: string, pending: PendingAuthorization): Promise<void>;
  /** Takes it out: a second call finds nothing. */
  take(hash: string): Promise<PendingAuthorization | undefined>;
}

/** Secrets of our own making, keyed so that nobody else can make them. */
export interface CalendarSigner {
  /** A signed state that nobody can guess, and a code verifier (RFC 7636: 43 to 128 unreserved characters). */
  newAuthorization(): Promise<{ readonly state: string; readonly codeVerifier: string }>;
  /** Under which an authorization is kept; undefined for a state that we have not signed. */
  stateHash(state: string): Promise<string | undefined>;
  /** What a provider sends back with every push for a connection; at most 128 characters (Graph's client state). */
  pushSecret(connectionId: string): Promise<string>;
  /** The connection that a push is for, undefined for a forged one; compared in constant time. */
  connectionOf(pushSecret: string): Promise<string | undefined>;
}

export interface PendingAuthorization {
  readonly personId: Connection['personId'];
  /** Who asked: the person, or an admin for them. */
  readonly callerId: Connection['personId'];
  readonly provider: CalendarProviderName;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly expiresAt: Instant;
}
