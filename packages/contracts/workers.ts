import type { Worker } from './worker.ts';

export const publishEvents = {
  name: 'publish-events',
  summary: 'Puts the event items of the table on the event bus, in order per appointment',
  source: { kind: 'stream', entity: 'event', batchSize: 100, maximumRetryAttempts: 10_000 },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const sendNotice = {
  name: 'send-notice',
  summary:
    'Mails both parties when an appointment is booked, confirmed, moved or cancelled, and when a booking is over',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
    detailTypes: [
      'appointment.booked',
      'appointment.confirmed',
      'appointment.rescheduled',
      'appointment.cancelled',
      'appointment.completed',
      'appointment.missed',
    ],
  },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const planReminders = {
  name: 'plan-reminders',
  summary: 'Sets, moves and takes back the timers of an appointment’s reminders',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
    detailTypes: [
      'appointment.booked',
      'appointment.confirmed',
      'appointment.rescheduled',
      'appointment.started',
      'appointment.cancelled',
      'appointment.completed',
      'appointment.missed',
      'settings.changed',
    ],
    timersTo: 'send-reminder',
  },
  timeoutSeconds: 60,
} as const satisfies Worker;

export const sendReminder = {
  name: 'send-reminder',
  summary: 'Reminds by mail, text message and push, and writes to clients who missed an appointment',
  source: { kind: 'queue', batchSize: 10, maximumReceives: 14, detailTypes: ['appointment.missed'] },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const noteBounces = {
  name: 'note-bounces',
  summary: 'Remembers the addresses that mail must not go to any more',
  source: { kind: 'queue', batchSize: 10, maximumReceives: 14, detailTypes: [], mailEvents: true },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const settlePayment = {
  name: 'settle-payment',
  summary:
    'Confirms bookings that are paid, and cancels those whose payment failed and was not made good in time',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
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
    maximumReceives: 14,
    detailTypes: ['appointment.held'],
    timersTo: 'expire-holds',
  },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const recoverBooking = {
  name: 'recover-booking',
  summary: 'Writes to visitors who did not finish booking, and credits what they book after all',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
    detailTypes: ['appointment.abandoned', 'appointment.booked'],
    timersTo: 'recover-booking',
  },
  timeoutSeconds: 30,
} as const satisfies Worker;
