import { dynamodbCalendarFeeds } from '@punctual/adapters/dynamodb/calendar-feeds.ts';
import { icalendarOfFeed } from '@punctual/adapters/email/icalendar.ts';
import { notFound } from '@punctual/application/outcome.ts';
import { calendarFeed } from '@punctual/application/people/calendar-feed.ts';
import * as routes from '@punctual/contracts/me/calendar-feed.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { required } from '../../environment.ts';
import { http, ports, table } from '../../wiring.ts';

const feeds = dynamodbCalendarFeeds(table);
const publicApiUrl = required('PUBLIC_API_URL').replace(/\/+$/, '');

export const handler = httpFunction(http, [
  on(routes.makeCalendarFeed, async ({ caller, body, now }) => {
    const { includeClientDetails } = body;
    const token = await feeds.replace({ personId: caller.id, includeClientDetails }, now);
    const url = `${publicApiUrl}/api/v1/public/calendars/${token}.ics`;
    return {
      body: { success: true, data: { url, includeClientDetails, createdAt: formatInstant(now) } },
      headers: { 'cache-control': 'no-store' },
    };
  }),

  on(routes.revokeCalendarFeed, async ({ caller }) => {
    await feeds.revoke(caller.id);
    return {};
  }),

  on(routes.readCalendarFeed, async ({ params }) => {
    // A token of ours: 32 bytes as base64url.
    const token = /^([\w-]{43})\.ics$/.exec(params.feed)?.[1];
    if (token === undefined) return notFound('Calendar');
    const entries = await calendarFeed({ ...ports, feeds }, token);
    if (!entries.ok) return entries;
    return {
      body: icalendarOfFeed(entries.value),
      // For the reader alone, and not for long: an address that is taken back is to be forgotten.
      headers: { 'cache-control': 'private, max-age=300' },
    };
  }),
]);
