import * as z from 'zod/mini';
import { id, instant } from '../fields.ts';

/* The words of this surface. Its answers are bare, without an envelope, and what is absent is null. */

/** Minutes, as they can be asked for. */
export const sessionDuration = z.literal([30, 60, 90, 120]);

export const meetingType = z.enum(['video', 'audio', 'in_person', 'chat']);

export const meetingStatus = z.enum(['SCHEDULED', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW']);

const party = z.object({
  user: z.object({ firstName: z.string(), lastName: z.string(), email: z.nullable(z.string()) }),
});

export const meeting = z.object({
  id,
  title: z.string(),
  description: z.nullable(z.string()),
  startTime: instant,
  /** Another surface may have booked another length than this one offers. */
  duration: z.int(),
  status: meetingStatus,
  meetingType,
  /** Null until the meeting has an address. */
  meetingUrl: z.nullable(z.string()),
  clientId: id,
  therapistId: id,
  createdAt: instant,
  updatedAt: instant,
  client: party,
  therapist: party,
});
