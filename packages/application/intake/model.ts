import type {
  AgendaId,
  AppointmentId,
  PersonId,
  Status,
} from '@punctual/scheduling/appointments/appointment.ts';
import {
  type IntakeStatus,
  type Invitees,
  type Meeting,
  meetingsOf,
  statusOfMeetings,
} from '@punctual/scheduling/intake/meetings.ts';
import type { Instant, Interval } from '@punctual/scheduling/time/instant.ts';

/** What a visitor says of themselves. */
export interface IntakeForm {
  readonly firstName: string;
  readonly lastName: string;
  readonly companyName: string;
  readonly companyWebsite: string;
  readonly position: string;
  readonly isDecisionMaker: boolean;
  readonly email: string;
  readonly businessPhone: { readonly code: string; readonly number: string } | undefined;
}

/** What somebody set by hand. It counts until Calendly tells of something later. */
export interface Decision {
  readonly status: IntakeStatus;
  readonly at: Instant;
  readonly reason: string | undefined;
}

/** What a meeting came to in our own agendas. */
export interface Entry {
  /** Fixed before anything is booked, so that a repeated try finds what an earlier one made. */
  readonly appointmentId: AppointmentId;
  /** Undefined: none of its hosts is a provider, or nobody has looked yet. */
  readonly providerId: PersonId | undefined;
  /** The invitee whose time was entered, or was found to clash. */
  readonly settledFor: string | undefined;
  /** What the appointment was when it was last looked at; undefined: there is none. */
  readonly appointment: { readonly status: Status; readonly start: Instant } | undefined;
  /** Why the meeting's time could not become an appointment. */
  readonly clash: Clash | undefined;
}

export interface Clash {
  readonly reason: string;
  /** What stands in the way, if that is an appointment. */
  readonly appointmentId: AppointmentId | undefined;
  /** The time that is kept busy in the provider's agenda instead. */
  readonly kept: Interval & { readonly agenda: AgendaId };
}

export interface Intake {
  readonly id: string;
  /** Undefined: it was deleted. What is left names nobody, and serves meetings that still stand. */
  readonly form: IntakeForm | undefined;
  readonly link: string;
  /** The link is the common one, because Calendly gave none of its own. */
  readonly isFallback: boolean;
  readonly invitees: Invitees;
  /** By the first known id of the meeting. */
  readonly entries: Readonly<Record<string, Entry>>;
  readonly decision: Decision | undefined;
  /** Told with a status by hand, for an intake whose invitee Calendly never told of. */
  readonly told: ToldEvent | undefined;
  readonly notes: string | undefined;
  readonly isRead: boolean;
  readonly createdAt: Instant;
  /** The last change of what is shown. */
  readonly updatedAt: Instant;
  /** Raised by one with every write. */
  readonly version: number;
}

export interface ToldEvent {
  readonly eventUri: string;
  readonly inviteeUri: string | undefined;
  readonly scheduledAt: Instant;
}

/** What follows from all that is known of an intake. */
export interface IntakeFacts {
  readonly status: IntakeStatus;
  readonly meeting: Meeting | undefined;
  readonly entry: Entry | undefined;
  readonly eventUri: string | undefined;
  readonly inviteeUri: string | undefined;
  readonly scheduledAt: Instant | undefined;
}

/** The entry of a meeting, under whichever of its ids it was made; of several the one for its latest time. */
export function entryOf(
  intake: Pick<Intake, 'entries'>,
  { ids, latest }: Pick<Meeting, 'ids' | 'latest'>,
): Entry | undefined {
  const entries = ids.map((id) => intake.entries[id]).filter((entry) => entry !== undefined);
  return entries.find(({ settledFor }) => settledFor === latest.id) ?? entries[0];
}

/**
 * What an intake comes to: a status by hand, if it is the latest word, else what its appointment or Calendly says. Computed
 * whenever it is asked for, so that the order in which news came does not matter.
 */
export function factsOf(intake: Intake): IntakeFacts {
  const meetings = meetingsOf(intake.invitees);
  const [meeting] = meetings;
  const entry = meeting && entryOf(intake, meeting);
  const { decision, told } = intake;
  const decided = decision !== undefined && decision.at >= (meeting?.changedAt ?? 0);
  const event = meeting && eventUriOf(meeting.latest.details.eventId);
  return {
    status: decided ? decision.status : (endOf(meeting, entry) ?? statusOfMeetings(meetings)),
    meeting,
    entry,
    eventUri: event ?? told?.eventUri,
    inviteeUri: meeting ? `${event}/invitees/${meeting.latest.id}` : told?.inviteeUri,
    scheduledAt: meeting
      ? entry?.settledFor === meeting.latest.id && entry.appointment !== undefined
        ? entry.appointment.start
        : meeting.latest.details.start
      : told?.scheduledAt,
  };
}

/** What the appointment says of a meeting that stands at Calendly: it may have been closed through another surface. */
function endOf(meeting: Meeting | undefined, entry: Entry | undefined): IntakeStatus | undefined {
  if (meeting?.state !== 'standing' || entry?.settledFor !== meeting.latest.id) return undefined;
  switch (entry.appointment?.status) {
    case 'completed':
    case 'no_show':
      return 'completed';
    case 'cancelled':
      return 'cancelled';
    default:
      return undefined;
  }
}

/** Calendly's URIs have this origin wherever it is called. */
const calendlyOrigin = 'https://api.calendly.com';

function eventUriOf(eventId: string): string {
  return `${calendlyOrigin}/scheduled_events/${eventId}`;
}

/**
 * The intake without anybody in it: times, ids at Calendly and appointments, so that a meeting that still stands can be
 * moved and cancelled. Undefined when there is none.
 */
export function withoutPerson(intake: Intake, now: Instant): Intake | undefined {
  if (Object.keys(intake.invitees).length === 0) return undefined;
  const invitees = Object.entries(intake.invitees).map(([id, invitee]) => [id, nameless(invitee)]);
  return {
    ...intake,
    form: undefined,
    link: '',
    invitees: Object.fromEntries(invitees),
    decision: intake.decision && { ...intake.decision, reason: undefined },
    told: undefined,
    notes: undefined,
    updatedAt: now,
    version: intake.version + 1,
  };
}

/** An observation for an intake that was deleted. */
export function nameless(invitee: Invitees[string]): Invitees[string] {
  const { details } = invitee;
  return { ...invitee, details: { ...details, name: '', email: '', joinUrl: undefined } };
}
