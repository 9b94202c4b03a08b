import * as z from 'zod/mini';
import { duration, id, instant, timeZone } from '../fields.ts';

/** What stands in a link of ours: a signed token. */
export const linkParams = z.object({ token: z.string().check(z.minLength(20), z.maxLength(1000)) });

/** An appointment as it is answered to the visitor who has just booked it. */
export const bookedByVisitor = z.object({
  id,
  coachId: id,
  startTime: instant,
  duration,
  timeZone,
  status: z.string(),
  /** The self-service link that the mail carries as well. */
  /** Where an online appointment is held, once there is a meeting. */
  meetingUrl: z.nullable(z.string()),
  manageUrl: z.string(),
});
