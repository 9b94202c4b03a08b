import {
  type Account,
  eventType,
  organizationUri,
  type Subscription,
  timestamp,
  type User,
  uriOf,
} from './account.ts';
import type { Booking, Cancellation, Invitee, Meeting, NoShow } from './meetings.ts';

// The objects as the Calendly API v2 OpenAPI description has them; `event_memberships` also carries the host's e-mail
// address and name and the buffered times, which the service has added since.

export function viewUser(account: Account, user: User) {
  return {
    uri: uriOf('users', user.uuid),
    name: user.name,
    slug: user.slug,
    email: user.email,
    scheduling_url: `${account.origin}/${user.slug}`,
    timezone: 'Etc/UTC',
    avatar_url: null,
    created_at: timestamp(user.createdAt),
    updated_at: timestamp(user.updatedAt),
    current_organization: organizationUri,
  };
}

export function viewEventType(account: Account) {
  const host = account.host();
  return {
    uri: account.eventTypeUri,
    name: eventType.name,
    active: true,
    booking_method: 'instant',
    slug: eventType.slug,
    scheduling_url: account.pageOf(host),
    duration: eventType.duration,
    kind: 'solo',
    pooling_type: null,
    kind_description: 'One-on-One',
    type: 'StandardEventType',
    color: '#1f5fbf',
    created_at: timestamp(account.createdAt()),
    updated_at: timestamp(account.createdAt()),
    internal_note: null,
    description_plain: null,
    description_html: null,
    profile: { type: 'User', name: host.name, owner: uriOf('users', host.uuid) },
    secret: false,
    deleted_at: null,
    admin_managed: false,
    custom_questions: [],
  };
}

export const viewCancellation = (it: Cancellation) => ({
  canceled_by: it.canceledBy,
  reason: it.reason,
  canceler_type: it.cancelerType,
  created_at: timestamp(it.createdAt),
});

const meetUrl = (uuid: string) => {
  const letters = uuid
    .replaceAll('-', '')
    .replace(/[0-9]/g, (digit) => String.fromCharCode('g'.charCodeAt(0) + Number(digit)));
  return `https://meet.google.com/${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7, 10)}`;
};

export function viewMeeting(account: Account, meeting: Meeting) {
  const host = account.user(meeting.hostUuid);
  return {
    uri: uriOf('scheduled_events', meeting.uuid),
    name: meeting.name,
    status: meeting.cancellation === undefined ? 'active' : 'canceled',
    start_time: timestamp(meeting.start),
    end_time: timestamp(meeting.end),
    event_type: account.eventTypeUri,
    location: { type: 'google_conference', status: 'pushed', join_url: meetUrl(meeting.uuid) },
    invitees_counter: { total: 1, active: meeting.cancellation === undefined ? 1 : 0, limit: 1 },
    created_at: timestamp(meeting.createdAt),
    updated_at: timestamp(meeting.updatedAt),
    event_memberships: [
      {
        user: uriOf('users', meeting.hostUuid),
        user_email: host?.email ?? '',
        user_name: host?.name ?? '',
        buffered_start_time: timestamp(meeting.start),
        buffered_end_time: timestamp(meeting.end),
      },
    ],
    event_guests: [],
    calendar_event: { kind: 'google', external_id: meeting.uuid.replaceAll('-', '') },
    ...(meeting.cancellation === undefined ? {} : { cancellation: viewCancellation(meeting.cancellation) }),
  };
}

export const inviteeUri = ({ meetingUuid, uuid }: Invitee) =>
  `${uriOf('scheduled_events', meetingUuid)}/invitees/${uuid}`;

export const cancelUrl = (account: Account, invitee: Invitee) =>
  `${account.origin}/cancellations/${invitee.uuid}`;

export const rescheduleUrl = (account: Account, invitee: Invitee) =>
  `${account.origin}/reschedulings/${invitee.uuid}`;

export function viewInvitee(account: Account, invitee: Invitee) {
  const other = (uuid: string | undefined) => {
    const found = uuid === undefined ? undefined : account.records.get<Invitee>('invitee', uuid);
    return found === undefined ? null : inviteeUri(found);
  };
  return {
    uri: inviteeUri(invitee),
    email: invitee.email,
    // Only event types that ask for both names have them apart.
    first_name: null,
    last_name: null,
    name: invitee.name,
    status: invitee.cancellation === undefined ? 'active' : 'canceled',
    questions_and_answers: [],
    timezone: invitee.timezone,
    event: uriOf('scheduled_events', invitee.meetingUuid),
    created_at: timestamp(invitee.createdAt),
    updated_at: timestamp(invitee.updatedAt),
    tracking: invitee.tracking,
    text_reminder_number: null,
    rescheduled: invitee.newInvitee !== undefined,
    old_invitee: other(invitee.oldInvitee),
    new_invitee: other(invitee.newInvitee),
    cancel_url: cancelUrl(account, invitee),
    reschedule_url: rescheduleUrl(account, invitee),
    routing_form_submission: null,
    payment: null,
    no_show:
      invitee.noShow === undefined
        ? null
        : {
            uri: uriOf('invitee_no_shows', invitee.noShow.uuid),
            created_at: timestamp(invitee.noShow.createdAt),
          },
    reconfirmation: null,
    invitee_scheduled_by: null,
    ...(invitee.cancellation === undefined ? {} : { cancellation: viewCancellation(invitee.cancellation) }),
  };
}

/** What a webhook tells of a booking: the invitee with the meeting inside. */
export const viewBooking = (account: Account, { meeting, invitee }: Booking) => ({
  ...viewInvitee(account, invitee),
  scheduled_event: viewMeeting(account, meeting),
});

export const viewNoShow = (noShow: NoShow, invitee: Invitee) => ({
  uri: uriOf('invitee_no_shows', noShow.uuid),
  invitee: inviteeUri(invitee),
  created_at: timestamp(noShow.createdAt),
});

export const viewSubscription = (subscription: Subscription) => ({
  uri: uriOf('webhook_subscriptions', subscription.uuid),
  callback_url: subscription.url,
  created_at: timestamp(subscription.createdAt),
  updated_at: timestamp(subscription.updatedAt),
  retry_started_at: subscription.retryStartedAt === undefined ? null : timestamp(subscription.retryStartedAt),
  state: subscription.isDisabled ? 'disabled' : 'active',
  events: subscription.events,
  scope: subscription.scope,
  organization: organizationUri,
  user: subscription.userUuid === undefined ? null : uriOf('users', subscription.userUuid),
  creator: uriOf('users', subscription.creatorUuid),
});
