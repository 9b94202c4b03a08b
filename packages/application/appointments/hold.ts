import {
  type Appointment,
  type AppointmentId,
  intervalOf,
  type Kind,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import { daysToRead } from '@punctual/scheduling/appointments/calendars.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { confirmHold, expireHold, placeHold, releaseHold } from '@punctual/scheduling/appointments/holds.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { decideAndCommit, type Try } from '../decide-and-commit.ts';
import type { SurfacePolicy } from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { refuseSlot } from '../slots/alternatives.ts';
import { type CalendarsRead, largestBufferMinutes, readCalendars } from '../slots/read-calendars.ts';
import { pagesOf } from './agenda-pages.ts';

export interface HoldRequest {
  /** Becomes the appointment's id. */
  readonly id: AppointmentId;
  readonly providerId: PersonId;
  readonly clientId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: Kind;
  /** Undefined: the client's, else the provider's. */
  readonly timeZone: string | undefined;
  readonly expiresAt: Instant;
}

/** Keeps a slot for a client who has not finished booking. The client must be entered as a person already. */
export async function holdSlot(
  ports: Ports,
  actorId: PersonId,
  policy: SurfacePolicy,
  request: HoldRequest,
): Promise<Outcome<Hold>> {
  const eventId = ports.ids.next();
  const outcome = await decideAndCommit(
    ports,
    async () => {
      const read = await readAround(ports, request);
      const { client } = read;
      if (client === undefined) return { kind: 'failed', failure: { kind: 'not_found', what: 'Client' } };
      if (read.settings.version === 0)
        return { kind: 'failed', failure: { kind: 'not_found', what: 'Provider' } };
      const decision = placeHold(
        read.calendars,
        {
          actor: { id: actorId, standing: policy.standing, surface: policy.surface },
          eventId,
          durations: policy.durations,
          hold: {
            ...request,
            providerAgenda: read.providerAgenda,
            clientAgenda: client.agenda,
            title: `Discovery Call with ${client.name}`,
            timeZone: request.timeZone ?? client.timeZone ?? read.settings.timeZone,
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
  return outcome.value.hold === undefined ? failed({ kind: 'busy' }) : done(outcome.value.hold);
}

/** Turns a hold into its appointment. Confirming twice gives the same appointment again. */
export async function confirmSlot(
  ports: Ports,
  actorId: PersonId,
  policy: SurfacePolicy,
  id: AppointmentId,
): Promise<Outcome<Appointment>> {
  const eventId = ports.ids.next();
  const outcome = await onHold(ports, id, policy, async (hold, appointment) => {
    if (appointment !== undefined) return { kind: 'already', appointment };
    const read = await readAround(ports, hold);
    const { settings, calendars, records } = read;
    const command = {
      actor: { id: actorId, standing: policy.standing, surface: policy.surface },
      eventId,
      durations: policy.durations,
      autoConfirm: policy.autoConfirms && settings.autoConfirm,
      price: settings.price,
      initial: records.relation?.firstAppointment === undefined,
    };
    return { kind: 'decided', decision: confirmHold(calendars, hold, command, ports.clock.now()) };
  });
  if (!outcome.ok) return outcome;
  return outcome.value.appointment === undefined ? failed({ kind: 'busy' }) : done(outcome.value.appointment);
}

/** Gives a held slot back at once. */
export async function releaseSlot(
  ports: Ports,
  actorId: PersonId,
  policy: SurfacePolicy,
  id: AppointmentId,
): Promise<Outcome<Hold>> {
  return endHold(ports, actorId, policy, id, releaseHold);
}

/** Turns a hold that has run out into an abandoned booking. */
export async function expireSlot(
  ports: Ports,
  actorId: PersonId,
  policy: SurfacePolicy,
  id: AppointmentId,
): Promise<Outcome<Hold>> {
  return endHold(ports, actorId, policy, id, expireHold);
}

async function endHold(
  ports: Ports,
  actorId: PersonId,
  policy: SurfacePolicy,
  id: AppointmentId,
  decide: typeof releaseHold,
): Promise<Outcome<Hold>> {
  const eventId = ports.ids.next();
  const outcome = await onHold(ports, id, policy, async (hold) => {
    const command = { actor: { id: actorId, standing: policy.standing, surface: policy.surface }, eventId };
    return {
      kind: 'decided',
      decision: decide(await pagesOf(ports, hold), hold, command, ports.clock.now()),
    };
  });
  if (!outcome.ok) return outcome;
  return outcome.value.hold === undefined ? failed({ kind: 'busy' }) : done(outcome.value.hold);
}

async function onHold(
  ports: Ports,
  id: AppointmentId,
  policy: SurfacePolicy,
  decide: (hold: Hold, appointment: Appointment | undefined) => Promise<Try>,
) {
  let held: Hold | undefined;
  return decideAndCommit(
    ports,
    async () => {
      const { hold, appointment } = await ports.ledger.records({ appointment: id });
      if (hold === undefined) return { kind: 'failed', failure: { kind: 'not_found', what: 'Hold' } };
      held = hold;
      return decide(hold, appointment);
    },
    async (decision): Promise<Failure> =>
      decision.kind === 'refused' && held !== undefined
        ? refuseSlot(ports, { ...held, durations: policy.durations, except: id }, decision.reason)
        : decision.kind === 'refused'
          ? { kind: 'busy' }
          : decision,
  );
}

function readAround(
  ports: Ports,
  wanted: Pick<Hold, 'providerId' | 'clientId' | 'start' | 'durationMinutes'>,
): Promise<CalendarsRead> {
  const days = daysToRead(intervalOf(wanted), largestBufferMinutes);
  return readCalendars(ports, wanted.providerId, wanted.clientId, [days[0] ?? 0, days.at(-1) ?? 0], {
    relation: wanted,
  });
}
