import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  isLive,
} from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead, refusal } from '@punctual/scheduling/appointments/calendars.ts';
import type { Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { RefusalReason } from '@punctual/scheduling/slots/slots.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { bookAppointment } from '../appointments/book.ts';
import { confirmSlot } from '../appointments/hold.ts';
import type { Person, SurfacePolicy } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Links, Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';
import type { Recoveries } from './ports.ts';

type LinkPorts = Ports & { readonly links: Links; readonly recoveries: Recoveries };

/** The slot of an abandoned booking as the holder of its link sees it. */
export interface SlotAgain {
  readonly recovery: Recovery;
  readonly provider: Person | undefined;
  readonly providerZone: string;
  /** Undefined: it can be booked. */
  readonly reason: RefusalReason | undefined;
  /** When it cannot be had: up to three of the nearest that are free, nearest first. */
  readonly alternatives: readonly { readonly start: Instant; readonly durationMinutes: number }[];
}

/** What stands behind a link in a recovery message; one that is forged or has expired leads nowhere. */
export async function openRecovery(
  ports: LinkPorts,
  policy: SurfacePolicy,
  token: string,
): Promise<Outcome<SlotAgain>> {
  const found = await behind(ports, token);
  if (!found.ok) return found;
  const recovery = found.value;
  const { providerId, clientId, start, durationMinutes } = recovery;
  const { durations } = policy;
  const days = daysToRead(intervalOf(recovery), largestBufferMinutes);
  const read = await readCalendars(ports, providerId, clientId, [days[0] ?? 0, days.at(-1) ?? 0]);
  const wanted = {
    // Nobody's: an appointment that was made of this very hold stands in the way like any other.
    id: '' as AppointmentId,
    providerAgenda: read.providerAgenda,
    clientAgenda: read.clientAgenda ?? read.providerAgenda,
    start,
    durationMinutes,
  };
  const reason = refusal(read.calendars, wanted, durations, ports.clock.now());
  const refused =
    reason && (await refuseSlot(ports, { providerId, clientId, start, durationMinutes, durations }, reason));
  return done({
    recovery,
    provider: read.provider,
    providerZone: read.settings.timeZone,
    reason,
    alternatives: refused?.kind === 'slot_refused' ? refused.alternatives : [],
  });
}

/**
 * Books the slot that was not booked, or another time of the same length. The very slot becomes the appointment of its
 * hold, so that asking for it twice gives the same appointment.
 *
 * @param start undefined: the slot's
 * @param newId of an appointment at another time, the same for a repeated call
 */
export async function bookAgain(
  ports: LinkPorts,
  policy: SurfacePolicy,
  token: string,
  start: Instant | undefined,
  newId: AppointmentId,
): Promise<Outcome<Appointment>> {
  const found = await behind(ports, token);
  if (!found.ok) return found;
  const { id, providerId, clientId, durationMinutes, timeZone, ...slot } = found.value;
  const wanted = start ?? slot.start;
  const { hold, appointment } = await ports.ledger.records({ appointment: id });
  const isTheSame =
    appointment === undefined
      ? wanted === slot.start
      : isLive(appointment.status) && wanted === appointment.start;
  if (isTheSame) return confirmSlot(ports, clientId, policy, id);
  const booked = await bookAppointment(ports, { id: clientId }, policy, {
    id: newId,
    providerId,
    clientId,
    start: wanted,
    durationMinutes,
    kind: hold?.kind ?? 'online',
    eligible: 'own_leads',
    title: ({ client }) => hold?.title ?? `Discovery Call with ${client}`,
    notes: undefined,
    timeZone,
    staffId: undefined,
    price: undefined,
  });
  return booked.ok ? done(booked.value.appointment) : booked;
}

async function behind(ports: LinkPorts, token: string): Promise<Outcome<Recovery>> {
  const subject = await ports.links.verify('recover', token, ports.clock.now());
  if (subject === undefined) return notFound('Link');
  const recovery = await ports.recoveries.get(subject.appointmentId);
  return recovery?.clientId === subject.personId ? done(recovery) : notFound('Link');
}
