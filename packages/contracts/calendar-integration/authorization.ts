import * as z from 'zod/mini';
import { enveloped, flag, id, text } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { provider } from './shapes.ts';

const surface = 'calendar-integration';
const entry = 'calendar-integration/authorization';

export const connectCalendar = defineRoute({
  operationId: 'connectCalendar',
  method: 'GET',
  path: '/api/calendar-integration/connect/{provider}/{coachId}',
  surface,
  summary: 'Where to send a coach to give access to a calendar',
  description:
    'The address is good once, for ten minutes. With `redirect=true` the answer is a redirect to it, for a link that a browser follows with its token.',
  access: ['coach', 'admin'],
  rateLimit: 'reads',
  entry,
  params: z.object({ provider, coachId: id }),
  query: z.object({ redirect: z._default(flag, false) }),
  success: { status: 200, body: enveloped(z.object({ authUrl: z.url() })) },
  otherSuccess: { status: 302 },
  errors: ['NOT_FOUND'],
});

/** Codes and states of providers are long, but not that long. */
const word = text(8000);

export const finishConnecting = defineRoute({
  operationId: 'finishConnecting',
  method: 'GET',
  path: '/api/calendar-integration/callback',
  surface,
  summary: 'Where a provider sends people back to',
  description:
    'Goes on to the web application with `status` (`connected`, `reconnected` or `failed`), `provider`, `connection_id` and, where it failed, a readable `error`.',
  access: 'public',
  rateLimit: 'public',
  entry,
  query: z.object({ state: z.optional(word), code: z.optional(word), error: z.optional(word) }),
  success: { status: 302 },
  errors: [],
});

export const authorizationRoutes = [connectCalendar, finishConnecting] as const;
