import { randomUUID } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import { type Account, eventType, type Link } from './account.ts';

export const trackingNames = [
  'utm_campaign',
  'utm_source',
  'utm_medium',
  'utm_content',
  'utm_term',
  'salesforce_uuid',
] as const;

export type Tracking = Readonly<Record<(typeof trackingNames)[number], string | null>>;

export interface Cancellation {
  readonly canceledBy: string;
  readonly cancelerType: 'host' | 'invitee';
  readonly reason: string | null;
  readonly createdAt: Instant;
}

export interface Meeting {
  readonly uuid: string;
  readonly name: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly hostUuid: string;
  readonly inviteeUuid: string;
  readonly cancellation?: Cancellation;
}

export interface NoShow {
  readonly uuid: string;
  readonly inviteeUuid: string;
  readonly createdAt: Instant;
}

export interface Invitee {
  readonly uuid: string;
  readonly meetingUuid: string;
  readonly name: string;
  readonly email: string;
  readonly timezone: string;
  readonly tracking: Tracking;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly cancellation?: Cancellation;
  readonly oldInvitee?: string;
  readonly newInvitee?: string;
  readonly noShow?: NoShow;
}

/** An invitee with the meeting that they are invited to. */
export interface Booking {
  readonly meeting: Meeting;
  readonly invitee: Invitee;
}

export type BookingEvent =
  | 'invitee.created'
  | 'invitee.canceled'
  | 'invitee_no_show.created'
  | 'invitee_no_show.deleted';

export interface NewBooking {
  readonly start: Instant;
  readonly name: string;
  readonly email: string;
  readonly timezone: string;
  readonly tracking: Tracking;
  /** The link that it uses up. */
  readonly link?: Link | undefined;
}

/** Which of the two webhooks of a reschedule goes out first. Calendly promises no order. */
export type RescheduleOrder = 'canceled_first' | 'created_first';

/** What happens to meetings, each with its webhooks. Whether it may happen is the caller's business. */
export interface Meetings {
  bookings(): Booking[];
  byMeeting(uuid: string): Booking | undefined;
  byInvitee(uuid: string): Booking | undefined;
  noShow(uuid: string): NoShow | undefined;
  book(given: NewBooking): Booking;
  cancel(booking: Booking, by: 'host' | 'invitee', reason: string | null): Booking;
  reschedule(
    booking: Booking,
    given: { start: Instant; by: 'host' | 'invitee'; reason: string | null; order: RescheduleOrder },
  ): Booking;
  markNoShow(booking: Booking): NoShow;
  undoNoShow(noShow: NoShow): void;
  /** Removes all meetings whose invitee has one of these addresses, as a privacy request demands. */
  erase(emails: readonly string[]): void;
  /** Starts at which the host is free, within [from, to). */
  freeTimes(from: Instant, to: Instant): Instant[];
}

const minute = 60_000;
const day = 86_400_000;
/** The host works on weekdays from 9 to 17, UTC. */
const workingHours = { from: 9, to: 17 };

export function createMeetings(
  account: Account,
  announce: (event: BookingEvent, booking: Booking) => void,
): Meetings {
  const { records, clock } = account;

  const withInvitee = (meeting: Meeting | undefined): Booking | undefined => {
    const invitee = meeting === undefined ? undefined : records.get<Invitee>('invitee', meeting.inviteeUuid);
    return meeting === undefined || invitee === undefined ? undefined : { meeting, invitee };
  };
  const byMeeting = (uuid: string) => withInvitee(records.get<Meeting>('meeting', uuid));
  const byInvitee = (uuid: string) => {
    const invitee = records.get<Invitee>('invitee', uuid);
    return invitee === undefined ? undefined : byMeeting(invitee.meetingUuid);
  };
  const bookings = () => records.list<Meeting>('meeting').flatMap((meeting) => withInvitee(meeting) ?? []);

  const put = (booking: Booking): Booking => {
    records.put('meeting', booking.meeting.uuid, booking.meeting);
    records.put('invitee', booking.invitee.uuid, booking.invitee);
    return booking;
  };

  const enter = (given: NewBooking, hostUuid: string, oldInvitee?: string): Booking => {
    const now = clock.now();
    const meetingUuid = randomUUID();
    const inviteeUuid = randomUUID();
    const { start, name, email, timezone, tracking, link } = given;
    if (link !== undefined) account.useLink(link, inviteeUuid);
    return put({
      meeting: {
        uuid: meetingUuid,
        name: eventType.name,
        start,
        end: start + eventType.duration * minute,
        createdAt: now,
        updatedAt: now,
        hostUuid,
        inviteeUuid,
      },
      invitee: {
        uuid: inviteeUuid,
        meetingUuid,
        name,
        email,
        timezone,
        tracking,
        createdAt: now,
        updatedAt: now,
        ...(oldInvitee === undefined ? {} : { oldInvitee }),
      },
    });
  };

  const takeOff = (
    { meeting, invitee }: Booking,
    by: 'host' | 'invitee',
    reason: string | null,
    newInvitee?: string,
  ): Booking => {
    const now = clock.now();
    const host = account.user(meeting.hostUuid);
    const cancellation: Cancellation = {
      canceledBy: by === 'host' ? (host?.name ?? '') : invitee.name,
      cancelerType: by,
      reason,
      createdAt: now,
    };
    return put({
      meeting: { ...meeting, updatedAt: now, cancellation },
      invitee: {
        ...invitee,
        updatedAt: now,
        cancellation,
        ...(newInvitee === undefined ? {} : { newInvitee }),
      },
    });
  };

  return {
    bookings,
    byMeeting,
    byInvitee,
    noShow: (uuid) => records.get<NoShow>('no_show', uuid),
    book: (given) =>
      records.transaction(() => {
        const booking = enter(given, account.host().uuid);
        announce('invitee.created', booking);
        return booking;
      }),
    cancel: (booking, by, reason) =>
      records.transaction(() => {
        const canceled = takeOff(booking, by, reason);
        announce('invitee.canceled', canceled);
        return canceled;
      }),
    reschedule: (booking, { start, by, reason, order }) =>
      records.transaction(() => {
        const { name, email, timezone, tracking, uuid } = booking.invitee;
        const created = enter({ start, name, email, timezone, tracking }, booking.meeting.hostUuid, uuid);
        const canceled = takeOff(booking, by, reason, created.invitee.uuid);
        if (order === 'created_first') announce('invitee.created', created);
        announce('invitee.canceled', canceled);
        if (order === 'canceled_first') announce('invitee.created', created);
        return created;
      }),
    markNoShow: ({ meeting, invitee }) =>
      records.transaction(() => {
        const noShow: NoShow = { uuid: randomUUID(), inviteeUuid: invitee.uuid, createdAt: clock.now() };
        records.put('no_show', noShow.uuid, noShow);
        const marked = put({ meeting, invitee: { ...invitee, noShow, updatedAt: clock.now() } });
        announce('invitee_no_show.created', marked);
        return noShow;
      }),
    undoNoShow: ({ uuid, inviteeUuid }) =>
      records.transaction(() => {
        records.delete('no_show', uuid);
        const booking = byInvitee(inviteeUuid);
        if (booking === undefined) return;
        const { noShow: _, ...invitee } = booking.invitee;
        const unmarked = put({
          meeting: booking.meeting,
          invitee: { ...invitee, updatedAt: clock.now() },
        });
        announce('invitee_no_show.deleted', unmarked);
      }),
    erase(emails) {
      const wanted = new Set(emails.map((email) => email.toLowerCase()));
      records.transaction(() => {
        for (const { meeting, invitee } of bookings()) {
          if (!wanted.has(invitee.email.toLowerCase())) continue;
          if (invitee.noShow !== undefined) records.delete('no_show', invitee.noShow.uuid);
          records.delete('invitee', invitee.uuid);
          records.delete('meeting', meeting.uuid);
        }
      });
    },
    freeTimes(from, to) {
      const hostUuid = account.host().uuid;
      const length = eventType.duration * minute;
      const taken = bookings()
        .map(({ meeting }) => meeting)
        .filter((it) => it.cancellation === undefined && it.hostUuid === hostUuid);
      const times: Instant[] = [];
      for (let midnight = Math.floor(from / day) * day; midnight < to; midnight += day) {
        const weekday = new Date(midnight).getUTCDay();
        if (weekday === 0 || weekday === 6) continue;
        const close = midnight + workingHours.to * 60 * minute;
        for (
          let start = midnight + workingHours.from * 60 * minute;
          start + length <= close;
          start += length
        ) {
          const isAsked = start >= from && start < to && start > clock.now();
          if (isAsked && !taken.some((it) => it.start < start + length && start < it.end)) times.push(start);
        }
      }
      return times;
    },
  };
}
