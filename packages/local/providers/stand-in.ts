import type { IncomingHttpHeaders } from 'node:http';
import type { Clock, Instant } from '../clock.ts';
import type { DevHandler } from '../dev/dev.ts';
import type { Push } from './pushes.ts';
import type { Records } from './records.ts';

export interface StandInRequest {
  readonly method: string;
  /** As on the wire, still encoded; without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is (`text/html` unless the headers say otherwise). */
  readonly body?: object | string;
}

/** What a stand-in gets from the cloud. */
export interface StandInContext {
  /** Where it listens, without a path: `http://127.0.0.1:4001`. */
  readonly origin: string;
  /** Where the product listens. */
  readonly productUrl: string;
  readonly clock: Clock;
  /** Its memory, which outlives a restart and is emptied by a reset. */
  readonly records: Records;
  /** Has a webhook delivered; what falls due later is delivered later, by the movable clock. */
  push(push: Push): void;
}

/** A failure in the provider's own words. */
export interface Refusal {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** The provider's word for why, where it has several for one status. */
  readonly reason: string | undefined;
}

/** One provider, imitated: its real wire protocol on an origin of its own. */
export interface StandIn {
  /** What functions find in their environment: endpoints and this machine's credentials for it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Answers what the provider would; an exception is a fault of the stand-in and answers 500. */
  handle(request: StandInRequest): Promise<StandInAnswer> | StandInAnswer;
  /** An error answer in the provider's form, for failures on demand. */
  refuse(refusal: Refusal, request: StandInRequest): StandInAnswer;
  /** Headers made anew for each attempt to deliver, signatures with their time above all; the push's own stand above. */
  signPush?(push: Push): Readonly<Record<string, string>>;
  /** Told what the receiver answered; status 0: nothing. */
  pushed?(push: Push, status: number, body: string): void;
  /** Calls and pages below `/dev/providers/<name>/` of its own: buttons to press, things to look at. */
  readonly dev?: DevHandler;
  /** When it will next do something by itself. */
  nextDueAt?(): Instant | undefined;
  /** Does what is due; how much that was. */
  fireDue?(): number;
}

export type CreateStandIn = (context: StandInContext) => StandIn;
