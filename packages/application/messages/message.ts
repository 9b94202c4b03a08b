import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Instant, type Interval, MINUTE } from '@punctual/scheduling/time/instant.ts';

export interface Address {
  readonly name: string;
  readonly email: string;
}

/** The appointment as a calendar program takes it in (RFC 5545), and what it shall do with it (RFC 5546). */
export interface CalendarObject extends Interval {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly uid: string;
  /** Rises with every change; a program ignores what is older than what it has. */
  readonly sequence: number;
  readonly title: string;
  readonly description: string;
  /** Where it is held, if that is known. */
  readonly location?: string | undefined;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly organizer: Address;
  readonly attendee: Address;
  readonly at: Instant;
}

export interface Email {
  readonly to: Address;
  readonly replyTo: Address | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: CalendarObject | undefined;
  /** Further header fields, of our own making: nothing that a person wrote belongs here. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /**
   * Answers the mail provider's id of the message.
   *
   * @throws NotTaken when the provider answered that it does not take it; any other fault means that nobody knows
   */
  send(email: Email): Promise<string>;
}

/** The provider has not taken a message, so that sending it again cannot double it. */
export class NotTaken extends Error {
  /** Whether it never will: the address or the message is at fault. */
  readonly forGood: boolean;
  /** How long the provider asks us to wait before another try, if it says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: string, forGood: boolean, retryAfterSeconds?: number) {
    super(reason);
    this.name = 'NotTaken';
    this.forGood = forGood;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type Channel = 'email' | 'sms' | 'push';

declare const brand: unique symbol;

/** Something that happened to a connected calendar: told once, and about no version of anything. */
export type ConnectionEventSubject = string & { readonly [brand]: 'ConnectionEventSubject' };

/** What was or is to be sent once: the same message for the same version of an appointment has the same key. */
export interface DeliveryKey {
  /** Of another kind of subject the id stands here: UUIDs of two kinds never meet. */
  readonly appointmentId: AppointmentId | ConnectionEventSubject;
  /** Version of the appointment that the message is about. */
  readonly version: number;
  readonly kind: string;
  readonly channel: Channel;
  /** A person's id, never an address. */
  readonly recipient: string;
}

export type DeliveryResult =
  | { readonly status: 'sent'; readonly messageId: string }
  /** Not sent, on purpose. */
  | { readonly status: 'skipped'; readonly reason: string }
  /** The provider will not take it, however often it is asked. */
  | { readonly status: 'failed'; readonly reason: string };

/**
 * What a worker gets that takes a message on. `settled`: it was settled before; `in_flight`: another worker has it at
 * the moment.
 */
export type Claim =
  | 'settled'
  | 'in_flight'
  | {
      /** Shows that the worker still has it: whoever takes it over has another. */
      readonly token: string;
      /** Another worker died after its mark, so that nobody knows whether it was sent. */
      readonly inDoubt: boolean;
    };

/** How long a claim or a mark holds: longer than any worker runs, in milliseconds. */
export const claimHolds = MINUTE;

/**
 * A message is claimed before it is judged, marked directly before its provider is called, and settled after. When
 * the claim holds no more, another worker takes the message over: before the mark it was certainly not sent, after it
 * nobody knows.
 */
export interface Deliveries {
  claim(key: DeliveryKey, now: Instant): Promise<Claim>;
  /**
   * False when the message was taken over, so that it must not be sent by this worker. The mark holds as long as a claim
   * does, from `now` on. What was in doubt stays so, also when its next worker dies before its mark.
   */
  mark(key: DeliveryKey, token: string, now: Instant): Promise<boolean>;
  /**
   * False when the message was taken over, whose result then counts. That it was sent is written down in any case:
   * whoever has it and has not sent it yet is kept from doing so.
   */
  settle(key: DeliveryKey, token: string, result: DeliveryResult, now: Instant): Promise<boolean>;
  /** Gives the claim back, if it still holds: this worker has certainly not sent it. */
  release(key: DeliveryKey, token: string): Promise<void>;
  /** Everything about one appointment that was sent, or not, and what is being sent; in order of time. */
  list(subject: DeliveryKey['appointmentId']): Promise<readonly Delivery[]>;
}

/** What became of one message. */
export interface Delivery extends DeliveryKey {
  /** `claimed`: a worker judges it; `sending`: a worker hands it to its provider. Or died over it. */
  readonly status: DeliveryResult['status'] | 'claimed' | 'sending';
  readonly messageId: string | undefined;
  /** Why it was not sent. */
  readonly reason: string | undefined;
  readonly at: Instant;
}

/** Addresses to which nothing may go any more: they do not exist, or their owners complained. */
export interface Suppressions {
  suppress(email: string, reason: 'bounce' | 'complaint', at: Instant): Promise<void>;
  isSuppressed(email: string): Promise<boolean>;
}

export interface Texter {
  /**
   * Sends a text message to a number in E.164 and answers the provider's id of it.
   *
   * @throws NotTaken when the provider answered that it does not take it; any other fault means that nobody knows
   */
  send(phone: string, text: string): Promise<string>;
}

export type Platform = 'ios' | 'android' | 'web';

/** An app on a device, as the platform's push service knows it. */
export interface Device {
  readonly platform: Platform;
  readonly token: string;
}

export interface Push {
  readonly title: string;
  readonly text: string;
}

export interface Pusher {
  /**
   * Shows a message on a device and answers the provider's id of it. `gone`: the app is no longer there, so that the
   * device can be forgotten. `not_configured`: nothing can be sent to devices of this platform.
   *
   * @throws NotTaken when the provider answered that it does not take it; any other fault means that nobody knows
   */
  send(device: Device, push: Push): Promise<{ readonly messageId: string } | 'gone' | 'not_configured'>;
}
