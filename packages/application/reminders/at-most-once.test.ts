import { simulateMonths } from '@punctual/testkit/months.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';

/* Half of the 2,000 simulated months; the other half is in `at-least-once.test.ts`. */

const months = 1000;

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('doubles nothing, and loses only what is in doubt, when told to send at most once', async ({
  annotate,
}) => {
  const { violations, ...figures } = await simulateMonths(table, 'AT_MOST_ONCE', 100_001, months);
  // The reporter `verbose` shows it.
  await annotate(JSON.stringify(figures));
  expect(violations).toEqual([]);
  expect(figures.doubles).toBe(0);
  expect(figures.lost).toBeGreaterThan(0);
  const doubts = Object.values(figures.doubts).reduce((sum, count) => sum + count, 0);
  expect(figures.lost).toBeLessThanOrEqual(doubts);
  expect(figures.faults).toBeGreaterThan(months);
}, 600_000);
