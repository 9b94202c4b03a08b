import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Spread, termsOf } from './encode.ts';
import { doubtOf, forecast, learn, newForecaster } from './forecaster.ts';
import { seededNumbers } from './random.ts';

const limits = { terms: 40, termsPerColumn: 10, levels: 30, people: 20 };
const none = new Map<string, Spread>();

test("a number's broken line adds up to one and joins its neighbours without a jump", () => {
  const line = (cell: number) =>
    new Map(
      termsOf({ x: cell }, none)
        .filter(({ name }) => /~-?\d/.test(name))
        .map(({ name, value }) => [name, value]),
    );
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (cell) => {
      const here = line(cell);
      expect([...here.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
      const there = line(cell + 1e-7);
      const names = new Set([...here.keys(), ...there.keys()].filter((name) => !name.endsWith('~-0')));
      for (const name of names) {
        if (Math.abs(cell) < 1) continue;
        expect(Math.abs((here.get(name) ?? 0) - (there.get(name) ?? 0))).toBeLessThan(1e-3);
      }
    }),
  );
});

test('what is missing is a level of its own, whatever stands for it', () => {
  const names = [undefined, '', Number.NaN].map((cell) => termsOf({ x: cell }, none).map(({ name }) => name));
  expect(names).toEqual([['x='], ['x='], ['x=']]);
});

test('forecasting changes nothing', () => {
  const forecaster = newForecaster(limits);
  learn(forecaster, { x: 3, word: 'a' }, 'p', 1);
  const before = JSON.stringify([...forecaster.terms, ...forecaster.people, forecaster.members]);
  forecast(forecaster, { x: 1e9, word: 'never met' }, 'a stranger');
  doubtOf(forecaster, { other: 'column' }, 'a stranger');
  expect(JSON.stringify([...forecaster.terms, ...forecaster.people, forecaster.members])).toBe(before);
});

test('remembers no more than its limits', () => {
  const forecaster = newForecaster(limits);
  for (let at = 0; at < 500; at++)
    learn(forecaster, { a: `l${at}`, b: at, c: at % 7 }, `p${at}`, at % 2 === 0 ? 1 : 0);
  expect(forecaster.terms.size).toBeLessThanOrEqual(limits.terms);
  expect(forecaster.columns.filter((column) => column === 'a').length).toBeLessThanOrEqual(
    limits.termsPerColumn,
  );
  expect(forecaster.levels.size).toBe(limits.levels);
  expect([...forecaster.people.keys()]).toEqual(Array.from({ length: 20 }, (_, at) => `p${480 + at}`));
});

test('comes round to effects that turned', () => {
  const forecaster = newForecaster(limits);
  const random = seededNumbers('turn');
  const run = (effect: number, count: number) => {
    for (let at = 0; at < count; at++) {
      const side = random() < 0.5 ? 'left' : 'right';
      const p = 0.5 + (side === 'left' ? effect : -effect);
      learn(forecaster, { side }, undefined, random() < p ? 1 : 0);
    }
    return forecast(forecaster, { side: 'left' }) - forecast(forecaster, { side: 'right' });
  };
  expect(run(0.3, 1500)).toBeGreaterThan(0.45);
  expect(run(-0.3, 3000)).toBeLessThan(-0.3);
});

test("a person's history counts only once it has proved to", () => {
  const luck = newForecaster({ ...limits, people: 1000 });
  const leaning = newForecaster({ ...limits, people: 1000 });
  const random = seededNumbers('people');
  for (let at = 0; at < 6000; at++) {
    const who = Math.floor(random() * 300);
    learn(luck, {}, `p${who}`, random() < 0.8 ? 1 : 0);
    learn(leaning, {}, `p${who}`, random() < (who % 2 === 0 ? 0.95 : 0.5) ? 1 : 0);
  }
  for (let at = 0; at < 20; at++) {
    learn(luck, {}, 'unlucky', at < 4 ? 0 : 1);
    learn(leaning, {}, 'unlucky', at < 4 ? 0 : 1);
  }
  expect(forecast(luck, {}, 'p0')).toBeCloseTo(forecast(luck, {}, 'p1'), 1);
  expect(forecast(leaning, {}, 'p0') - forecast(leaning, {}, 'p1')).toBeGreaterThan(0.2);
});
