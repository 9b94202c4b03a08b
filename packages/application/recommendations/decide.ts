import { recommend } from '@punctual/recommendations/choice/choose.ts';
import type { Target } from '@punctual/recommendations/coach/coach.ts';
import type { Appointment, AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY, type Instant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { defaultSettings } from '../model.ts';
import type { Ports, Timers } from '../ports.ts';
import { askedAt, clientFacts, clocksOf, slotFacts } from './facts.ts';
import { knowledgeOf } from './knowledge.ts';
import type { Decision, Recommenders } from './ports.ts';

/** What a timer sends when the outcome of an appointment is to be looked for. */
export interface OutcomeDue {
  readonly kind: 'outcome_due';
  readonly appointment_id: string;
  readonly target: Target;
}

export type LearningPorts = Pick<Ports, 'ledger' | 'clock' | 'pause'> & {
  readonly recommenders: Recommenders;
  readonly timers: Timers;
};

/** When outcomes are looked for, from the start of the slot: for every appointment alike, however early it ended. */
const dueAfter: Readonly<Record<Target, number>> = { kept: DAY, converted: 30 * DAY };

/** Longer than it takes to set a timer, so that no time lies in the past when it arrives at the scheduler. */
const margin = MINUTE / 12;

const maximumTries = 8;

/** When the outcome of a decision is first looked for. */
export function dueAt({ start }: Pick<Decision, 'start'>, target: Target): Instant {
  return start + dueAfter[target];
}

/**
 * Keeps what is known and forecast when an appointment gets its time, and sets the timers by which its outcome will be
 * learnt. Which event asks for it does not matter: the decision becomes what the appointment says by now, and asking
 * again changes nothing.
 *
 * @throws when it kept changing meanwhile, to be tried again
 */
export async function noteDecision(ports: LearningPorts, id: AppointmentId): Promise<void> {
  const { ledger, recommenders, timers, pause } = ports;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const [{ appointment }, before] = await Promise.all([
      ledger.records({ appointment: id }),
      recommenders.decision(id),
    ]);
    if (appointment === undefined) return;
    if (before !== undefined && isAbout(before, appointment)) return setTimers(ports, before);
    const decision = await decisionOn(ports, appointment, (before?.version ?? 0) + 1);
    if (await recommenders.saveDecision(decision)) {
      // One that is set after this all the same finds the new time by itself. Before the new ones: it may have moved back.
      if (before !== undefined) {
        await Promise.all(targetsOf(before).map((target) => timers.cancel(nameOf(before, target))));
      }
      await setTimers(ports, decision);
      return;
    }
    await pause(attempt);
  }
  throw new Error('the decision kept changing');
}

/** Whether the appointment still has the time that was decided about then. */
export function isAbout({ decidedAt, start }: Decision, appointment: Appointment): boolean {
  return decidedAt === decidedAtOf(appointment) && start === appointment.start;
}

/** Has the outcome looked for at `due`, or in a moment when that is past. */
export async function setTimer(
  { timers, clock }: Pick<LearningPorts, 'timers' | 'clock'>,
  decision: Decision,
  target: Target,
  due: Instant,
): Promise<void> {
  const { appointmentId } = decision;
  const at = Math.max(due, clock.now() + margin);
  const message: OutcomeDue = { kind: 'outcome_due', appointment_id: appointmentId, target };
  await timers.set(nameOf(decision, target, at), at, message);
}

async function setTimers(ports: LearningPorts, decision: Decision): Promise<void> {
  const open = targetsOf(decision).filter((target) => decision.outcomes[target] === undefined);
  await Promise.all(open.map((target) => setTimer(ports, decision, target, dueAt(decision, target))));
}

/** After the time it is set for, so that no name is used again: schedules that went off are deleted a while later. */
function nameOf(decision: Decision, target: Target, at = dueAt(decision, target)): string {
  return `outcome-${decision.appointmentId}-${target[0]}-${Math.ceil(at / 1000).toString(36)}`;
}

/** Only first appointments can convert. */
export function targetsOf({ initial }: Pick<Decision, 'initial'>): readonly Target[] {
  return initial ? ['kept', 'converted'] : ['kept'];
}

function decidedAtOf({ reschedules, createdAt }: Appointment): Instant {
  return reschedules.at(-1)?.at ?? createdAt;
}

async function decisionOn(
  ports: LearningPorts,
  appointment: Appointment,
  version: number,
): Promise<Decision> {
  const { id, providerId, clientId, initial, start, durationMinutes, kind, timeZone } = appointment;
  const targets = targetsOf(appointment);
  const { people, settings, knowledge, history } = await ports.ledger.records({
    people: [clientId],
    settingsOf: providerId,
    forecast: { providerId, clientId, targets },
  });
  const clocks = clocksOf((settings ?? defaultSettings(providerId, 0)).timeZone, timeZone);
  const decidedAt = decidedAtOf(appointment);
  const client = clientFacts(people.get(clientId), history, id);
  const asked = askedAt(clocks, decidedAt);
  const slot = slotFacts(clocks, start, durationMinutes, kind);
  const forecasts: Partial<Record<Target, number>> = {};
  for (const target of targets) {
    const { forecaster } = await knowledgeOf(
      ports,
      knowledge?.find((one) => one.target === target),
      target,
    );
    const question = { client, clientId, asked, busy: [], limit: 1, seed: id, exploration: 0 };
    const [forecast] = recommend(forecaster, { ...question, candidates: [{ start, ...slot }] });
    if (forecast !== undefined) forecasts[target] = forecast.probability;
  }
  return {
    appointmentId: id,
    providerId,
    clientId,
    initial,
    decidedAt,
    start,
    client,
    asked,
    slot,
    forecasts,
    outcomes: {},
    version,
  };
}
