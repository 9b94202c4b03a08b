import { calendarStorm } from '@punctual/testkit/calendars/storm.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const now = Date.parse('2026-03-02T08:00:00Z');
/** Two are enough to notice what is broken; `CALENDAR_STORMS=30` looks for what is rare. */
const storms = Number(process.env.CALENDAR_STORMS ?? 2);

describe('calendars under a storm', () => {
  let table: TestTable;

  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());

  it.each(Array.from({ length: storms }, (_, index) => index + 1))(
    'agree with the appointments once everything works again, seed %i',
    async (seed) => {
      const weather = await calendarStorm({ table, seed, now, steps: 30 });
      expect(weather.violations).toEqual([]);
      expect(weather.afterSync).toEqual([]);
      // A storm in which nothing befell anybody would prove nothing.
      expect(weather.kills).toBeGreaterThan(0);
      expect(weather.retries).toBeGreaterThan(weather.kills);
      expect(weather.drifted + weather.callsInStorm).toBeGreaterThan(weather.mappings);
      expect(weather.calls).toBeLessThan(2 * weather.mappings + 20);
    },
    120_000,
  );
});
