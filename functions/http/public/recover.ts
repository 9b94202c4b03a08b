import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { manageToken } from '@punctual/application/public/manage.ts';
import { bookAgain, openRecovery, type SlotAgain } from '@punctual/application/recovery/link.ts';
import * as routes from '@punctual/contracts/public/recover.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { meet } from '../../meetings.ts';
import { http, ports, table } from '../../wiring.ts';
import { policy } from './policy.ts';
import { bookedView } from './views.ts';

const withLinks = { ...ports, links: signedLinks(), recoveries: dynamodbRecoveries(table) };

export const handler = httpFunction(http, [
  on(routes.getAbandonedSlot, async ({ params }) => {
    const found = await openRecovery(withLinks, policy, params.token);
    return found.ok ? { body: { success: true, data: slotView(found.value) } } : found;
  }),

  on(routes.bookAbandonedSlot, async ({ params, body, commandId }) => {
    const newId = commandId as AppointmentId;
    const booked = await bookAgain(withLinks, policy, params.token, body.startTime, newId);
    if (!booked.ok) return booked;
    const token = await manageToken(withLinks.links, booked.value);
    return { body: { success: true, data: bookedView(await meet(booked.value), token) } };
  }),
]);

function slotView({ recovery, provider, providerZone, reason, alternatives }: SlotAgain) {
  return {
    coach: { id: recovery.providerId, name: provider?.name ?? '', timeZone: providerZone },
    slot: {
      startTime: formatInstant(recovery.start),
      duration: recovery.durationMinutes,
      timeZone: recovery.timeZone,
    },
    available: reason === undefined,
    reason,
    alternatives: alternatives.map(({ start, durationMinutes }) => ({
      startTime: formatInstant(start),
      duration: durationMinutes,
    })),
  };
}
