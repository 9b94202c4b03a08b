import { randomBytes } from 'node:crypto';
import type { StandInAnswer, StandInContext, StandInRequest } from '../stand-in.ts';
import { type Account, app, displayName } from './account.ts';
import { noSuchMeeting, page, parse, ZoomError, zoomTime } from './answers.ts';
import type { Instance, Live } from './live.ts';
import type { Meetings } from './meetings.ts';
import { queries } from './shapes.ts';

export interface Past {
  show(key: string, request: StandInRequest): StandInAnswer;
  instances(key: string, request: StandInRequest): StandInAnswer;
  participants(key: string, request: StandInRequest): StandInAnswer;
  recordings(key: string, request: StandInRequest): StandInAnswer;
  /** A recording's file, for a bearer of the API or of a recording's own token. */
  download(fileId: string, request: StandInRequest): StandInAnswer;
  /** Seconds for which nothing is known of a meeting that has ended. */
  setDelay(seconds: number): void;
  delay(): number;
}

/**
 * The id or the uuid in a path; `undefined` for a uuid that starts with `/` or holds `//` and was not encoded twice:
 * Zoom decodes a path once before it looks for the call, and then takes such slashes for the path's own.
 */
function instanceKey(encoded: string): string | undefined {
  try {
    const once = decodeURIComponent(encoded);
    if (once.startsWith('/') || once.includes('//')) return undefined;
    return decodeURIComponent(once);
  } catch {
    return undefined;
  }
}

export function createPast(
  { clock, records }: StandInContext,
  account: Account,
  meetings: Meetings,
  live: Live,
): Past {
  const delay = () => records.get<{ seconds: number }>('setting', 'delay')?.seconds ?? 0;
  /** By uuid, or the latest of a meeting's id. */
  const latest = (key: string, fits: (it: Instance) => boolean): Instance | undefined => {
    const decoded = instanceKey(key) ?? '';
    const found = live.instance(decoded);
    const all = found === undefined ? live.instancesOf(Number(decoded)) : [found];
    return all.find(fits);
  };
  const isKnown = ({ endedAt }: Instance) => endedAt !== undefined && endedAt + delay() * 1000 <= clock.now();
  const past = (key: string): Instance & { endedAt: number } => {
    const it = latest(key, isKnown);
    if (it?.endedAt === undefined) throw noSuchMeeting(key);
    return { ...it, endedAt: it.endedAt };
  };
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);

  return {
    delay,
    setDelay: (value) => records.put('setting', 'delay', { seconds: value }),
    show(key, { query }) {
      parse(queries.none, Object.fromEntries(query));
      const it = past(key);
      const host = account.find(it.hostId) ?? account.owner();
      const stays = it.stays.map(({ joinedAt, leftAt = it.endedAt }) => seconds(joinedAt, leftAt));
      return {
        status: 200,
        body: {
          uuid: it.uuid,
          id: it.meetingId,
          host_id: it.hostId,
          type: meetings.find(String(it.meetingId))?.type ?? 2,
          topic: it.topic,
          user_name: displayName(host),
          user_email: host.email,
          start_time: zoomTime(it.startedAt),
          end_time: zoomTime(it.endedAt),
          duration: Math.ceil(seconds(it.startedAt, it.endedAt) / 60),
          total_minutes: Math.ceil(stays.reduce((sum, one) => sum + one, 0) / 60),
          participants_count: it.stays.length,
          dept: '',
          source: 'Zoom',
        },
      };
    },
    instances(key, { query }) {
      parse(queries.none, Object.fromEntries(query));
      const ended = live.instancesOf(Number(key)).filter(isKnown);
      if (ended.length === 0 && meetings.find(key) === undefined) throw noSuchMeeting(key);
      return {
        status: 200,
        body: { meetings: ended.map((it) => ({ uuid: it.uuid, start_time: zoomTime(it.startedAt) })) },
      };
    },
    participants(key, { query }) {
      const asked = parse(queries.participants, Object.fromEntries(query));
      const it = past(key);
      const { items, about } = page(it.stays, asked, `participants-${it.uuid}`, clock.now());
      const participants = items.map(({ leftAt = it.endedAt, ...stay }) => ({
        id: stay.id,
        user_id: stay.userId,
        name: stay.name,
        user_email: stay.email,
        join_time: zoomTime(stay.joinedAt),
        leave_time: zoomTime(leftAt),
        duration: seconds(stay.joinedAt, leftAt),
        registrant_id: '',
        failover: false,
        status: 'in_meeting',
        internal_user: stay.isInternal,
      }));
      return { status: 200, body: { ...about, participants } };
    },
    recordings(key, { query }) {
      const asked = parse(queries.recordings, Object.fromEntries(query));
      const it = latest(key, ({ files }) => files !== undefined);
      if (it?.files === undefined) throw new ZoomError(404, 3301, 'There is no recording for this meeting.');
      const { files, endedAt = clock.now() } = it;
      let token = {};
      if (asked.include_fields?.split(',').includes('download_access_token')) {
        const value = randomBytes(24).toString('base64url');
        const expiresAt = clock.now() + (asked.ttl ?? 86_400) * 1000;
        records.put('download', value, { expiresAt, files: files.map(({ id }) => id) });
        token = { download_access_token: value };
      }
      return {
        status: 200,
        body: {
          uuid: it.uuid,
          id: it.meetingId,
          account_id: app.accountId,
          host_id: it.hostId,
          topic: it.topic,
          type: String(meetings.find(String(it.meetingId))?.type ?? 2),
          start_time: zoomTime(it.startedAt),
          duration: Math.ceil(seconds(it.startedAt, endedAt) / 60),
          total_size: files.reduce((sum, { file_size }) => sum + file_size, 0),
          recording_count: files.length,
          share_url: files[0]?.play_url ?? '',
          password: '',
          recording_files: files,
          ...token,
        },
      };
    },
    download(fileId, request) {
      const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const given = bearer ?? request.query.get('access_token') ?? '';
      const own = records.get<{ expiresAt: number; files: string[] }>('download', given);
      if (own === undefined || own.expiresAt < clock.now()) account.authorize(request);
      else if (!own.files.includes(fileId)) throw new ZoomError(403, 200, 'Forbidden.');
      return {
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: `The recording ${fileId}: a few bytes in place of many.`,
      };
    },
  };
}
