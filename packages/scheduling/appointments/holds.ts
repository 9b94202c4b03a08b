import type { DurationRule } from '../slots/slots.ts';
import type { Instant } from '../time/instant.ts';
import { type AgendaPage, replaceEntry } from './agenda.ts';
import { intervalOf } from './appointment.ts';
import { type Calendars, pagesOfConcern, refusal } from './calendars.ts';
import { type CommandBasics, eventOf } from './changes.ts';
import { type Decision, newAppointment, written } from './decide.ts';
import { type EventType, type Facts, factsOf } from './event.ts';
import type { Hold } from './hold.ts';

export type NewHold = Omit<Hold, 'state' | 'createdAt' | 'version'>;

export interface HoldCommand extends CommandBasics {
  readonly hold: NewHold;
  readonly durations: DurationRule;
}

/** A hold on a slot until its `expiresAt`, or the first reason why the slot is refused. */
export function placeHold(calendars: Calendars, command: HoldCommand, now: Instant): Decision {
  const reason = refusal(calendars, command.hold, command.durations, now);
  if (reason !== undefined) return { kind: 'refused', reason };
  const hold: Hold = { ...command.hold, state: 'held', createdAt: now, version: 1 };
  return changed(pagesOfConcern(calendars, hold), undefined, hold, 'appointment.held', command, now);
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
  if (before.state !== 'held' && before.state !== 'expired') {
    return { kind: 'invalid_transition', from: before.state, to: 'confirmed' };
  }
  if (before.state === 'expired' || now >= before.expiresAt) {
    const reason = refusal(calendars, before, command.durations, now);
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  const { expiresAt: _, state: __, createdAt: ___, version: ____, ...kept } = before;
  const { price, initial } = command;
  const { surface } = command.actor;
  const wanted = { ...kept, surface, notes: undefined, staffId: undefined, price, initial };
  const version = before.version + 1;
  const appointment = newAppointment(wanted, command.autoConfirm, now, version);
  const facts = { now, before: factsOfHold(before), after: factsOf(appointment) };
  const event = eventOf(appointment, { ...facts, command, type: 'appointment.booked' });
  const decision = written(pagesOfConcern(calendars, before), undefined, appointment, [event], now);
  const hold = { value: { ...before, state: 'confirmed' as const, version }, versionRead: before.version };
  return { kind: 'changes', changes: { ...decision.changes, hold } };
}

/** Gives the slot back at once. Needs only the pages on which the hold stands. */
export function releaseHold(
  pages: readonly AgendaPage[],
  before: Hold,
  command: CommandBasics,
  now: Instant,
): Decision {
  return endHold(pages, before, 'released', command, now);
}

/** Ends a hold that has run out, which makes it an abandoned booking. Needs only the pages on which it stands. */
export function expireHold(
  pages: readonly AgendaPage[],
  before: Hold,
  command: CommandBasics,
  now: Instant,
): Decision {
  if (now < before.expiresAt) return { kind: 'invalid_transition', from: before.state, to: 'expired' };
  return endHold(pages, before, 'expired', command, now);
}

function endHold(
  pages: readonly AgendaPage[],
  before: Hold,
  state: 'released' | 'expired',
  command: CommandBasics,
  now: Instant,
): Decision {
  if (before.state !== 'held') return { kind: 'invalid_transition', from: before.state, to: state };
  const after: Hold = { ...before, state, version: before.version + 1 };
  const type = state === 'released' ? 'appointment.released' : 'appointment.abandoned';
  return changed(pages, before, after, type, command, now);
}

function changed(
  pages: readonly AgendaPage[],
  before: Hold | undefined,
  after: Hold,
  type: EventType,
  command: CommandBasics,
  now: Instant,
): Decision {
  const held = after.state === 'held';
  const entry = held ? { id: after.id, ...intervalOf(after), expiresAt: after.expiresAt } : undefined;
  const facts = { now, before: before && factsOfHold(before), after: factsOfHold(after) };
  return {
    kind: 'changes',
    changes: {
      appointment: undefined,
      hold: { value: after, versionRead: before?.version ?? 0 },
      pages: replaceEntry(pages, after.id, entry, now),
      tallies: [],
      events: [eventOf(after, { ...facts, command, type })],
    },
  };
}

function factsOfHold(hold: Hold): Facts {
  const { start, durationMinutes, kind, title, state } = hold;
  const status = state === 'confirmed' ? 'held' : state;
  return { status, start, durationMinutes, kind, title, staffId: undefined };
}
