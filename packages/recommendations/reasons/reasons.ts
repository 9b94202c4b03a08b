import { type Belief, covarianceOf, logistic } from '../model/belief.ts';
import { type Row, termsOf } from '../model/encode.ts';
import { type Forecaster, leadingMember } from '../model/forecaster.ts';
import { type FactorName, wordsOf } from './words.ts';

/** A factor of one forecast, with the figures behind it. */
export interface Factor<Name extends string = FactorName> {
  readonly name: Name;
  /** What it moves the probability by, against a usual booking of this coach; and the interval of that. */
  readonly effect: number;
  readonly interval: readonly [low: number, high: number];
}

export interface Reason {
  readonly text: string;
  readonly factor: Factor;
}

/** The columns of each factor. A factor without columns is the person's own. */
export type FactorColumns<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** Columns that speak of one thing are judged together: apart, each could hide behind the other. */
const FACTORS: FactorColumns<FactorName> = {
  lead: ['lead'],
  weekday: ['weekday', 'clientWeekday'],
  hour: ['hour', 'clientHour'],
  engagement: ['temperature', 'score', 'urgency'],
  source: ['source'],
  abandoned: ['abandoned'],
  open: ['open'],
  duration: ['duration'],
  kind: ['kind'],
  asked: ['asked'],
  history: [],
};

/** Standard deviations to either side: an interval of 99.7 %, as several factors are looked at in every forecast. */
const SURE = 3;
/** A factor that moves the probability by less is no reason, however certain. */
const LEAST_EFFECT = 0.02;
const LEAST_OUTCOMES = 30;

/**
 * The factors that carry a forecast: those whose interval excludes zero, the strongest first. Their effect is that of the
 * row's cells against the mean row of the latest outcomes, after all shrinkage, with the variance of that difference.
 */
export function factorsOf(forecaster: Forecaster, row: Row, person: string | undefined, p: number): Factor[] {
  return factorsAmong(FACTORS, forecaster, row, person, p);
}

/** The same for any columns. */
function factorsAmong<Name extends string>(
  all: FactorColumns<Name>,
  forecaster: Forecaster,
  row: Row,
  person: string | undefined,
  p: number,
): Factor<Name>[] {
  if (forecaster.count < LEAST_OUTCOMES) return [];
  const member = leadingMember(forecaster);
  const belief = forecaster.members[member]?.belief;
  if (belief === undefined) return [];
  const differences = differencesOf(forecaster, row);
  const factors: Factor<Name>[] = [];
  for (const name of Object.keys(all) as Name[]) {
    const own = person === undefined ? undefined : forecaster.people.get(person)?.[member];
    const columns = all[name];
    const effect = columns.length > 0 ? effectOf(belief, forecaster.columns, columns, differences) : own;
    const factor = effect === undefined ? undefined : sureFactor(name, effect, p);
    if (factor !== undefined) factors.push(factor);
  }
  return factors.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** The factors in plain English. Those that raise the probability come first. */
export function reasonsOf(factors: readonly Factor[], row: Row): Reason[] {
  return [...factors.filter(({ effect }) => effect > 0), ...factors.filter(({ effect }) => effect < 0)].map(
    (factor) => ({ text: wordsOf(factor.name, factor.effect, row), factor }),
  );
}

/** How far a row's terms lie from those of the mean row. */
function differencesOf(forecaster: Forecaster, row: Row): number[] {
  const differences = forecaster.usual.map((usual) => -usual);
  for (const term of termsOf(row, forecaster.spreads)) {
    const index = forecaster.terms.get(term.name);
    if (index !== undefined) differences[index] = (differences[index] ?? 0) + term.value;
  }
  return differences;
}

function effectOf(
  belief: Belief,
  columnOf: readonly string[],
  columns: readonly string[],
  differences: readonly number[],
): { mean: number; variance: number } {
  const indexes = columnOf.flatMap((column, index) => (columns.includes(column) ? [index] : []));
  let mean = 0;
  let variance = 0;
  for (const i of indexes) {
    mean += (differences[i] ?? 0) * (belief.mean[i] ?? 0);
    for (const j of indexes)
      variance += (differences[i] ?? 0) * (differences[j] ?? 0) * covarianceOf(belief, i, j);
  }
  return { mean, variance: Math.max(0, variance) };
}

function sureFactor<Name extends string>(
  name: Name,
  { mean, variance }: { readonly mean: number; readonly variance: number },
  p: number,
): Factor<Name> | undefined {
  const reach = SURE * Math.sqrt(variance);
  if (Math.abs(mean) <= reach) return undefined;
  const logOdds = Math.log(p / (1 - p));
  const moved = (effect: number) => p - logistic(logOdds - effect);
  const effect = moved(mean);
  if (Math.abs(effect) < LEAST_EFFECT) return undefined;
  return { name, effect, interval: [moved(mean - reach), moved(mean + reach)] };
}
