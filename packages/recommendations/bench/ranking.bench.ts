/**
 * Ranking the slots of 30 days for one client, against a floor: one logistic function per slot, and a sort. Both begin with a
 * forecaster in memory; reading one from its packed form is measured apart.
 * Run it with `node packages/recommendations/bench/ranking.bench.ts`.
 */
import { performance } from 'node:perf_hooks';
import { type Candidate, recommend } from '../choice/choose.ts';
import type { Interval } from '../choice/gaps.ts';
import {
  type Knowledge,
  learnOutcome,
  newCoach,
  newEverybody,
  packKnowledge,
  unpackKnowledge,
} from '../coach/coach.ts';
import { logistic } from '../model/belief.ts';
import { simulate } from '../simulation/world.ts';

const TODAY = 20_100;
const MINUTE = 60_000;
const ROUNDS = 200;

const everybody = newEverybody();
for (const { outcome } of simulate({ base: () => 0.8, lead: (days) => -0.05 * days }, 3000, 'all')) {
  learnOutcome(everybody, outcome);
}
const coach = newCoach(everybody);
for (const { outcome } of simulate({ base: () => 0.8, clients: 1 }, 2000, 'one'))
  learnOutcome(coach, outcome);

const busy: Interval[] = Array.from({ length: 60 }, (_, at) => {
  const start = (TODAY + (at >> 1)) * 1440 * MINUTE + (at % 2 === 0 ? 600 : 900) * MINUTE;
  return { start, end: start + 45 * MINUTE };
});

for (const perDay of [16, 48]) {
  const slots = candidates(perDay);
  const floor = median(() => slots.map(({ start }) => logistic(start / 1e12)).sort((a, b) => a - b));
  report(
    `a coach's ${slots.length} slots`,
    median(() => rank(coach, slots)),
    floor,
  );
  report(
    `the same for a coach without outcomes`,
    median(() => rank(everybody, slots)),
    floor,
  );
}
const packed = JSON.stringify(packKnowledge(coach));
console.log(`a coach's state: ${(packed.length / 1024).toFixed(1)} KB of JSON`);
console.log(`reading it: ${median(() => unpackKnowledge(JSON.parse(packed))).toFixed(2)} ms`);
const [{ outcome } = { outcome: undefined }] = simulate({ base: () => 0 }, 1, 'next');
if (outcome !== undefined) {
  let id = 0;
  const learning = median(() => {
    id++;
    learnOutcome(coach, { ...outcome, id: `bench ${id}`, knownAt: outcome.knownAt + 1e11 + id });
  });
  console.log(`learning one outcome: ${learning.toFixed(3)} ms`);
}

function candidates(perDay: number): Candidate[] {
  return Array.from({ length: 30 * perDay }, (_, at) => {
    const date = TODAY + Math.floor(at / perDay);
    const minute = perDay === 48 ? 30 * (at % perDay) : 540 + 30 * (at % perDay);
    const local = { date, minute };
    const client = { date, minute: (minute + 120) % 1440 };
    const start = (date * 1440 + minute) * MINUTE;
    return { start, provider: local, client, durationMinutes: 30, kind: 'online' };
  });
}

function rank({ forecaster }: Knowledge, slots: readonly Candidate[]) {
  const now = { date: TODAY, minute: 500 };
  return recommend(forecaster, {
    candidates: slots,
    client: { temperature: 'hot', score: 80, source: 'referral', abandonments: 0, openAppointments: 0 },
    clientId: 'client-7',
    asked: { provider: now, client: now },
    busy,
    limit: 5,
    seed: 'bench',
  });
}

function median(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

function report(what: string, time: number, floor: number): void {
  console.log(
    `${what}: ${time.toFixed(2)} ms, ${(time / floor).toFixed(1)} times the floor of ${floor.toFixed(3)} ms`,
  );
}
