import { unknownZone } from '@punctual/application/outcome.ts';
import { slotsOnDates } from '@punctual/application/slots/available.ts';
import { getPublicSlots } from '@punctual/contracts/public/slots.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { isTimeZone } from '@punctual/scheduling/time/zone.ts';
import { http, ports } from '../../wiring.ts';
import { dateRange } from '../date-range.ts';
import { wallTime } from '../wall-time.ts';
import { policy } from './policy.ts';

/** Every this many minutes a slot is offered. */
const stepMinutes = 30;

export const handler = httpFunction(http, [
  on(getPublicSlots, async ({ params, query }) => {
    const { from, to, duration: durationMinutes, timeZone: shownZone } = query;
    if (shownZone !== undefined && !isTimeZone(shownZone)) return unknownZone('query.timeZone');
    const range = dateRange(parseDate(from), parseDate(to), ['query.from', 'query.to']);
    if (!range.ok) return range;
    const dates = { first: range.value.firstDate, last: range.value.lastDate };
    const providerId = params.coachId as PersonId;
    const { durations } = policy;
    const found = await slotsOnDates(ports, dates, { providerId, durationMinutes, stepMinutes, durations });
    if (!found.ok) return found;
    const { settings, durationMinutes: duration, starts } = found.value;
    const timeZone = shownZone ?? settings.timeZone;
    const slots = starts.map((start) => ({
      startTime: formatInstant(start),
      localStartTime: wallTime(start, timeZone),
    }));
    return {
      body: { success: true, data: { coachId: providerId, from, to, duration, timeZone, slots } },
      // Short: what is offered from a cache may be gone, and is then refused with its reason.
      headers: { 'cache-control': 'public, max-age=10' },
    };
  }),
]);
