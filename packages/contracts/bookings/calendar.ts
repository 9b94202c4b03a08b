import * as z from 'zod/mini';
import { id, text, timeZone } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'bookings';
const access = ['client', 'coach', 'admin'] as const;
const entry = 'bookings/calendar';
const calendarType = z.enum(['google', 'outlook']);
const params = z.object({ calendar_type: calendarType });
const redirectUri = z
  .url({ protocol: /^https?$/, error: 'An http or https address is needed' })
  .check(z.maxLength(1000));
const secret = text(8000).check(z.minLength(1));

export const getCalendarAuthUrl = defineRoute({
  operationId: 'getCalendarAuthUrl',
  method: 'GET',
  path: '/calendar/{calendar_type}/auth-url',
  surface,
  summary: 'Where to send the caller to give access to a calendar',
  description:
    'Good once, for ten minutes. With a `redirect_uri` of its own, which must be registered with the provider, a page gets the code itself and exchanges it.',
  access,
  rateLimit: 'reads',
  entry,
  params,
  query: z.object({ redirect_uri: z.optional(redirectUri) }),
  success: { status: 200, body: z.object({ auth_url: z.url(), state: z.string() }) },
  errors: [],
});

export const exchangeCalendarToken = defineRoute({
  operationId: 'exchangeCalendarToken',
  method: 'POST',
  path: '/calendar/{calendar_type}/exchange-token',
  surface,
  summary: 'Keep the access that a provider has given the caller a code for',
  description: 'The access token is shown this once; the refresh token never. A code is good once.',
  access,
  rateLimit: 'writes',
  entry,
  params,
  body: z.strictObject({ code: secret, state: secret, redirect_uri: z.optional(redirectUri) }),
  success: {
    status: 200,
    body: z.object({
      connection_id: id,
      access_token: z.string(),
      expires_in: z.int(),
      scope: z.string(),
    }),
  },
  errors: ['PROVIDER_UNAVAILABLE'],
  unkept: true,
});

export const syncBookingToCalendar = defineRoute({
  operationId: 'syncBookingToCalendar',
  method: 'POST',
  path: '/calendar/sync-booking',
  surface,
  summary: 'Put a booking into the caller’s calendar, with its video conference',
  description:
    'With the `access_token` given, or with the calendar that the caller has connected. Asked again, it answers with the same entry.',
  access: ['client', 'coach'],
  rateLimit: 'writes',
  entry,
  body: z.strictObject({
    booking_id: id,
    calendar_type: calendarType,
    access_token: z.optional(secret),
    timezone: z.optional(timeZone),
  }),
  success: {
    status: 200,
    body: z.object({
      event_id: z.string(),
      calendar_type: calendarType,
      meeting_link: z.nullable(z.string()),
      html_link: z.nullable(z.string()),
    }),
  },
  errors: ['NOT_FOUND', 'CONFLICT', 'PROVIDER_UNAVAILABLE', 'BUSY'],
});

export const bookingCalendarRoutes = [
  getCalendarAuthUrl,
  exchangeCalendarToken,
  syncBookingToCalendar,
] as const;
