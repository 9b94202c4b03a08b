import type { Instant } from '../time/instant.ts';
import type { PageChange } from './agenda.ts';
import type { Appointment, PersonId, Status } from './appointment.ts';
import type { Actor, AppointmentEvent, EventType, Facts } from './event.ts';
import type { Hold } from './hold.ts';

/** Common to all commands. `eventId` is new for each call, but not for each retry of a lost race. */
export interface CommandBasics {
  readonly actor: Actor;
  readonly eventId: string;
  /** Whether the client is written to; default: true. */
  readonly notifyClient?: boolean;
}

/** An item to be written, if the stored one still has the version that was read; 0 means that there must be none. */
export interface Versioned<T> {
  readonly value: T;
  readonly versionRead: number;
}

/** What one transaction writes. */
export interface Changes {
  readonly appointment: Versioned<Appointment> | undefined;
  readonly hold: Versioned<Hold> | undefined;
  readonly pages: readonly PageChange[];
  readonly tallies: readonly TallyChange[];
  /** In order; their sequence numbers follow the version that was read. */
  readonly events: readonly AppointmentEvent[];
}

/** One more or one less in the count of a person's appointments of a status that start in a month. */
export interface TallyChange {
  readonly person: PersonId;
  readonly role: 'provider' | 'client';
  /** `2026-03`, in UTC. */
  readonly month: string;
  readonly status: Status;
  readonly by: number;
}

/** How the counts of both people change; nothing where neither status nor month does. */
export function tallyChanges(before: Appointment | undefined, after: Appointment): readonly TallyChange[] {
  const people = [
    { person: after.providerId, role: 'provider' },
    { person: after.clientId, role: 'client' },
  ] as const;
  const counted = after.status;
  const month = monthOf(after.start);
  if (before?.status === counted && monthOf(before.start) === month) return [];
  return people.flatMap((person) => [
    ...(before === undefined
      ? []
      : [{ ...person, month: monthOf(before.start), status: before.status, by: -1 }]),
    { ...person, month, status: counted, by: 1 },
  ]);
}

/** The month in UTC that tallies count an instant in: `2026-03`. */
export function monthOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 7);
}

/** What the events of appointments and holds have in common. */
export interface EventDetails {
  readonly command: CommandBasics & { readonly reason?: string | undefined };
  readonly type: EventType;
  readonly now: Instant;
  readonly before: Facts | undefined;
  readonly after: Facts;
}

/** The event with which a change of an appointment, or of the hold before it, is remembered. */
export function eventOf(
  subject: Pick<Hold, 'id' | 'providerId' | 'clientId' | 'version'> &
    Partial<Pick<Appointment, 'initial' | 'notes'>>,
  { command, type, now, before, after }: EventDetails,
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
    initial: subject.initial ?? false,
    notes: subject.notes,
    before,
    after,
  };
}
