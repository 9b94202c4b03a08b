import { simulateMonths } from '@punctual/testkit/months.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';

/* Half of the 2,000 simulated months; the other half is in `at-most-once.test.ts`, so that both can run at once. */

const months = 1000;

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('loses nothing, and doubles only what is in doubt, when told to send at least once', async ({
  annotate,
}) => {
  const { violations, ...figures } = await simulateMonths(table, 'AT_LEAST_ONCE', 1, months);
  // The reporter `verbose` shows it.
  await annotate(JSON.stringify(figures));
  expect(violations).toEqual([]);
  expect(figures.lost).toBe(0);
  expect(figures.doubles).toBeGreaterThan(0);
  // The storm has been everywhere.
  expect(figures.faults).toBeGreaterThan(months);
  expect(figures.sent).toBeGreaterThan(months * 6);
  for (const count of Object.values(figures.doubts)) expect(count).toBeGreaterThan(months / 50);
}, 600_000);
