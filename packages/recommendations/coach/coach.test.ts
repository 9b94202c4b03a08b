import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../simulation/world.ts';
import {
  knownAtOf,
  learnOutcome,
  newCoach,
  newEverybody,
  type PackedKnowledge,
  packKnowledge,
  unpackKnowledge,
} from './coach.ts';

const DAY = 86_400_000;
const samples = simulate({ base: () => 0.8, clients: 1 }, 200, 'coach');
const outcomes = samples.map(({ outcome }) => outcome);

function throughTheTable(packed: PackedKnowledge): PackedKnowledge {
  return JSON.parse(JSON.stringify(packed));
}

test('replays and duplicates change nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(199), { maxLength: 60 }), (again) => {
      const once = newCoach(newEverybody());
      const often = newCoach(newEverybody());
      outcomes.forEach((outcome, at) => {
        expect(learnOutcome(once, outcome)).toBe('learnt');
        learnOutcome(often, outcome);
        for (const repeated of again.filter((index) => index <= at).slice(0, 3)) {
          const repeat = outcomes[repeated];
          if (repeat !== undefined) expect(learnOutcome(often, repeat)).not.toBe('learnt');
        }
      });
      expect(packKnowledge(often)).toEqual(packKnowledge(once));
    }),
    { numRuns: 15 },
  );
});

test('nothing is lost that comes a little out of order', () => {
  const knowledge = newCoach(newEverybody());
  const shuffled = outcomes.map((outcome, at) => ({ outcome, place: at + ((at * 7919) % 30) }));
  shuffled.sort((a, b) => a.place - b.place);
  for (const { outcome } of shuffled) expect(learnOutcome(knowledge, outcome)).toBe('learnt');
  expect(knowledge.forecaster.count).toBe(outcomes.length);
});

test('comes back from the table as it went in, to what its digits allow', () => {
  let stored = throughTheTable(packKnowledge(newCoach(newEverybody())));
  const kept = newCoach(newEverybody());
  for (const outcome of outcomes) {
    const knowledge = unpackKnowledge(stored);
    learnOutcome(knowledge, outcome);
    stored = throughTheTable(packKnowledge(knowledge));
    learnOutcome(kept, outcome);
  }
  const again = unpackKnowledge(stored);
  expect(throughTheTable(packKnowledge(again))).toEqual(stored);
  const means = again.forecaster.members[0]?.belief.mean ?? [];
  expect(means.length).toBeGreaterThan(30);
  means.forEach((mean, at) => {
    expect(mean).toBeCloseTo(kept.forecaster.members[0]?.belief.mean[at] ?? 0, 2);
  });
});

test('the state stays small however much is learnt', () => {
  const knowledge = newCoach(newEverybody());
  for (const { outcome } of simulate({ base: () => 0.8, clients: 1 }, 1500, 'long')) {
    learnOutcome(knowledge, {
      ...outcome,
      clientId: outcome.id,
      client: { ...outcome.client, source: outcome.id },
    });
  }
  expect(JSON.stringify(packKnowledge(knowledge)).length).toBeLessThan(16_384);
});

test('stores no id of an appointment or a client', () => {
  const knowledge = newCoach(newEverybody());
  for (const outcome of outcomes) learnOutcome(knowledge, outcome);
  const text = JSON.stringify(packKnowledge(knowledge));
  expect(text).not.toContain('client-');
  expect(text).not.toContain('coach-');
});

test("knows nobody's clients from all coaches together", () => {
  const everybody = newEverybody();
  for (const outcome of outcomes) learnOutcome(everybody, outcome);
  expect(packKnowledge(everybody).forecaster.people).toEqual([]);
  expect(packKnowledge(newCoach(everybody)).forecaster.people).toEqual([]);
});

test('an outcome is known the day after its slot, an early cancellation too, and not before it came', () => {
  const slot = Date.UTC(2025, 0, 22, 14);
  expect(knownAtOf(slot, slot - 5 * DAY)).toBe(slot + DAY);
  expect(knownAtOf(slot, slot + 9 * DAY)).toBe(slot + 9 * DAY);
});

test('keeps the ledger of what was shown', () => {
  const knowledge = newCoach(newEverybody());
  const [first, second] = outcomes;
  if (first === undefined || second === undefined) throw new Error('no outcomes');
  learnOutcome(knowledge, { ...first, forecast: 0.95, happened: true });
  learnOutcome(knowledge, { ...second, forecast: 0.95, happened: false });
  expect(knowledge.ledger.bins[9]).toEqual({ count: 2, forecast: 1.9, happened: 1 });
});
