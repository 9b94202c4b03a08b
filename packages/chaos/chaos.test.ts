import { expect, it } from 'vitest';
import { chaos } from './chaos.ts';
import { withoutConditions, withoutEvents } from './faults.ts';
import { formatChaos } from './report.ts';
import type { Passing } from './wire.ts';

/* Short forms of `npm run chaos`. A seed that fails is in the message, and replays. */

const seed = Number(process.env.CHAOS_SEED ?? 7);

it('loses nothing and doubles nothing in a storm, and shows nobody’s secrets in the logs', async () => {
  const report = await chaos({ seed, operations: 90, atOnce: 8 });
  expect(report.violations, formatChaos(report)).toBe(0);
  // There was a storm, and people got something done in it.
  const faults = Object.values(report.faults).reduce((sum, times) => sum + times, 0);
  const done = Object.values(report.operations).reduce((sum, results) => sum + (results.done ?? 0), 0);
  expect(faults).toBeGreaterThan(30);
  expect(done).toBeGreaterThan(30);
  expect(report.faults['process killed']).toBeGreaterThan(0);
  expect(report.logLines).toBeGreaterThan(50);
});

const bookings = ['coach books a lead', 'client books a session', 'client books a coach'] as const;

it('finds a build that has lost the conditions of its transactions, and one that skips its outbox', async () => {
  // Both at once, because they are seen by different checks: each new appointment has events of its own, lost or not.
  const alter = (passing: Passing) => withoutEvents({ ...passing, body: withoutConditions(passing) });
  const report = await chaos({ seed, operations: 40, kinds: bookings, isCalm: true, atOnce: 16, alter });
  const found = report.verified.checks.filter(({ violations }) => violations.length > 0);
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['pages', 'sequences']));
});
