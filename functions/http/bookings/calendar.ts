import { beginAuthorization } from '@punctual/application/calendars/begin-authorization.ts';
import { exchangeToken } from '@punctual/application/calendars/exchange-token.ts';
import { syncBooking } from '@punctual/application/calendars/sync-booking.ts';
import * as routes from '@punctual/contracts/bookings/calendar.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { calendars, notSetUp } from '../../calendars.ts';
import { http } from '../../wiring.ts';

export const handler = httpFunction(http, [
  on(routes.getCalendarAuthUrl, async ({ caller, params, query }) => {
    const provider = params.calendar_type;
    const missing = notSetUp(provider);
    if (missing !== undefined) return missing;
    const { redirect_uri: redirectUri } = query;
    const begun = await beginAuthorization(calendars, caller, { personId: caller.id, provider, redirectUri });
    return begun.ok ? { body: { auth_url: begun.value.authUrl, state: begun.value.state } } : begun;
  }),

  on(routes.exchangeCalendarToken, async ({ caller, params, body }) => {
    const { code, state, redirect_uri: redirectUri } = body;
    const exchanged = await exchangeToken(calendars, caller, {
      provider: params.calendar_type,
      code,
      state,
      redirectUri,
    });
    if (!exchanged.ok) return exchanged;
    const { connectionId, accessToken, expiresIn, scope } = exchanged.value;
    return {
      body: { connection_id: connectionId, access_token: accessToken, expires_in: expiresIn, scope },
    };
  }),

  on(routes.syncBookingToCalendar, async ({ caller, body }) => {
    const synced = await syncBooking(calendars, caller, {
      appointmentId: body.booking_id as AppointmentId,
      provider: body.calendar_type,
      accessToken: body.access_token,
      timeZone: body.timezone,
    });
    if (!synced.ok) return synced;
    const { eventId, provider, meetingUrl, htmlLink } = synced.value;
    return {
      body: {
        event_id: eventId,
        calendar_type: provider,
        meeting_link: meetingUrl ?? null,
        html_link: htmlLink ?? null,
      },
    };
  }),
]);
