import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  type Kind,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead } from '@punctual/scheduling/appointments/calendars.ts';
import { book } from '@punctual/scheduling/appointments/decide.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { decideAndCommit } from '../decide-and-commit.ts';
import type { Caller, Person, SurfacePolicy } from '../model.ts';
import { done, failed, type Outcome, unknownZone } from '../outcome.ts';
import { enterCaller } from '../people/enter-caller.ts';
import type { Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';

export interface BookRequest {
  /** The same for a repeated call, so that a booking whose answer was lost is found again instead of made twice. */
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  /** Undefined: `Discovery Call with <client>`. */
  readonly title: string | undefined;
  readonly notes: string | undefined;
  /** Undefined: the client's, else the provider's. */
  readonly timeZone: string | undefined;
  readonly staffId: PersonId | undefined;
  /** Undefined: the provider's own price. */
  readonly price: number | undefined;
}

export interface Booked {
  readonly appointment: Appointment;
  readonly client: Person;
  readonly staff: Person | undefined;
}

/**
 * Books an appointment for a provider and a client: one parallel round of reads, one decision, one transaction.
 * Fails with `invalid` for an unknown zone, `not_found` for a client or a staff member that is not this provider's, `slot_refused` with the reason
 * and alternatives, or `busy`.
 */
export async function bookAppointment(
  ports: Ports,
  caller: Caller,
  policy: SurfacePolicy,
  request: BookRequest,
): Promise<Outcome<Booked>> {
  if (request.timeZone !== undefined && !isTimeZone(request.timeZone)) return unknownZone('body.timeZone');
  const eventId = ports.ids.next();
  let people: { client: Person; staff: Person | undefined } | undefined;
  const interval = intervalOf(request);
  const days = daysToRead(interval, largestBufferMinutes);
  const outcome = await decideAndCommit(
    ports,
    async () => {
      const read = await readCalendars(
        ports,
        request.providerId,
        request.clientId,
        [days[0] ?? 0, days.at(-1) ?? 0],
        {
          people: request.staffId === undefined ? [] : [request.staffId],
          appointment: request.id,
          relation: request,
        },
      );
      const { client, settings, records } = read;
      if (client?.lead?.coachId !== request.providerId) return notThere('Lead');
      const staff = request.staffId === undefined ? undefined : records.people.get(request.staffId);
      if (request.staffId !== undefined && staff?.staffOf !== request.providerId)
        return notThere('Staff member');
      people = { client, staff };
      if (records.appointment !== undefined) return { kind: 'already', appointment: records.appointment };
      if (read.provider === undefined) await enterCaller(ports, caller, request.providerId);
      const decision = book(
        read.calendars,
        {
          actor: { id: caller.id, standing: policy.standing, surface: policy.surface },
          eventId,
          durations: policy.durations,
          autoConfirm: settings.autoConfirm,
          appointment: {
            id: request.id,
            providerId: request.providerId,
            clientId: request.clientId,
            providerAgenda: read.providerAgenda,
            clientAgenda: client.agenda,
            start: request.start,
            durationMinutes: request.durationMinutes,
            kind: request.kind,
            title: request.title ?? `Discovery Call with ${client.name}`,
            notes: request.notes,
            timeZone: request.timeZone ?? client.timeZone ?? settings.timeZone,
            staffId: request.staffId,
            price: request.price ?? settings.price,
            initial: records.relation?.firstAppointment === undefined,
          },
        },
        ports.clock.now(),
      );
      return { kind: 'decided', decision };
    },
    async (decision) =>
      decision.kind === 'refused'
        ? refuseSlot(ports, { ...request, durations: policy.durations }, decision.reason)
        : decision,
  );
  if (!outcome.ok) return outcome;
  const { appointment } = outcome.value;
  if (appointment === undefined || people === undefined) return failed({ kind: 'busy' });
  return done({ appointment, ...people });
}

function notThere(what: string) {
  return { kind: 'failed', failure: { kind: 'not_found', what } } as const;
}
