import {
  type AgendaId,
  type Appointment,
  type AppointmentId,
  isLive,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead } from '@punctual/scheduling/appointments/calendars.ts';
import { type Invitee, type Meeting, meetingsOf } from '@punctual/scheduling/intake/meetings.ts';
import { type Interval, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { bookAppointment } from '../appointments/book.ts';
import { type ChangeRequest, changeAppointment } from '../appointments/change.ts';
import type { Person, SurfacePolicy } from '../model.ts';
import type { Failure } from '../outcome.ts';
import { leadFor } from '../public/visitor.ts';
import { largestBufferMinutes } from '../slots/read-calendars.ts';
import { maximumTries } from './create.ts';
import { type Clash, type Entry, entryOf, type Intake } from './model.ts';
import type { IntakePorts } from './ports.ts';

export interface SettlePorts extends IntakePorts {
  /** Writes to the provider, once, that a meeting of theirs clashes. */
  readonly tellClash: (entry: Entry, invitee: Invitee, provider: Person) => Promise<void>;
}

const policy: SurfacePolicy = {
  surface: 'intake',
  standing: 'provider',
  // The meeting exists: whatever its length is, it is not refused for it.
  durations: { kind: 'list', minutes: [] },
  autoConfirms: true,
};
const actor = { id: 'calendly' as PersonId };

/** A hold stands in the way: somebody may be about to book that very time. */
class Held extends Error {
  /** Holds run out. */
  readonly retryAfterSeconds = 60;

  constructor() {
    super('the time is held');
    this.name = 'Held';
  }
}

/** Where a meeting stands after one look, and whether another is needed once that is written down. */
interface Settled {
  readonly entry: Entry;
  readonly next?: 'again' | 'held';
}

/**
 * Makes the agendas agree with what is known of an intake's meetings: each that stands is an appointment of its host, if
 * that is a provider, and what Calendly says of it becomes of the appointment. A time that would double-book somebody is
 * not entered, but reported, and kept busy. What was cancelled here is cancelled at Calendly. Every step can be
 * repeated; throws to be asked again.
 */
export async function settleIntake(ports: SettlePorts, id: string): Promise<void> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const intake = await ports.intakes.get(id);
    if (intake === undefined) return;
    const settled = await settleEntries(ports, intake);
    const before = JSON.stringify(intake.entries);
    const isSame = JSON.stringify(settled.entries) === before;
    const after = {
      ...intake,
      entries: settled.entries,
      updatedAt: ports.clock.now(),
      version: intake.version + 1,
    };
    if (isSame || (await ports.intakes.save(intake, after)) === 'saved') {
      if (settled.isHeld) throw new Held();
      if (!settled.isUnfinished) return;
      continue;
    }
    await ports.pause(attempt);
  }
  throw new Error('every try lost its race');
}

async function settleEntries(ports: SettlePorts, intake: Intake) {
  const entries: Record<string, Entry> = { ...intake.entries };
  const meetings = meetingsOf(intake.invitees);
  const needed = new Set(meetings.map((meeting) => entryOf(intake, meeting)));
  // Two meetings that turned out to be one: the second appointment is one too many, and first of all out of the way.
  for (const [key, entry] of Object.entries(intake.entries)) {
    if (!needed.has(entry)) entries[key] = await givenUp(ports, entry);
  }
  let isHeld = false;
  let isUnfinished = false;
  for (const [index, meeting] of meetings.entries()) {
    const entry = entryOf(intake, meeting);
    const key = meeting.ids.find((one) => intake.entries[one] === entry);
    if (entry === undefined || key === undefined) continue;
    const settled = await settleMeeting(ports, intake, meeting, entry, index === 0);
    entries[key] = settled.entry;
    isHeld ||= settled.next === 'held';
    isUnfinished ||= settled.next === 'again';
  }
  return { entries, isHeld, isUnfinished };
}

async function settleMeeting(
  ports: SettlePorts,
  intake: Intake,
  meeting: Meeting,
  entry: Entry,
  isFirst: boolean,
): Promise<Settled> {
  const { latest, state } = meeting;
  if (state === 'moving') return { entry };
  const { decision } = intake;
  const decided =
    isFirst && decision !== undefined && decision.at >= meeting.changedAt ? decision : undefined;
  if (state === 'cancelled' || decided?.status === 'cancelled') {
    return { entry: await givenUp(ports, entry, decided?.reason) };
  }
  let current = entry;
  if (entry.settledFor !== latest.id) {
    const entered = await enter(ports, intake, latest, entry);
    if (entered.next !== undefined) return entered;
    current = entered.entry;
  }
  if (current.clash !== undefined) {
    const provider = current.providerId && (await ports.directory.get(current.providerId));
    if (provider) await ports.tellClash(current, latest, provider);
    return { entry: current };
  }
  const appointment = await appointmentOf(ports, current);
  if (appointment === undefined) return { entry: current };
  if (appointment.status === 'cancelled' && current.providerId !== undefined && state === 'standing') {
    await ports.calendly.cancel(latest.details.eventId, appointment.cancellation?.reason, 10_000);
  }
  const to = statusFor(
    state,
    appointment,
    decided?.status === 'completed' && ports.clock.now() >= appointment.start,
  );
  const changed = to === undefined ? appointment : await change(ports, appointment, { to });
  return { entry: { ...current, appointment: seen(changed) } };
}

function statusFor(
  state: Meeting['state'],
  { status }: Appointment,
  isCompleted: boolean,
): 'no_show' | 'completed' | undefined {
  if (state === 'missed') return isLive(status) ? 'no_show' : undefined;
  if (state === 'attended') return status === 'no_show' ? 'completed' : undefined;
  return isCompleted && isLive(status) ? 'completed' : undefined;
}

/** Enters the meeting's time, as a new appointment or by moving the one that there is. */
async function enter(ports: SettlePorts, intake: Intake, latest: Invitee, entry: Entry): Promise<Settled> {
  const provider = await providerOf(ports, latest);
  const appointment = await appointmentOf(ports, entry);
  if (provider === undefined) {
    const gone = await givenUp(ports, entry);
    return { entry: { ...gone, providerId: undefined, settledFor: latest.id } };
  }
  if (appointment !== undefined && (!isLive(appointment.status) || appointment.providerId !== provider.id)) {
    const gone = await givenUp(ports, entry);
    const appointmentId = ports.ids.next() as AppointmentId;
    return { entry: { ...gone, appointmentId, appointment: undefined }, next: 'again' };
  }
  const outcome =
    appointment === undefined
      ? await bookMeeting(ports, intake, latest, entry, provider)
      : await moveMeeting(ports, latest, appointment);
  if (!outcome.ok) {
    const { failure } = outcome;
    // Nobody is left to book for: the intake was deleted before its meeting was entered.
    if (failure.kind === 'not_found') return { entry };
    if (failure.kind === 'invalid_transition') return { entry: { ...entry, settledFor: latest.id } };
    if (failure.kind !== 'slot_refused') throw new Error(`the meeting could not be entered: ${failure.kind}`);
    return clashing(ports, latest, entry, provider, appointment, failure.reason);
  }
  return {
    entry: {
      ...entry,
      providerId: provider.id,
      settledFor: latest.id,
      appointment: seen(outcome.appointment),
      clash: undefined,
    },
  };
}

type Entered =
  | { readonly ok: true; readonly appointment: Appointment }
  | { readonly ok: false; readonly failure: Failure };

function minutesOf({ start, end }: Interval): number {
  return Math.max(1, Math.round((end - start) / MINUTE));
}

async function bookMeeting(
  ports: SettlePorts,
  { form }: Intake,
  { details }: Invitee,
  { appointmentId }: Entry,
  provider: Person,
): Promise<Entered> {
  if (form === undefined) return { ok: false, failure: { kind: 'not_found', what: 'Client' } };
  const { code = '', number = '' } = form.businessPhone ?? {};
  const clientId = await leadFor(ports, provider.id, {
    name: details.name || `${form.firstName} ${form.lastName}`.trim(),
    email: details.email || form.email,
    phone: number === '' ? undefined : `${code}${number}`,
    timeZone: details.timeZone,
  });
  const booked = await bookAppointment(ports, actor, policy, {
    id: appointmentId,
    providerId: provider.id,
    clientId,
    start: details.start,
    durationMinutes: minutesOf(details),
    kind: details.place,
    eligible: 'own_leads',
    title: ({ client }) => `Consultation with ${client}`,
    notes: undefined,
    timeZone: details.timeZone,
    staffId: undefined,
    price: undefined,
    agreed: { meetingUrl: details.joinUrl },
    // Calendly has written to them.
    notifyClient: false,
  });
  return booked.ok ? { ok: true, appointment: booked.value.appointment } : booked;
}

async function moveMeeting(
  ports: SettlePorts,
  { details }: Invitee,
  appointment: Appointment,
): Promise<Entered> {
  const moved = await changeAppointment(ports, actor, policy, {
    appointmentId: appointment.id,
    reach: { kind: 'anything' },
    newStart: details.start,
    durationMinutes: minutesOf(details),
    meetingUrl: details.joinUrl,
    agreed: true,
    notifyClient: false,
  });
  return moved.ok ? { ok: true, appointment: moved.value } : moved;
}

/** What has ended meanwhile stays as it ended. */
async function change(
  ports: SettlePorts,
  appointment: Appointment,
  wanted: Pick<ChangeRequest, 'to' | 'reason'>,
): Promise<Appointment> {
  const changed = await changeAppointment(ports, actor, policy, {
    ...wanted,
    appointmentId: appointment.id,
    reach: { kind: 'anything' },
    agreed: true,
    notifyClient: false,
  });
  if (changed.ok) return changed.value;
  if (changed.failure.kind !== 'invalid_transition') {
    throw new Error(`the appointment could not be changed: ${changed.failure.kind}`);
  }
  return (await ports.ledger.records({ appointment: appointment.id })).appointment ?? appointment;
}

async function clashing(
  ports: SettlePorts,
  { id, details }: Invitee,
  entry: Entry,
  provider: Person,
  appointment: Appointment | undefined,
  reason: string,
): Promise<Settled> {
  // Nobody will be there at the old time.
  const left =
    appointment &&
    (await change(ports, appointment, { to: 'cancelled', reason: 'moved to a time that clashes' }));
  const { start, end } = details;
  const kept = { agenda: provider.agenda, start, end };
  const isHeld = reason === 'HELD';
  const inTheWay = await standingAt(ports, provider.agenda, details, entry.appointmentId);
  const clash: Clash = { reason, appointmentId: inTheWay, kept };
  return {
    entry: {
      ...entry,
      providerId: provider.id,
      settledFor: isHeld ? undefined : id,
      appointment: left && seen(left),
      clash,
    },
    ...(isHeld && { next: 'held' }),
  };
}

/** The appointment in a provider's agenda that lies nearest to a time, within the longest buffer. */
async function standingAt(
  { ledger }: SettlePorts,
  agenda: AgendaId,
  time: Interval,
  except: string,
): Promise<AppointmentId | undefined> {
  const days = daysToRead(time, largestBufferMinutes);
  const { pages } = await ledger.agenda(agenda, days[0] ?? 0, days.at(-1) ?? 0);
  const distance = (one: Interval) => Math.max(one.start - time.end, time.start - one.end);
  const [nearest] = pages
    .flatMap(({ entries }) => entries)
    .filter((one) => one.expiresAt === undefined && one.id !== except)
    .sort((a, b) => distance(a) - distance(b));
  return nearest && distance(nearest) < largestBufferMinutes * MINUTE
    ? (nearest.id as AppointmentId)
    : undefined;
}

/** The meeting does not take place: neither does its appointment, and its time is free. */
async function givenUp(ports: SettlePorts, entry: Entry, reason?: string): Promise<Entry> {
  const appointment = await appointmentOf(ports, entry);
  const left =
    appointment !== undefined && isLive(appointment.status)
      ? await change(ports, appointment, { to: 'cancelled', reason })
      : appointment;
  return { ...entry, appointment: left && seen(left), clash: undefined };
}

async function appointmentOf(
  { ledger }: SettlePorts,
  { appointmentId }: Entry,
): Promise<Appointment | undefined> {
  return (await ledger.records({ appointment: appointmentId })).appointment;
}

function seen({ status, start }: Appointment): NonNullable<Entry['appointment']> {
  return { status, start };
}

async function providerOf({ directory }: SettlePorts, { details }: Invitee): Promise<Person | undefined> {
  for (const host of details.hosts) {
    const coach = await directory.coachWith(host);
    if (coach !== undefined) return coach;
  }
  return undefined;
}
