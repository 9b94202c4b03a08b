import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Outcome, simulate } from '@punctual/testkit/month.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { enterCoach, portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoubtRule } from '../messages/deliver.ts';
import { createLead } from '../people/leads.ts';

const now = Date.parse('2026-03-02T00:00:00Z');
/** Appointments of each rule: 2,000 in all. A seed that fails is named, and `simulate` plays it again. */
const appointments = 1000;
/** As many months at once as keep the table busy. */
const lanes = 8;

describe('a simulated month of messages', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());

  async function storm(doubt: DoubtRule, seeds: readonly number[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    const left = [...seeds];
    const lane = async (): Promise<void> => {
      for (let seed = left.pop(); seed !== undefined; seed = left.pop()) {
        // A coach and a client of their own: what is asked here is not whether they are free.
        const ports = portsOn(table, stillClock(now));
        const coach = await enterCoach(ports, `coach-${seed}`, { advanceBookingDays: 90 });
        const lead = value(
          await createLead(ports, coach.id, ports.ids.next() as PersonId, {
            name: `Client ${seed}`,
            email: `client-${seed}@example.com`,
            phone: '+15551234567',
            timeZone: 'Europe/Berlin',
            temperature: 'warm',
            score: 50,
          }),
        );
        const outcome = await simulate({ table, coach, clientId: lead.id, now, seed, doubt });
        expect([seed, outcome.violations]).toEqual([seed, []]);
        outcomes.push(outcome);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return outcomes;
  }

  const sum = (outcomes: readonly Outcome[], field: 'sent' | 'doubts' | 'doubles' | 'faults') =>
    outcomes.reduce((total, outcome) => total + outcome[field], 0);

  const seedsFrom = (first: number) => Array.from({ length: appointments }, (_, index) => first + index);

  it('loses nothing, and doubles only what is in doubt, when told to send at least once', async () => {
    const outcomes = await storm('AT_LEAST_ONCE', seedsFrom(1));
    expect(sum(outcomes, 'faults')).toBeGreaterThan(appointments / 2);
    expect(sum(outcomes, 'sent')).toBeGreaterThan(appointments * 4);
    expect(sum(outcomes, 'doubles')).toBeLessThanOrEqual(sum(outcomes, 'doubts'));
  }, 600_000);

  it('doubles nothing, and loses only what is in doubt, when told to send at most once', async () => {
    const outcomes = await storm('AT_MOST_ONCE', seedsFrom(100_001));
    expect(sum(outcomes, 'doubles')).toBe(0);
  }, 600_000);
});
