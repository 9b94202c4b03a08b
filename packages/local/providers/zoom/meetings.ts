import type { Instant } from '../../clock.ts';
import { wallTimeToInstant } from '../../wall-time.ts';
import type { StandInAnswer, StandInContext, StandInRequest } from '../stand-in.ts';
import type { Account } from './account.ts';
import {
  dailyLimit,
  invalidFields,
  jsonBody,
  noSuchMeeting,
  page,
  parse,
  utcDay,
  ZoomError,
} from './answers.ts';
import {
  changed,
  fullView,
  isGone,
  listView,
  type Meeting,
  type MeetingType,
  newMeetingId,
  newPassword,
  newUuid,
} from './meeting.ts';
import { createdMeeting, type MeetingChange, queries, updatedMeeting } from './shapes.ts';

export interface Meetings {
  /** Those that Zoom would still show. */
  list(): Meeting[];
  /** Throws what Zoom answers when it is gone. */
  get(id: string): Meeting;
  /** Also a deleted one. */
  find(id: string): Meeting | undefined;
  save(meeting: Meeting): void;
  /** Throws what Zoom answers to a change that cannot be. */
  change(meeting: Meeting, change: MeetingChange): Meeting;
  create(user: string, request: StandInRequest): StandInAnswer;
  show(id: string, request: StandInRequest): StandInAnswer;
  update(id: string, request: StandInRequest): StandInAnswer;
  remove(id: string, request: StandInRequest): StandInAnswer;
  listOf(user: string, request: StandInRequest): StandInAnswer;
}

/** Meetings that a host may create or change in one day of UTC. */
const changesPerDay = 100;

export function createMeetings({ clock, records, origin }: StandInContext, account: Account): Meetings {
  const find = (id: string) => records.get<Meeting>('meeting', id);
  const save = (meeting: Meeting) => records.put('meeting', String(meeting.id), meeting);
  const get = (id: string) => {
    const meeting = find(id);
    if (meeting === undefined || isGone(meeting, clock.now())) throw noSuchMeeting(id);
    return meeting;
  };
  const list = () => {
    const now = clock.now();
    return records.list<Meeting>('meeting').filter((meeting) => !isGone(meeting, now));
  };
  const view = (meeting: Meeting) => {
    const host = account.find(meeting.hostId) ?? account.owner();
    return fullView(meeting, host, origin, clock.now());
  };

  const countChange = (hostId: string) => {
    const now = clock.now();
    const key = `${hostId}:${utcDay(now)}`;
    const { count } = records.get<{ count: number }>('changes', key) ?? { count: 0 };
    if (count >= changesPerDay) {
      const message = `You have exceeded the daily rate limit (${changesPerDay}) of Meeting Create/Update API requests permitted for the user ${hostId}.`;
      throw dailyLimit(message, changesPerDay, now);
    }
    records.put('changes', key, { count: count + 1 });
  };

  /** Who hosts: the user in the path, or the one for whom it is scheduled. */
  const hostOf = (user: string, { schedule_for: scheduleFor }: MeetingChange, type: MeetingType) => {
    const host = account.user(user);
    if (scheduleFor === undefined || scheduleFor === '') return host;
    if (type === 1) {
      throw new ZoomError(
        400,
        3000,
        'Instant meetings do not support the `schedule_for` parameter, and you can not schedule an instant meeting for another user.',
      );
    }
    const other = account.find(scheduleFor);
    if (other !== undefined) return other;
    throw new ZoomError(
      400,
      300,
      'The value that you entered in the `schedule_for` field is invalid. Enter a valid value and try again.',
    );
  };

  const checkWhole = (meeting: Meeting): Meeting => {
    const needsRecurrence = meeting.type === 8;
    if (needsRecurrence && meeting.recurrence === undefined) throw invalidFields(['recurrence']);
    if (Number.isNaN(meeting.start)) throw invalidFields(['start_time']);
    if (meeting.preSchedule && meeting.type !== 2 && meeting.type !== 3) {
      throw new ZoomError(
        400,
        3000,
        'Prescheduling is only available for scheduled meetings (type 2) and recurring meetings with no fixed time (type 3).',
      );
    }
    return meeting;
  };

  const change = (meeting: Meeting, given: MeetingChange): Meeting => {
    if (meeting.isRunning) {
      const message = 'You cannot update or delete meetings that have started using this method.';
      throw new ZoomError(400, 3000, message);
    }
    const { id: hostId } = hostOf(meeting.hostId, given, given.type ?? meeting.type);
    return checkWhole({ ...changed(meeting, given), hostId });
  };

  const noOccurrence = ({ query }: StandInRequest) => {
    if (query.has('occurrence_id')) throw new ZoomError(400, 300, 'Invalid parameter: `occurrence_id`.');
  };

  /** The days from `from` to `to`, both of them whole, in the zone. */
  const between = (from: string | undefined, to: string | undefined, zone = 'UTC') => {
    const at = (date: string | undefined): Instant | undefined =>
      date === undefined ? undefined : wallTimeToInstant(`${date}T00:00:00`, zone);
    const first = at(from) ?? Number.NEGATIVE_INFINITY;
    const last = at(to);
    const end = last === undefined ? Number.POSITIVE_INFINITY : last + 86_400_000;
    return ({ start }: Meeting) => start === undefined || (start >= first && start < end);
  };

  return {
    list,
    get,
    find,
    save,
    change,
    create(user, request) {
      parse(queries.none, Object.fromEntries(request.query));
      account.user(user);
      const given = parse(createdMeeting, jsonBody(request));
      const type = given.type ?? 2;
      const host = hostOf(user, given, type);
      const now = clock.now();
      return records.transaction(() => {
        countChange(host.id);
        const blank: Meeting = {
          id: newMeetingId(records),
          uuid: newUuid(records),
          hostId: host.id,
          type,
          topic: 'Zoom Meeting',
          agenda: '',
          start: type === 3 ? undefined : Math.floor(now / 1000) * 1000,
          duration: 60,
          timezone: given.timezone ?? host.timezone,
          password: newPassword(),
          settings: {},
          preSchedule: false,
          createdAt: now,
          instances: 0,
          isRunning: false,
          isDeleted: false,
        };
        const meeting = checkWhole(changed(blank, given));
        save(meeting);
        return { status: 201, body: view(meeting) };
      });
    },
    show(id, request) {
      parse(queries.meeting, Object.fromEntries(request.query));
      const meeting = get(id);
      noOccurrence(request);
      return { status: 200, body: view(meeting) };
    },
    update(id, request) {
      parse(queries.update, Object.fromEntries(request.query));
      const meeting = get(id);
      noOccurrence(request);
      const given = parse(updatedMeeting, jsonBody(request));
      return records.transaction(() => {
        const next = change(meeting, given);
        countChange(meeting.hostId);
        save(next);
        return { status: 204 };
      });
    },
    remove(id, request) {
      parse(queries.delete, Object.fromEntries(request.query));
      const meeting = get(id);
      noOccurrence(request);
      if (meeting.isRunning)
        throw new ZoomError(400, 3002, 'Sorry, you cannot delete this meeting since it is in progress.');
      save({ ...meeting, isDeleted: true });
      return { status: 204 };
    },
    listOf(user, request) {
      const asked = parse(queries.meetings, Object.fromEntries(request.query));
      const { id: hostId } = account.user(user);
      const now = clock.now();
      const isUpcoming = ({ isRunning, type, start = now, duration }: Meeting) =>
        isRunning || type === 3 || start + duration * 60_000 >= now;
      const type = asked.type ?? 'scheduled';
      const fits = (meeting: Meeting) => {
        if (type === 'live') return meeting.isRunning;
        if (type === 'scheduled') return meeting.type !== 1;
        return isUpcoming(meeting) === type.startsWith('upcoming');
      };
      const isInRange = between(asked.from, asked.to, asked.timezone);
      const meetings = list()
        .filter((meeting) => meeting.hostId === hostId && fits(meeting) && isInRange(meeting))
        .sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
      const { items, about } = page(meetings, asked, `meetings-${hostId}-${type}`, now);
      return { status: 200, body: { ...about, meetings: items.map((it) => listView(it, origin)) } };
    },
  };
}
