import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnOutcome, newCoach, newEverybody } from '../coach/coach.ts';
import { clientRow, slotRow, type Temperature, urgencyOf } from '../features/features.ts';
import { forecast } from '../model/forecaster.ts';
import { personOf } from '../model/marks.ts';
import { coldStartOf, expectedOutcomeOf, outlookOf } from '../reasons/words.ts';
import { simulate } from '../simulation/world.ts';
import { type Candidate, type Question, recommend } from './choose.ts';
import { type Interval, uselessGaps } from './gaps.ts';
import { DEFAULT_UTILITY } from './utility.ts';

const TODAY = 20_000;
const MINUTE = 60_000;
const asked = { provider: { date: TODAY, minute: 500 }, client: { date: TODAY, minute: 500 } };

function candidate(date: number, minute: number, clientMinute = minute): Candidate {
  return {
    start: (date * 1440 + minute) * MINUTE,
    provider: { date, minute },
    client: { date, minute: clientMinute },
    durationMinutes: 30,
    kind: 'online',
  };
}

const week = Array.from({ length: 7 * 16 }, (_, at) =>
  candidate(TODAY + Math.floor(at / 16), 540 + 30 * (at % 16)),
);

function question(changes: Partial<Question> = {}): Question {
  const client = { temperature: 'warm' as Temperature, score: 50, abandonments: 0, openAppointments: 0 };
  const seed = 'seed';
  return {
    candidates: week,
    client,
    clientId: 'lead',
    asked,
    busy: [],
    limit: 5,
    seed,
    exploration: 0,
    ...changes,
  };
}

function coach(days = 0) {
  const knowledge = newCoach(newEverybody());
  const world = {
    base: () => 0.8,
    lead: (lead: number) => -0.02 * lead,
    clientHour: (h: number) => (h < 12 ? 0.8 : -0.4),
  };
  for (const { outcome } of simulate(world, days * 10, 'choice')) learnOutcome(knowledge, outcome);
  return knowledge.forecaster;
}

test('says of each slot what the model says of it', () => {
  const forecaster = coach(100);
  const person = personOf('client-3');
  for (const shown of recommend(forecaster, question({ clientId: 'client-3', limit: 12 }))) {
    const { candidate: slot, probability, interval } = shown;
    const row = { ...clientRow(question().client, asked), ...slotRow(slot, asked) };
    expect(probability).toBeCloseTo(forecast(forecaster, row, person), 10);
    expect(interval[0]).toBeLessThan(probability);
    expect(interval[1]).toBeGreaterThan(probability);
  }
});

test('the same question, seed and state have the same answer', () => {
  const forecaster = coach(50);
  const answer = (seed: string) => recommend(forecaster, question({ seed, exploration: 0.5 }));
  expect(answer('a')).toEqual(answer('a'));
  const lists = new Set(Array.from({ length: 30 }, (_, at) => answer(`${at}`).at(-1)?.candidate.start));
  expect(lists.size).toBeGreaterThan(5);
});

test('sends the urgent sooner', () => {
  const utility = { ...DEFAULT_UTILITY, sameDateCost: 0.01 };
  const days = (temperature: Temperature) =>
    recommend(
      coach(),
      question({ utility, client: { temperature, abandonments: 0, openAppointments: 0 } }),
    ).reduce((sum, { candidate: slot }) => sum + slot.provider.date - TODAY, 0);
  expect(days('hot')).toBeLessThan(days('cold'));
});

test('keeps to the hours at which the client is awake', () => {
  const asleep = [candidate(TODAY + 1, 540, 120), candidate(TODAY + 1, 600, 180)];
  const [first] = recommend(
    coach(),
    question({ candidates: [...asleep, candidate(TODAY + 6, 960, 540)], limit: 1 }),
  );
  expect(first?.candidate.client.minute).toBe(540);
});

test('spreads over dates, and leaves the day in one piece', () => {
  const dates = recommend(coach(), question({ limit: 4 })).map(({ candidate: slot }) => slot.provider.date);
  expect(new Set(dates).size).toBeGreaterThanOrEqual(3);
  const noon = (TODAY + 1) * 1440 * MINUTE + 720 * MINUTE;
  const busy = [{ start: noon, end: noon + 30 * MINUTE }];
  const around = [candidate(TODAY + 1, 765), candidate(TODAY + 1, 750)];
  const [first] = recommend(coach(), question({ candidates: around, busy, limit: 1 }));
  expect(first?.candidate.provider.minute).toBe(750);
});

test('gives each slot with the probability of being shown, and explores as often as it says', () => {
  const forecaster = coach();
  let explored = 0;
  for (let at = 0; at < 1000; at++) {
    const shown = recommend(forecaster, question({ seed: `${at}`, exploration: 0.2, limit: 3 }));
    const last = shown.at(-1);
    expect(shown.slice(0, -1).every(({ propensity }) => propensity === 1)).toBe(true);
    expect(last?.propensity).toBeCloseTo(last?.explored ? 0.2 / (week.length - 3) : 0.8);
    expect(new Set(shown.map(({ candidate: slot }) => slot.start)).size).toBe(3);
    if (last?.explored) explored++;
  }
  expect(explored).toBeGreaterThan(150);
  expect(explored).toBeLessThan(250);
});

test('has an answer for no slots, few slots and no room', () => {
  expect(recommend(coach(), question({ candidates: [] }))).toEqual([]);
  expect(recommend(coach(), question({ limit: 0 }))).toEqual([]);
  const one = recommend(coach(), question({ candidates: week.slice(0, 1), exploration: 1 }));
  expect(one).toMatchObject([{ propensity: 1, explored: false }]);
});

test('the utility is the caller’s to set', () => {
  const patient = { ...DEFAULT_UTILITY, lossPerDay: { low: 0, normal: 0, high: 0 }, sameDateCost: 0 };
  const values = recommend(coach(), question({ utility: patient, limit: 50 })).map(({ value }) => value);
  expect(Math.max(...values) - Math.min(...values)).toBeLessThan(1e-9);
});

test('says what is to be expected, and when it knows little', () => {
  expect(expectedOutcomeOf(outlookOf(0.92), 'converted')).toBe('High probability of conversion');
  expect(expectedOutcomeOf(outlookOf(0.78), 'kept')).toBe('Moderate probability of being kept');
  expect(coldStartOf(0)).toContain('no outcomes of yours');
  expect(coldStartOf(7)).toContain('only 7 outcomes');
  expect(coldStartOf(30)).toBeUndefined();
});

test('an outlook is a fixed band, and heat decides urgency before the score', () => {
  expect([0.92, 0.85, 0.78, 0.65, 0.64].map(outlookOf)).toEqual([
    'high',
    'high',
    'moderate',
    'moderate',
    'low',
  ]);
  const at = (temperature: Temperature | undefined, score?: number) =>
    urgencyOf({ temperature, score, abandonments: 0, openAppointments: 0 });
  expect([at('cold', 99), at('hot', 1), at(undefined, 80), at(undefined, 10), at(undefined)]).toEqual([
    'low',
    'high',
    'high',
    'low',
    'normal',
  ]);
});

test('counts the gaps that nothing fits into', () => {
  const interval = fc.record({ start: fc.nat(200), length: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(fc.array(interval), interval, fc.integer({ min: 1, max: 30 }), (drawn, asking, usable) => {
      const busy: Interval[] = [];
      for (const { start, length } of drawn.toSorted((a, b) => a.start - b.start)) {
        if (start >= (busy.at(-1)?.end ?? 0)) busy.push({ start, end: start + length });
      }
      const slot = { start: asking.start, end: asking.start + asking.length };
      if (busy.some(({ start, end }) => start < slot.end && slot.start < end)) return;
      const before = Math.min(
        ...busy.filter(({ end }) => end <= slot.start).map(({ end }) => slot.start - end),
      );
      const after = Math.min(
        ...busy.filter(({ start }) => start >= slot.end).map(({ start }) => start - slot.end),
      );
      const expected = [before, after].filter((gap) => gap > 0 && gap < usable).length;
      expect(uselessGaps(busy, slot, usable)).toBe(expected);
    }),
  );
});
