import { statisticsFor } from '@punctual/application/appointments/lists.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { getAppointmentStatistics } from '@punctual/contracts/coach-dashboard/statistics.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { percentage, roundTo, type Statistics } from '@punctual/scheduling/appointments/statistics.ts';
import { formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import { formatDate, parseDate } from '@punctual/scheduling/time/date.ts';
import { http, ports } from '../../wiring.ts';
import { dateRange } from '../date-range.ts';
import { appointmentType, dayNames } from './views.ts';

export const handler = httpFunction(http, [
  on(getAppointmentStatistics, async ({ caller, query }) => {
    const first = query.startDate === undefined ? undefined : parseDate(query.startDate);
    const last = query.endDate === undefined ? undefined : parseDate(query.endDate);
    if (first !== undefined && last !== undefined) {
      const range = dateRange(first, last);
      if (!range.ok) return range;
    }
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    // A start alone is followed by the period, an end alone preceded by it.
    const lastDate = last ?? (first === undefined ? undefined : first + query.period - 1);
    const found = await statisticsFor(ports, coach.value, {
      firstDate: first,
      lastDate,
      days: query.period,
    });
    const { firstDate, statistics } = found;
    return {
      body: {
        success: true,
        data: {
          period: {
            startDate: formatDate(firstDate),
            endDate: formatDate(found.lastDate),
            days: found.lastDate - firstDate + 1,
          },
          ...statisticsView(statistics),
        },
      },
    };
  }),
]);

function statisticsView(statistics: Statistics) {
  const { total, byStatus, byKind, byDuration, revenue } = statistics;
  const of = (status: 'completed' | 'cancelled' | 'no_show') => byStatus.get(status) ?? 0;
  const byType = new Map<string, number>();
  for (const [kind, count] of byKind) {
    byType.set(appointmentType(kind), (byType.get(appointmentType(kind)) ?? 0) + count);
  }
  return {
    summary: {
      totalAppointments: total,
      completedAppointments: of('completed'),
      cancelledAppointments: of('cancelled'),
      noShowAppointments: of('no_show'),
      completionRate: percentage(of('completed'), total),
      cancellationRate: percentage(of('cancelled'), total),
      noShowRate: percentage(of('no_show'), total),
    },
    byStatus: shares(byStatus, total).map(([status, share]) => ({ status, ...share })),
    byType: shares(byType, total).map(([type, share]) => ({ type, ...share })),
    byDuration: shares(byDuration, total)
      .map(([duration, share]) => ({ duration, ...share }))
      .sort((a, b) => a.duration - b.duration),
    trends: {
      weeklyAverage: roundTo(1, statistics.weeklyAverage),
      monthlyGrowth: rounded(1, statistics.growth),
      peakBookingDay: statistics.peakWeekday === undefined ? null : dayNames[statistics.peakWeekday],
      peakBookingTime: statistics.peakHour === undefined ? null : hour(statistics.peakHour),
      averageBookingAdvance: rounded(1, statistics.bookingAdvanceDays),
    },
    revenue: {
      totalRevenue: roundTo(2, revenue.total),
      averageRevenuePerAppointment: rounded(2, revenue.average),
      completedRevenue: roundTo(2, revenue.completed),
      lostRevenue: roundTo(2, revenue.lost),
    },
  };
}

/** Largest first. */
function shares<T>(counts: ReadonlyMap<T, number>, total: number) {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([value, count]) => [value, { count, percentage: percentage(count, total) }] as const);
}

function rounded(decimals: number, value: number | undefined): number | null {
  return value === undefined ? null : roundTo(decimals, value);
}

/** `14:00-15:00`; the last hour of a day ends at `24:00`. */
function hour(start: number): string {
  return `${formatWallTime(start * 60)}-${start === 23 ? '24:00' : formatWallTime((start + 1) * 60)}`;
}
