import {
  type Host,
  MeetingFault,
  type MeetingProvider,
  type ProvidedMeeting,
} from '@punctual/application/meetings/ports.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { WantedMeeting } from '@punctual/scheduling/meetings/wanted.ts';
import { parseInstant } from '@punctual/scheduling/time/instant.ts';
import { type ZoomAccount, zoomAccess } from './access.ts';
import { answerOf, codeOf, refusalOf, signalWithin } from './answers.ts';

export interface ZoomSettings extends ZoomAccount {
  /** Origin without a path. */
  readonly apiUrl: string;
}

/** Zoom takes longer topics, but cuts them where it shows them. */
const longestTopic = 200;
/** Pages of a host's meetings that are read at most, 300 meetings each. */
const maximumPages = 10;

/** Zoom's API v2 for meetings, as a server-to-server app of one account. */
export function zoomMeetings(settings: ZoomSettings): MeetingProvider {
  const access = zoomAccess(settings);

  const send = async (method: string, path: string, outer: AbortSignal, body?: object): Promise<unknown> => {
    const signal = signalWithin(settings.limits.callMilliseconds, outer);
    for (let attempt = 1; ; attempt += 1) {
      const token = await access.token(signal);
      const answer = await answerOf(
        `${settings.apiUrl}/v2${path}`,
        {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        signal,
      );
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      if (answer.status === 401 && attempt === 1) {
        access.forget(token);
        continue;
      }
      throw refusalOf(answer.status, codeOf(answer.body), answer.headers, settings.clock.now());
    }
  };

  return {
    async create(host, appointmentId, wanted, signal) {
      const body = { ...bodyOf(wanted), type: 2, agenda: markOf(appointmentId), default_password: true };
      return provided(await send('POST', `/users/${encodeURIComponent(host)}/meetings`, signal, body));
    },
    async update(meetingId, wanted, signal) {
      await send('PATCH', pathOf(meetingId), signal, bodyOf(wanted));
    },
    async remove(meetingId, signal) {
      // The parties hear of a cancellation from us.
      const query = 'schedule_for_reminder=false&cancel_meeting_reminder=false';
      await send('DELETE', `${pathOf(meetingId)}?${query}`, signal);
    },
    async get(meetingId, signal) {
      return provided(await send('GET', pathOf(meetingId), signal));
    },
    madeFor: (host, appointmentId, signal) => marked(host, markOf(appointmentId), signal),
  };

  async function marked(host: Host, mark: string, signal: AbortSignal): Promise<readonly string[]> {
    const found: { readonly id: string; readonly createdAt: string }[] = [];
    let pageToken = '';
    for (let page = 1; page <= maximumPages; page += 1) {
      const query = new URLSearchParams({ type: 'scheduled', page_size: '300' });
      if (pageToken !== '') query.set('next_page_token', pageToken);
      const answer = await send('GET', `/users/${encodeURIComponent(host)}/meetings?${query}`, signal);
      const { meetings, next_page_token: next } = record(answer);
      if (!Array.isArray(meetings)) throw nonsense();
      for (const meeting of meetings) {
        const { id, agenda, created_at: createdAt } = record(meeting);
        if (agenda === mark) found.push({ id: idOf(id), createdAt: String(createdAt) });
      }
      if (typeof next !== 'string' || next === '') break;
      pageToken = next;
    }
    return found
      .toSorted((a, b) =>
        a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : Number(a.id) - Number(b.id),
      )
      .map(({ id }) => id);
  }
}

/** By which a meeting is known as ours, and for which appointment: Zoom has no place for the keys of others. */
function markOf(appointmentId: AppointmentId): string {
  return `Appointment ${appointmentId}`;
}

function bodyOf({ topic, start, durationMinutes, timeZone, settings }: WantedMeeting) {
  return {
    topic: topic.slice(0, longestTopic),
    // To the second, in UTC: the zone is only what Zoom shows.
    start_time: `${new Date(start).toISOString().slice(0, 19)}Z`,
    duration: durationMinutes,
    timezone: timeZone,
    settings: {
      waiting_room: settings.waitingRoom,
      join_before_host: settings.joinBeforeHost,
      mute_upon_entry: settings.muteUponEntry,
      auto_recording: settings.autoRecording,
      breakout_room: { enable: settings.breakoutRoom },
    },
  };
}

/** @throws MeetingFault for what is no meeting: then nobody knows what happened */
function provided(body: unknown): ProvidedMeeting {
  const { id, join_url: joinUrl, start_url: startUrl, password, created_at: created } = record(body);
  const createdAt = typeof created === 'string' ? parseInstant(created) : undefined;
  if (!isLink(joinUrl) || !isLink(startUrl) || createdAt === undefined) throw nonsense();
  return {
    id: idOf(id),
    joinUrl,
    startUrl,
    password: typeof password === 'string' && password !== '' ? password : undefined,
    createdAt,
  };
}

/** Numbers of ten or eleven digits, which a text keeps as they are. */
function idOf(id: unknown): string {
  if (!/^\d{1,15}$/.test(String(id))) throw nonsense();
  return String(id);
}

function isLink(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value) && value.length <= 2000;
}

function pathOf(meetingId: string): string {
  return `/meetings/${encodeURIComponent(meetingId)}`;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw nonsense();
  return value as Record<string, unknown>;
}

function nonsense(): MeetingFault {
  return new MeetingFault('unavailable', 'Zoom answered nonsense.');
}
