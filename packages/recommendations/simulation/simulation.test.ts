import { expect, test } from 'vitest';
import { type Knowledge, learnOutcome, newCoach, newEverybody } from '../coach/coach.ts';
import { clientRow, slotRow } from '../features/features.ts';
import { forecast } from '../model/forecaster.ts';
import { personOf } from '../model/marks.ts';
import { type Factor, factorsOf } from '../reasons/reasons.ts';
import { permuted, type Sample, simulate, type World } from './world.ts';

const plain: World = { base: () => 1.2 };

function pOf({ forecaster }: Knowledge, { outcome }: Sample): number {
  return forecast(forecaster, rowOf(outcome), personOf(outcome.clientId));
}

function rowOf({ client, asked, slot }: Sample['outcome']) {
  return { ...clientRow(client, asked), ...slotRow(slot, asked) };
}

function factorsFor(knowledge: Knowledge, sample: Sample): Factor[] {
  const p = pOf(knowledge, sample);
  return factorsOf(knowledge.forecaster, rowOf(sample.outcome), personOf(sample.outcome.clientId), p);
}

/** A new coach's knowledge after the samples, and what was forecast before each. */
function live(samples: readonly Sample[], knowledge: Knowledge = newCoach(newEverybody())) {
  const forecasts = samples.map((sample) => {
    const p = pOf(knowledge, sample);
    learnOutcome(knowledge, sample.outcome);
    return { p, sample };
  });
  return { knowledge, forecasts };
}

type Forecasts = ReturnType<typeof live>['forecasts'];

function meanError(forecasts: Forecasts): number {
  return forecasts.reduce((sum, { p, sample }) => sum + Math.abs(p - sample.truth), 0) / forecasts.length;
}

/** Against the true probabilities, so that the outcomes' own luck doesn't count. */
function calibrationError(forecasts: Forecasts): number {
  const bins = new Map<number, number>();
  for (const { p, sample } of forecasts) {
    const bin = Math.floor(p * 10);
    bins.set(bin, (bins.get(bin) ?? 0) + p - sample.truth);
  }
  return [...bins.values()].reduce((sum, off) => sum + Math.abs(off), 0) / forecasts.length;
}

const clear: World = {
  base: () => 0.8,
  clientHour: (hour) => (hour >= 9 && hour < 12 ? 0.9 : -0.3),
  weekday: (name) => (name === 'Friday' ? -1 : 0.1),
  urgency: (urgency) => ({ low: -0.6, normal: 0, high: 0.6 })[urgency],
  lead: (days) => -0.06 * days,
};

test('finds the true effects of hour, weekday, urgency and days ahead', () => {
  const { knowledge, forecasts } = live(simulate(clear, 4000, 'clear'));
  expect(meanError(forecasts.slice(-1000))).toBeLessThan(0.05);
  expect(calibrationError(forecasts.slice(-2000))).toBeLessThan(0.03);
  const named = simulate(clear, 300, 'asked later').flatMap((sample) =>
    factorsFor(knowledge, sample).map((factor) => ({ ...factor, sample })),
  );
  for (const name of ['hour', 'weekday', 'engagement', 'lead'] as const) {
    const found = named.filter((factor) => factor.name === name);
    expect(found.length, name).toBeGreaterThan(30);
    for (const { sample, effect } of found)
      expect(Math.sign(effect), name).toBe(Math.sign(trueEffect(name, sample)));
  }
  const untrue = named.filter(({ name }) => ['source', 'abandoned', 'open', 'asked'].includes(name));
  expect(untrue.length / 300).toBeLessThan(0.02);
});

function trueEffect(name: 'hour' | 'weekday' | 'engagement' | 'lead', { outcome }: Sample): number {
  const { slot, asked, client } = outcome;
  const row = { ...clientRow(client, asked), ...slotRow(slot, asked) };
  if (name === 'hour') return clear.clientHour?.(Math.floor(slot.client.minute / 60)) ?? 0;
  if (name === 'weekday') return row.weekday === 'Friday' ? -1 : 1;
  if (name === 'engagement') return row.urgency === 'high' ? 1 : -1;
  return 10.5 - Number(row.lead);
}

test('tells the hour of the client from the hour of the provider', () => {
  const world: World = { base: () => 0.5, clientHour: (hour) => (hour < 12 ? 1 : -1) };
  const { knowledge } = live(simulate(world, 4000, 'zones'));
  const [sample] = simulate(world, 1, 'one');
  if (sample === undefined) throw new Error('no sample');
  const at = (providerHour: number, clientHour: number) => {
    const slot = {
      ...sample.outcome.slot,
      provider: { date: 20_500, minute: providerHour * 60 },
      client: { date: 20_500, minute: clientHour * 60 },
    };
    return pOf(knowledge, { ...sample, outcome: { ...sample.outcome, slot } });
  };
  expect(at(15, 10) - at(15, 15)).toBeGreaterThan(0.25);
  expect(Math.abs(at(10, 10) - at(15, 10))).toBeLessThan(0.1);
});

test('invents nothing where there is nothing: fewer than 2 % of forecasts get a reason with outcomes permuted', () => {
  let asked = 0;
  let withReason = 0;
  for (let seed = 0; seed < 16; seed++) {
    const samples = permuted(simulate(clear, 900, `permuted ${seed}`), `deal ${seed}`);
    const knowledge = newCoach(newEverybody());
    samples.forEach((sample, at) => {
      if (at >= 50 && at % 9 === 0) {
        asked++;
        if (factorsFor(knowledge, sample).length > 0) withReason++;
      }
      learnOutcome(knowledge, sample.outcome);
    });
  }
  expect(asked).toBeGreaterThan(1400);
  expect(withReason / asked).toBeLessThan(0.02);
});

test('stays calibrated while the base rate falls, slowly or at once', () => {
  const slow = live(simulate({ ...clear, base: (done) => 1.5 - 2 * done }, 4000, 'slow')).forecasts;
  expect(calibrationError(slow.slice(-2000))).toBeLessThan(0.06);
  const atOnce = live(
    simulate({ ...clear, base: (done) => (done < 0.5 ? 1.5 : -0.5) }, 6000, 'at once'),
  ).forecasts;
  expect(calibrationError(atOnce.slice(-1500))).toBeLessThan(0.06);
});

test('forecasts the bare rate where nothing has an effect', () => {
  const { forecasts } = live(simulate(plain, 3000, 'plain'));
  expect(meanError(forecasts.slice(-1000))).toBeLessThan(0.03);
});

test('learns whom to rely on', () => {
  const world: World = { base: () => 0.8, clients: 1.5 };
  const { forecasts } = live(simulate(world, 4000, 'people'));
  const late = forecasts.slice(-1000);
  const rate = late.reduce((sum, { sample }) => sum + sample.truth, 0) / late.length;
  const guess = late.reduce((sum, { sample }) => sum + Math.abs(rate - sample.truth), 0) / late.length;
  expect(meanError(late)).toBeLessThan(0.75 * guess);
});

test("starts a new coach from all coaches' outcomes, and then lets them earn their own", () => {
  const everybody = newEverybody();
  for (const { outcome } of simulate(clear, 5000, 'all')) learnOutcome(everybody, outcome);
  const first = live(simulate(clear, 200, 'new coach'), newCoach(everybody)).forecasts;
  const alone = live(simulate(clear, 200, 'new coach')).forecasts;
  expect(meanError(first)).toBeLessThan(0.6 * meanError(alone));
  const opposite: World = { ...clear, weekday: (name) => (name === 'Friday' ? 1.5 : -0.3) };
  const { knowledge, forecasts } = live(simulate(opposite, 3000, 'other coach'), newCoach(everybody));
  expect(meanError(forecasts.slice(-500))).toBeLessThan(0.07);
  const friday = simulate(opposite, 60, 'fridays').filter(
    ({ outcome }) => rowOf(outcome).weekday === 'Friday',
  );
  const effects = friday.flatMap((sample) =>
    factorsFor(knowledge, sample).filter(({ name }) => name === 'weekday'),
  );
  expect(effects.length).toBeGreaterThan(0);
  for (const { effect } of effects) expect(effect).toBeGreaterThan(0);
});
