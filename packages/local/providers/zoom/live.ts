import { randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import type { StandInContext } from '../stand-in.ts';
import { type Account, app, displayName } from './account.ts';
import { zoomTime } from './answers.ts';
import { type Meeting, mayJoinBeforeHost, newUuid } from './meeting.ts';
import type { Meetings } from './meetings.ts';
import type { MeetingChange } from './shapes.ts';
import type { Webhooks } from './webhooks.ts';

/** Somebody who comes or goes. Without a name or an address it is the host. */
export interface Person {
  readonly name?: string | undefined;
  /** Shown to the account; who is not signed in gives none. */
  readonly email?: string | undefined;
  /** A Zoom user id; by default that of the account's user with this address. */
  readonly id?: string | undefined;
}

/** One stay of one person: who comes back has another. */
export interface Stay {
  /** Zoom's number for this stay in the meeting. */
  readonly userId: string;
  readonly uuid: string;
  readonly name: string;
  readonly email: string;
  readonly id: string;
  readonly isInternal: boolean;
  readonly joinedAt: Instant;
  readonly leftAt?: Instant;
}

export interface RecordingFile {
  readonly id: string;
  readonly meeting_id: string;
  readonly recording_start: string;
  readonly recording_end: string;
  readonly file_type: string;
  readonly file_extension: string;
  readonly file_size: number;
  readonly play_url: string;
  readonly download_url: string;
  readonly status: string;
  readonly recording_type: string;
}

/** A meeting as it took place, or does. */
export interface Instance {
  readonly uuid: string;
  readonly meetingId: number;
  readonly hostId: string;
  readonly topic: string;
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly stays: readonly Stay[];
  /** Who waits for the host. */
  readonly waiting: readonly Person[];
  readonly files?: readonly RecordingFile[];
}

/** What cannot be done now, in words for whoever pressed the button. */
export class Impossible extends Error {}

export interface Live {
  /** The latest first. */
  instancesOf(meetingId: number): Instance[];
  instance(uuid: string): Instance | undefined;
  /** The host comes, or whoever is named; those who wait are let in. */
  start(meeting: Meeting, who?: Person): void;
  /** `waiting`: until the host comes. */
  join(meeting: Meeting, who: Person): 'joined' | 'waiting';
  /** Who leaves last ends the meeting. */
  leave(meeting: Meeting, who: Person): void;
  end(meeting: Meeting): void;
  /** The latest instance has been recorded into the cloud. */
  record(meeting: Meeting): void;
  /** The host deletes the meeting in Zoom. */
  removeInZoom(meeting: Meeting): void;
  /** The host changes the meeting in Zoom. */
  changeInZoom(meeting: Meeting, change: MeetingChange): void;
}

/** Bytes in a minute of a recording, about. */
const fileSizes = { MP4: 4_500_000, M4A: 480_000 };

export function createLive(
  { clock, records, origin }: StandInContext,
  account: Account,
  meetings: Meetings,
  webhooks: Webhooks,
  /** Told when an instance has ended. */
  ended: (meeting: Meeting) => void,
): Live {
  const instance = (uuid: string) => records.get<Instance>('instance', uuid);
  const save = (it: Instance) => records.put('instance', it.uuid, it);
  const instancesOf = (meetingId: number) =>
    records
      .list<Instance>('instance')
      .filter((it) => it.meetingId === meetingId)
      .reverse();
  const running = (meeting: Meeting): Instance => {
    const found = meeting.isRunning ? instance(meeting.uuid) : undefined;
    if (found === undefined) throw new Impossible('The meeting has not been started.');
    return found;
  };
  const host = (meeting: Meeting): Person => {
    const user = account.find(meeting.hostId) ?? account.owner();
    return { name: displayName(user), email: user.email, id: user.id };
  };
  const orHost = (meeting: Meeting, who: Person): Person =>
    [who.name, who.email, who.id].some((it) => it !== undefined && it !== '') ? who : host(meeting);
  const isHost = (meeting: Meeting, who: Person) => {
    const user = account.find(who.id || who.email || '');
    return user !== undefined && user.id === meeting.hostId;
  };

  const send = (event: string, object: object, more?: object) =>
    webhooks.send(event, { account_id: app.accountId, object }, more);
  const about = (meeting: Meeting, it: Instance) => ({
    id: String(meeting.id),
    uuid: it.uuid,
    host_id: meeting.hostId,
    topic: meeting.topic,
    type: meeting.type,
    start_time: zoomTime(it.startedAt),
    timezone: meeting.timezone,
    duration: meeting.duration,
  });
  const participant = (stay: Stay) => ({
    user_id: stay.userId,
    user_name: stay.name,
    id: stay.id,
    participant_uuid: stay.uuid,
    participant_user_id: stay.id,
    email: stay.email,
  });

  const enter = (meeting: Meeting, it: Instance, who: Person): Instance => {
    const { name, email = '', id } = orHost(meeting, who);
    const user = account.find(id || email);
    const now = clock.now();
    const stay: Stay = {
      userId: String(16_778_240 + it.stays.length * 1024),
      uuid: randomUUID().toUpperCase(),
      name: name || (user === undefined ? email.split('@')[0] || 'Guest' : displayName(user)),
      email: email || user?.email || '',
      id: id ?? user?.id ?? '',
      isInternal: user !== undefined,
      joinedAt: now,
    };
    const next = { ...it, stays: [...it.stays, stay] };
    save(next);
    send('meeting.participant_joined', {
      ...about(meeting, it),
      participant: { ...participant(stay), join_time: zoomTime(now) },
    });
    return next;
  };

  const depart = (meeting: Meeting, it: Instance, stay: Stay, reason: string): Instance => {
    const now = clock.now();
    const stays = it.stays.map((one) => (one.uuid === stay.uuid ? { ...one, leftAt: now } : one));
    const next = { ...it, stays };
    save(next);
    send('meeting.participant_left', {
      ...about(meeting, it),
      participant: {
        ...participant(stay),
        leave_time: zoomTime(now),
        leave_reason: `${stay.name} left the meeting.<br>Reason: ${reason}`,
      },
    });
    return next;
  };

  const open = (meeting: Meeting, who: readonly Person[]) => {
    if (meeting.isRunning) throw new Impossible('The meeting is running already.');
    const now = clock.now();
    const before = instance(meeting.uuid);
    const waiting = before?.waiting ?? [];
    const started: Meeting = { ...meeting, isRunning: true, instances: meeting.instances + 1 };
    meetings.save(started);
    let it: Instance = {
      uuid: meeting.uuid,
      meetingId: meeting.id,
      hostId: meeting.hostId,
      topic: meeting.topic,
      startedAt: now,
      stays: [],
      waiting: [],
    };
    save(it);
    send('meeting.started', about(started, it));
    for (const person of [...who, ...waiting]) it = enter(started, it, person);
  };

  const close = (meeting: Meeting, it: Instance) => {
    const now = clock.now();
    save({ ...it, endedAt: now });
    // The same meeting may be started again, and is then another instance.
    const next: Meeting = { ...meeting, isRunning: false, uuid: newUuid(records) };
    meetings.save(next);
    send('meeting.ended', { ...about(meeting, it), end_time: zoomTime(now) });
    ended(next);
  };

  const end = (meeting: Meeting) => {
    let it = running(meeting);
    for (const stay of it.stays)
      if (stay.leftAt === undefined) it = depart(meeting, it, stay, 'Host ended the meeting.');
    close(meeting, it);
  };

  const inZoom = (meeting: Meeting) => {
    const operator = account.find(meeting.hostId) ?? account.owner();
    return { account_id: app.accountId, operator: operator.email, operator_id: operator.id };
  };

  return {
    instancesOf: (id) => instancesOf(id).filter(({ stays }) => stays.length > 0),
    instance,
    start: (meeting, who = {}) => open(meeting, [who]),
    join(meeting, who) {
      if (!meeting.isRunning && (isHost(meeting, orHost(meeting, who)) || mayJoinBeforeHost(meeting))) {
        open(meeting, [who]);
        return 'joined';
      }
      if (meeting.isRunning) {
        enter(meeting, running(meeting), who);
        return 'joined';
      }
      // Kept under the uuid of the next instance, which nobody is in yet.
      const next: Instance = instance(meeting.uuid) ?? {
        uuid: meeting.uuid,
        meetingId: meeting.id,
        hostId: meeting.hostId,
        topic: meeting.topic,
        startedAt: clock.now(),
        stays: [],
        waiting: [],
      };
      save({ ...next, waiting: [...next.waiting, who] });
      return 'waiting';
    },
    leave(meeting, given) {
      const it = running(meeting);
      const who = orHost(meeting, given);
      const stay = it.stays.findLast(
        ({ leftAt, id, email, name }) =>
          leftAt === undefined &&
          (who.id ? id === who.id : who.email ? email === who.email : name === who.name),
      );
      if (stay === undefined) throw new Impossible('Nobody of that name or address is in the meeting.');
      const next = depart(meeting, it, stay, 'left the meeting.');
      if (next.stays.every(({ leftAt }) => leftAt !== undefined)) close(meeting, next);
    },
    end,
    record(meeting) {
      const it = instancesOf(meeting.id).find(({ stays }) => stays.length > 0);
      if (it === undefined) throw new Impossible('The meeting has not taken place.');
      const until = it.endedAt ?? clock.now();
      const minutes = Math.max(1, Math.ceil((until - it.startedAt) / 60_000));
      const files = (['MP4', 'M4A'] as const).map((type): RecordingFile => {
        const id = randomUUID();
        return {
          id,
          meeting_id: it.uuid,
          recording_start: zoomTime(it.startedAt),
          recording_end: zoomTime(until),
          file_type: type,
          file_extension: type,
          file_size: fileSizes[type] * minutes + 4711,
          play_url: `${origin}/rec/play/${id}`,
          download_url: `${origin}/rec/download/${id}`,
          status: 'completed',
          recording_type: type === 'MP4' ? 'shared_screen_with_speaker_view' : 'audio_only',
        };
      });
      save({ ...it, files });
      const owner = account.find(meeting.hostId) ?? account.owner();
      const downloadToken = randomBytes(24).toString('base64url');
      const expiresAt = clock.now() + 86_400_000;
      records.put('download', downloadToken, { expiresAt, files: files.map(({ id }) => id) });
      send(
        'recording.completed',
        {
          ...about(meeting, it),
          id: meeting.id,
          account_id: app.accountId,
          host_email: owner.email,
          duration: minutes,
          share_url: `${origin}/rec/play/${files[0]?.id ?? ''}`,
          total_size: files.reduce((sum, { file_size }) => sum + file_size, 0),
          recording_count: files.length,
          password: '',
          recording_files: files,
        },
        { download_token: downloadToken },
      );
    },
    removeInZoom(meeting) {
      if (meeting.isRunning) throw new Impossible('A running meeting cannot be deleted.');
      meetings.save({ ...meeting, isDeleted: true });
      const { start, uuid, id, hostId, topic, type, duration, timezone } = meeting;
      webhooks.send('meeting.deleted', {
        ...inZoom(meeting),
        operation: 'all',
        object: {
          uuid,
          id,
          host_id: hostId,
          topic,
          type,
          ...(start === undefined ? {} : { start_time: zoomTime(start) }),
          duration,
          timezone,
        },
      });
    },
    changeInZoom(meeting, change) {
      const next = meetings.change(meeting, change);
      meetings.save(next);
      // Of what Zoom shows, the members that were named, before and after.
      const shown = ({ start, settings, ...it }: Meeting): Record<string, unknown> => ({
        ...it,
        settings,
        ...(start === undefined ? {} : { start_time: zoomTime(start) }),
      });
      const named = (it: Meeting) => ({
        id: it.id,
        uuid: it.uuid,
        host_id: it.hostId,
        ...Object.fromEntries(Object.entries(shown(it)).filter(([name]) => Object.hasOwn(change, name))),
      });
      webhooks.send('meeting.updated', {
        ...inZoom(meeting),
        scope: 'all',
        object: named(next),
        time_stamp: clock.now(),
        old_object: named(meeting),
      });
    },
  };
}
