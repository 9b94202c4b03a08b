import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';

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

  constructor(reason: string, forGood: boolean) {
    super(reason);
    this.name = 'NotTaken';
    this.forGood = forGood;
  }
}

export type Channel = 'email' | 'sms' | 'push';

/** What was or is to be sent once: the same message for the same version of an appointment has the same key. */
export interface DeliveryKey {
  readonly appointmentId: AppointmentId;
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

export interface Deliveries {
  /**
   * Takes a message on before it is sent. `taken` when it was settled before, or when another worker has it at the
   * moment; `doubtful` when a worker took it and never settled it, so that nobody knows whether it was sent.
   */
  claim(key: DeliveryKey, now: Instant): Promise<'claimed' | 'settled' | 'in_flight' | 'doubtful'>;
  settle(key: DeliveryKey, result: DeliveryResult, now: Instant): Promise<void>;
  /** Gives a claim back: the message was certainly not sent. */
  release(key: DeliveryKey): Promise<void>;
}
