import * as z from 'zod/mini';
import {
  date,
  duration,
  email,
  id,
  instant,
  name,
  phone,
  price,
  text,
  timeZone,
  wallTime,
} from '../fields.ts';

/** The words of this surface for what the engine calls kind; it shows `audio` and `chat` as `online`. */
export const appointmentType = z.enum(['online', 'offline']);

export const status = z.enum(['scheduled', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show']);

export const leadSummary = z.object({
  _id: id,
  name: z.string(),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
});

const staffSummary = z.object({ _id: id, name: z.string(), email: z.optional(z.string()) });

const rescheduleEntry = z.object({
  originalTime: instant,
  newTime: instant,
  reason: z.optional(text(1000)),
  rescheduledAt: instant,
  rescheduledBy: id,
});

/** Absent while an appointment has no meeting. */
const zoomMeeting = z.object({
  meetingId: z.string(),
  joinUrl: z.string(),
  /** Only for the coach who holds the meeting. */
  startUrl: z.optional(z.string()),
  password: z.optional(z.string()),
  createdAt: instant,
});

export const appointment = z.object({
  _id: id,
  coachId: id,
  leadId: id,
  assignedStaffId: z.optional(id),
  startTime: instant,
  duration,
  summary: text(200),
  notes: z.optional(text(2000)),
  timeZone,
  appointmentType,
  status,
  price: z.optional(price),
  zoomMeeting: z.optional(zoomMeeting),
  /** Its meeting says that the client never joined; the coach decides. */
  proposedStatus: z.optional(z.literal('no_show')),
  lead: z.optional(leadSummary),
  assignedStaff: z.optional(staffSummary),
  rescheduleHistory: z.optional(z.array(rescheduleEntry)),
  cancelledAt: z.optional(instant),
  cancellationReason: z.optional(text(1000)),
  cancelledBy: z.optional(id),
  rescheduleOffered: z.optional(z.boolean()),
  createdAt: instant,
  updatedAt: instant,
});

/** As lists of the coming appointments show it. */
export const nextAppointment = z.object({
  _id: id,
  leadId: id,
  startTime: instant,
  duration,
  summary: z.string(),
  status,
  appointmentType,
  lead: z.optional(leadSummary),
  assignedStaff: z.optional(z.object({ _id: id, name: z.string() })),
  zoomMeeting: z.optional(z.object({ joinUrl: z.string(), password: z.optional(z.string()) })),
  /** Absent once the start has come. */
  timeUntilAppointment: z.optional(z.string()),
});

export const workingHours = z.object({
  dayOfWeek: z.int().check(z.gte(0), z.lte(6)),
  dayName: z.string(),
  startTime: wallTime,
  endTime: z.string(),
  isWorking: z.boolean(),
});

export const unavailableSlot = z.object({ start: instant, end: instant, reason: z.optional(text(200)) });

export const dateRange = z.object({ startDate: date, endDate: date });

export const lead = z.object({
  _id: id,
  coachId: id,
  name,
  email: z.optional(email),
  phone: z.optional(phone),
  timeZone: z.optional(timeZone),
  temperature: z.enum(['cold', 'warm', 'hot']),
  score: z.number(),
  createdAt: instant,
  updatedAt: instant,
});

export const staffMember = z.object({
  _id: id,
  coachId: id,
  name,
  email: z.optional(email),
  createdAt: instant,
});
