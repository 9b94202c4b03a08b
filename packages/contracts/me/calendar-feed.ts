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

export const readCalendarFeed = defineRoute({
  operationId: 'readCalendarFeed',
  method: 'GET',
  // API Gateway takes whole segments as parameters: the suffix is part of this one.
  path: '/api/v1/public/calendars/{feed}',
  surface: 'public',
  summary: 'A person’s appointments as a calendar (RFC 5545)',
  description:
    '`feed` is the secret token and `.ics`, as `POST /api/v1/me/calendar-feed` tells the address. Appointments of the last 90 days and all to come, cancelled ones too, under the UIDs of the mails. Without client details unless the person asked for them. Carries an ETag, and answers 304 to the same `If-None-Match`.',
  access: 'public',
  // Calendar services read for all their users from a few addresses, and the token cannot be guessed.
  rateLimit: 'none',
  entry,
  params: z.object({ feed: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  success: { status: 200, body: z.string(), contentType: 'text/calendar; charset=utf-8' },
  errors: ['NOT_FOUND', 'BUSY'],
  cacheable: true,
});

export const calendarFeedRoutes = [makeCalendarFeed, revokeCalendarFeed, readCalendarFeed] as const;
