import * as z from 'zod/mini';

/*
 * Version 1 of the four events of the sessions surface, published under these names with exactly these fields.
 * Instants are strings in UTC. A field may be added in a version of its own; none is ever taken away.
 */

const instant = z.iso.datetime();
const parties = { appointmentId: z.string(), clientId: z.string(), therapistId: z.string() };

export const appointmentBookedEvent = z.strictObject({
  ...parties,
  startTime: instant,
  meetingType: z.enum(['video', 'audio', 'in_person', 'chat']),
  /** Minutes. */
  duration: z.int(),
  title: z.string(),
  description: z.optional(z.string()),
  /** The first appointment that these two people booked with each other. */
  isInitialConsultation: z.boolean(),
});

export const appointmentRescheduledEvent = z.strictObject({
  ...parties,
  rescheduledBy: z.string(),
  originalStartTime: instant,
  newStartTime: instant,
  /** Empty when none was given. */
  rescheduleReason: z.string(),
});

export const appointmentCancelledEvent = z.strictObject({
  ...parties,
  cancelledBy: z.string(),
  /** Empty when none was given. */
  cancellationReason: z.string(),
  originalStartTime: instant,
  cancelledAt: instant,
  /** Hours before the start, to two decimals; 0 once it has begun. */
  cancellationNotice: z.number(),
});

export const appointmentCompletedEvent = z.strictObject({
  ...parties,
  completedAt: instant,
  /** Minutes. */
  duration: z.int(),
  /** Empty when there are none. */
  sessionNotes: z.string(),
  attendanceStatus: z.enum(['ATTENDED', 'NO_SHOW']),
});
