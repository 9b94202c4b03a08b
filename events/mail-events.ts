import * as z from 'zod/mini';

/*
 * What SES publishes about mail that did not arrive, as far as `note-bounces` reads it. Events of a configuration set
 * and notifications of an identity name their type in different fields, and are told by what they hold.
 */

const recipients = z.array(z.object({ emailAddress: z.string() }));

export const bounceEvent = z.object({
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }),
});

const complaintEvent = z.object({
  complaint: z.object({
    complainedRecipients: recipients,
    complaintFeedbackType: z.optional(z.nullable(z.string())),
  }),
});

export const mailEvent = z.union([bounceEvent, complaintEvent]);
