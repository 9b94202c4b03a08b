import { originOf } from '@punctual/adapters/calendars/settings.ts';
import { dynamodbMeetings } from '@punctual/adapters/dynamodb/meetings.ts';
import { secret } from '@punctual/adapters/secrets/secrets.ts';
import { systemClock } from '@punctual/adapters/system/system.ts';
import { zoomMeetings } from '@punctual/adapters/zoom/zoom.ts';
import { withMeeting } from '@punctual/application/meetings/at-booking.ts';
import type { MeetingProvider, Meetings } from '@punctual/application/meetings/ports.ts';
import { logger } from '@punctual/lambda/logger.ts';
import type { Appointment } from '@punctual/scheduling/appointments/appointment.ts';
import { ports, table } from './wiring.ts';

/* The adapters behind the ports of meetings, for the functions that make or show them. */

const { ZOOM_ACCOUNT_ID: accountId = '', ZOOM_CLIENT_ID: clientId = '' } = process.env;

export const meetings: Meetings = dynamodbMeetings(table);

/** Undefined where no account is set up: appointments then have no meetings. */
export const provider: MeetingProvider | undefined =
  accountId === '' || clientId === ''
    ? undefined
    : zoomMeetings({
        accountId,
        clientId,
        clientSecret: () => secret('ZOOM_CLIENT_SECRET'),
        apiUrl: originOf(process.env.ZOOM_API_URL, 'https://api.zoom.us'),
        oauthUrl: originOf(process.env.ZOOM_OAUTH_URL, 'https://zoom.us'),
        clock: systemClock,
        limits: { callMilliseconds: 10_000 },
      });

/** The appointment that was just booked, with its meeting if that can be had within the call. */
export async function meet(booked: Appointment): Promise<Appointment> {
  if (provider === undefined) return booked;
  return withMeeting({ ...ports, meetings, provider }, booked, (fault) =>
    logger.warn('booked without a meeting for now', { appointmentId: booked.id, fault }),
  );
}
