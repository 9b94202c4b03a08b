import { type Instant, type Interval, MINUTE } from '../time/instant.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AppointmentId = Branded<'AppointmentId'>;
/** A person that logs in has the token's `sub`, everybody else a UUIDv7. */
export type PersonId = Branded<'PersonId'>;
/** People with one e-mail address share one agenda; its id is that of the person who came first. */
export type AgendaId = Branded<'AgendaId'>;

export type Kind = 'online' | 'offline' | 'audio' | 'chat';

export type Status = 'scheduled' | 'confirmed' | 'in_progress' | 'completed' | 'cancelled' | 'no_show';

export interface Reschedule {
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string | undefined;
  readonly at: Instant;
  readonly by: PersonId;
}

export interface Cancellation {
  readonly at: Instant;
  readonly by: PersonId;
  readonly reason: string | undefined;
  readonly rescheduleOffered: boolean;
}

/** A meeting at a provider of video conferences. */
export interface HostedMeeting {
  readonly id: string;
  /** Lets whoever has it hold the meeting: for the provider only. */
  readonly startUrl: string;
  readonly password: string | undefined;
  readonly createdAt: Instant;
}

export interface Appointment {
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly status: Status;
  readonly kind: Kind;
  readonly title: string;
  readonly notes: string | undefined;
  /** The zone in which the client was shown the time. */
  readonly timeZone: string;
  readonly staffId: PersonId | undefined;
  /** In the provider's currency, which nothing here needs to know. */
  readonly price: number | undefined;
  /** The surface through which it was booked. */
  readonly surface: string;
  /** The first appointment that this provider and this client ever booked. */
  readonly initial: boolean;
  readonly reschedules: readonly Reschedule[];
  readonly cancellation: Cancellation | undefined;
  readonly completedAt: Instant | undefined;
  /** The payment that confirmed it. */
  readonly paymentId: string | undefined;
  /** Where an online appointment is held, for both parties; undefined until there is a meeting. */
  readonly meetingUrl: string | undefined;
  /** What else is known of that meeting, for those who hold it. */
  readonly meeting: HostedMeeting | undefined;
  /** What its meeting says has become of it, for the provider to decide. */
  readonly proposedStatus: 'no_show' | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Sequence number of the latest event, from 1. Every change raises it by one. */
  readonly version: number;
}

/** The time that the appointment takes, buffers excluded. */
export function intervalOf(appointment: Pick<Appointment, 'start' | 'durationMinutes'>): Interval {
  const { start, durationMinutes } = appointment;
  return { start, end: start + durationMinutes * MINUTE };
}

/** Not ended yet: it can still be changed. */
export function isLive(status: Status): boolean {
  return status === 'scheduled' || status === 'confirmed' || status === 'in_progress';
}
