import type { Schedule } from '../availability/schedule.ts';
import { type DurationRule, type Occupied, type RefusalReason, whyRefused } from '../slots/slots.ts';
import { type Instant, type Interval, MINUTE } from '../time/instant.ts';
import {
  type AgendaEntry,
  type AgendaPage,
  daysTouched,
  liveEntries,
  type PageChange,
  replaceEntry,
  type UtcDay,
} from './agenda.ts';
import {
  type AgendaId,
  type Appointment,
  type AppointmentId,
  intervalOf,
  isLive,
  type Kind,
  type PersonId,
  type Status,
} from './appointment.ts';
import { type Actor, type AppointmentEvent, type EventType, type Facts, factsOf } from './event.ts';
import { mayBecome } from './lifecycle.ts';

/** Everything a decision about two people's time may look at, read in one round. */
export interface Calendars {
  readonly schedule: Schedule;
  /** Pages of both agendas for every day of `daysToRead`; the client's are left out when both share one agenda. */
  readonly pages: readonly AgendaPage[];
  readonly external: readonly Interval[];
  /** Stretches for which an external calendar could not be read within its allowed age. */
  readonly unknown: readonly Interval[];
}

/** A slot kept for a client who has not finished booking. Once confirmed it is the appointment of the same id. */
export interface Hold {
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  readonly title: string;
  readonly timeZone: string;
  readonly expiresAt: Instant;
  readonly state: 'held' | 'confirmed' | 'released';
  readonly createdAt: Instant;
  readonly version: number;
}

/** What one transaction writes. Versions in it are those after the change; each was one less when read. */
export interface Changes {
  readonly appointment: Appointment | undefined;
  readonly hold: Hold | undefined;
  readonly pages: readonly PageChange[];
  readonly event: AppointmentEvent;
}

export type Decision =
  | { readonly kind: 'changes'; readonly changes: Changes }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'invalid_transition'; readonly from: Status | Hold['state']; readonly to: string };

/** Common to all commands. `eventId` is new for each attempt of a caller, not for each retry of a lost race. */
export interface CommandBasics {
  readonly actor: Actor;
  readonly eventId: string;
}

export type NewAppointment = Omit<
  Appointment,
  'status' | 'reschedules' | 'cancellation' | 'completedAt' | 'createdAt' | 'updatedAt' | 'version'
>;

export interface BookCommand extends CommandBasics {
  readonly appointment: NewAppointment;
  readonly durations: DurationRule;
  readonly autoConfirm: boolean;
}

/**
 * The days of both agendas that a decision about this time must read: those of the appointment and of its buffers.
 * A page that only a buffer touches is not written, but its version is checked, so that two neighbours across
 * midnight cannot both be booked.
 */
export function daysToRead(interval: Interval, bufferMinutes: number): readonly UtcDay[] {
  const buffer = bufferMinutes * MINUTE;
  return daysTouched({ start: interval.start - buffer, end: interval.end + buffer });
}

/** What keeps a provider and a client from a new appointment, seen at `now`; `except` is the one being moved. */
export function occupiedBy(
  calendars: Omit<Calendars, 'schedule'>,
  agendas: { readonly providerAgenda: AgendaId; readonly clientAgenda: AgendaId | undefined },
  now: Instant,
  except?: string,
): Occupied {
  const entriesOf = (agenda: AgendaId | undefined): readonly AgendaEntry[] =>
    liveEntries(
      calendars.pages.filter((page) => page.agenda === agenda),
      now,
      except,
    );
  const provider = entriesOf(agendas.providerAgenda);
  const sameAgenda = agendas.clientAgenda === agendas.providerAgenda;
  return {
    appointments: provider.filter((entry) => entry.expiresAt === undefined),
    holds: provider.filter((entry) => entry.expiresAt !== undefined),
    external: calendars.external,
    unknown: calendars.unknown,
    client: sameAgenda ? [] : entriesOf(agendas.clientAgenda),
  };
}

export function book(calendars: Calendars, command: BookCommand, now: Instant): Decision {
  const { appointment: wanted, durations } = command;
  const reason = refusal(calendars, wanted, durations, now);
  if (reason !== undefined) return { kind: 'refused', reason };
  const appointment: Appointment = {
    ...wanted,
    status: command.autoConfirm ? 'confirmed' : 'scheduled',
    reschedules: [],
    cancellation: undefined,
    completedAt: undefined,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  const pages = pagesOfConcern(calendars, wanted);
  return changed(pages, undefined, appointment, 'appointment.booked', command, now);
}

export interface RescheduleCommand extends CommandBasics {
  readonly newStart: Instant;
  readonly durationMinutes: number;
  readonly durations: DurationRule;
  readonly reason: string | undefined;
  readonly notifyClient: boolean;
}

export function reschedule(
  calendars: Calendars,
  before: Appointment,
  command: RescheduleCommand,
  now: Instant,
): Decision {
  if (before.status !== 'scheduled' && before.status !== 'confirmed') {
    return { kind: 'invalid_transition', from: before.status, to: 'rescheduled' };
  }
  const moved = { ...before, start: command.newStart, durationMinutes: command.durationMinutes };
  const reason = refusal(calendars, moved, command.durations, now);
  if (reason !== undefined) return { kind: 'refused', reason };
  const after: Appointment = {
    ...moved,
    reschedules: [
      ...before.reschedules,
      { from: before.start, to: command.newStart, reason: command.reason, at: now, by: command.actor.id },
    ],
    updatedAt: now,
    version: before.version + 1,
  };
  const pages = pagesOfConcern(calendars, after);
  return changed(pages, before, after, 'appointment.rescheduled', command, now);
}

export interface StatusCommand extends CommandBasics {
  readonly to: Status;
  readonly reason: string | undefined;
  readonly notifyClient: boolean;
  /** Only for cancellations: the mail carries a link with which the client chooses another time. */
  readonly rescheduleOffered: boolean;
}

const eventOfStatus: Readonly<Record<Exclude<Status, 'scheduled'>, EventType>> = {
  confirmed: 'appointment.confirmed',
  in_progress: 'appointment.started',
  completed: 'appointment.completed',
  cancelled: 'appointment.cancelled',
  no_show: 'appointment.missed',
};

/** A cancellation needs the pages on which the appointment stands (its time is free at once), the others none. */
export function changeStatus(
  pages: readonly AgendaPage[],
  before: Appointment,
  command: StatusCommand,
  now: Instant,
): Decision {
  const { to, actor, reason } = command;
  if (to === 'scheduled' || !mayBecome(before, to, actor.standing, now)) {
    return { kind: 'invalid_transition', from: before.status, to };
  }
  const after: Appointment = {
    ...before,
    status: to,
    cancellation:
      to === 'cancelled'
        ? { at: now, by: actor.id, reason, rescheduleOffered: command.rescheduleOffered }
        : before.cancellation,
    completedAt: isLive(to) ? before.completedAt : now,
    updatedAt: now,
    version: before.version + 1,
  };
  return changed(pages, before, after, eventOfStatus[to], command, now);
}

export type NewHold = Omit<Hold, 'state' | 'createdAt' | 'version'>;

export interface HoldCommand extends CommandBasics {
  readonly hold: NewHold;
  readonly durations: DurationRule;
}

export function placeHold(calendars: Calendars, command: HoldCommand, now: Instant): Decision {
  const reason = refusal(calendars, command.hold, command.durations, now);
  if (reason !== undefined) return { kind: 'refused', reason };
  const hold: Hold = { ...command.hold, state: 'held', createdAt: now, version: 1 };
  return holdChanged(pagesOfConcern(calendars, hold), undefined, hold, 'appointment.held', command, now);
}

export interface ConfirmHoldCommand extends CommandBasics {
  readonly autoConfirm: boolean;
  readonly price: number | undefined;
  readonly initial: boolean;
  readonly durations: DurationRule;
}

/**
 * Turns a hold into the appointment of the same id. A live hold is enough by itself, so that a change of settings
 * meanwhile takes nothing from the client; one that has run out must find its slot still free.
 */
export function confirmHold(
  calendars: Calendars,
  before: Hold,
  command: ConfirmHoldCommand,
  now: Instant,
): Decision {
  if (before.state !== 'held') return { kind: 'invalid_transition', from: before.state, to: 'confirmed' };
  if (now >= before.expiresAt) {
    const reason = refusal(calendars, before, command.durations, now);
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  const { expiresAt: _, state: __, ...kept } = before;
  const version = before.version + 1;
  const appointment: Appointment = {
    ...kept,
    status: command.autoConfirm ? 'confirmed' : 'scheduled',
    notes: undefined,
    staffId: undefined,
    price: command.price,
    initial: command.initial,
    reschedules: [],
    cancellation: undefined,
    completedAt: undefined,
    createdAt: now,
    updatedAt: now,
    version,
  };
  const pages = pagesOfConcern(calendars, before);
  const decision = changed(pages, undefined, appointment, 'appointment.booked', command, now);
  if (decision.kind !== 'changes') return decision;
  const { changes } = decision;
  const event = { ...changes.event, before: factsOfHold(before) };
  return {
    kind: 'changes',
    changes: { ...changes, event, hold: { ...before, state: 'confirmed', version } },
  };
}

/** Needs only the pages on which the hold stands. */
export function releaseHold(
  pages: readonly AgendaPage[],
  before: Hold,
  command: CommandBasics,
  now: Instant,
): Decision {
  if (before.state !== 'held') return { kind: 'invalid_transition', from: before.state, to: 'released' };
  const after: Hold = { ...before, state: 'released', version: before.version + 1 };
  return holdChanged(pages, before, after, 'appointment.released', command, now);
}

interface Wanted {
  readonly id: AppointmentId;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId;
  readonly start: Instant;
  readonly durationMinutes: number;
}

function refusal(
  calendars: Calendars,
  wanted: Wanted,
  durations: DurationRule,
  now: Instant,
): RefusalReason | undefined {
  const { schedule } = calendars;
  const occupied = occupiedBy(calendars, wanted, now, wanted.id);
  const { durationMinutes, start } = wanted;
  return whyRefused({ schedule, occupied, now, durationMinutes, durations }, start);
}

/**
 * The pages that the transaction must check: those on which the provider's time with its buffers lies, those on which
 * the client's time lies, and those on which the appointment stood so far.
 */
function pagesOfConcern(calendars: Calendars, wanted: Wanted): readonly AgendaPage[] {
  const interval = intervalOf(wanted);
  const provider = new Set(daysToRead(interval, calendars.schedule.bufferMinutes));
  const client = new Set(daysTouched(interval));
  return calendars.pages.filter(
    ({ agenda, day, entries }) =>
      (agenda === wanted.providerAgenda && provider.has(day)) ||
      (agenda === wanted.clientAgenda && client.has(day)) ||
      entries.some((entry) => entry.id === wanted.id),
  );
}

type Extras = CommandBasics & { readonly reason?: string | undefined; readonly notifyClient?: boolean };

function changed(
  pages: readonly AgendaPage[],
  before: Appointment | undefined,
  after: Appointment,
  type: EventType,
  command: Extras,
  now: Instant,
): Decision {
  const stays = after.status !== 'cancelled';
  const entry = stays ? { id: after.id, ...intervalOf(after), expiresAt: undefined } : undefined;
  const keepsItsTime =
    stays && before?.start === after.start && before.durationMinutes === after.durationMinutes;
  const event = eventOf(after, type, command, now, before && factsOf(before), factsOf(after));
  const { initial, notes } = after;
  return {
    kind: 'changes',
    changes: {
      appointment: after,
      hold: undefined,
      pages: keepsItsTime ? [] : replaceEntry(pages, after.id, entry, now),
      event: { ...event, initial, notes },
    },
  };
}

function holdChanged(
  pages: readonly AgendaPage[],
  before: Hold | undefined,
  after: Hold,
  type: EventType,
  command: CommandBasics,
  now: Instant,
): Decision {
  const entry =
    after.state === 'held' ? { id: after.id, ...intervalOf(after), expiresAt: after.expiresAt } : undefined;
  return {
    kind: 'changes',
    changes: {
      appointment: undefined,
      hold: after,
      pages: replaceEntry(pages, after.id, entry, now),
      event: eventOf(after, type, command, now, before && factsOfHold(before), factsOfHold(after)),
    },
  };
}

function eventOf(
  subject: Appointment | Hold,
  type: EventType,
  command: Extras,
  now: Instant,
  before: Facts | undefined,
  after: Facts,
): AppointmentEvent {
  return {
    id: command.eventId,
    appointmentId: subject.id,
    providerId: subject.providerId,
    clientId: subject.clientId,
    sequence: subject.version,
    type,
    at: now,
    actor: command.actor,
    reason: command.reason,
    notifyClient: command.notifyClient ?? true,
    initial: false,
    notes: undefined,
    before,
    after,
  };
}

function factsOfHold(hold: Hold): Facts {
  const { start, durationMinutes, kind, title } = hold;
  const status = hold.state === 'released' ? 'released' : 'held';
  return { status, start, durationMinutes, kind, title, staffId: undefined };
}
