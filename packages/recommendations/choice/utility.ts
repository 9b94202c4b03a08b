import type { LocalTime, Urgency } from '../features/features.ts';

/**
 * What a slot is worth, from 0 to about 1: the probability that it works out, times how little it loses by waiting and by the
 * client's hour, less what it does to the coach's day and to the variety of the list. Every figure is the caller's to set.
 */
export interface Utility {
  /** Share of the value lost with each day of waiting. */
  readonly lossPerDay: Readonly<Record<Urgency, number>>;
  /** The client's waking hours, in minutes since midnight, and the share of the value that is left outside of them. */
  readonly wakesAt: number;
  readonly sleepsAt: number;
  readonly asleepShare: number;
  /** Taken off for each side on which the slot leaves a gap too short for another appointment. */
  readonly gapCost: number;
  /** Taken off for each slot of the same local date already in the list. */
  readonly sameDateCost: number;
}

export const DEFAULT_UTILITY: Utility = {
  lossPerDay: { low: 0.002, normal: 0.006, high: 0.03 },
  wakesAt: 8 * 60,
  sleepsAt: 21 * 60,
  asleepShare: 0.3,
  gapCost: 0.03,
  sameDateCost: 0.08,
};

/** What of a slot's value is left after waiting `days` and at the client's hour. */
export function shareLeft(
  utility: Utility,
  urgency: Urgency,
  days: number,
  client: LocalTime,
  durationMinutes: number,
): number {
  const awake = client.minute >= utility.wakesAt && client.minute + durationMinutes <= utility.sleepsAt;
  return (1 - utility.lossPerDay[urgency]) ** days * (awake ? 1 : utility.asleepShare);
}
