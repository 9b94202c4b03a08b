import { expect, test } from 'vitest';
import { forecast, learn, newForecaster } from '../model/forecaster.ts';
import { seededNumbers } from '../model/random.ts';
import { factorsOf, reasonsOf } from './reasons.ts';

const limits = { terms: 60, termsPerColumn: 10, levels: 30, people: 100 };
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday'];

/** Mondays are far better than the other days; the kind says nothing. */
function taught(count: number) {
  const forecaster = newForecaster(limits);
  const random = seededNumbers('reasons');
  for (let at = 0; at < count; at++) {
    const weekday = WEEKDAYS[Math.floor(random() * 3)] ?? '';
    const row = { weekday, kind: random() < 0.5 ? 'online' : 'in_person', lead: Math.floor(random() * 20) };
    learn(forecaster, row, undefined, random() < (weekday === 'Monday' ? 0.9 : 0.5) ? 1 : 0);
  }
  return forecaster;
}

const monday = { weekday: 'Monday', kind: 'online', lead: 4 };

test('names what the data carry, with an interval that excludes zero, and nothing else', () => {
  const forecaster = taught(2000);
  const factors = factorsOf(forecaster, monday, undefined, forecast(forecaster, monday));
  expect(factors.map(({ name }) => name)).toEqual(['weekday']);
  const [factor] = factors;
  expect(factor?.interval[0]).toBeGreaterThan(0);
  expect(factor?.effect).toBeGreaterThan(0.15);
  expect(factor?.effect).toBeLessThan(0.4);
  expect(reasonsOf(factors, monday)[0]?.text).toMatch(/^Mondays work out more often .*\(\+\d+ points\)$/);
  const tuesday = { ...monday, weekday: 'Tuesday' };
  const [worse] = reasonsOf(
    factorsOf(forecaster, tuesday, undefined, forecast(forecaster, tuesday)),
    tuesday,
  );
  expect(worse?.text).toMatch(/^Tuesdays work out less often .*\(−\d+ points\)$/);
});

test('names nothing before there is evidence', () => {
  for (const count of [0, 5, 29]) {
    const forecaster = taught(count);
    expect(factorsOf(forecaster, monday, undefined, forecast(forecaster, monday))).toEqual([]);
  }
});

test('names a history that stands out', () => {
  const forecaster = taught(500);
  for (let at = 0; at < 60; at++)
    learn(forecaster, monday, at % 2 === 0 ? 'never' : 'always', at % 2 === 0 ? 0 : 1);
  const factors = factorsOf(forecaster, monday, 'never', forecast(forecaster, monday, 'never'));
  const history = factors.find(({ name }) => name === 'history');
  expect(history?.effect).toBeLessThan(0);
});

test('every factor has words of its own', () => {
  const row = {
    weekday: 'Monday',
    clientHour: '09-12',
    lead: 0,
    temperature: 'hot',
    abandoned: 'none',
    open: 'one',
    asked: '06-09',
  };
  const names = [
    'lead',
    'weekday',
    'hour',
    'engagement',
    'source',
    'abandoned',
    'open',
    'duration',
    'kind',
    'asked',
    'history',
  ] as const;
  const texts = reasonsOf(
    names.map((name) => ({ name, effect: 0.01, interval: [0, 0.02] as const })),
    row,
  ).map(({ text }) => text);
  expect(new Set(texts).size).toBe(names.length);
  expect(texts[0]).toBe('Appointments on the same day work out more often than usual with you (+1 point)');
  expect(texts[2]).toContain('between 09:00 and 12:00');
  for (const text of texts) expect(text).not.toMatch(/NaN/);
});
