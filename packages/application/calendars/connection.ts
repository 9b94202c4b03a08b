import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';

export type CalendarProviderName = 'google' | 'outlook';

/** One calendar of one person at a provider. */
export interface Connection {
  /** UUIDv7. */
  readonly id: string;
  readonly personId: PersonId;
  readonly provider: CalendarProviderName;
  readonly accountEmail: string;
  /**
   * `active`: it works. `needs_reauth`: the provider has taken our access back, the person must connect again.
   * `error`: the provider refuses us for good for another reason. `paused`: the person has switched `sync_enabled` off.
   */
  readonly status: 'active' | 'needs_reauth' | 'error' | 'paused';
  readonly settings: ConnectionSettings;
  /** When an entry was last brought into agreement, or all were found to agree. */
  readonly lastSyncedAt: Instant | undefined;
  /** In words for the person; never a token, never an answer of the provider as it is. */
  readonly lastError: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Raised by every write. */
  readonly version: number;
}

export interface ConnectionSettings {
  readonly syncEnabled: boolean;
  readonly autoCreateEvents: boolean;
  /** Rules deletion too. */
  readonly autoUpdateEvents: boolean;
  readonly includeClientDetails: boolean;
  readonly eventTitleTemplate: string;
  readonly eventDescriptionTemplate: string;
  readonly busySync: boolean;
  readonly busyPolicy: 'fail_closed' | 'allow_stale';
  readonly busyMaximumAgeMinutes: number;
}

export const defaultConnectionSettings: ConnectionSettings = {
  syncEnabled: true,
  autoCreateEvents: true,
  autoUpdateEvents: true,
  includeClientDetails: false,
  eventTitleTemplate: 'ACT Coaching Session',
  eventDescriptionTemplate: '',
  busySync: false,
  busyPolicy: 'fail_closed',
  busyMaximumAgeMinutes: 60,
};

/** What a connection's calendar holds of one appointment, as far as we know. */
export interface Mapping {
  readonly connectionId: string;
  readonly appointmentId: AppointmentId;
  /**
   * `pending`: to be brought into agreement. `synced`: agrees with `digest`. `failed`: the provider refuses it for good.
   * `moved`, `deleted`: somebody changed it over there; reported, and put right by the next manual sync.
   */
  readonly state: 'pending' | 'synced' | 'failed' | 'moved' | 'deleted';
  /** Undefined: nothing stands there, as far as we know. */
  readonly external: { readonly externalId: string; readonly etag: string | undefined } | undefined;
  /**
   * How many times an entry was deleted and made anew: part of the id that we choose for the entry, because providers
   * never give an id out twice.
   */
  readonly generation: number;
  /** Of the entry as it was last written; undefined: none is there, or it shall be written again whatever it is. */
  readonly digest: string | undefined;
  /** Time of the entry as it was last written, by which a move over there is told. */
  readonly writtenStart: Instant | undefined;
  readonly writtenEnd: Instant | undefined;
  /**
   * The time that a create or an update was about to write, noted before the call and taken out with its result: if a
   * worker dies in between, nobody knows whether it took effect.
   */
  readonly attempt: Interval | undefined;
  /** Whether somebody asked for the provider's own video conference. */
  readonly conferenceAsked: boolean;
  /** Of the appointment that was last brought over. */
  readonly appointmentVersion: number;
  /** Of the appointment for whose change it was last noted as pending. */
  readonly notedVersion?: number | undefined;
  /** The provider's own video conference, if one was asked for. */
  readonly conferenceUrl: string | undefined;
  readonly htmlLink: string | undefined;
  readonly lastError: string | undefined;
  readonly updatedAt: Instant;
  /** Raised by every write. */
  readonly version: number;
}

/** What the import of busy time knows of a connection between two runs. */
export interface ImportState {
  /** The provider's token for changes since the last run; undefined: everything must be read. */
  readonly cursor: string | undefined;
  /** The window that the cursor was got for. */
  readonly windowStart: Instant;
  readonly windowEnd: Instant;
  readonly channel: PushChannel | undefined;
  readonly nextPollAt: Instant;
}

/** A subscription to pushes about a calendar. */
export interface PushChannel {
  readonly id: string;
  /** What else the provider wants to be told when it is ended. */
  readonly resourceId: string | undefined;
  readonly expiresAt: Instant;
}
