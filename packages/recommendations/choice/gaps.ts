/** A span of time in integer milliseconds since the epoch, its end excluded. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * On how many sides (0, 1, 2) an appointment would leave a gap that no other of `usable` milliseconds fits into. `busy` is
 * sorted by start and doesn't overlap. What touches leaves no gap.
 */
export function uselessGaps(busy: readonly Interval[], slot: Interval, usable: number): number {
  let low = 0;
  let high = busy.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((busy[middle]?.start ?? 0) < slot.start) low = middle + 1;
    else high = middle;
  }
  const before = slot.start - (busy[low - 1]?.end ?? Number.NEGATIVE_INFINITY);
  const after = (busy[low]?.start ?? Number.POSITIVE_INFINITY) - slot.end;
  return useless(before, usable) + useless(after, usable);
}

function useless(gap: number, usable: number): number {
  return gap > 0 && gap < usable ? 1 : 0;
}
