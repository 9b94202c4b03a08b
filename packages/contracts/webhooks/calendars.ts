import * as z from 'zod/mini';
import { text } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'webhooks';
const access = 'public';
// Providers tell of all calendars from a few addresses; what counts is the secret that they got from us.
const rateLimit = 'none';

export const receiveGooglePush = defineRoute({
  operationId: 'receiveGooglePush',
  method: 'POST',
  path: '/webhooks/google-calendar',
  surface,
  summary: 'Google says that something has changed in a calendar',
  description:
    'Known by `X-Goog-Channel-Token`. What has changed is read afterwards, so that a push may come twice or not at all.',
  access,
  rateLimit,
  entry: 'webhooks/google-calendar',
  success: { status: 200 },
  errors: ['NOT_FOUND'],
});

export const receiveGraphNotifications = defineRoute({
  operationId: 'receiveGraphNotifications',
  method: 'POST',
  path: '/webhooks/microsoft-graph',
  surface,
  summary: 'Microsoft Graph says that something has changed in calendars, or becomes of subscriptions',
  description:
    'Each notification is known by its `clientState`; those that are not ours are taken and thrown away. With `validationToken` the token is answered, as Graph asks of an address that it is given.',
  access,
  rateLimit,
  entry: 'webhooks/microsoft-graph',
  query: z.object({ validationToken: z.optional(text(4000)) }),
  body: z.object({
    value: z.optional(
      z.array(
        z.object({
          clientState: z.optional(z.nullable(z.string())),
          lifecycleEvent: z.optional(z.nullable(z.string())),
        }),
      ),
    ),
  }),
  success: { status: 202 },
  otherSuccess: { status: 200, body: z.string(), contentType: 'text/plain; charset=utf-8' },
  errors: [],
});

export const calendarWebhookRoutes = [receiveGooglePush, receiveGraphNotifications] as const;
