import * as z from 'zod/mini';
import { duration, id, instant, text } from '../fields.ts';

/** The words of this surface; an appointment in progress is shown as `confirmed`. */
export const status = z.enum(['pending', 'confirmed', 'completed', 'cancelled', 'no_show']);

const booking = {
  id,
  client_id: id,
  coach_id: id,
  session_datetime: instant,
  duration_minutes: duration,
  status,
  notes: z.nullable(text(2000)),
  payment_id: z.nullable(z.string()),
  meeting_link: z.nullable(z.string()),
  created_at: instant,
  updated_at: instant,
};

const party = z.object({ id, name: z.nullable(z.string()), email: z.nullable(z.string()) });

export const bookingResponse = z.object(booking);

export const bookingWithDetails = z.object({ ...booking, client: party, coach: party });
