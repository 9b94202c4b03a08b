import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach } from './coach.ts';

describe('200 callers at once', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const violations = (buffer: number) =>
    violationsIn(connectTable(String(process.env.TABLE_NAME)), api.cloud.clock.now(), () => buffer);

  it('for one slot: one 201, the rest 409 with reason and alternatives', async () => {
    const coach = await enterCoach(api, 'one-slot');
    const leads = await Promise.all(Array.from({ length: 200 }, (_, index) => coach.lead(`lead${index}`)));
    const answers = await Promise.all(leads.map((lead) => coach.book(lead, '2026-03-03T15:00:00Z')));
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
    const lead = await Promise.all(Array.from({ length: 20 }, (_, index) => coach.lead(`day${index}`)));
    const open = Date.parse('2026-03-03T14:00:00Z');
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        // Starts every five minutes, some outside the hours, so that reasons differ.
        coach.book(lead[index % 20] ?? '', new Date(open + ((index * 35) % 500) * 60_000).toISOString(), 10),
      ),
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
