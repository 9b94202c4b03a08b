import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Invitee } from '@punctual/scheduling/intake/meetings.ts';
import type { Ports } from '../ports.ts';
import type { Intake } from './model.ts';
import type { IntakeQuery } from './search.ts';

/** Calendly's account, by the names that the product has for its things. */
export interface Calendly {
  /** A link with which one meeting can be booked. */
  createLink(limitMilliseconds: number): Promise<string>;
  event(eventId: string): Promise<object>;
  invitee(eventId: string, inviteeId: string): Promise<object>;
  account(): Promise<{ readonly user: object; readonly eventType: object }>;
  /** Success when it is cancelled already. `past`: it has been held and stays so. */
  cancel(
    eventId: string,
    reason: string | undefined,
    limitMilliseconds: number,
  ): Promise<'cancelled' | 'past'>;
  /** What is known of one invitee now, in the form in which a webhook tells it. */
  observe(eventId: string, inviteeId: string): Promise<InviteeNews | undefined>;
}

/** Calendly has not done what it was asked. */
export class CalendlyFault extends Error {
  /** `unavailable`: nobody knows whether it took effect. */
  readonly kind: 'unavailable' | 'throttled' | 'not_found' | 'refused';
  /** For the queue's backoff. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: CalendlyFault['kind'], message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'CalendlyFault';
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a webhook tells of one invitee. */
export interface InviteeNews {
  readonly invitee: Invitee;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  /** `utm_content`, where our links have the intake's id. */
  readonly content: string | undefined;
  /** The link with which it was booked, if Calendly tells. */
  readonly link: string | undefined;
}

export interface Intakes {
  /** Strongly consistent. */
  get(id: string): Promise<Intake | undefined>;
  /** In the order asked for, without what is not there. */
  getMany(ids: readonly string[]): Promise<readonly Intake[]>;
  /** The intake to which any of these invitees belongs. */
  ofInvitees(inviteeIds: readonly string[]): Promise<string | undefined>;
  ofLink(link: string): Promise<string | undefined>;
  ofAppointment(id: AppointmentId): Promise<string | undefined>;
  /** Newest first. */
  withEmail(email: string, limit: number): Promise<readonly string[]>;
  /**
   * One transaction of the intake, what leads to it, its row in the search, and the time that is kept busy for meetings of
   * it that clash. `lost` when it has moved on since `before` was read, or an invitee belongs to another intake.
   *
   * @param before undefined: it is new
   * @param after undefined: nothing of it is left
   */
  save(before: Intake | undefined, after: Intake | undefined): Promise<'saved' | 'lost'>;
  search(query: IntakeQuery): Promise<{ readonly intakes: readonly Intake[]; readonly total: number }>;
}

export interface IntakePorts extends Ports {
  readonly intakes: Intakes;
  readonly calendly: Calendly;
  /** To the worker that makes good what could not be done at once. */
  readonly later: { send(errands: readonly IntakeErrand[]): Promise<void> };
}

/** What that worker is asked for. */
export type IntakeErrand =
  /** `at`: when it was sent; the intake that it is about may be written a moment after. */
  | { readonly kind: 'make_link'; readonly intake_id: string; readonly at: number }
  | { readonly kind: 'cancel_event'; readonly event_id: string; readonly reason?: string | undefined }
  | { readonly kind: 'settle'; readonly intake_id: string }
  | {
      readonly kind: 'look_up';
      readonly event_id: string;
      readonly invitee_id: string;
      readonly intake_id: string;
    };
