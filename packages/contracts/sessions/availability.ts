import * as z from 'zod/mini';
import { id, instant, text, wallTime, wallTimeEnd } from '../fields.ts';
import { defineRoute } from '../route.ts';

/* Another view of the working hours that the coach dashboard shows: what is changed in one is changed in both. */

const surface = 'sessions';
const access = ['coach'] as const;
/** As the surface was published: only therapists are known here. */
const otherRoles = 'UNAUTHENTICATED';
const entry = 'sessions/availability';
const path = '/booking/availability';
const params = z.object({ slotId: id });
const dayOfWeek = z.int().check(z.gte(0), z.lte(6));
const notes = text(1000);

const availabilitySlot = z.object({
  id,
  therapistId: id,
  dayOfWeek,
  startTime: wallTime,
  /** One that is not after the start lies on the next date; such rows are made on the coach dashboard only. */
  endTime: wallTimeEnd,
  isAvailable: z.boolean(),
  notes: z.nullable(z.string()),
  createdAt: instant,
  updatedAt: instant,
});

export const createAvailabilitySlot = defineRoute({
  operationId: 'createAvailabilitySlot',
  method: 'POST',
  path,
  surface,
  summary: 'Add a weekly window in which sessions can be booked',
  description:
    "Times are those of the therapist's time zone, and `24:00` is the end of a day. A window ends after its start and " +
    'overlaps no other that is available. There are at most 90.',
  access,
  otherRoles,
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    dayOfWeek,
    startTime: wallTime,
    endTime: wallTimeEnd,
    notes: z.optional(notes),
  }),
  success: { status: 201, body: availabilitySlot },
  errors: ['BUSY'],
});

export const listAvailabilitySlots = defineRoute({
  operationId: 'listAvailabilitySlots',
  method: 'GET',
  path,
  surface,
  summary: "The therapist's weekly windows, in the order of the week",
  access,
  otherRoles,
  rateLimit: 'reads',
  entry,
  success: { status: 200, body: z.array(availabilitySlot) },
  errors: [],
});

export const updateAvailabilitySlot = defineRoute({
  operationId: 'updateAvailabilitySlot',
  method: 'PUT',
  path: `${path}/{slotId}`,
  surface,
  summary: 'Change a weekly window; what is left out stays',
  description: 'Sessions that stand already stay where they are. Another therapist’s window is `FORBIDDEN`.',
  access,
  otherRoles,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({
    dayOfWeek: z.optional(dayOfWeek),
    startTime: z.optional(wallTime),
    endTime: z.optional(wallTimeEnd),
    notes: z.optional(notes),
    isAvailable: z.optional(z.boolean()),
  }),
  success: { status: 200, body: availabilitySlot },
  errors: ['FORBIDDEN', 'NOT_FOUND', 'BUSY'],
});

export const deleteAvailabilitySlot = defineRoute({
  operationId: 'deleteAvailabilitySlot',
  method: 'DELETE',
  path: `${path}/{slotId}`,
  surface,
  summary: 'Delete a weekly window; sessions that stand already stay where they are',
  access,
  otherRoles,
  rateLimit: 'writes',
  entry,
  params,
  success: { status: 200, body: z.object({ success: z.literal(true) }) },
  errors: ['FORBIDDEN', 'NOT_FOUND', 'BUSY'],
});

export const availabilitySlotRoutes = [
  createAvailabilitySlot,
  listAvailabilitySlots,
  updateAvailabilitySlot,
  deleteAvailabilitySlot,
] as const;
