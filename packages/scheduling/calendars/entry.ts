import type { AppointmentId } from '../appointments/appointment.ts';
import type { Instant, Interval } from '../time/instant.ts';

/** An appointment as it shall stand in an external calendar. */
export interface CalendarEntry extends Interval {
  readonly title: string;
  /** Plain text. */
  readonly description: string;
  /** Zone in which the calendar shows it: that of the calendar's owner. */
  readonly timeZone: string;
  readonly status: 'tentative' | 'confirmed';
  /** Empty unless the connection's settings allow details of the client. */
  readonly attendees: readonly { readonly name: string; readonly email: string }[];
  /** Where it is held, if that is known. */
  readonly location: string | undefined;
  /** Whether the calendar's own video conference (Meet, Teams) is asked for. */
  readonly conference: boolean;
}

/** What a calendar provider tells of one event: an instance of a series, or the series with all the times that it takes. */
export interface ExternalEvent {
  /** The provider's id of the event, or of the instance. */
  readonly externalId: string;
  readonly etag: string | undefined;
  /** Ours: the appointment that it stands for, told by the marks that we leave on what we write. */
  readonly appointmentId: AppointmentId | undefined;
  /**
   * Ours: under which connection it was written. Two people may have connected one account; neither may touch the
   * other's entries.
   */
  readonly connectionId: string | undefined;
  /** Undefined: it was deleted there. */
  readonly event:
    | {
        readonly time: ExternalTime;
        /** Free, declined by the calendar's owner, or cancelled events take no time. */
        readonly busy: boolean;
      }
    | undefined;
}

/**
 * Whole days are dates of the calendar's zone, the last one excluded. A series is one event where the provider does not tell
 * which of its instances are gone: its times are all that it takes, as far as it was asked for.
 */
export type ExternalTime = SingleTime | { readonly kind: 'series'; readonly times: readonly SingleTime[] };

export type SingleTime =
  | ({ readonly kind: 'interval' } & Interval)
  | {
      readonly kind: 'days';
      readonly firstDate: string;
      readonly endDate: string;
      readonly timeZone: string;
    };

/** What must be so for an external calendar's busy time to be believed. */
export interface BusySource {
  readonly connectionId: string;
  /** When it was last read whole or brought up to date; undefined: never. */
  readonly readAt: Instant | undefined;
  readonly policy: 'fail_closed' | 'allow_stale';
  readonly maximumAgeMinutes: number;
}
