import type { Schedule } from '../availability/schedule.ts';
import { type DurationRule, type Occupied, type RefusalReason, whyRefused } from '../slots/slots.ts';
import { type Instant, type Interval, MINUTE } from '../time/instant.ts';
import { type AgendaEntry, type AgendaPage, daysTouched, liveEntries, type UtcDay } from './agenda.ts';
import { type AgendaId, type AppointmentId, intervalOf } from './appointment.ts';

/** Everything a decision about two people's time may look at, read in one round. */
export interface Calendars {
  readonly schedule: Schedule;
  /** Pages of both agendas for every day of `daysToRead`; the client's are left out when both share one agenda. */
  readonly pages: readonly AgendaPage[];
  readonly external: readonly Interval[];
  /** Stretches for which an external calendar could not be read within its allowed age. */
  readonly unknown: readonly Interval[];
}

/** A time that two people want to take. */
export interface Wanted {
  readonly id: AppointmentId;
  readonly providerAgenda: AgendaId;
  readonly clientAgenda: AgendaId;
  readonly start: Instant;
  readonly durationMinutes: number;
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

/** Why the two people cannot have this time, or undefined if they can. */
export function refusal(
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

/** What stands in the way even of a meeting that both sides have agreed on elsewhere. */
const collisions: readonly RefusalReason[] = ['BUSY', 'HELD', 'BUFFER', 'CLIENT_BUSY'];

/**
 * Why a meeting that was agreed on elsewhere cannot stand in both agendas, or undefined if it can. It exists, so that
 * working hours, notice and offered durations do not matter; nor do external calendars, in which it stands itself.
 */
export function collision(calendars: Calendars, wanted: Wanted, now: Instant): RefusalReason | undefined {
  const { schedule } = calendars;
  const occupied = occupiedBy({ ...calendars, external: [], unknown: [] }, wanted, now, wanted.id);
  const { durationMinutes, start } = wanted;
  const durations: DurationRule = { kind: 'list', minutes: [durationMinutes] };
  return whyRefused({ schedule, occupied, now, durationMinutes, durations }, start, collisions);
}

/**
 * The pages that the transaction must check: those on which the provider's time with its buffers lies, those on which
 * the client's time lies, and those on which the appointment stood so far.
 */
export function pagesOfConcern(calendars: Calendars, wanted: Wanted): readonly AgendaPage[] {
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
