import type { meetingMessage, zoomEvent } from '@punctual/contracts/webhooks/zoom.ts';
import { type Instant, parseInstant } from '@punctual/scheduling/time/instant.ts';
import type * as z from 'zod/mini';

type ZoomEvent = z.output<typeof zoomEvent>;
type News = Exclude<z.output<typeof meetingMessage>, { kind: 'judge' }>;
type Seen = Extract<News, { kind: 'seen' }>['observation'];

/** What an event of Zoom's says of a meeting; undefined when that is nothing that matters here. */
export function newsOf({ event, event_ts, payload: { object } }: ZoomEvent): News | undefined {
  const meetingId = String(object.id);
  if (!/^\d{1,15}$/.test(meetingId)) return undefined;
  if (event === 'meeting.deleted') return { kind: 'deleted', meeting_id: meetingId };
  const seen = seenIn(event, object, event_ts);
  return seen && { kind: 'seen', meeting_id: meetingId, observation: seen };
}

function seenIn(
  event: string,
  object: ZoomEvent['payload']['object'],
  sentAt: number | undefined,
): Seen | undefined {
  const { uuid: instance, participant, recording_files: files = [] } = object;
  const when = (text: string | undefined): Instant | undefined =>
    (text === undefined ? undefined : parseInstant(text)) ?? instantOf(sentAt);
  switch (event) {
    case 'meeting.started':
    case 'meeting.ended': {
      const isStart = event === 'meeting.started';
      const at = when(isStart ? object.start_time : object.end_time);
      return at === undefined ? undefined : { kind: isStart ? 'started' : 'ended', instance, at };
    }
    case 'meeting.participant_joined':
    case 'meeting.participant_left': {
      if (participant === undefined) return undefined;
      const hasJoined = event === 'meeting.participant_joined';
      const at = when(hasJoined ? participant.join_time : participant.leave_time);
      if (at === undefined) return undefined;
      const { user_id, user_name = '', email = '', id = '', participant_user_id = '' } = participant;
      const host = object.host_id ?? '';
      const who = {
        name: user_name.trim().slice(0, 200),
        email: email.trim().slice(0, 254),
        isHost: host !== '' && (id === host || participant_user_id === host),
      };
      // The number of the stay; without one, whoever has this name and address has only one at a time.
      const stay = String(user_id ?? `${who.email} ${who.name}`);
      return { kind: hasJoined ? 'joined' : 'left', instance, at, stay, who };
    }
    case 'recording.completed': {
      const ends = files.flatMap(({ recording_end: end = '' }) => parseInstant(end) ?? []);
      const at = ends.length > 0 ? Math.max(...ends) : instantOf(sentAt);
      if (at === undefined) return undefined;
      // The picture with the sound, if there is one.
      const main = files.find(({ file_type: type }) => type === 'MP4') ?? files[0];
      const link = main?.download_url;
      const bytes = files.reduce((sum, { file_size: size = 0 }) => sum + whole(size), 0);
      const recording = {
        ...(link !== undefined && /^https?:\/\//.test(link) && { downloadUrl: link }),
        bytes,
        minutes: whole(object.duration ?? 0),
      };
      return { kind: 'recorded', instance, at, recording };
    }
    default:
      return undefined;
  }
}

function instantOf(milliseconds: number | undefined): Instant | undefined {
  const isInstant = milliseconds !== undefined && milliseconds >= 0 && milliseconds < 253_402_300_800_000;
  return isInstant ? Math.trunc(milliseconds) : undefined;
}

function whole(amount: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER / 1000, Math.max(0, Math.round(amount)));
}
