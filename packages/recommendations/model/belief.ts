/**
 * What is believed about the effects of a logistic model: a normal distribution, with its whole covariance. One outcome moves
 * it in a time that depends on the number of effects alone (assumed density filtering: Laplace's approximation, one row at a
 * time). The covariance is what makes the order of a burst of outcomes matter little, and gives every effect its interval.
 */
export interface Belief {
  /** Log-odds per unit of the term. */
  readonly mean: number[];
  /** The lower triangle, row by row: (i, j), j ≤ i, is at i (i + 1) / 2 + j. */
  readonly covariance: number[];
}

/** An effect that is believed independent of all others: a person's, or a rare level's. */
export interface OwnEffect {
  mean: number;
  variance: number;
}

/** A row as the belief sees it: which effects act, how much, and what acts besides. */
export interface Evidence {
  readonly indexes: readonly number[];
  readonly values: readonly number[];
  readonly own: readonly OwnEffect[];
}

/** Below it a sure prediction would learn nothing from being wrong. */
const LEAST_INFORMATION = 0.002;

/** The probability of log-odds. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** About no effect yet. */
export function emptyBelief(): Belief {
  return { mean: [], covariance: [] };
}

/** Adds an effect of prior mean zero, and answers its index. */
export function addEffect(belief: Belief, variance: number): number {
  const index = belief.mean.length;
  belief.mean.push(0);
  for (let j = 0; j < index; j++) belief.covariance.push(0);
  belief.covariance.push(variance);
  return index;
}

/** Widens the belief in one effect, for what may have changed since the last outcome. */
export function widen(belief: Belief, index: number, variance: number): void {
  const at = (index * (index + 3)) / 2;
  belief.covariance[at] = (belief.covariance[at] ?? 0) + variance;
}

/** The log-odds of a row. */
export function logOddsOf(belief: Belief, row: Evidence): number {
  let mean = 0;
  for (let a = 0; a < row.indexes.length; a++) {
    mean += (belief.mean[row.indexes[a] ?? 0] ?? 0) * (row.values[a] ?? 0);
  }
  for (const effect of row.own) mean += effect.mean;
  return mean;
}

/** The variance of a row's log-odds. */
export function varianceOf(belief: Belief, row: Evidence): number {
  let variance = 0;
  for (let a = 0; a < row.indexes.length; a++) {
    for (let b = 0; b < row.indexes.length; b++) {
      const both = (row.values[a] ?? 0) * (row.values[b] ?? 0);
      variance += both * covarianceOf(belief, row.indexes[a] ?? 0, row.indexes[b] ?? 0);
    }
  }
  for (const effect of row.own) variance += effect.variance;
  return Math.max(0, variance);
}

/** Of two effects by their indexes, in either order. */
export function covarianceOf(belief: Belief, i: number, j: number): number {
  const at = i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i;
  return belief.covariance[at] ?? 0;
}

/** Moves the belief, and the row's own effects, by one outcome. */
export function update(belief: Belief, row: Evidence, outcome: 0 | 1): void {
  const { mean, covariance } = belief;
  const size = mean.length;
  const gain = new Float64Array(size);
  for (let a = 0; a < row.indexes.length; a++) {
    const i = row.indexes[a] ?? 0;
    const value = row.values[a] ?? 0;
    const start = (i * (i + 1)) / 2;
    for (let j = 0; j <= i; j++) gain[j] = (gain[j] ?? 0) + (covariance[start + j] ?? 0) * value;
    for (let j = i + 1, at = start + 2 * i + 1; j < size; j++, at += j) {
      gain[j] = (gain[j] ?? 0) + (covariance[at] ?? 0) * value;
    }
  }
  let variance = 0;
  for (let a = 0; a < row.indexes.length; a++) {
    const i = row.indexes[a] ?? 0;
    variance += (gain[i] ?? 0) * (row.values[a] ?? 0);
  }
  for (const effect of row.own) variance += effect.variance;
  const p = logistic(logOddsOf(belief, row));
  const information = Math.max(LEAST_INFORMATION, p * (1 - p));
  const shrink = 1 + information * Math.max(0, variance);
  const step = (outcome - p) / shrink;
  const loss = information / shrink;
  for (let i = 0, at = 0; i < size; i++) {
    const g = gain[i] ?? 0;
    mean[i] = (mean[i] ?? 0) + g * step;
    const scaled = g * loss;
    for (let j = 0; j <= i; j++, at++) covariance[at] = (covariance[at] ?? 0) - scaled * (gain[j] ?? 0);
  }
  for (const effect of row.own) {
    effect.mean += effect.variance * step;
    effect.variance -= effect.variance * effect.variance * loss;
  }
}
