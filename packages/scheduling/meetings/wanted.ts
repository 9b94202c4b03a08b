import { type Appointment, intervalOf, isLive } from '../appointments/appointment.ts';
import type { Instant } from '../time/instant.ts';

/** How a provider wants their meetings to be. */
export interface MeetingSettings {
  readonly waitingRoom: boolean;
  readonly joinBeforeHost: boolean;
  readonly muteUponEntry: boolean;
  readonly autoRecording: 'none' | 'local' | 'cloud';
  readonly breakoutRoom: boolean;
}

/** Those of the published example. */
export const defaultMeetingSettings: MeetingSettings = {
  waitingRoom: true,
  joinBeforeHost: false,
  muteUponEntry: true,
  autoRecording: 'cloud',
  breakoutRoom: false,
};

/** What the meeting of an appointment should be like. */
export interface WantedMeeting {
  readonly topic: string;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly timeZone: string;
  readonly settings: MeetingSettings;
}

/** `none`: there should be no meeting. `keep`: whatever there is stays as it is. */
export type Wish =
  | { readonly kind: 'none' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'meeting'; readonly wanted: WantedMeeting };

/**
 * An online appointment that is still to come, or could be going on, has a meeting; a cancelled one, and one that is held
 * elsewhere, has none. What has begun or is over is left alone: its meeting is where people are, or its recording is.
 */
export function wishFor(
  appointment: Pick<Appointment, 'status' | 'kind' | 'title' | 'start' | 'durationMinutes' | 'timeZone'>,
  settings: MeetingSettings,
  now: Instant,
): Wish {
  const { status, kind, title, start, durationMinutes, timeZone } = appointment;
  if (status === 'cancelled') return { kind: 'none' };
  if (!isLive(status) || status === 'in_progress' || intervalOf(appointment).end <= now)
    return { kind: 'keep' };
  if (kind !== 'online') return { kind: 'none' };
  return { kind: 'meeting', wanted: { topic: title, start, durationMinutes, timeZone, settings } };
}

/** Whether two are the same in everything that is told to the provider of the meeting. */
export function isSameMeeting(a: WantedMeeting, b: WantedMeeting): boolean {
  return textOf(a) === textOf(b);
}

/** Written field by field: stored values do not keep their order. */
function textOf({ topic, start, durationMinutes, timeZone, settings }: WantedMeeting): string {
  const { waitingRoom, joinBeforeHost, muteUponEntry, autoRecording, breakoutRoom } = settings;
  const chosen = [waitingRoom, joinBeforeHost, muteUponEntry, autoRecording, breakoutRoom];
  return JSON.stringify([topic, start, durationMinutes, timeZone, ...chosen]);
}
