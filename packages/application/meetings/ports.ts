import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Observation } from '@punctual/scheduling/meetings/attendance.ts';
import type { MeetingSettings, WantedMeeting } from '@punctual/scheduling/meetings/wanted.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** Who holds a meeting at its provider: the address of a user of our account there, or the account itself. */
export type Host = string;
export const accountHost: Host = 'me';

/** A meeting as its provider shows it to whoever holds it. */
export interface ProvidedMeeting {
  readonly id: string;
  readonly joinUrl: string;
  /** Lets whoever has it hold the meeting; good for a while only, and another one each time. */
  readonly startUrl: string;
  readonly password: string | undefined;
  readonly createdAt: Instant;
}

/**
 * Meetings at a provider of video conferences that has no idempotency keys: what a call that was not answered left behind is
 * found by the appointment's id, which is written into each meeting. Every call throws `MeetingFault`. A signal ends it.
 */
export interface MeetingProvider {
  create(
    host: Host,
    appointmentId: AppointmentId,
    wanted: WantedMeeting,
    signal: AbortSignal,
  ): Promise<ProvidedMeeting>;
  update(meetingId: string, wanted: WantedMeeting, signal: AbortSignal): Promise<void>;
  remove(meetingId: string, signal: AbortSignal): Promise<void>;
  get(meetingId: string, signal: AbortSignal): Promise<ProvidedMeeting>;
  /** Ids of the host's meetings that were made for an appointment, the oldest first. */
  madeFor(host: Host, appointmentId: AppointmentId, signal: AbortSignal): Promise<readonly string[]>;
}

/**
 * - `unanswered`: whether the call took effect is not known, and it may still do so
 * - `unavailable`: no answer that can be understood; whether the call took effect is not known, but it is over
 * - `throttled`: later, and nothing took effect
 * - `gone`: there is no such meeting any more
 * - `running`: the meeting is being held, and so cannot be changed or deleted
 * - `host_unknown`: our account has no such user, or they may not hold meetings
 * - `refused`: not like this, however often it is tried; nothing took effect
 */
export type MeetingFaultKind =
  | 'unanswered'
  | 'unavailable'
  | 'throttled'
  | 'gone'
  | 'running'
  | 'host_unknown'
  | 'refused';

/** The message is for people: it holds neither secrets nor what was sent. */
export class MeetingFault extends Error {
  readonly kind: MeetingFaultKind;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: MeetingFaultKind, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'MeetingFault';
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What is known about the meeting of an appointment at its provider. */
export interface MeetingRecord {
  readonly appointmentId: AppointmentId;
  readonly meeting: RecordedMeeting | undefined;
  /** A meeting may exist that we know nothing of, because a call to make it had no answer. */
  readonly doubt: Doubt | undefined;
  /** Why the meeting is not as it should be, readable by its host. */
  readonly lastError: string | undefined;
}

export interface Doubt {
  readonly host: Host;
  /** From when on a meeting is made anew if none is found. */
  readonly makeFrom: Instant;
  /** Until when one that came late is looked for. */
  readonly lookUntil: Instant;
}

export interface RecordedMeeting extends ProvidedMeeting {
  readonly host: Host;
  /** What was told to the provider last. */
  readonly written: WantedMeeting;
}

/** What a provider of appointments has chosen for their meetings. */
export interface ChosenMeetingSettings extends MeetingSettings {
  /** Undefined: the provider's own address. */
  readonly hostEmail: string | undefined;
}

/** Meetings of appointments, what was seen of them, and how providers want them. */
export interface Meetings {
  /**
   * Takes the right to change the meeting of an appointment until then; undefined while another has it.
   *
   * @param token shows who has it
   */
  claim(
    appointmentId: AppointmentId,
    token: string,
    now: Instant,
    until: Instant,
  ): Promise<MeetingRecord | undefined>;
  /** False when the right was lost: somebody else goes on. */
  save(record: MeetingRecord, token: string): Promise<boolean>;
  release(appointmentId: AppointmentId, token: string): Promise<void>;
  find(appointmentId: AppointmentId): Promise<MeetingRecord | undefined>;
  /** The appointment that a meeting is, or once was, for. */
  appointmentOf(meetingId: string): Promise<AppointmentId | undefined>;
  /** Keeps what was seen; the same once. */
  observe(appointmentId: AppointmentId, observation: Observation): Promise<void>;
  observations(appointmentId: AppointmentId): Promise<readonly Observation[]>;
  settingsOf(providerId: PersonId): Promise<ChosenMeetingSettings | undefined>;
  saveSettings(providerId: PersonId, settings: ChosenMeetingSettings): Promise<void>;
}
