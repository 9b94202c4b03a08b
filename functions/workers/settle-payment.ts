import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { type PaymentNews, settlePayment } from '@punctual/application/payments/settle.ts';
import { instantInput } from '@punctual/contracts/fields.ts';
import { paymentFailed, paymentSucceeded } from '@punctual/events/payment-events.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { required, wholeNumber } from '../environment.ts';
import { ports } from '../wiring.ts';

const message = z.union([
  z.object({ 'detail-type': z.literal('PaymentSucceeded'), detail: paymentSucceeded }),
  z.object({ 'detail-type': z.literal('PaymentFailed'), time: instantInput, detail: paymentFailed }),
  // From our own timer.
  z.object({ kind: z.literal('grace_over'), ...paymentFailed.shape }),
]);

const settling = {
  ...ports,
  timers: schedulerTimers({
    group: required('SCHEDULE_GROUP'),
    roleArn: required('SCHEDULER_ROLE_ARN'),
    queueArn: required('QUEUE_ARN_SETTLE_PAYMENT'),
  }),
};
const graceMinutes = wholeNumber('PAYMENT_GRACE_MINUTES', 30);

export const handler = queueWorker(message, async (received) => {
  const news = newsOf(received);
  const settlement = await settlePayment(settling, news, graceMinutes);
  const fields = { appointmentId: news.appointmentId, news: news.kind, settlement };
  if (settlement === 'unknown' || settlement === 'too_late') logger.warn('payment without a booking', fields);
  else logger.info('payment', fields);
});

function newsOf(received: z.output<typeof message>): PaymentNews {
  const { booking_id, payment_id } = 'detail' in received ? received.detail : received;
  const subject = { appointmentId: booking_id as AppointmentId, paymentId: payment_id };
  if ('kind' in received) return { ...subject, kind: 'grace_over' };
  if (received['detail-type'] === 'PaymentSucceeded') return { ...subject, kind: 'succeeded' };
  return { ...subject, kind: 'failed', at: received.time };
}
