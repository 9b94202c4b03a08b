import * as z from 'zod/mini';
import {
  date,
  enveloped,
  id,
  instant,
  instantInput,
  price,
  text,
  timeZone,
  wallTime,
  wallTimeEnd,
} from '../fields.ts';
import { defineRoute } from '../route.ts';
import { unavailableSlot, workingHours } from './shapes.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const rateLimit = 'calendar';
const entry = 'coach-dashboard/availability';
const path = '/api/coach-dashboard/availability';

const minutes = (minimum: number, maximum: number) => z.int().check(z.gte(minimum), z.lte(maximum));

const availability = z.object({
  _id: id,
  coachId: id,
  workingHours: z.array(workingHours),
  unavailableSlots: z.array(unavailableSlot),
  specialHours: z.array(
    z.object({ date, windows: z.array(z.object({ startTime: z.string(), endTime: z.string() })) }),
  ),
  defaultAppointmentDuration: z.int(),
  slotInterval: z.int(),
  bufferTime: z.int(),
  minimumNoticeMinutes: z.int(),
  timeZone,
  advanceBookingDays: z.int(),
  sameDayBooking: z.boolean(),
  autoConfirm: z.boolean(),
  sessionPrice: z.nullable(z.number()),
  reminderSettings: z.object({
    emailReminder: z.boolean(),
    smsReminder: z.boolean(),
    reminderTime: z.number(),
    followUpReminder: z.boolean(),
  }),
  createdAt: instant,
  updatedAt: instant,
});

export const getAvailability = defineRoute({
  operationId: 'getAvailability',
  method: 'GET',
  path,
  surface,
  summary: 'Working hours and booking rules',
  access,
  rateLimit,
  entry,
  success: { status: 200, body: enveloped(availability) },
  errors: [],
});

export const setAvailability = defineRoute({
  operationId: 'setAvailability',
  method: 'PUT',
  path,
  surface,
  summary: 'Change working hours and booking rules; what is left out stays',
  access,
  rateLimit,
  entry,
  body: z.strictObject({
    workingHours: z.optional(
      z
        .array(
          z.strictObject({
            dayOfWeek: minutes(0, 6),
            /** Shown in answers, so it may come back; it is not read. */
            dayName: z.optional(text(20)),
            startTime: wallTime,
            endTime: wallTimeEnd,
            isWorking: z._default(z.boolean(), true),
          }),
        )
        .check(z.maxLength(90)),
    ),
    unavailableSlots: z.optional(
      z
        .array(z.strictObject({ start: instantInput, end: instantInput, reason: z.optional(text(200)) }))
        .check(z.maxLength(366)),
    ),
    specialHours: z.optional(
      z
        .array(
          z.strictObject({
            date,
            windows: z
              .array(z.strictObject({ startTime: wallTime, endTime: wallTimeEnd }))
              .check(z.maxLength(20)),
          }),
        )
        .check(z.maxLength(366)),
    ),
    defaultAppointmentDuration: z.optional(minutes(5, 480)),
    slotInterval: z.optional(minutes(5, 480)),
    bufferTime: z.optional(minutes(0, 240)),
    minimumNoticeMinutes: z.optional(minutes(0, 43_200)),
    timeZone: z.optional(timeZone),
    advanceBookingDays: z.optional(minutes(0, 730)),
    sameDayBooking: z.optional(z.boolean()),
    autoConfirm: z.optional(z.boolean()),
    sessionPrice: z.optional(price),
    reminderSettings: z.optional(
      z.strictObject({
        emailReminder: z.optional(z.boolean()),
        smsReminder: z.optional(z.boolean()),
        reminderTime: z.optional(z.number().check(z.gte(0), z.lte(720))),
        followUpReminder: z.optional(z.boolean()),
      }),
    ),
  }),
  success: { status: 200, body: enveloped(availability) },
  errors: ['BUSY'],
});

export const availabilityRoutes = [getAvailability, setAvailability] as const;
