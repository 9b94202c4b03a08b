import * as z from 'zod/mini';
import { id, instantInput } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { form, reason, results, status, visitorBooking } from './shapes.ts';

const surface = 'intake';
const access = 'public';
const params = z.object({ id });

export const createIntake = defineRoute({
  operationId: 'createIntake',
  method: 'POST',
  path: '/api/v1/public/booking',
  surface,
  summary: 'Ask for a consultation, and get the link with which to schedule it',
  description:
    'The link is good for one meeting and filled in with name and e-mail address. When Calendly gives none within three seconds, it is the common one.',
  access,
  rateLimit: 'public',
  entry: 'intake/visitors',
  body: z.strictObject(form),
  success: {
    status: 201,
    body: results(z.object({ booking: visitorBooking, calendlyLink: z.string() })),
  },
  errors: ['BUSY'],
});

export const getIntake = defineRoute({
  operationId: 'getIntake',
  method: 'GET',
  path: '/api/v1/public/booking/{id}',
  surface,
  summary: 'How a request for a consultation stands',
  description: 'For whoever has the id: the link in it is not filled in.',
  access,
  rateLimit: 'public',
  entry: 'intake/visitors',
  params,
  success: { status: 200, body: results(z.object({ booking: visitorBooking })) },
  errors: ['NOT_FOUND'],
});

const calendlyUri = (form: RegExp) =>
  z.string().check(z.maxLength(300), z.regex(form, 'Not such a URI of Calendly'));

export const changeIntakeStatus = defineRoute({
  operationId: 'changeIntakeStatus',
  method: 'PATCH',
  path: '/api/v1/public/booking/{id}/status',
  surface,
  summary: 'Set the status of a request',
  description:
    'For Calendly, known by `Calendly-Webhook-Signature`, and for admins, with their bearer token. From `pending` to anything, from `scheduled` to `completed` or `cancelled`. `scheduled` needs `eventData`.',
  access,
  // Whoever goes through is no visitor.
  rateLimit: 'writes',
  entry: 'intake/status',
  params,
  body: z
    .strictObject({
      status,
      reason: z.optional(reason),
      eventData: z.optional(
        z.strictObject({
          eventUri: calendlyUri(/^https:\/\/api\.calendly\.com\/scheduled_events\/[\w-]+$/),
          inviteeUri: z.optional(
            calendlyUri(/^https:\/\/api\.calendly\.com\/scheduled_events\/[\w-]+\/invitees\/[\w-]+$/),
          ),
          scheduledAt: instantInput,
        }),
      ),
    })
    .check(
      z.refine((body) => body.status !== 'scheduled' || body.eventData !== undefined, {
        error: 'eventData is needed',
        path: ['eventData'],
      }),
    ),
  success: { status: 200, body: results(z.object({ booking: visitorBooking })) },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'INVALID_TRANSITION', 'BUSY'],
});

export const receiveCalendlyWebhook = defineRoute({
  operationId: 'receiveCalendlyWebhook',
  method: 'POST',
  path: '/api/v1/public/calendly/webhook',
  surface,
  summary: 'Calendly tells what became of an invitee',
  description:
    'Known by `Calendly-Webhook-Signature: t=…,v1=…`, HMAC-SHA256 of `{t}.{body}`, at most three minutes old. Takes `invitee.created`, `invitee.canceled`, `invitee_no_show.created` (also as `invitee.no_show`) and `invitee_no_show.deleted`, in any order and more than once; other events are taken and thrown away.',
  access,
  rateLimit: 'none',
  entry: 'intake/webhook',
  success: { status: 200, body: z.object({ success: z.literal(true), message: z.string() }) },
  errors: ['UNAUTHENTICATED'],
  unkept: true,
});

export const intakeVisitorRoutes = [
  createIntake,
  getIntake,
  changeIntakeStatus,
  receiveCalendlyWebhook,
] as const;
