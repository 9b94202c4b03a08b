import * as z from 'zod/mini';
import { enveloped, instant } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'platform';
const access = ['coach', 'client', 'staff', 'admin'] as const;
const rateLimit = 'writes';
const entry = 'me/calendar-feed';
const path = '/api/v1/me/calendar-feed';

export const makeCalendarFeed = defineRoute({
  operationId: 'makeCalendarFeed',
  method: 'POST',
  path,
  surface,
  summary: 'Get the secret address of a calendar with your appointments',
  description:
    'For calendar programs that subscribe to an address. It is told this once; whoever has it can read the calendar. Asking again gives a new address, and the one before no longer leads anywhere.',
  access,
  rateLimit,
  entry,
  body: z.strictObject({ includeClientDetails: z._default(z.boolean(), false) }),
  success: {
    status: 201,
    body: enveloped(z.object({ url: z.url(), includeClientDetails: z.boolean(), createdAt: instant })),
  },
  errors: [],
  unkept: true,
});

export const revokeCalendarFeed = defineRoute({
  operationId: 'revokeCalendarFeed',
  method: 'DELETE',
  path,
  surface,
  summary: 'Take the address of your calendar back; when there is none, that is fine',
  access,
  rateLimit,
  entry,
  success: { status: 204 },
  errors: [],
});

export const calendarFeedRoutes = [makeCalendarFeed, revokeCalendarFeed] as const;
