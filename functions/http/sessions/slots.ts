import { failed } from '@punctual/application/outcome.ts';
import { dayStarts } from '@punctual/application/slots/available.ts';
import { listSessionSlots } from '@punctual/contracts/sessions/slots.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { http, ports } from '../../wiring.ts';
import { sessionDurations, slotStepMinutes } from './policy.ts';
import { startView } from './views.ts';

export const handler = httpFunction(http, [
  on(listSessionSlots, async ({ caller, query }) => {
    const date = parseDate(query.date);
    if (date === undefined) {
      return failed({ kind: 'invalid', issues: [{ path: 'query.date', message: 'Not a date' }] });
    }
    const starts = await dayStarts(ports, {
      providerId: query.therapistId as PersonId,
      clientId: caller.roles.includes('client') ? caller.id : undefined,
      date,
      durations: sessionDurations,
      stepMinutes: slotStepMinutes,
    });
    return starts.ok ? { body: starts.value.map(startView) } : starts;
  }),
]);
