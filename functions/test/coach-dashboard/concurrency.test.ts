import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

interface Wanted {
  readonly leadId: string;
  readonly startTime: string;
  readonly duration: number;
}

/** Rounds after which nobody is patient any more. */
const maximumRounds = 20;

describe('200 callers at once', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const violations = (buffer: number) =>
    violationsIn(connectTable(String(process.env.TABLE_NAME)), api.cloud.clock.now(), () => buffer);

  /**
   * All at once. Whoever is told when to ask again does so then, with the same key: on a machine that is slow enough, some
   * are answered `BUSY`, which promises that nothing was changed. The wait is one of the product's clock.
   */
  async function bookAll(coach: TestCoach, wanted: readonly Wanted[]): Promise<readonly ApiAnswer[]> {
    const askers = wanted.map(
      (body, index) => () => coach.call('POST', '/appointments', body, { 'idempotency-key': `${index}` }),
    );
    let answers = await Promise.all(askers.map((ask) => ask()));
    for (let round = 1; round < maximumRounds; round += 1) {
      const pauses = answers.map(({ headers }) => Number(headers.get('retry-after')));
      const longest = Math.max(...pauses);
      if (longest === 0) break;
      api.cloud.clock.set(api.cloud.clock.now() + longest * 1000);
      answers = await Promise.all(
        answers.map((answer, index) => (pauses[index] === 0 ? answer : (askers[index]?.() ?? answer))),
      );
    }
    return answers;
  }

  it('for one slot: one 201, the rest 409 with reason and alternatives', async () => {
    const coach = await enterCoach(api, 'one-slot');
    const leads = await Promise.all(Array.from({ length: 200 }, (_, index) => coach.lead(`lead${index}`)));
    const answers = await bookAll(
      coach,
      leads.map((leadId) => ({ leadId, startTime: '2026-03-03T15:00:00Z', duration: 30 })),
    );
    expect(countOf(answers)).toEqual({ '201': 1, '409 BUSY': 199 });
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body.alternatives.map((one: { startTime: string }) => one.startTime)).toEqual([
      '2026-03-03T14:30:00Z',
      '2026-03-03T15:30:00Z',
      '2026-03-03T14:00:00Z',
    ]);
    expect(await violations(0)).toEqual([]);
  });

  it('over one day: every one is booked or refused for a true reason', async () => {
    const coach = await enterCoach(api, 'one-day', { bufferTime: 5, slotInterval: 5 });
    const leads = await Promise.all(Array.from({ length: 20 }, (_, index) => coach.lead(`day${index}`)));
    const open = Date.parse('2026-03-03T14:00:00Z');
    const answers = await bookAll(
      coach,
      Array.from({ length: 200 }, (_, index) => ({
        leadId: leads[index % 20] ?? '',
        // Starts every five minutes, some outside the hours, so that reasons differ.
        startTime: new Date(open + ((index * 35) % 500) * 60_000).toISOString(),
        duration: 10,
      })),
    );
    const counts = countOf(answers);
    expect(
      Object.keys(counts).filter(
        (key) => !/^(201|409 (BUSY|BUFFER|OUTSIDE_WORKING_HOURS|CLIENT_BUSY))$/.test(key),
      ),
    ).toEqual([]);
    // Ten minutes and a buffer of five fit at most 32 times into eight hours, and the tries leave no room for less than 20.
    expect(counts['201']).toBeGreaterThanOrEqual(20);
    expect(counts['201']).toBeLessThanOrEqual(32);
    expect(await violations(0)).toEqual([]);
  });
});

function countOf(answers: readonly ApiAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = [status, body.reason ?? (status >= 500 ? body.code : undefined)].filter(Boolean).join(' ');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
