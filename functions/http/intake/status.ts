import { changeIntake } from '@punctual/application/intake/change.ts';
import { changeIntakeStatus } from '@punctual/contracts/intake/visitors.ts';
import type { HttpRequest } from '@punctual/lambda/http/call.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { Refusal } from '@punctual/lambda/http/refusal.ts';
import { intakePorts } from '../../intake.ts';
import { http } from '../../wiring.ts';
import { fromCalendly } from './calendly-signature.ts';
import { rolesOfBearer } from './token.ts';
import { visitorView } from './views.ts';

export const handler = httpFunction(http, [
  on(changeIntakeStatus, async (request) => {
    await mustBeTrusted(request);
    const { params, body } = request;
    const { status, reason, eventData: told } = body;
    const changed = await changeIntake(intakePorts, params.id, {
      status,
      reason,
      told: told && { ...told, inviteeUri: told.inviteeUri },
    });
    if (!changed.ok) return changed;
    const [, eventId, inviteeId] =
      /\/scheduled_events\/([\w-]+)\/invitees\/([\w-]+)$/.exec(told?.inviteeUri ?? '') ?? [];
    if (status === 'scheduled' && eventId !== undefined && inviteeId !== undefined) {
      // Who holds the meeting is known at Calendly only.
      const errand = {
        kind: 'look_up' as const,
        intake_id: params.id,
        event_id: eventId,
        invitee_id: inviteeId,
      };
      await intakePorts.later.send([errand]);
    }
    const booking = visitorView(changed.value, false);
    return { body: { success: true, message: 'Booking status updated successfully', results: { booking } } };
  }),
]);

async function mustBeTrusted(request: Pick<HttpRequest, 'headers' | 'rawBody' | 'now'>): Promise<void> {
  if (await fromCalendly(request)) return;
  const roles = await rolesOfBearer(request.headers.authorization, request.now);
  if (roles === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'Calendly’s signature or an admin’s bearer token is needed');
  }
  if (!roles.includes('admin')) throw new Refusal('FORBIDDEN', 'This needs the role admin');
}
