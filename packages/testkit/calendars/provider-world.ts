import type { CalendarProvider } from '@punctual/application/calendars/ports.ts';
import type { Interval } from '@punctual/scheduling/time/instant.ts';

/** What the conformance suite must be able to do around a provider: be the browser, the calendar's owner, the weather. */
export interface ProviderWorld {
  readonly provider: CalendarProvider;
  /** The same one, with little patience: in seconds. */
  withPatience(timeoutSeconds: number): CalendarProvider;
  readonly redirectUri: string;
  /** Consents in the browser; the code with which the provider sends it back. */
  consent(authorizationUrl: string, email: string): Promise<string>;
  /** The zone of every account's calendar. */
  readonly timeZone: string;
  readonly outside: CalendarOwner;
  /** Has the next requests fail, as `POST /dev/providers/<name>/fail` says. */
  fail(failure: object): Promise<void>;
  /** `METHOD /path` of every request that the provider has had, the oldest first. */
  requests(): Promise<readonly string[]>;
  /** Comes back when nothing is on its way any more. */
  settle(): Promise<void>;
  /** Moves time on, in milliseconds. */
  pass(milliseconds: number): Promise<void>;
  /** How this provider differs, where the port leaves it open. */
  readonly habits: {
    /** Of an id whose entry was deleted: nobody gets it again, or it is given to a new entry. */
    readonly idsStayTaken: boolean;
    readonly rotatesRefreshTokens: boolean;
    readonly renewsChannels: boolean;
    /** Takes access back when asked. */
    readonly revokes: boolean;
    /** Events per page at most. */
    readonly pageSize: number;
    /** Has the next conference pend; undefined: it never does. */
    readonly delayConference: ((seconds: number) => Promise<void>) | undefined;
    /** Answers that mean "slow down", and "never": as failures for `fail`. */
    readonly throttles: readonly object[];
    readonly refuses: readonly object[];
  };
}

export type OutsideKind = 'busy' | 'free' | 'declined' | 'private' | 'all_day';

/** What people do in the calendar themselves. Ids are those that the provider's own page shows. */
export interface CalendarOwner {
  /** @param interval of a whole day: its day in UTC */
  enter(email: string, kind: OutsideKind, interval: Interval): Promise<string>;
  /** Every day at this time, that many times. */
  enterDaily(email: string, interval: Interval, times: number): Promise<string>;
  enterMany(email: string, count: number, first: number, everyMinutes: number): Promise<void>;
  move(email: string, id: string, interval: Interval): Promise<void>;
  makeWholeDay(email: string, id: string, day: Interval): Promise<void>;
  remove(email: string, id: string): Promise<void>;
  /** The instance of a series that began, or begins, at that instant. */
  removeInstance(email: string, series: string, start: number): Promise<void>;
  moveInstance(email: string, series: string, start: number, interval: Interval): Promise<void>;
  /** An invited guest accepts. */
  acceptAs(email: string, id: string, guest: string): Promise<void>;
  look(email: string, id: string): Promise<Look>;
  revoke(email: string): Promise<void>;
  voidCursors(email: string): Promise<void>;
}

/** An entry as people see it. */
export interface Look {
  readonly title: string;
  readonly text: string;
  readonly location: string;
  readonly isTentative: boolean;
  readonly guests: readonly { readonly email: string; readonly hasAccepted: boolean }[];
}
