import type { DurationRule, RefusalReason } from '../slots/slots.ts';
import type { Instant } from '../time/instant.ts';
import { type AgendaPage, replaceEntry } from './agenda.ts';
import {
  type Appointment,
  type HostedMeeting,
  intervalOf,
  isLive,
  type Kind,
  type Status,
} from './appointment.ts';
import { type Calendars, collision, pagesOfConcern, refusal } from './calendars.ts';
import { type Changes, type CommandBasics, eventOf, tallyChanges } from './changes.ts';
import { type AppointmentEvent, type EventType, factsOf } from './event.ts';
import { mayBecome } from './lifecycle.ts';

export type Decision =
  | { readonly kind: 'changes'; readonly changes: Changes }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'invalid_transition'; readonly from: string; readonly to: string };

export type NewAppointment = Omit<
  Appointment,
  | 'status'
  | 'reschedules'
  | 'cancellation'
  | 'completedAt'
  | 'paymentId'
  | 'meetingUrl'
  | 'meeting'
  | 'proposedStatus'
  | 'createdAt'
  | 'updatedAt'
  | 'version'
>;

export interface BookCommand extends CommandBasics {
  readonly appointment: NewAppointment;
  readonly durations: DurationRule;
  readonly autoConfirm: boolean;
  /** Both sides have agreed on it elsewhere, so that only what would double-book either of them stands in its way. */
  readonly agreed?: Agreed | undefined;
}

/** What is known of a meeting that was agreed on elsewhere. */
export interface Agreed {
  /** Where it is held. */
  readonly meetingUrl: string | undefined;
}

/** A new appointment of both people, version 1, or the first reason why its slot is refused. */
export function book(calendars: Calendars, command: BookCommand, now: Instant): Decision {
  const { agreed } = command;
  const reason =
    agreed === undefined
      ? refusal(calendars, command.appointment, command.durations, now)
      : collision(calendars, command.appointment, now);
  if (reason !== undefined) return { kind: 'refused', reason };
  const booked = newAppointment(command.appointment, command.autoConfirm, now, 1);
  const appointment = agreed === undefined ? booked : { ...booked, meetingUrl: agreed.meetingUrl };
  const details = { command, type: 'appointment.booked', now, before: undefined } as const;
  const event = eventOf(appointment, { ...details, after: factsOf(appointment) });
  return written(pagesOfConcern(calendars, appointment), undefined, appointment, [event], now);
}

/** An appointment as it is when it is booked. */
export function newAppointment(
  wanted: NewAppointment,
  autoConfirm: boolean,
  now: Instant,
  version: number,
): Appointment {
  return {
    ...wanted,
    status: autoConfirm ? 'confirmed' : 'scheduled',
    reschedules: [],
    cancellation: undefined,
    completedAt: undefined,
    paymentId: undefined,
    meetingUrl: undefined,
    meeting: undefined,
    proposedStatus: undefined,
    createdAt: now,
    updatedAt: now,
    version,
  };
}

/** Several changes of one appointment that happen together or not at all; what is undefined stays. */
export interface ReviseCommand extends CommandBasics {
  readonly newStart: Instant | undefined;
  readonly durationMinutes: number | undefined;
  readonly durations: DurationRule;
  readonly title: string | undefined;
  readonly notes: string | undefined;
  readonly kindOfMeeting: Kind | undefined;
  readonly to: Status | undefined;
  readonly paymentId: string | undefined;
  /** Of this and the two that follow, null takes away what there is. */
  readonly meetingUrl: string | null | undefined;
  readonly meeting: HostedMeeting | null | undefined;
  readonly proposedStatus: 'no_show' | null | undefined;
  readonly reason: string | undefined;
  readonly notifyClient: boolean;
  /** Only for cancellations: the mail carries a link with which the client chooses another time. */
  readonly rescheduleOffered: boolean;
  /**
   * It is managed elsewhere, where this has happened already: only what would double-book somebody stands in the way of
   * a new time, a no-show is believed before the start, and a no-show that was taken back becomes `completed`.
   */
  readonly agreed?: boolean | undefined;
}

const eventOfStatus: Readonly<Record<Exclude<Status, 'scheduled'>, EventType>> = {
  confirmed: 'appointment.confirmed',
  in_progress: 'appointment.started',
  completed: 'appointment.completed',
  cancelled: 'appointment.cancelled',
  no_show: 'appointment.missed',
};

/**
 * Changes words, time and status of an appointment in one step, with one event for each of the three that changes.
 * A new time is decided as a booking is, its own old time not standing in its way; the time that it has already is
 * none. A cancelled appointment's time is free at once. What has ended never changes, save a no-show that is taken back
 * where the meeting is managed.
 *
 * @param calendars for a new time those of `daysToRead` around it and the pages on which it stands; for a cancellation
 *   the latter are enough, for the rest none are needed
 */
export function revise(
  calendars: Calendars,
  before: Appointment,
  command: ReviseCommand,
  now: Instant,
): Decision {
  const isTakenBack = command.agreed === true && before.status === 'no_show' && command.to === 'completed';
  if (!isLive(before.status) && !isTakenBack) {
    return { kind: 'invalid_transition', from: before.status, to: command.to ?? 'changed' };
  }
  const events: AppointmentEvent[] = [];
  let current = before;
  const step = (type: EventType, change: Partial<Appointment>): void => {
    const next: Appointment = { ...current, ...change, updatedAt: now, version: current.version + 1 };
    const eventId = events.length === 0 ? command.eventId : `${command.eventId}.${events.length + 1}`;
    const facts = { type, now, before: factsOf(current), after: factsOf(next) };
    events.push(eventOf(next, { ...facts, command: { ...command, eventId } }));
    current = next;
  };

  const words = changedWords(before, command);
  if (words !== undefined) step('appointment.updated', words);

  const { newStart = before.start, durationMinutes = before.durationMinutes } = command;
  if (newStart !== before.start || durationMinutes !== before.durationMinutes) {
    if (before.status === 'in_progress' || isTakenBack) {
      return { kind: 'invalid_transition', from: before.status, to: 'rescheduled' };
    }
    const wanted = { ...current, start: newStart, durationMinutes };
    const reason = command.agreed
      ? collision(calendars, wanted, now)
      : refusal(calendars, wanted, durationsFor(before, durationMinutes, command.durations), now);
    if (reason !== undefined) return { kind: 'refused', reason };
    const entry = { from: before.start, to: newStart, reason: command.reason, at: now, by: command.actor.id };
    step('appointment.rescheduled', {
      start: newStart,
      durationMinutes,
      reschedules: [...before.reschedules, entry],
    });
  }

  const { to } = command;
  if (to !== undefined && to !== before.status) {
    const asOf = command.agreed ? Math.max(now, current.start) : now;
    const allowed =
      isTakenBack || (to !== 'scheduled' && mayBecome(current, to, command.actor.standing, asOf));
    if (to === 'scheduled' || !allowed) {
      return { kind: 'invalid_transition', from: before.status, to };
    }
    step(eventOfStatus[to], statusChange(to, command, now));
  }

  const keepsItsTime =
    current.status !== 'cancelled' &&
    current.start === before.start &&
    current.durationMinutes === before.durationMinutes;
  const pages = keepsItsTime ? [] : pagesOfConcern(calendars, current);
  return written(pages, before, current, events, now);
}

/** An appointment may keep its length when it is moved through a surface that does not offer it. */
export function durationsFor(
  before: Pick<Appointment, 'durationMinutes'>,
  durationMinutes: number,
  rule: DurationRule,
): DurationRule {
  return durationMinutes === before.durationMinutes ? { kind: 'list', minutes: [durationMinutes] } : rule;
}

/** The words that differ, and what else is told by no event of its own: the payment and the meeting. */
function changedWords(before: Appointment, command: ReviseCommand): Partial<Appointment> | undefined {
  const { title = before.title, notes = before.notes, kindOfMeeting: kind = before.kind } = command;
  const { paymentId = before.paymentId } = command;
  const meetingUrl = chosen(command.meetingUrl, before.meetingUrl);
  const meeting = chosen(command.meeting, before.meeting);
  const proposedStatus = chosen(command.proposedStatus, before.proposedStatus);
  const same =
    title === before.title &&
    notes === before.notes &&
    kind === before.kind &&
    paymentId === before.paymentId &&
    proposedStatus === before.proposedStatus &&
    meetingUrl === before.meetingUrl &&
    meeting?.id === before.meeting?.id &&
    meeting?.startUrl === before.meeting?.startUrl &&
    meeting?.password === before.meeting?.password;
  return same ? undefined : { title, notes, kind, paymentId, meetingUrl, meeting, proposedStatus };
}

function chosen<T>(wanted: T | null | undefined, before: T | undefined): T | undefined {
  return wanted === null ? undefined : (wanted ?? before);
}

function statusChange(to: Status, command: ReviseCommand, now: Instant): Partial<Appointment> {
  const { reason, actor, rescheduleOffered } = command;
  return {
    status: to,
    proposedStatus: undefined,
    ...(to === 'cancelled' && { cancellation: { at: now, by: actor.id, reason, rescheduleOffered } }),
    ...(!isLive(to) && { completedAt: now }),
  };
}

/** A decision to write an appointment, its pages, its counts and its events; nothing at all if no event tells of it. */
export function written(
  pages: readonly AgendaPage[],
  before: Appointment | undefined,
  after: Appointment,
  events: readonly AppointmentEvent[],
  now: Instant,
): Extract<Decision, { kind: 'changes' }> {
  const stays = after.status !== 'cancelled';
  const entry = stays ? { id: after.id, ...intervalOf(after), expiresAt: undefined } : undefined;
  return {
    kind: 'changes',
    changes: {
      appointment: { value: after, versionRead: before?.version ?? 0 },
      hold: undefined,
      pages: pages.length === 0 ? [] : replaceEntry(pages, after.id, entry, now),
      tallies: tallyChanges(before, after),
      events,
    },
  };
}
