import { calendarOf } from '@punctual/application/appointments/lists.ts';
import { failed, unknownZone } from '@punctual/application/outcome.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { type DaySlots, daySlots } from '@punctual/application/slots/available.ts';
import * as routes from '@punctual/contracts/coach-dashboard/calendar.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { formatWallEnd, formatWallTime } from '@punctual/scheduling/availability/schedule.ts';
import type { RefusalReason } from '@punctual/scheduling/slots/slots.ts';
import { type CalendarDate, parseDate, weekdayOf } from '@punctual/scheduling/time/date.ts';
import { formatInstant, type Instant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone, zoneOf } from '@punctual/scheduling/time/zone.ts';
import { http, ports } from '../../wiring.ts';
import { dateRange } from '../date-range.ts';
import { wallTime } from '../wall-time.ts';
import { policy } from './policy.ts';
import { appointmentView, countsOf, unavailableSlotsView, workingHoursView } from './views.ts';

/** Reasons that mean that somebody has the time. */
const bookedReasons = new Set<RefusalReason | undefined>(['BUSY', 'HELD', 'EXTERNAL_BUSY', 'BUFFER']);

export const handler = httpFunction(http, [
  on(routes.getCalendar, async ({ caller, query, now }) => {
    const range = dateRange(parseDate(query.startDate), parseDate(query.endDate));
    if (!range.ok) return range;
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { firstDate, lastDate } = range.value;
    const { appointments, people, settings } = await calendarOf(ports, coach.value, firstDate, lastDate);
    const zone = zoneOf(settings.timeZone);
    const from = zone.toInstant(firstDate, 0);
    const to = zone.toInstant(lastDate + 1, 0);
    return {
      body: {
        success: true,
        data: {
          coachId: coach.value,
          dateRange: { startDate: query.startDate, endDate: query.endDate },
          appointments: appointments.map((one) => appointmentView(one, people, caller.id)),
          workingHours: workingHoursView(settings),
          unavailableSlots: unavailableSlotsView(
            settings.timeOff.filter((off) => off.start < to && off.end > from),
          ),
          summary: countsOf(appointments, now),
        },
      },
    };
  }),

  on(routes.getAvailableSlots, async ({ caller, query }) => {
    const shownZone = query.timeZone;
    if (shownZone !== undefined && !isTimeZone(shownZone)) {
      return unknownZone('query.timeZone');
    }
    const date = parseDate(query.date);
    if (date === undefined) {
      return failed({ kind: 'invalid', issues: [{ path: 'query.date', message: 'Not a date' }] });
    }
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { durations } = policy;
    const day = await daySlots(ports, {
      providerId: coach.value,
      date,
      durationMinutes: query.duration,
      durations,
    });
    const timeZone = shownZone ?? day.settings.timeZone;
    const availableSlots = slotsView(day, timeZone);
    const refused = day.standard.filter(({ reason }) => reason !== undefined);
    return {
      body: {
        success: true,
        data: {
          date: query.date,
          coachId: coach.value,
          availableSlots,
          availableCount: availableSlots.length,
          workingHours: hoursOf(day.settings, date),
          totalSlots: day.total,
          bookedSlots: refused.filter(({ reason }) => bookedReasons.has(reason)).length,
          ...(query.explain && {
            unavailable: refused.map(({ start, reason }) => ({ startTime: formatInstant(start), reason })),
          }),
        },
      },
    };
  }),
]);

function slotsView(day: DaySlots, timeZone: string) {
  const slot = (start: Instant, duration: number, slotType: 'standard' | 'extended') => ({
    startTime: formatInstant(start),
    duration,
    timeZone,
    localStartTime: wallTime(start, timeZone),
    slotType,
  });
  const free = new Set(day.standard.flatMap(({ start, reason }) => (reason === undefined ? [start] : [])));
  const starts = [...new Set([...free, ...day.extended])].sort((a, b) => a - b);
  return starts.flatMap((start) => [
    ...(free.has(start) ? [slot(start, day.standardMinutes, 'standard')] : []),
    ...(day.extended.has(start) ? [slot(start, 2 * day.standardMinutes, 'extended')] : []),
  ]);
}

/** The first start and the last end of the date's hours, or null on a day off. */
function hoursOf(settings: DaySlots['settings'], date: CalendarDate) {
  const special = settings.overrides.find((one) => one.date === date);
  const windows =
    special?.windows ?? settings.rows.filter((row) => row.available && row.weekday === weekdayOf(date));
  if (windows.length === 0) return null;
  return {
    startTime: formatWallTime(Math.min(...windows.map((one) => one.startMinute))),
    endTime: formatWallEnd(Math.max(...windows.map((one) => one.endMinute))),
    timeZone: settings.timeZone,
  };
}
