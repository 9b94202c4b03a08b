import type { Instant, Interval } from '../time/instant.ts';

/**
 * Instants at which an appointment cannot start, collected as half-open intervals in any order. Only those that meet
 * [from, before) are kept.
 */
export class StartSet {
  readonly #from: Instant;
  readonly #before: Instant;
  readonly #lows: Instant[] = [];
  readonly #highs: Instant[] = [];

  constructor(from: Instant, before: Instant) {
    this.#from = from;
    this.#before = before;
  }

  /** Adds every instant from `low` up to, not including, `high`. */
  add(low: Instant, high: Instant): void {
    if (low < high && high > this.#from && low < this.#before) {
      this.#lows.push(low);
      this.#highs.push(high);
    }
  }

  /**
   * Adds the starts at which an appointment of `duration` would come nearer than `buffer` to one of the intervals, all in
   * milliseconds. Touching, at the buffer's distance, is allowed. Empty and inverted intervals take no time.
   */
  addAround(intervals: readonly Interval[], duration: number, buffer: number): void {
    for (const { start, end } of intervals) {
      if (start < end) this.add(start - duration - buffer + 1, end + buffer);
    }
  }

  has(instant: Instant): boolean {
    return this.#lows.some((low, i) => low <= instant && instant < (this.#highs[i] ?? low));
  }

  /** The same set as sorted, disjoint intervals: the i-th one from `lows[i]` up to, not including, `highs[i]`. */
  union(): { lows: readonly Instant[]; highs: readonly Instant[] } {
    const [starts, ends] = this.#sorted();
    const lows: Instant[] = [];
    const highs: Instant[] = [];
    let low = starts[0];
    let high = ends[0] ?? 0;
    for (let i = 1; low !== undefined; i++) {
      const nextLow = starts[i];
      const nextHigh = ends[i] ?? 0;
      if (nextLow === undefined || nextLow > high) {
        lows.push(low);
        highs.push(high);
        low = nextLow;
        high = nextHigh;
      } else if (nextHigh > high) {
        high = nextHigh;
      }
    }
    return { lows, highs };
  }

  /**
   * Starts in ascending order, and ends such that pairs cover the same as before. What is sorted already, as most input is,
   * stays as it is; else starts and ends are sorted apart, which pairs them anew, but leaves at every instant as many
   * intervals open as before. Typed arrays sort by value without calling back, several times as fast as pairs would.
   */
  #sorted(): [ArrayLike<Instant>, ArrayLike<Instant>] {
    let previous = -Infinity;
    for (const low of this.#lows) {
      if (low < previous)
        return [Float64Array.from(this.#lows).sort(), Float64Array.from(this.#highs).sort()];
      previous = low;
    }
    return [this.#lows, this.#highs];
  }
}
