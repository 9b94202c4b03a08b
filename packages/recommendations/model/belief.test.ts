import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addEffect, type Evidence, emptyBelief, logistic, logOddsOf, update, varianceOf } from './belief.ts';
import { seededNumbers } from './random.ts';

function beliefOf(size: number, variance = 0.5) {
  const belief = emptyBelief();
  for (let at = 0; at < size; at++) addEffect(belief, variance);
  return belief;
}

const evidence = fc
  .record({
    indexes: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 5 }),
    values: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }),
    outcome: fc.constantFrom(0 as const, 1 as const),
  })
  .map(({ indexes, values, outcome }) => ({
    row: { indexes, values: values.slice(0, indexes.length), own: [] },
    outcome,
  }));

test('an outcome moves its row towards itself and never adds doubt about any row', () => {
  fc.assert(
    fc.property(fc.array(evidence, { minLength: 1, maxLength: 40 }), evidence, (learnt, asked) => {
      const belief = beliefOf(5);
      for (const { row, outcome } of learnt) {
        const before = { own: logOddsOf(belief, row), doubt: varianceOf(belief, asked.row) };
        update(belief, row, outcome);
        const moved = logOddsOf(belief, row) - before.own;
        expect(outcome === 1 ? moved : -moved).toBeGreaterThanOrEqual(-1e-12);
        expect(varianceOf(belief, asked.row)).toBeLessThanOrEqual(before.doubt + 1e-9);
      }
    }),
  );
});

test('finds the effects that made the outcomes, with intervals that hold them', () => {
  const truth = [0.5, 1, -0.8, 0];
  const random = seededNumbers('effects');
  const belief = beliefOf(4, 1);
  for (let at = 0; at < 4000; at++) {
    const values = [1, random() * 2 - 1, random() * 2 - 1, random() * 2 - 1];
    const logOdds = values.reduce((sum, value, index) => sum + value * (truth[index] ?? 0), 0);
    update(belief, { indexes: [0, 1, 2, 3], values, own: [] }, random() < logistic(logOdds) ? 1 : 0);
  }
  truth.forEach((effect, index) => {
    const row: Evidence = { indexes: [index], values: [1], own: [] };
    const reach = 3 * Math.sqrt(varianceOf(belief, row));
    expect(reach).toBeLessThan(0.35);
    expect(Math.abs(logOddsOf(belief, row) - effect)).toBeLessThan(reach);
  });
});

test('comes to the same whatever the order, nearly', () => {
  const random = seededNumbers('order');
  const rows = Array.from({ length: 600 }, () => {
    const group = Math.floor(random() * 3);
    const outcome: 0 | 1 = random() < 0.3 + 0.2 * group ? 1 : 0;
    return { row: { indexes: [0, 1 + group], values: [1, 1], own: [] }, group, outcome };
  });
  const mixed = beliefOf(4);
  const sorted = beliefOf(4);
  for (const { row, outcome } of rows) update(mixed, row, outcome);
  for (const { row, outcome } of rows.toSorted((a, b) => a.group - b.group)) update(sorted, row, outcome);
  for (const { row } of rows.slice(0, 20)) {
    expect(logistic(logOddsOf(sorted, row))).toBeCloseTo(logistic(logOddsOf(mixed, row)), 1);
  }
});

test("a person's own effect takes what the shared effects leave", () => {
  const belief = beliefOf(1, 1);
  const good = { mean: 0, variance: 0.8 };
  const bad = { mean: 0, variance: 0.8 };
  for (let at = 0; at < 50; at++) {
    update(belief, { indexes: [0], values: [1], own: [good] }, 1);
    update(belief, { indexes: [0], values: [1], own: [bad] }, 0);
  }
  expect(good.mean).toBeGreaterThan(1);
  expect(bad.mean).toBeLessThan(-1);
  expect(good.variance).toBeLessThan(0.4);
  expect(Math.abs(belief.mean[0] ?? 1)).toBeLessThan(0.4);
});
