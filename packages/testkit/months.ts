import type { DoubtRule } from '@punctual/application/messages/deliver.ts';
import { createLead } from '@punctual/application/people/leads.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { type Outcome, simulate } from './month.ts';
import type { Stage } from './month-storm.ts';
import type { TestTable } from './table.ts';
import { enterCoach, portsOn, stillClock, value } from './world.ts';

const beginning = Date.parse('2026-03-02T00:00:00Z');
/** From one month of the same two people to their next, so that they are never in each other's way. */
const spacing = 90 * DAY;
/** As many people at once as keep the table busy. */
const lanes = 8;

export interface Figures {
  /** The seed of each month that broke a promise, with what it broke; `simulate` plays it again. */
  readonly violations: readonly (readonly [number, ...string[]])[];
  readonly faults: number;
  readonly sent: number;
  /** How often each stage left open whether a message was sent. */
  readonly doubts: Readonly<{ [At in Stage]: number }>;
  readonly doubles: number;
  readonly lost: number;
}

/** Simulates as many months and adds up what happened. */
export async function simulateMonths(
  table: TestTable,
  doubt: DoubtRule,
  firstSeed: number,
  months: number,
): Promise<Figures> {
  const outcomes: (Outcome & { readonly seed: number })[] = [];
  let next = firstSeed;
  const lane = async (_: unknown, index: number): Promise<void> => {
    const ports = portsOn(table, stillClock(beginning));
    const coach = await enterCoach(ports, `coach-${index}`, { advanceBookingDays: 90 });
    const lead = value(
      await createLead(ports, coach.id, ports.ids.next() as PersonId, {
        name: `Client ${index}`,
        email: `client-${index}@example.com`,
        phone: '+15551234567',
        timeZone: 'Europe/Berlin',
        temperature: 'warm',
        score: 50,
      }),
    );
    for (let now = beginning; next < firstSeed + months; now += spacing) {
      const seed = next++;
      outcomes.push({ seed, ...(await simulate({ table, coach, clientId: lead.id, now, seed, doubt })) });
    }
  };
  await Promise.all(Array.from({ length: lanes }).map(lane));

  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const doubtsAt = (stage: Stage) => sum(({ doubts }) => doubts.filter((one) => one.stage === stage).length);
  return {
    violations: outcomes.flatMap(({ seed, violations }) =>
      violations.length === 0 ? [] : [[seed, ...violations] as const],
    ),
    faults: sum(({ faults }) => faults),
    sent: sum(({ sent }) => sent),
    doubts: {
      marked: doubtsAt('marked'),
      unanswered: doubtsAt('unanswered'),
      unsettled: doubtsAt('unsettled'),
      paused: doubtsAt('paused'),
    },
    doubles: sum(({ doubles }) => doubles),
    lost: sum(({ lost }) => lost),
  };
}
