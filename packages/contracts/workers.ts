import type { Worker } from './worker.ts';

export const publishEvents = {
  name: 'publish-events',
  summary: 'Puts the event items of the table on the event bus, in order per appointment',
  source: { kind: 'stream', entity: 'event', batchSize: 100, maximumRetryAttempts: 10_000 },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const sendNotice = {
  name: 'send-notice',
  summary: 'Mails both parties when an appointment is booked, confirmed, moved or cancelled',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 8,
    detailTypes: [
      'appointment.booked',
      'appointment.confirmed',
      'appointment.rescheduled',
      'appointment.cancelled',
    ],
  },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const settlePayment = {
  name: 'settle-payment',
  summary:
    'Confirms bookings that are paid, and cancels those whose payment failed and was not made good in time',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 8,
    // Put on the bus by whoever takes the payments.
    detailTypes: ['PaymentSucceeded', 'PaymentFailed'],
    timersTo: 'settle-payment',
  },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const expireHolds = {
  name: 'expire-holds',
  summary: 'Ends holds that nobody confirmed in time, which makes them abandoned bookings',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 8,
    detailTypes: ['appointment.held'],
    timersTo: 'expire-holds',
  },
  timeoutSeconds: 30,
} as const satisfies Worker;
