import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  type Kind,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead } from '@punctual/scheduling/appointments/calendars.ts';
import { type Agreed, book } from '@punctual/scheduling/appointments/decide.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { decideAndCommit } from '../decide-and-commit.ts';
import { type Caller, offersAppointments, type Person, type SurfacePolicy } from '../model.ts';
import { done, type Failure, failed, type Outcome, unknownZone } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { type CalendarsRead, largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';

export interface BookRequest {
  /** The same for a repeated call, so that a booking whose answer was lost is found again instead of made twice. */
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  /** Who may be booked with: the provider's own leads, clients whom an admin assigned, or anybody. */
  readonly eligible: 'own_leads' | 'assigned_clients' | 'anybody';
  readonly title: string | ((names: { readonly provider: string; readonly client: string }) => string);
  readonly notes: string | undefined;
  /** Undefined: the client's, else the provider's. */
  readonly timeZone: string | undefined;
  readonly staffId: PersonId | undefined;
  /** Undefined: the provider's own price. */
  readonly price: number | undefined;
  /** It was agreed on elsewhere: it stands unless it would double-book somebody. */
  readonly agreed?: Agreed | undefined;
  /** Default: true. */
  readonly notifyClient?: boolean | undefined;
}

export interface Booked {
  readonly appointment: Appointment;
  /** Everybody on it who is known. */
  readonly people: ReadonlyMap<PersonId, Person>;
}

/**
 * Books an appointment for a provider and a client: one parallel round of reads, one decision, one transaction.
 * Fails with `invalid` for an unknown zone, `not_found` or `forbidden` for people who may not book with each other here,
 * `slot_refused` with the reason and alternatives, or `busy`.
 */
export async function bookAppointment(
  ports: Ports,
  caller: Pick<Caller, 'id'>,
  policy: SurfacePolicy,
  request: BookRequest,
): Promise<Outcome<Booked>> {
  if (request.timeZone !== undefined && !isTimeZone(request.timeZone)) return unknownZone('body.timeZone');
  const eventId = ports.ids.next();
  let people: ReadonlyMap<PersonId, Person> = new Map();
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
      const { client, provider, settings, records } = read;
      people = records.people;
      const failure = ineligible(request, read);
      if (client === undefined || failure !== undefined) {
        return { kind: 'failed', failure: failure ?? notThere('Client') };
      }
      if (records.appointment !== undefined) return { kind: 'already', appointment: records.appointment };
      const names = { provider: provider?.name ?? '', client: client.name };
      const decision = book(
        read.calendars,
        {
          actor: { id: caller.id, standing: policy.standing, surface: policy.surface },
          eventId,
          durations: policy.durations,
          autoConfirm: request.agreed !== undefined || (policy.autoConfirms && settings.autoConfirm),
          agreed: request.agreed,
          notifyClient: request.notifyClient ?? true,
          appointment: {
            id: request.id,
            providerId: request.providerId,
            clientId: request.clientId,
            providerAgenda: read.providerAgenda,
            clientAgenda: client.agenda,
            start: request.start,
            durationMinutes: request.durationMinutes,
            kind: request.kind,
            title: typeof request.title === 'string' ? request.title : request.title(names),
            notes: request.notes,
            timeZone: request.timeZone ?? client.timeZone ?? settings.timeZone,
            staffId: request.staffId,
            price: request.price ?? settings.price,
            surface: policy.surface,
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
  return appointment === undefined ? failed({ kind: 'busy' }) : done({ appointment, people });
}

/** Why these two may not book with each other on this surface, or undefined if they may. */
function ineligible(request: BookRequest, read: CalendarsRead): Failure | undefined {
  const { client, provider, settings, records } = read;
  const staff = request.staffId === undefined ? undefined : records.people.get(request.staffId);
  if (request.staffId !== undefined && staff?.staffOf !== request.providerId) return notThere('Staff member');
  switch (request.eligible) {
    case 'own_leads':
      return client?.lead?.coachId === request.providerId ? undefined : notThere('Lead');
    case 'assigned_clients':
      if (!offersAppointments(settings, provider)) return notThere('Therapist');
      if (records.relation?.assignedAt !== undefined) return undefined;
      return { kind: 'forbidden', message: 'This client is not assigned to this therapist' };
    case 'anybody':
      return settings.version === 0 ? notThere('Coach') : undefined;
  }
}

function notThere(what: string): Failure {
  return { kind: 'not_found', what };
}
