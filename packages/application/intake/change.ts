import { type IntakeStatus, maySetStatus } from '@punctual/scheduling/intake/meetings.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import { linkLimitMilliseconds, maximumTries } from './create.ts';
import { factsOf, type Intake, type IntakeForm, type ToldEvent, withoutPerson } from './model.ts';
import { CalendlyFault, type IntakePorts } from './ports.ts';
import type { IntakeQuery } from './search.ts';

/** An intake that is there; one that was deleted is `not_found`, whatever is left of it for its meeting. */
export async function getIntake(
  { intakes }: Pick<IntakePorts, 'intakes'>,
  id: string,
): Promise<Outcome<Intake>> {
  const intake = await intakes.get(id);
  return intake?.form === undefined ? notFound('Booking') : done(intake);
}

/** A page of what matches, and how many do: exact, and never older than the last write. */
export function listIntakes({ intakes }: Pick<IntakePorts, 'intakes'>, query: IntakeQuery) {
  return intakes.search(query);
}

/** What is undefined stays as it is. */
export type IntakeChange = {
  readonly [Field in keyof IntakeForm]?: IntakeForm[Field] | undefined;
} & {
  readonly status?: IntakeStatus | undefined;
  readonly isRead?: boolean | undefined;
  readonly meetingNotes?: string | undefined;
  /** Why the status changes. */
  readonly reason?: string | undefined;
  readonly told?: ToldEvent | undefined;
};

/**
 * Changes words and status together or not at all. A status by hand counts until Calendly tells of something later; the
 * appointment follows it. Said again it is settled again, so that a call that broke off is made good by repeating it.
 */
export async function changeIntake(
  ports: IntakePorts,
  id: string,
  change: IntakeChange,
): Promise<Outcome<Intake>> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await ports.intakes.get(id);
    if (before?.form === undefined) return notFound('Booking');
    const { status, isRead = before.isRead, meetingNotes: notes = before.notes, reason } = change;
    const from = factsOf(before).status;
    if (status !== undefined && !maySetStatus(from, status)) {
      return failed({ kind: 'invalid_transition', from, to: status });
    }
    const now = ports.clock.now();
    const after: Intake = {
      ...before,
      form: changedForm(before.form, change),
      isRead,
      notes,
      told: change.told ?? before.told,
      decision: status === undefined || status === from ? before.decision : { status, at: now, reason },
      updatedAt: now,
      version: before.version + 1,
    };
    if ((await ports.intakes.save(before, after)) === 'saved') {
      if (status !== undefined) await ports.later.send([{ kind: 'settle', intake_id: id }]);
      return done(after);
    }
    await ports.pause(attempt);
  }
  return failed({ kind: 'busy' });
}

function changedForm(form: IntakeForm, change: IntakeChange): IntakeForm {
  return {
    firstName: change.firstName ?? form.firstName,
    lastName: change.lastName ?? form.lastName,
    companyName: change.companyName ?? form.companyName,
    companyWebsite: change.companyWebsite ?? form.companyWebsite,
    position: change.position ?? form.position,
    isDecisionMaker: change.isDecisionMaker ?? form.isDecisionMaker,
    email: change.email ?? form.email,
    businessPhone: change.businessPhone ?? form.businessPhone,
  };
}

/**
 * Cancels here and at Calendly: there within the call if it answers in time, else by the worker. What is cancelled
 * already there is fine.
 */
export async function cancelIntake(
  ports: IntakePorts,
  id: string,
  reason: string | undefined,
  also: IntakeChange = {},
): Promise<Outcome<Intake>> {
  const changed = await changeIntake(ports, id, { ...also, status: 'cancelled', reason });
  if (!changed.ok) return changed;
  const eventId = eventIdOf(changed.value);
  if (eventId !== undefined) {
    try {
      await ports.calendly.cancel(eventId, reason, linkLimitMilliseconds);
    } catch (fault) {
      if (!(fault instanceof CalendlyFault)) throw fault;
      if (fault.kind !== 'not_found') {
        await ports.later.send([{ kind: 'cancel_event', event_id: eventId, reason }]);
      }
    }
  }
  return changed;
}

/** Calendly's id of the event that an intake is about. */
export function eventIdOf(intake: Intake): string | undefined {
  return /\/scheduled_events\/([^/?#]+)$/.exec(factsOf(intake).eventUri ?? '')?.[1];
}

/** Calendly's id of the invitee that an intake is about. */
export function inviteeIdOf(intake: Intake): string | undefined {
  return /\/invitees\/([^/?#]+)$/.exec(factsOf(intake).inviteeUri ?? '')?.[1];
}

/**
 * Deletes intakes with everything that names a person: their rows in the search and what leads to them as well. An
 * appointment that came of one stays the client's own, and goes on following its meeting at Calendly. Answers how many
 * there were.
 */
export async function deleteIntakes(
  ports: Pick<IntakePorts, 'intakes' | 'clock' | 'pause'>,
  ids: readonly string[],
): Promise<Outcome<number>> {
  let deleted = 0;
  for (const id of new Set(ids)) {
    for (let attempt = 1; ; attempt += 1) {
      const before = await ports.intakes.get(id);
      if (before?.form === undefined) break;
      if ((await ports.intakes.save(before, withoutPerson(before, ports.clock.now()))) === 'saved') {
        deleted += 1;
        break;
      }
      if (attempt === maximumTries) return failed({ kind: 'busy' });
      await ports.pause(attempt);
    }
  }
  return deleted === 0 ? notFound('Booking') : done(deleted);
}

/** What Calendly itself says, or why it cannot be asked. */
export async function askCalendly<Told>(ask: () => Promise<Told>): Promise<Outcome<Told>> {
  try {
    return done(await ask());
  } catch (fault) {
    if (!(fault instanceof CalendlyFault)) throw fault;
    if (fault.kind === 'not_found') return notFound('Calendly event');
    return failed({ kind: 'provider_unavailable', message: fault.message });
  }
}
