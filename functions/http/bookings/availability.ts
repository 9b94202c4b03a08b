import { slotsBetween } from '@punctual/application/slots/available.ts';
import * as routes from '@punctual/contracts/bookings/availability.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { http, ports } from '../../wiring.ts';
import { bookingPolicy } from './policy.ts';

export const handler = httpFunction(http, [
  on(routes.getCoachAvailability, async ({ params, query }) => {
    const found = await slotsBetween(ports, {
      providerId: params.coach_id as PersonId,
      from: query.start_date,
      to: query.end_date,
      durationMinutes: query.duration_minutes,
      stepMinutes: 30,
      durations: bookingPolicy.durations,
    });
    if (!found.ok) return found;
    const { durationMinutes, starts } = found.value;
    return {
      body: {
        coach_id: params.coach_id,
        duration_minutes: durationMinutes,
        available_slots: starts.map((start) => ({
          start_datetime: formatInstant(start),
          end_datetime: formatInstant(start + durationMinutes * MINUTE),
        })),
      },
    };
  }),
]);
