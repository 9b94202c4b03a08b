import { expect, test } from 'vitest';
import { enterForecast, newLedger, qualityOf } from './quality.ts';

test('the figures are those of the definitions', () => {
  const ledger = newLedger();
  const entries = [
    [0.9, 1],
    [0.95, 1],
    [0.92, 0],
    [0.3, 0],
    [1, 1],
  ] as const;
  for (const [p, outcome] of entries) enterForecast(ledger, p, outcome);
  const quality = qualityOf(ledger);
  expect(quality.count).toBe(5);
  expect(quality.rate).toBeCloseTo(0.6);
  expect(quality.brier).toBeCloseTo((0.01 + 0.0025 + 0.8464 + 0.09) / 5);
  const losses = [0.9, 0.95, 0.08, 0.7].reduce((sum, p) => sum - Math.log(p), 0);
  expect(quality.logLoss).toBeCloseTo(losses / 5);
  expect(quality.calibrationError).toBeCloseTo((Math.abs(0.9 + 0.95 + 0.92 + 1 - 3) + 0.3) / 5);
  expect(quality.bias).toBeCloseTo((4.07 - 3) / 5);
  // The rate before each: 1/2, 2/3, 3/4, 3/5, 3/6.
  const base = [1 / 2, 2 / 3, 1 / 4, 2 / 5, 1 / 2].reduce((sum, p) => sum - Math.log(p), 0);
  expect(quality.baseline.logLoss).toBeCloseTo(base / 5);
  expect(quality.reliability.map(({ from, count }) => [from, count])).toEqual([
    [0.3, 1],
    [0.9, 4],
  ]);
});

test('an empty ledger has nulls, never NaN', () => {
  expect(qualityOf(newLedger())).toEqual({
    count: 0,
    rate: null,
    logLoss: null,
    brier: null,
    calibrationError: null,
    bias: null,
    baseline: { logLoss: null, brier: null },
    reliability: [],
  });
});
