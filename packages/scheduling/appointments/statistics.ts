import { type Weekday, weekdayOf } from '../time/date.ts';
import { DAY } from '../time/instant.ts';
import type { Zone } from '../time/zone.ts';
import type { Appointment, Kind, Status } from './appointment.ts';

export interface Statistics {
  readonly total: number;
  readonly byStatus: ReadonlyMap<Status, number>;
  readonly byKind: ReadonlyMap<Kind, number>;
  readonly byDuration: ReadonlyMap<number, number>;
  /** Total ÷ days × 7. */
  readonly weeklyAverage: number;
  /** Change against the period before in percent; undefined when that was empty. */
  readonly growth: number | undefined;
  /** Weekday and hour (in the provider's zone) at which most appointments start; ties go to the earlier. */
  readonly peakWeekday: Weekday | undefined;
  readonly peakHour: number | undefined;
  /** Mean days from booking to start. */
  readonly bookingAdvanceDays: number | undefined;
  readonly revenue: {
    readonly total: number;
    readonly completed: number;
    /** Of cancelled and missed appointments. */
    readonly lost: number;
    /** Over the appointments that have a price. */
    readonly average: number | undefined;
  };
}

/**
 * Figures over the appointments that start in a period, cancelled ones included.
 *
 * @param days length of the period in dates
 * @param previousTotal count of the period of equal length before
 */
export function statisticsOf(
  appointments: readonly Appointment[],
  zone: Zone,
  days: number,
  previousTotal: number,
): Statistics {
  const total = appointments.length;
  const local = appointments.map((one) => zone.toLocal(one.start));
  const prices = (of: readonly Appointment[]): number => of.reduce((sum, one) => sum + (one.price ?? 0), 0);
  const priced = appointments.filter((one) => one.price !== undefined);
  const lost = appointments.filter((one) => one.status === 'cancelled' || one.status === 'no_show');
  const completed = appointments.filter((one) => one.status === 'completed');
  const advance = appointments.reduce((sum, one) => sum + (one.start - one.createdAt), 0);
  return {
    total,
    byStatus: count(appointments.map((one) => one.status)),
    byKind: count(appointments.map((one) => one.kind)),
    byDuration: count(appointments.map((one) => one.durationMinutes)),
    weeklyAverage: (total / days) * 7,
    growth: previousTotal === 0 ? undefined : ((total - previousTotal) / previousTotal) * 100,
    peakWeekday: mostFrequent(local.map(({ date }) => weekdayOf(date))),
    peakHour: mostFrequent(local.map(({ minute }) => Math.floor(minute / 60))),
    bookingAdvanceDays: total === 0 ? undefined : advance / total / DAY,
    revenue: {
      total: prices(appointments),
      completed: prices(completed),
      lost: prices(lost),
      average: priced.length === 0 ? undefined : prices(priced) / priced.length,
    },
  };
}

/** A share in percent to one decimal; 0 of nothing. */
export function percentage(count: number, total: number): number {
  return total === 0 ? 0 : roundTo(1, (count / total) * 100);
}

/** Rounds half away from zero to a number of decimals. */
export function roundTo(decimals: number, value: number): number {
  const factor = 10 ** decimals;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
}

function count<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function mostFrequent<T extends number>(values: readonly T[]): T | undefined {
  const counts = [...count(values)].sort(([a, m], [b, n]) => n - m || a - b);
  return counts[0]?.[0];
}
