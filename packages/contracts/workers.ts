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

export const provisionMeeting = {
  name: 'provision-meeting',
  summary: 'Makes, moves and deletes the meetings of online appointments',
  source: {
    kind: 'queue',
    batchSize: 1,
    maximumReceives: 30,
    atOnce: 5,
    detailTypes: [
      'appointment.booked',
      'appointment.updated',
      'appointment.confirmed',
      'appointment.rescheduled',
      'appointment.cancelled',
    ],
    timersTo: 'apply-zoom-event',
  },
  timeoutSeconds: 90,
} as const satisfies Worker;

export const applyZoomEvent = {
  name: 'apply-zoom-event',
  summary: 'Remembers what Zoom tells of meetings, and what follows for their appointments',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
    detailTypes: [],
    timersTo: 'apply-zoom-event',
  },
  timeoutSeconds: 60,
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

/** Providers are down for hours at times: about as long until messages are given up. What is noted as pending stays so. */
const patientReceives = 30;

export const syncCalendar = {
  name: 'sync-calendar',
  summary: 'Brings appointments and the calendars that people have connected into agreement',
  source: {
    kind: 'queue',
    batchSize: 1,
    maximumReceives: patientReceives,
    atOnce: 10,
    detailTypes: [
      'appointment.booked',
      'appointment.confirmed',
      'appointment.rescheduled',
      'appointment.updated',
      'appointment.started',
      'appointment.cancelled',
      'appointment.completed',
      'appointment.missed',
    ],
  },
  timeoutSeconds: 120,
} as const satisfies Worker;

export const importBusy = {
  name: 'import-busy',
  summary:
    'Reads the busy time of connected calendars: after pushes, and every 15 minutes where there are none',
  source: {
    kind: 'queue',
    batchSize: 1,
    maximumReceives: patientReceives,
    atOnce: 10,
    detailTypes: ['settings.changed'],
    // Each calendar's next poll is a timer of its own.
    timersTo: 'import-busy',
    // Finds those whose timer was lost.
    every: { minutes: 360, message: { sweep: true } },
  },
  timeoutSeconds: 120,
} as const satisfies Worker;

export const reconcileCalendars = {
  name: 'reconcile-calendars',
  summary: 'Compares once a day what stands in connected calendars with what should, and mends it',
  source: {
    kind: 'queue',
    batchSize: 1,
    maximumReceives: patientReceives,
    atOnce: 2,
    detailTypes: [],
    every: { minutes: 1440, message: { reconcile: true } },
  },
  timeoutSeconds: 300,
} as const satisfies Worker;

export const tellConnectionOwner = {
  name: 'tell-connection-owner',
  summary: 'Writes to people whose calendar connection is lost, or whose entries were changed over there',
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 14,
    detailTypes: [
      'connection.needs_reauth',
      'connection.failed',
      'connection.entry_moved',
      'connection.entry_deleted',
    ],
  },
  timeoutSeconds: 30,
} as const satisfies Worker;

export const applyCalendlyEvent = {
  name: 'apply-calendly-event',
  summary: 'Works what Calendly tells into intakes, and their meetings into agendas',
  source: { kind: 'queue', batchSize: 5, maximumReceives: patientReceives, detailTypes: [] },
  timeoutSeconds: 60,
} as const satisfies Worker;

export const settleIntake = {
  name: 'settle-intake',
  summary:
    'Makes good what could not be done at Calendly at once, and keeps intakes in step with appointments',
  source: {
    kind: 'queue',
    batchSize: 5,
    // Calendly may be away for a day, in which visitors have the common link.
    maximumReceives: 300,
    atOnce: 2,
    detailTypes: [
      'appointment.rescheduled',
      'appointment.cancelled',
      'appointment.completed',
      'appointment.missed',
    ],
  },
  timeoutSeconds: 60,
} as const satisfies Worker;

export const learnOutcomes = {
  name: 'learn-outcomes',
  summary: 'Learns what becomes of appointments, the day after, for recommendations',
  source: {
    kind: 'queue',
    // All outcomes go into everybody's knowledge, which is one item.
    batchSize: 1,
    atOnce: 2,
    maximumReceives: 14,
    detailTypes: ['appointment.booked', 'appointment.rescheduled', 'appointment.abandoned'],
    timersTo: 'learn-outcomes',
  },
  timeoutSeconds: 30,
} as const satisfies Worker;
