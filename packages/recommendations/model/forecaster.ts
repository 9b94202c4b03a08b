import {
  addEffect,
  type Belief,
  type Evidence,
  emptyBelief,
  logistic,
  logOddsOf,
  type OwnEffect,
  update,
  varianceOf,
  widen,
} from './belief.ts';
import { noteSpreads, type Row, type Spread, type Term, termsOf } from './encode.ts';

/** How one member of the forecaster thinks the world is made. Variances are of log-odds. */
export interface Member {
  /** Prior variance of a term's effect. */
  readonly variance: number;
  /** What it grows by with each outcome, as a share of itself: how fast effects may change. */
  readonly drift: number;
  /** What the variance of the intercept grows by with each outcome: how fast the base rate may change. */
  readonly interceptDrift: number;
}

/** How much a forecaster may remember. Beyond it, effects are kept apart, and then forgotten, the longest unused first. */
export interface Limits {
  readonly terms: number;
  readonly termsPerColumn: number;
  readonly levels: number;
  readonly people: number;
}

interface MemberState extends Member {
  readonly belief: Belief;
}

/** Learns to forecast an outcome from rows of cells, one at a time. Changed in place by `learn` only. */
export interface Forecaster {
  readonly members: readonly MemberState[];
  readonly limits: Limits;
  /** Outcomes learnt, those of an ancestor included. */
  count: number;
  /** The terms that the beliefs know, with their places in them; the intercept, `''`, is at 0. */
  readonly terms: Map<string, number>;
  /** The column of each term. */
  readonly columns: string[];
  /** The mean value of each term over the latest outcomes: what a usual row looks like. */
  readonly usual: number[];
  readonly spreads: Map<string, Spread>;
  /** Effects apart, one for each member: of rare levels, and of people. */
  readonly levels: Map<string, readonly OwnEffect[]>;
  readonly people: Map<string, readonly OwnEffect[]>;
  /** Log weights: for each member first without, then with the people's effects. */
  readonly weights: number[];
}

/**
 * Many small effects that stay, clear ones that change over some thousand outcomes, strong ones under a base rate that changes
 * too: which of the three a stream has shows soon. The prior variances are a factor of ten apart.
 */
const MEMBERS: readonly Member[] = [
  { variance: 0.003, drift: 1e-6, interceptDrift: 1e-5 },
  { variance: 0.03, drift: 1e-4, interceptDrift: 1e-5 },
  { variance: 0.3, drift: 1e-4, interceptDrift: 1e-4 },
];
const MEMBER_WEIGHTS = [0.7, 0.2, 0.1];
/**
 * A coach differs from all coaches together by this much: about 0.17 log-odds per term, 0.5 in the base rate. A coach's base
 * rate is followed over some two hundred outcomes, which may be months.
 */
const COACH: Member = { variance: 0.03, drift: 1e-5, interceptDrift: 1e-4 };
const COACH_INTERCEPT = 0.25;

const INTERCEPT_VARIANCE = 4;
/** Same day and one day ahead, never and once: zero may be far from what follows. */
const ZERO_VARIANCE = 1;
/** People differ by about 0.9 log-odds, as 1.5 pseudo-events of an observed/expected ratio say. */
const PERSON_VARIANCE = 0.8;
/** Exact numbers and rare levels only correct what the terms say. */
const EXACT_SHARE = 0.3;
const LEVEL_SHARE = 0.6;
/** Losses count for the weights at this rate, for they come in bursts that share one day's luck, and are forgotten. */
const WEIGHT_RATE = 0.6;
const WEIGHT_MEMORY = 0.5 ** (1 / 5000);
const WEIGHT_FLOOR = 0.002;
/** What is usual is the mean over about this many outcomes. */
const USUAL_OVER = 2000;
const LEAST = 0.0005;

/** A forecaster that knows nothing. */
export function newForecaster(limits: Limits): Forecaster {
  const members = MEMBERS.map((member) => ({ ...member, belief: emptyBelief() }));
  for (const { belief } of members) addEffect(belief, INTERCEPT_VARIANCE);
  return {
    members,
    limits,
    count: 0,
    terms: new Map([['', 0]]),
    columns: [''],
    usual: [1],
    spreads: new Map(),
    levels: new Map(),
    people: new Map(),
    weights: priorWeights(members.length),
  };
}

/**
 * A forecaster of a coach's own, which starts from what `all` coaches' outcomes say, as far as coaches differ. It takes over
 * nobody's people. It has one member, so that its state stays small.
 */
export function forkForecaster(all: Forecaster, limits: Limits): Forecaster {
  const heaviest = all.members.reduce(
    (best, _, at) => (weightOf(all, at) > weightOf(all, best) ? at : best),
    0,
  );
  const parent = all.members[heaviest]?.belief ?? emptyBelief();
  const belief = { mean: [...parent.mean], covariance: [...parent.covariance] };
  for (let index = 0; index < belief.mean.length; index++) {
    widen(belief, index, index === 0 ? COACH_INTERCEPT : COACH.variance);
  }
  return {
    members: [{ ...COACH, belief }],
    limits,
    count: 0,
    terms: new Map(all.terms),
    columns: [...all.columns],
    usual: [...all.usual],
    spreads: new Map([...all.spreads].map(([column, spread]) => [column, { ...spread }])),
    levels: new Map(),
    people: new Map(),
    weights: priorWeights(1),
  };
}

/** What each member says of a row, without and with the person's effect, as log-odds. In the order of the weights. */
export function voicesOf(forecaster: Forecaster, row: Row, person: string | undefined): number[] {
  const terms = termsOf(row, forecaster.spreads);
  const own = person === undefined ? undefined : forecaster.people.get(person);
  return forecaster.members.flatMap(({ belief }, at) => {
    const without = logOddsOf(belief, evidenceOf(forecaster, terms, at));
    return [without, without + (own?.[at]?.mean ?? 0)];
  });
}

/** The probability that the voices come to together, weighted by how right each was. */
export function combine(forecaster: Forecaster, voices: readonly number[]): number {
  const { weights } = forecaster;
  const top = Math.max(...weights);
  let sum = 0;
  let total = 0;
  for (let at = 0; at < weights.length; at++) {
    const weight = Math.exp((weights[at] ?? 0) - top);
    sum += weight * (voices[at] ?? 0);
    total += weight;
  }
  return Math.min(1 - LEAST, Math.max(LEAST, logistic(sum / total)));
}

/** The probability of a row's outcome. `person` is any stable name of whom the row is about. */
export function forecast(forecaster: Forecaster, row: Row, person?: string): number {
  return combine(forecaster, voicesOf(forecaster, row, person));
}

/**
 * Learns one outcome, in a time that doesn't depend on how many there were. `voices` are those of the time of the decision;
 * without them, today's stand in. The weights must be judged on what was said before the outcomes of the same days were known.
 */
export function learn(
  forecaster: Forecaster,
  row: Row,
  person: string | undefined,
  outcome: 0 | 1,
  voices: readonly number[] = voicesOf(forecaster, row, person),
): void {
  reweigh(forecaster, voices, outcome);
  noteSpreads(row, forecaster.spreads);
  const terms = termsOf(row, forecaster.spreads);
  for (const term of terms) if (!knows(forecaster, term)) enter(forecaster, term);
  for (const term of terms) touch(forecaster.levels, term.name, forecaster.limits.levels);
  if (person !== undefined) {
    if (!forecaster.people.has(person)) {
      const effects = forecaster.members.map(() => ({ mean: 0, variance: PERSON_VARIANCE }));
      remember(forecaster.people, person, effects, forecaster.limits.people);
    }
    touch(forecaster.people, person, forecaster.limits.people);
  }
  forecaster.members.forEach((member, at) => {
    widen(member.belief, 0, member.interceptDrift);
    for (let index = 1; index < member.belief.mean.length; index++) {
      widen(member.belief, index, member.drift * member.variance);
    }
    update(member.belief, evidenceOf(forecaster, terms, at, person), outcome);
  });
  forecaster.count++;
  noteUsual(forecaster, terms);
}

/** A row as one member sees it. A term that nobody has met acts with its prior. */
export function evidenceOf(
  forecaster: Forecaster,
  terms: readonly Term[],
  member: number,
  person?: string,
): Evidence {
  const indexes = [0];
  const values = [1];
  const own: OwnEffect[] = [];
  for (const term of terms) {
    if (term.value === 0) continue;
    const index = forecaster.terms.get(term.name);
    if (index !== undefined) {
      indexes.push(index);
      values.push(term.value);
      continue;
    }
    const effect = forecaster.levels.get(term.name)?.[member];
    own.push(effect ?? { mean: 0, variance: priorOf(forecaster, term, member) * term.value ** 2 });
  }
  if (person !== undefined) {
    own.push(forecaster.people.get(person)?.[member] ?? { mean: 0, variance: PERSON_VARIANCE });
  }
  return { indexes, values, own };
}

/** The member that has been right most, for whoever wants one belief and its intervals. */
export function leadingMember(forecaster: Forecaster): number {
  return forecaster.members.reduce(
    (best, _, at) => (weightOf(forecaster, at) > weightOf(forecaster, best) ? at : best),
    0,
  );
}

/**
 * The standard deviation of a row's log-odds, as the leading member sees it. That the person is unlike others counts as far as
 * people's effects have proved to.
 */
export function doubtOf(forecaster: Forecaster, row: Row, person?: string): number {
  const at = leadingMember(forecaster);
  const belief = forecaster.members[at]?.belief ?? emptyBelief();
  const variance = varianceOf(belief, evidenceOf(forecaster, termsOf(row, forecaster.spreads), at));
  if (person === undefined) return Math.sqrt(variance);
  const own = forecaster.people.get(person)?.[at]?.variance ?? PERSON_VARIANCE;
  const { weights } = forecaster;
  return Math.sqrt(variance + own * logistic((weights[2 * at + 1] ?? 0) - (weights[2 * at] ?? 0)));
}

function weightOf(forecaster: Forecaster, member: number): number {
  const { weights } = forecaster;
  return Math.max(weights[2 * member] ?? 0, weights[2 * member + 1] ?? 0);
}

function priorWeights(members: number): number[] {
  return Array.from({ length: 2 * members }, (_, at) => Math.log(MEMBER_WEIGHTS[at >> 1] ?? 1));
}

function reweigh(forecaster: Forecaster, voices: readonly number[], outcome: 0 | 1): void {
  const { weights, members } = forecaster;
  const prior = priorWeights(members.length);
  for (let at = 0; at < weights.length; at++) {
    const p = logistic(voices[at] ?? 0);
    const right = Math.log(Math.max(WEIGHT_FLOOR, outcome === 1 ? p : 1 - p));
    const before = prior[at] ?? 0;
    weights[at] = before + WEIGHT_MEMORY * ((weights[at] ?? 0) - before) + WEIGHT_RATE * right;
  }
  const top = Math.max(...weights);
  for (let at = 0; at < weights.length; at++) weights[at] = (weights[at] ?? 0) - top;
}

function knows(forecaster: Forecaster, term: Term): boolean {
  return forecaster.terms.has(term.name) || forecaster.levels.has(term.name);
}

function enter(forecaster: Forecaster, term: Term): void {
  const { limits, terms, columns, members } = forecaster;
  if (term.kind !== 'exact' && terms.size < limits.terms && hasRoom(forecaster, term.column)) {
    members.forEach(({ belief }, at) => {
      addEffect(belief, priorOf(forecaster, term, at));
    });
    terms.set(term.name, terms.size);
    columns.push(term.column);
    forecaster.usual.push(0);
    return;
  }
  const share = term.kind === 'exact' ? EXACT_SHARE : LEVEL_SHARE;
  const effects = members.map(({ variance }) => ({ mean: 0, variance: variance * share }));
  remember(forecaster.levels, term.name, effects, limits.levels);
}

function hasRoom({ columns, limits }: Forecaster, column: string): boolean {
  let taken = 0;
  for (const other of columns) if (other === column) taken++;
  return taken < limits.termsPerColumn;
}

function priorOf(forecaster: Forecaster, term: Term, member: number): number {
  const variance = forecaster.members[member]?.variance ?? 0;
  if (term.kind === 'zero') return ZERO_VARIANCE;
  return term.kind === 'exact' ? variance * EXACT_SHARE : variance;
}

function remember<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  if (limit <= 0) return;
  if (map.size >= limit) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
  map.set(key, value);
}

/** Makes an entry the latest used. A map that may grow without end has no use for it. */
function touch<T>(map: Map<string, T>, key: string, limit: number): void {
  const value = limit === Number.POSITIVE_INFINITY ? undefined : map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}

function noteUsual({ usual, terms, count }: Forecaster, row: readonly Term[]): void {
  const share = 1 / Math.min(count, USUAL_OVER);
  for (let index = 1; index < usual.length; index++) usual[index] = (usual[index] ?? 0) * (1 - share);
  for (const term of row) {
    const index = terms.get(term.name);
    if (index !== undefined) usual[index] = (usual[index] ?? 0) + term.value * share;
  }
}
