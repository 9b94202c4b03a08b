import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { snsTexter } from '@punctual/adapters/sms/sns-texter.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { recoverByHand, stopRecovery } from '@punctual/application/recovery/by-hand.ts';
import { listAbandoned } from '@punctual/application/recovery/list.ts';
import * as routes from '@punctual/contracts/coach-dashboard/recovery.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { doubtRule, required } from '../../environment.ts';
import { http, ports, table } from '../../wiring.ts';
import { abandonedView, recoveryMessageView, recoveryRate, recoveryView } from './views.ts';

const recovering = {
  ...ports,
  recoveries: dynamodbRecoveries(table),
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  texter: snsTexter(),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
  links: signedLinks(),
  publicApiUrl: required('PUBLIC_API_URL'),
};

export const handler = httpFunction(http, [
  on(routes.listAbandonedBookings, async ({ caller, query }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { recoveries, people, totals } = await listAbandoned(recovering, coach.value, query.limit);
    return {
      body: {
        success: true,
        data: recoveries.map((recovery) => abandonedView(recovery, people)),
        totalAbandoned: totals.abandoned,
        recoveryRate: recoveryRate(totals),
      },
    };
  }),

  on(routes.recoverAbandonedBooking, async ({ caller, params, body, commandId }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { messageType, customMessage, offerIncentive, incentiveType, incentiveValue } = body;
    const sent = await recoverByHand(recovering, {
      coachId: coach.value,
      id: params.abandonedBookingId as AppointmentId,
      messageId: commandId,
      channel: messageType,
      customText: customMessage,
      incentive:
        offerIncentive && incentiveType !== undefined
          ? { type: incentiveType, value: incentiveValue }
          : undefined,
    });
    if (!sent.ok) return sent;
    const { recovery, message } = sent.value;
    return {
      body: {
        success: true,
        message: 'Recovery message sent successfully',
        data: { ...recoveryView(recovery), recoveryMessage: recoveryMessageView(message) },
      },
    };
  }),

  on(routes.stopRecovery, async ({ caller, params }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const id = params.abandonedBookingId as AppointmentId;
    const stopped = await stopRecovery(recovering, coach.value, id);
    if (!stopped.ok) return stopped;
    return {
      body: { success: true, message: 'Recovery stopped successfully', data: recoveryView(stopped.value) },
    };
  }),
]);
