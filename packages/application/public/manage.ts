import {
  type Appointment,
  type AppointmentId,
  intervalOf,
} from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant } from '@punctual/scheduling/time/instant.ts';
import { bookAppointment } from '../appointments/book.ts';
import { changeAppointment } from '../appointments/change.ts';
import { defaultSettings, type Person, type SurfacePolicy } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Links, Ports } from '../ports.ts';

/** How long after the end of an appointment its link can still be looked at. */
const linkOutlives = DAY;

/** A self-service link for the client of an appointment, which by default ends a day after it. */
export async function manageToken(
  links: Links,
  appointment: Pick<Appointment, 'id' | 'clientId' | 'start' | 'durationMinutes'>,
  expiresAt: Instant = intervalOf(appointment).end + linkOutlives,
): Promise<string> {
  const subject = { appointmentId: appointment.id, personId: appointment.clientId };
  return links.sign('manage', subject, expiresAt);
}

/** Whether the link of an appointment that has ended leads to a new one: it was missed, or another time was offered. */
export function mayBookAnew({ status, cancellation }: Appointment): boolean {
  return status === 'no_show' || cancellation?.rescheduleOffered === true;
}

/** An appointment as the holder of its link sees it. */
export interface Managed {
  readonly appointment: Appointment;
  readonly provider: Person | undefined;
  readonly providerZone: string;
  readonly client: Person | undefined;
}

type ManagePorts = Ports & { readonly links: Links };

/** What stands behind a link; a link that is forged or has expired leads nowhere. */
export async function manage(ports: ManagePorts, token: string): Promise<Outcome<Managed>> {
  const subject = await ports.links.verify('manage', token, ports.clock.now());
  if (subject === undefined) return notFound('Appointment');
  const { appointment } = await ports.ledger.records({ appointment: subject.appointmentId });
  if (appointment?.clientId !== subject.personId) return notFound('Appointment');
  return shown(ports, appointment);
}

/**
 * Moves the appointment behind a link. One that has ended stays so; when it was missed, or its cancellation offered
 * another time, the new one is an appointment of its own. That happens once: used again, the link moves the new one.
 */
export async function rescheduleByLink(
  ports: ManagePorts,
  policy: SurfacePolicy,
  token: string,
  newStart: Instant,
): Promise<Outcome<Managed>> {
  const found = await manage(ports, token);
  if (!found.ok) return found;
  const { appointment, client } = found.value;
  if (!mayBookAnew(appointment)) {
    return change(ports, policy, appointment, { newStart });
  }
  if (client === undefined) return notFound('Appointment');
  const newId = anewId(appointment.id);
  const { appointment: earlier } = await ports.ledger.records({ appointment: newId });
  if (earlier !== undefined) return change(ports, policy, earlier, { newStart });
  const booked = await bookAppointment(ports, { ...asCaller(client) }, policy, {
    id: newId,
    providerId: appointment.providerId,
    clientId: appointment.clientId,
    start: newStart,
    durationMinutes: appointment.durationMinutes,
    kind: appointment.kind,
    eligible: 'anybody',
    title: appointment.title,
    notes: undefined,
    timeZone: appointment.timeZone,
    staffId: appointment.staffId,
    price: appointment.price,
  });
  return booked.ok ? shown(ports, booked.value.appointment) : booked;
}

/** Cancels by the link in a mail; one that is forged or has run out is `not_found`. */
export async function cancelByLink(
  ports: ManagePorts,
  policy: SurfacePolicy,
  token: string,
  reason: string | undefined,
): Promise<Outcome<Managed>> {
  const found = await manage(ports, token);
  if (!found.ok) return found;
  return change(ports, policy, found.value.appointment, { to: 'cancelled', reason });
}

/**
 * The id of the one appointment that can be booked anew for another: derived from its id, so that however often a link
 * is used, and by how many at once, the transaction lets one through. Still a UUIDv7 of the same millisecond.
 */
function anewId(id: AppointmentId): AppointmentId {
  const node = Number.parseInt(id.slice(-8), 16) ^ 0x5bd1e995;
  return `${id.slice(0, -8)}${(node >>> 0).toString(16).padStart(8, '0')}` as AppointmentId;
}

async function change(
  ports: ManagePorts,
  policy: SurfacePolicy,
  { id, clientId }: Appointment,
  request: { newStart: Instant } | { to: 'cancelled'; reason: string | undefined },
): Promise<Outcome<Managed>> {
  const reach = { kind: 'participant', personId: clientId } as const;
  const changed = await changeAppointment(ports, { id: clientId }, policy, {
    appointmentId: id,
    reach,
    ...request,
  });
  return changed.ok ? shown(ports, changed.value) : changed;
}

async function shown(ports: ManagePorts, appointment: Appointment): Promise<Outcome<Managed>> {
  const { providerId, clientId } = appointment;
  const { people, settings } = await ports.ledger.records({
    people: [providerId, clientId],
    settingsOf: providerId,
  });
  const { timeZone } = settings ?? defaultSettings(providerId, ports.clock.now());
  return done({
    appointment,
    provider: people.get(providerId),
    providerZone: timeZone,
    client: people.get(clientId),
  });
}

function asCaller({ id, name, email }: Person) {
  return { id, name, email, roles: ['client'] as const, staffOf: undefined };
}
