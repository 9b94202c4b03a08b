import {
  knownAtOf,
  learnOutcome,
  type Outcome,
  packKnowledge,
  type Target,
} from '@punctual/recommendations/coach/coach.ts';
import {
  type Appointment,
  type AppointmentId,
  isLive,
} from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant } from '@punctual/scheduling/time/instant.ts';
import { dueAt, isAbout, type LearningPorts, noteDecision, setTimer, targetsOf } from './decide.ts';
import { everybodys, knowledgeOf } from './knowledge.ts';
import type { Decision, KnownOutcome, StoredKnowledge } from './ports.ts';

/** Days after the slot on which nobody asks any more what became of an appointment that was never closed. */
const patience = 8 * DAY;

const maximumTries = 8;

/**
 * Learns what became of an appointment once that may be known: into the provider's knowledge in one transaction with the
 * decision, which thereby is learnt once, then into everybody's, which knows by itself what it has learnt. Called by a
 * timer that may come twice, late, or for a time that the appointment no longer has.
 *
 * @throws when others were faster every time, to be tried again
 */
export async function learnOutcomeOf(
  ports: LearningPorts,
  id: AppointmentId,
  target: Target,
): Promise<'learnt' | 'left_out' | 'waiting' | 'nothing'> {
  const { ledger, recommenders, pause } = ports;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const [{ appointment }, decision] = await Promise.all([
      ledger.records({ appointment: id }),
      recommenders.decision(id),
    ]);
    if (appointment === undefined || decision === undefined) return 'nothing';
    if (!targetsOf(decision).includes(target)) return 'nothing';
    if (!isAbout(decision, appointment)) {
      await noteDecision(ports, id);
      return 'waiting';
    }
    const settled = decision.outcomes[target];
    const known = settled ?? (await outcomeOf(ports, appointment, decision, target));
    if (typeof known === 'number') {
      await setTimer(ports, decision, target, known);
      return 'waiting';
    }
    if (settled === undefined && !(await settle(ports, decision, target, known))) {
      await pause(attempt);
      continue;
    }
    if (known === 'left_out') return known;
    await teachEverybody(ports, decision, target, known);
    return 'learnt';
  }
  throw new Error('the outcome could not be learnt');
}

/** What became of it, or the instant at which to look again. */
async function outcomeOf(
  ports: LearningPorts,
  appointment: Appointment,
  decision: Decision,
  target: Target,
): Promise<KnownOutcome | 'left_out' | Instant> {
  const now = ports.clock.now();
  const due = dueAt(decision, target);
  if (now < due) return due;
  const { start, status, completedAt, cancellation, updatedAt } = appointment;
  if (isLive(status)) {
    // Once a day, at the hour of the appointment.
    const next = start + (Math.floor((now - start) / DAY) + 1) * DAY;
    return next > start + patience ? 'left_out' : next;
  }
  const endedAt = cancellation?.at ?? completedAt ?? updatedAt;
  const kept = status === 'completed';
  if (target === 'kept') return { happened: kept, knownAt: knownAtOf(start, endedAt) };
  const happened = kept && (await cameBack(ports, appointment, due));
  return { happened, knownAt: knownAtOf(start, Math.max(due, endedAt)) };
}

/**
 * A first appointment converts when it took place and, by `due`, another one with the same provider was booked that starts
 * later and was not cancelled.
 */
async function cameBack(
  { ledger }: Pick<LearningPorts, 'ledger'>,
  { clientId, providerId, start }: Appointment,
  due: Instant,
): Promise<boolean> {
  const lists = await Promise.all(
    (['live', 'ended'] as const).map((state) => ledger.list({ of: { clientId }, state, from: start + 1 })),
  );
  return lists
    .flat()
    .some((one) => one.providerId === providerId && one.status !== 'cancelled' && one.createdAt <= due);
}

/** False when somebody else has moved the decision or the provider's knowledge on. */
async function settle(
  ports: LearningPorts,
  decision: Decision,
  target: Target,
  known: KnownOutcome | 'left_out',
): Promise<boolean> {
  const settled = {
    ...decision,
    outcomes: { ...decision.outcomes, [target]: known },
    version: decision.version + 1,
  };
  if (known === 'left_out') return ports.recommenders.saveDecision(settled);
  const owner = decision.providerId;
  const stored = await ports.recommenders.knowledge(owner, target);
  const knowledge = await knowledgeOf(ports, stored, target);
  learnOutcome(knowledge, lessonOf(decision, target, known));
  const packed = packKnowledge(knowledge);
  const taught: StoredKnowledge = { owner, target, packed, version: (stored?.version ?? 0) + 1 };
  return ports.recommenders.saveDecision(settled, taught);
}

async function teachEverybody(
  { recommenders, pause }: LearningPorts,
  decision: Decision,
  target: Target,
  known: KnownOutcome,
): Promise<void> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const stored = await recommenders.knowledge('everybody', target);
    const knowledge = everybodys(stored);
    if (learnOutcome(knowledge, lessonOf(decision, target, known)) !== 'learnt') return;
    const packed = packKnowledge(knowledge);
    const version = (stored?.version ?? 0) + 1;
    if (await recommenders.saveKnowledge({ owner: 'everybody', target, packed, version })) return;
    await pause(attempt);
  }
  throw new Error('the outcome was not learnt for everybody');
}

function lessonOf(decision: Decision, target: Target, { happened, knownAt }: KnownOutcome): Outcome {
  const { appointmentId: id, clientId, client, asked, slot, forecasts } = decision;
  return { id, target, happened, knownAt, clientId, client, asked, slot, forecast: forecasts[target] };
}
