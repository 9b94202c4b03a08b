import type { InviteeNews } from '@punctual/application/intake/ports.ts';
import type { Invitee, MeetingDetails } from '@punctual/scheduling/intake/meetings.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';

/*
 * Reads what Calendly tells of an invitee: a webhook's `payload`, or the answers of the API put together. Nothing is
 * taken on trust: what is not as published is left out, and without what matters there are no news.
 */

const kinds = {
  'invitee.created': 'created',
  'invitee.canceled': 'cancelled',
  'invitee_no_show.created': 'missed',
  // The name that our own document gives it.
  'invitee.no_show': 'missed',
  'invitee_no_show.deleted': 'attended',
} as const;

type Kind = (typeof kinds)[keyof typeof kinds];

type Fields = Readonly<Record<string, unknown>>;

/** The news in the body of a webhook; undefined for what is none of them, or cannot be understood. */
export function newsOf(body: unknown): InviteeNews | undefined {
  const { event, created_at, payload } = fieldsOf(body);
  const kind =
    typeof event === 'string' && Object.hasOwn(kinds, event) ? kinds[event as keyof typeof kinds] : undefined;
  const at = instantOf(created_at);
  return kind === undefined || at === undefined ? undefined : newsOfInvitee(payload, kind, at);
}

/** @param at when it happened */
export function newsOfInvitee(payload: unknown, kind: Kind, at: Instant): InviteeNews | undefined {
  const invitee = fieldsOf(payload);
  const event = fieldsOf(invitee.scheduled_event);
  const ids = /^https:\/\/[^/]+\/scheduled_events\/([\w-]{1,100})\/invitees\/([\w-]{1,100})$/.exec(
    textOf(invitee.uri),
  );
  const details = detailsOf(invitee, event, ids?.[1]);
  const id = ids?.[2];
  if (id === undefined || details === undefined) return undefined;
  const cancellation = fieldsOf(invitee.cancellation);
  const isCancelled = kind === 'cancelled' || invitee.status === 'canceled';
  const noShow = fieldsOf(invitee.no_show);
  const isMissed = kind === 'missed' || (kind !== 'attended' && textOf(noShow.uri) !== '');
  const seen: Invitee = {
    id,
    createdAt: instantOf(invitee.created_at) ?? at,
    details,
    toldAt: instantOf(invitee.updated_at) ?? at,
    cancelledAt: isCancelled ? (instantOf(cancellation.created_at) ?? at) : undefined,
    replaces: idIn(invitee.old_invitee),
    replacedBy: idIn(invitee.new_invitee),
    noShow:
      kind === 'attended'
        ? { isMissed: false, at }
        : isMissed
          ? { isMissed: true, at: instantOf(noShow.created_at) ?? at }
          : undefined,
  };
  const { utm_content } = fieldsOf(invitee.tracking);
  return {
    invitee: seen,
    firstName: wordOf(invitee.first_name),
    lastName: wordOf(invitee.last_name),
    content: /^[\w-]{1,64}$/.test(textOf(utm_content)) ? textOf(utm_content) : undefined,
    link: wordOf(invitee.scheduling_link) ?? wordOf(invitee.booking_url),
  };
}

function detailsOf(invitee: Fields, event: Fields, eventId: string | undefined): MeetingDetails | undefined {
  const [start, end] = [instantOf(event.start_time), instantOf(event.end_time)];
  if (eventId === undefined || start === undefined || end === undefined || end <= start) return undefined;
  // Longer than a day is no meeting that an agenda has room for.
  if (end - start > 86_400_000) return undefined;
  const members = Array.isArray(event.event_memberships) ? event.event_memberships : [];
  const hosts = members.map((one) => textOf(fieldsOf(one).user_email)).filter((one) => addressForm.test(one));
  const { type, join_url } = fieldsOf(event.location);
  const email = textOf(invitee.email);
  return {
    eventId,
    start,
    end,
    hosts: hosts.slice(0, 10),
    place: places[textOf(type)] ?? 'online',
    joinUrl: /^https:\/\/\S{1,1000}$/.test(textOf(join_url)) ? textOf(join_url) : undefined,
    name: textOf(invitee.name).slice(0, 200),
    email: addressForm.test(email) ? email : '',
    timeZone: isZone(textOf(invitee.timezone)) ? textOf(invitee.timezone) : undefined,
  };
}

const addressForm = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

/** Calendly's location types that are no video conference. */
const places: Readonly<Record<string, MeetingDetails['place']>> = {
  physical: 'offline',
  outbound_call: 'audio',
  inbound_call: 'audio',
};

function isZone(timeZone: string): boolean {
  try {
    return timeZone !== '' && new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

function idIn(uri: unknown): string | undefined {
  return /\/invitees\/([\w-]{1,100})$/.exec(textOf(uri))?.[1];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function wordOf(value: unknown): string | undefined {
  return textOf(value) === '' ? undefined : textOf(value).slice(0, 200);
}

/** An RFC 3339 instant between 1970 and 9999. */
function instantOf(value: unknown): Instant | undefined {
  const text = textOf(value);
  if (!/^(19[7-9]|[2-9]\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text))
    return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) || at < 86_400_000 || at > 253_300_000_000_000 ? undefined : at;
}
