import * as z from 'zod/mini';
import { defineRoute } from '../route.ts';

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
  entry: 'public/calendars',
  params: z.object({ feed: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  success: { status: 200, body: z.string(), contentType: 'text/calendar; charset=utf-8' },
  errors: ['NOT_FOUND', 'BUSY'],
  cacheable: true,
});
