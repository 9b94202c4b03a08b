import { dynamodbCalendarFeeds } from '@punctual/adapters/dynamodb/calendar-feeds.ts';
import * as routes from '@punctual/contracts/me/calendar-feed.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { required } from '../../environment.ts';
import { http, table } from '../../wiring.ts';

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
]);
