import * as z from 'zod/mini';
import { email, id, instant, name, text } from '../fields.ts';

export const status = z.enum(['pending', 'scheduled', 'completed', 'cancelled']);

export const meetingNotes = text(5000);

export const reason = text(1000);

const phone = z.strictObject({
  code: z.string().check(z.regex(/^\+\d{1,4}$/, 'A country code as +1 is needed')),
  number: z.string().check(z.regex(/^[\d ().-]{3,20}$/, 'Not a telephone number')),
});

/** What a visitor says of themselves. */
export const form = {
  firstName: name,
  lastName: name,
  companyName: name,
  companyWebsite: z.url({ protocol: /^https?$/, error: 'A web address is needed' }).check(z.maxLength(500)),
  position: name,
  isDecisionMaker: z.boolean(),
  email,
  businessPhone: z.optional(phone),
};

/** As the visitor sees it, and whoever else has the id: neither address nor company, telephone or notes. */
export const visitorBooking = z.object({
  _id: id,
  firstName: z.string(),
  lastName: z.string(),
  calendlyLink: z.string(),
  status,
  scheduledAt: z.optional(instant),
  createdAt: instant,
});

export const booking = z.object({
  _id: id,
  firstName: z.string(),
  lastName: z.string(),
  companyName: z.string(),
  companyWebsite: z.string(),
  position: z.string(),
  isDecisionMaker: z.boolean(),
  email: z.string(),
  businessPhone: z.nullable(z.object({ code: z.string(), number: z.string() })),
  calendlyLink: z.string(),
  /** The link is the common one, because Calendly gave none of its own in time. */
  calendlyFallback: z.boolean(),
  calendlyEventUri: z.nullable(z.string()),
  calendlyInviteeUri: z.nullable(z.string()),
  status,
  scheduledAt: z.nullable(instant),
  meetingNotes: z.nullable(z.string()),
  isRead: z.boolean(),
  /** The appointment in the host's agenda. */
  appointmentId: z.nullable(id),
  /** Why there is none although the host is a coach of ours, and what stands in the way. */
  clash: z.nullable(z.object({ reason: z.string(), appointmentId: z.nullable(id) })),
  createdAt: instant,
  updatedAt: instant,
});

/** The envelope of this surface. */
export const results = <Results extends z.ZodMiniType>(inner: Results) =>
  z.object({ success: z.literal(true), message: z.string(), results: inner });
