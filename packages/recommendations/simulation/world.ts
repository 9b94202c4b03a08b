import type { Outcome, Target } from '../coach/coach.ts';
import type { Asked, ClientFacts, LocalTime, SlotFacts } from '../features/features.ts';
import { type Temperature, type Urgency, urgencyOf, weekdayOf } from '../features/features.ts';
import { logistic } from '../model/belief.ts';
import { seededNumbers } from '../model/random.ts';

/** A made world whose true probabilities are known, for what no public data have: hours, time zones, urgency. */
export interface World {
  /** Log-odds of a usual booking after `done` (0 to 1) of the run. */
  base(done: number): number;
  /** Log-odds that a booking gains by the client's hour, the provider's hour, the provider's weekday, urgency, days ahead. */
  clientHour?(hour: number): number;
  providerHour?(hour: number): number;
  weekday?(name: string): number;
  urgency?(urgency: Urgency): number;
  lead?(days: number): number;
  /** Standard deviation of the clients' own log-odds. */
  readonly clients?: number;
}

export interface Sample {
  readonly outcome: Outcome;
  readonly truth: number;
}

const DAY = 86_400_000;
const ZONES = [0, 0, 0, -5, 8];
const TEMPERATURES: readonly Temperature[] = ['cold', 'warm', 'hot'];
const SOURCES = ['referral', 'website', 'campaign'];

/** Bookings of one coach in the order in which they become known, ten a day, from 120 clients in four time zones. */
export function simulate(world: World, count: number, seed: string, target: Target = 'kept'): Sample[] {
  const random = seededNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const leanings = Array.from({ length: 120 }, () => (world.clients ?? 0) * normal(random));
  return Array.from({ length: count }, (_, at) => {
    const who = below(leanings.length);
    const lead = below(22);
    const date = 20_000 + Math.floor(at / 10);
    const start: LocalTime = { date, minute: 480 + 30 * below(24) };
    const ahead = 60 * (ZONES[who % ZONES.length] ?? 0);
    const asked: LocalTime = { date: date - lead, minute: 600 };
    const facts = factsOf({ start, asked, ahead, client: clientOf(random) });
    const logOdds = logOddsIn(world, at / count, facts, lead) + (leanings[who] ?? 0);
    const truth = logistic(logOdds);
    const knownAt = (date + 1) * DAY + start.minute * 60_000 + at;
    const outcome = {
      id: `${seed}-${at}`,
      target,
      happened: random() < truth,
      knownAt,
      clientId: `client-${who}`,
    };
    return { outcome: { ...outcome, ...facts }, truth };
  });
}

/** The same samples with their outcomes dealt out anew: nothing says anything about them any more. */
export function permuted(samples: readonly Sample[], seed: string): Sample[] {
  const random = seededNumbers(seed);
  const happened = samples.map(({ outcome }) => outcome.happened);
  for (let at = happened.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = happened[at] ?? false;
    happened[at] = happened[other] ?? false;
    happened[other] = kept;
  }
  const rate = happened.filter(Boolean).length / happened.length;
  return samples.map(({ outcome }, at) => ({
    outcome: { ...outcome, happened: happened[at] ?? false },
    truth: rate,
  }));
}

interface Facts {
  readonly client: ClientFacts;
  readonly asked: Asked;
  readonly slot: SlotFacts;
}

function logOddsIn(world: World, done: number, { client, slot }: Facts, lead: number): number {
  return (
    world.base(done) +
    (world.clientHour?.(Math.floor(slot.client.minute / 60)) ?? 0) +
    (world.providerHour?.(Math.floor(slot.provider.minute / 60)) ?? 0) +
    (world.weekday?.(weekdayOf(slot.provider)) ?? 0) +
    (world.urgency?.(urgencyOf(client)) ?? 0) +
    (world.lead?.(lead) ?? 0)
  );
}

function clientOf(random: () => number): ClientFacts {
  const draw = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  return {
    temperature: draw(TEMPERATURES),
    score: Math.floor(random() * 101),
    source: draw(SOURCES),
    abandonments: random() < 0.8 ? 0 : 1,
    openAppointments: random() < 0.7 ? 0 : 1,
  };
}

function factsOf(of: { start: LocalTime; asked: LocalTime; ahead: number; client: ClientFacts }): Facts {
  const { start, asked, ahead, client } = of;
  return {
    client,
    asked: { provider: asked, client: shifted(asked, ahead) },
    slot: { provider: start, client: shifted(start, ahead), durationMinutes: 30, kind: 'online' },
  };
}

function shifted({ date, minute }: LocalTime, minutes: number): LocalTime {
  const total = date * 1440 + minute + minutes;
  const day = Math.floor(total / 1440);
  return { date: day, minute: total - day * 1440 };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
