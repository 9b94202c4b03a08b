import * as z from 'zod/mini';
import { enveloped, id, instant, text } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const entry = 'coach-dashboard/reminders';
const path = '/api/coach-dashboard/reminder-templates';

const subject = text(200).check(z.minLength(1));
const mailBody = text(4000).check(z.minLength(1));
const smsBody = text(400).check(z.minLength(1));

const templates = z.object({
  emailReminder: z.object({ subject: z.string(), body: z.string() }),
  smsReminder: z.object({ body: z.string() }),
  followUpReminder: z.object({ subject: z.string(), body: z.string() }),
});

const placeholders =
  '`[Coach Name]`, `[Lead Name]`, `[Date]`, `[Time]` and `[Zoom Link]` stand for what they say. While there is no link, a sentence that holds nothing else is left out.';

export const getReminderTemplates = defineRoute({
  operationId: 'getReminderTemplates',
  method: 'GET',
  path,
  surface,
  summary: 'The words of reminders',
  description: placeholders,
  access,
  rateLimit: 'reads',
  entry,
  success: { status: 200, body: enveloped(templates) },
  errors: [],
});

const mailChange = z.strictObject({ subject: z.optional(subject), body: z.optional(mailBody) });

export const setReminderTemplates = defineRoute({
  operationId: 'setReminderTemplates',
  method: 'PUT',
  path,
  surface,
  summary: 'Change the words of reminders; what is left out stays, null brings the default back',
  description: placeholders,
  access,
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    emailReminder: z.optional(z.nullable(mailChange)),
    smsReminder: z.optional(z.nullable(z.strictObject({ body: smsBody }))),
    followUpReminder: z.optional(z.nullable(mailChange)),
  }),
  success: { status: 200, body: enveloped(templates) },
  errors: ['BUSY'],
});

export const previewReminderTemplate = defineRoute({
  operationId: 'previewReminderTemplate',
  method: 'POST',
  path: `${path}/preview`,
  surface,
  summary: 'What a client would read, without sending or saving anything',
  description:
    'With the words saved, or those of a draft; with made-up names and times, or those of an appointment.',
  access,
  rateLimit: 'reads',
  entry,
  body: z.strictObject({
    template: z.enum(['emailReminder', 'smsReminder', 'followUpReminder']),
    draft: z.optional(mailChange),
    appointmentId: z.optional(id),
  }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        template: z.enum(['emailReminder', 'smsReminder', 'followUpReminder']),
        /** Of mails. */
        subject: z.optional(z.string()),
        text: z.string(),
        /** Of mails. */
        html: z.optional(z.string()),
        /** Of text messages: how they are encoded, and how many are billed. */
        encoding: z.optional(z.enum(['GSM-7', 'UCS-2'])),
        segments: z.optional(z.int()),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const listDeliveries = defineRoute({
  operationId: 'listDeliveries',
  method: 'GET',
  path: '/api/coach-dashboard/appointments/{appointmentId}/deliveries',
  surface,
  summary: 'What was sent about an appointment, when, or why not',
  access,
  rateLimit: 'appointments',
  entry,
  params: z.object({ appointmentId: id }),
  success: {
    status: 200,
    body: enveloped(
      z.array(
        z.object({
          /** `booked`, `confirmed`, `reminder:email`, `follow_up` and so on. */
          kind: z.string(),
          channel: z.enum(['email', 'sms', 'push']),
          recipient: z.enum(['lead', 'coach']),
          /** Of notices the event's sequence number, of reminders the times that the appointment was moved before. */
          version: z.int(),
          /** `sending`: it is being sent at this moment, or a worker died over it and another will take it up. */
          status: z.enum(['sent', 'skipped', 'failed', 'sending']),
          reason: z.nullable(z.string()),
          at: instant,
          messageId: z.nullable(z.string()),
        }),
      ),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const reminderRoutes = [
  getReminderTemplates,
  setReminderTemplates,
  previewReminderTemplate,
  listDeliveries,
] as const;
