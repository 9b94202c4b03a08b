import { type Random, randomOf } from '@punctual/testkit/random.ts';

/** What clients do, and how often, relative to one another. */
export const weights = {
  'coach books a lead': 14,
  'client books a session': 8,
  'client books a coach': 8,
  'visitor holds a slot': 10,
  'visitor confirms': 8,
  'visitor gives back': 2,
  'coach moves': 8,
  'client moves': 4,
  'visitor moves by link': 3,
  'coach cancels': 4,
  'client cancels a session': 3,
  'client cancels a booking': 3,
  'visitor cancels by link': 2,
  'coach confirms': 5,
  'admin confirms': 3,
  'settings change': 3,
  'weekly row comes and goes': 2,
  'lead is entered': 3,
  'lead changes': 2,
  'slots are read': 15,
  'lists are read': 20,
  'device is entered': 2,
  'device is forgotten': 0.5,
  'calendar feed is made': 0.7,
  'calendar feed is read': 1,
  'calendar feed is taken back': 0.3,
  'staff is taken on': 0.7,
  'payment comes': 4,
  'payment fails': 1.5,
  'coach writes to who did not finish': 1.5,
  'coach stops writing': 0.7,
  'visitor books by recovery link': 2,
  'client is assigned anew': 0.7,
  'intake is asked for': 2,
  'meeting is booked at Calendly': 2,
  'meeting is cancelled at Calendly': 1,
  'intake changes': 1,
  'intake is cancelled': 0.7,
  'intake is deleted': 0.4,
  'meeting is held at Zoom': 2,
  'meeting is deleted at Zoom': 1,
  'news of Zoom comes again': 1,
  'Zoom settings change': 0.7,
  'calendar is connected': 1,
  'calendar is synced by hand': 1,
  'calendar settings change': 1,
  'calendar is given back': 0.4,
  'owner adds an event over there': 1,
  'time goes by': 1.5,
} as const;

export type OperationKind = keyof typeof weights;

/** One thing that somebody does. What it is done to depends on what there is then: the shares, in [0, 1), choose. */
export interface Operation {
  readonly number: number;
  readonly kind: OperationKind;
  readonly shares: readonly number[];
}

export type Disaster =
  | { readonly kind: 'kill' }
  | {
      readonly kind: 'outage';
      readonly provider: 'google' | 'microsoft' | 'zoom' | 'calendly';
      readonly failure: object;
    };

export interface Plan {
  readonly operations: readonly Operation[];
  /** What happens before the operation of that number begins. */
  readonly disasters: ReadonlyMap<number, Disaster>;
}

const failures = [
  { status: 503, times: 6 },
  { status: 500, times: 4, effect: true },
  { status: 429, times: 8, retryAfter: 60 },
  { times: 3, effect: true },
  { status: 502, times: 3 },
];

/**
 * Everything that happens, decided before anything does: the same for the same seed. Which requests meet in a race, and at which
 * line a process dies, is the machine's.
 */
export function plan(seed: number, operations: number, only?: readonly OperationKind[]): Plan {
  const draw = randomOf(seed, 'operations');
  const all = Object.entries(weights) as readonly (readonly [OperationKind, number])[];
  const kinds = all.filter(([kind]) => only?.includes(kind) ?? true);
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const disasters = new Map<number, Disaster>();
  const misfortune = randomOf(seed, 'disasters');
  // At least one kill, well inside; about one in 250 operations.
  const kills = Math.max(1, Math.round(operations / 250));
  for (let count = 0; count < kills; count += 1) {
    disasters.set(20 + misfortune.below(Math.max(1, operations - 40)), { kind: 'kill' });
  }
  const outages = Math.max(2, Math.round(operations / 60));
  for (let count = 0; count < outages; count += 1) {
    const provider = misfortune.pick(['google', 'microsoft', 'zoom', 'calendly'] as const);
    const failure = misfortune.pick(failures);
    const number = misfortune.below(operations);
    if (!disasters.has(number)) disasters.set(number, { kind: 'outage', provider, failure });
  }
  return {
    operations: Array.from({ length: operations }, (_, number) => ({
      number,
      kind: kindFor(draw, kinds, total),
      shares: Array.from({ length: 6 }, () => draw.next()),
    })),
    disasters,
  };
}

function kindFor(
  draw: Random,
  kinds: readonly (readonly [OperationKind, number])[],
  total: number,
): OperationKind {
  let left = draw.next() * total;
  for (const [kind, weight] of kinds) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'slots are read';
}
