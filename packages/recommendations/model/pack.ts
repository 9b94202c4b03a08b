import type { Belief, OwnEffect } from './belief.ts';
import type { Spread } from './encode.ts';
import type { Forecaster, Limits, Member } from './forecaster.ts';

type Named = readonly [name: string, numbers: readonly number[]];

/** A forecaster as plain JSON. Numbers have six significant digits, people's effects three, a covariance its
 * standard deviations and correlations. */
export interface PackedForecaster {
  readonly count: number;
  readonly limits: Limits;
  readonly terms: readonly string[];
  readonly columns: readonly string[];
  readonly usual: readonly number[];
  /** Pairs, not objects: their order says what was used last, and a name may be anything. */
  readonly spreads: readonly Named[];
  readonly levels: readonly Named[];
  readonly people: readonly Named[];
  readonly weights: readonly number[];
  readonly members: readonly (Member & {
    readonly mean: readonly number[];
    readonly deviation: readonly number[];
    /** The correlations of the lower triangle without its diagonal: 16 bits each, most significant byte first, in base64. */
    readonly correlation: string;
  })[];
}

const STEPS = 32_767;
const DIGITS = 6;
const BRIEF = 3;

/** Numbers with six digits, effects of levels and people with three, correlations with 16 bits. */
export function packForecaster(forecaster: Forecaster): PackedForecaster {
  const { count, limits, terms, columns, usual, spreads, levels, people, weights, members } = forecaster;
  return {
    count,
    limits,
    terms: [...terms.keys()],
    columns: [...columns],
    usual: usual.map(brief),
    spreads: [...spreads].map(([column, s]) => [
      column,
      [s.count, s.mean, s.squares, s.placeMean, s.placeSquares, s.fractions].map(short),
    ]),
    levels: [...levels].map(packEffects),
    people: [...people].map(packEffects),
    weights: weights.map(short),
    members: members.map(({ belief, variance, drift, interceptDrift }) => ({
      variance,
      drift,
      interceptDrift,
      mean: belief.mean.map(short),
      deviation: deviationsOf(belief).map(short),
      correlation: packCorrelations(belief),
    })),
  };
}

/** A forecaster that goes on learning from where it was packed. */
export function unpackForecaster(packed: PackedForecaster): Forecaster {
  return {
    count: packed.count,
    limits: packed.limits,
    terms: new Map(packed.terms.map((name, index) => [name, index])),
    columns: [...packed.columns],
    usual: [...packed.usual],
    spreads: new Map(packed.spreads.map(([column, numbers]) => [column, spreadOf(numbers)])),
    levels: new Map(packed.levels.map(unpackEffects)),
    people: new Map(packed.people.map(unpackEffects)),
    weights: [...packed.weights],
    members: packed.members.map(({ mean, deviation, correlation, ...member }) => ({
      ...member,
      belief: { mean: [...mean], covariance: unpackCovariance(deviation, correlation) },
    })),
  };
}

function packEffects([name, effects]: [string, readonly OwnEffect[]]): [string, number[]] {
  return [name, effects.flatMap(({ mean, variance }) => [brief(mean), brief(variance)])];
}

function unpackEffects([name, numbers]: Named): [string, OwnEffect[]] {
  const effects: OwnEffect[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    effects.push({ mean: numbers[at] ?? 0, variance: numbers[at + 1] ?? 0 });
  }
  return [name, effects];
}

function spreadOf(numbers: readonly number[]): Spread {
  const [count = 0, mean = 0, squares = 0, placeMean = 0, placeSquares = 0, fractions = 0] = numbers;
  return { count, mean, squares, placeMean, placeSquares, fractions };
}

function short(number: number): number {
  return Number(number.toPrecision(DIGITS));
}

/** For what is known to a tenth at best. */
function brief(number: number): number {
  return Number(number.toPrecision(BRIEF));
}

function deviationsOf({ mean, covariance }: Belief): number[] {
  return mean.map((_, i) => Math.sqrt(Math.max(0, covariance[(i * (i + 3)) / 2] ?? 0)));
}

function packCorrelations(belief: Belief): string {
  const deviations = deviationsOf(belief).map(short);
  let bytes = '';
  for (let i = 0; i < deviations.length; i++) {
    for (let j = 0; j < i; j++) {
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const covariance = belief.covariance[(i * (i + 1)) / 2 + j] ?? 0;
      const step = scale === 0 ? 0 : Math.round((covariance / scale) * STEPS);
      const code = Math.max(-STEPS, Math.min(STEPS, step)) + STEPS;
      bytes += String.fromCharCode(code >> 8, code & 255);
    }
  }
  return btoa(bytes);
}

function unpackCovariance(deviations: readonly number[], correlation: string): number[] {
  const bytes = atob(correlation);
  const covariance: number[] = [];
  let at = 0;
  for (let i = 0; i < deviations.length; i++) {
    for (let j = 0; j < i; j++, at += 2) {
      const code = bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
      covariance.push(((code - STEPS) / STEPS) * (deviations[i] ?? 0) * (deviations[j] ?? 0));
    }
    covariance.push((deviations[i] ?? 0) ** 2);
  }
  return covariance;
}
