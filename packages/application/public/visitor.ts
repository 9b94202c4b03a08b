import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import { type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { holdSlot } from '../appointments/hold.ts';
import type { SurfacePolicy } from '../model.ts';
import { notFound, type Outcome, unknownZone } from '../outcome.ts';
import { enterPerson } from '../people/introduce.ts';
import type { Ports } from '../ports.ts';

/** Somebody on a booking page, as they introduce themselves. */
export interface Visitor {
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly timeZone: string;
}

type VisitorAddress = Omit<Visitor, 'timeZone'> & { readonly timeZone: string | undefined };

export interface VisitorHold {
  readonly id: AppointmentId;
  readonly coachId: PersonId;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly contact: Visitor;
  /** How long the slot is kept. */
  readonly minutes: number;
}

/**
 * Keeps a slot for a visitor, who becomes the coach's lead unless there is one with this e-mail address; what the coach
 * knows of that one stays as it is.
 */
export async function holdForVisitor(
  ports: Ports,
  policy: SurfacePolicy,
  request: VisitorHold,
): Promise<Outcome<Hold>> {
  const { contact, coachId } = request;
  if (!isTimeZone(contact.timeZone)) return unknownZone('body.contact.timeZone');
  const { settings } = await ports.ledger.records({ settingsOf: coachId });
  if (settings === undefined) return notFound('Coach');
  const clientId = await leadFor(ports, coachId, contact);
  return holdSlot(ports, clientId, policy, {
    id: request.id,
    providerId: coachId,
    clientId,
    start: request.start,
    durationMinutes: request.durationMinutes,
    kind: 'online',
    timeZone: contact.timeZone,
    expiresAt: ports.clock.now() + request.minutes * MINUTE,
  });
}

/** The coach's lead with this e-mail address, who is entered if there is none. */
export async function leadFor(ports: Ports, coachId: PersonId, contact: VisitorAddress): Promise<PersonId> {
  const known = await ports.directory.leadWith(coachId, contact.email);
  if (known !== undefined) return known;
  const entered = await enterPerson(
    ports,
    {
      ...contact,
      id: ports.ids.next() as PersonId,
      roles: [],
      lead: { coachId, temperature: 'warm', score: 50 },
      staffOf: undefined,
    },
    'unless_known',
  );
  return entered?.id ?? leadFor(ports, coachId, contact);
}
