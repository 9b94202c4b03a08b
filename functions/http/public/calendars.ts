import { dynamodbCalendarFeeds } from '@punctual/adapters/dynamodb/calendar-feeds.ts';
import { icalendarOfFeed } from '@punctual/adapters/email/icalendar.ts';
import { notFound } from '@punctual/application/outcome.ts';
import { calendarFeed } from '@punctual/application/people/calendar-feed.ts';
import { readCalendarFeed } from '@punctual/contracts/public/calendars.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { http, ports, table } from '../../wiring.ts';

const withFeeds = { ...ports, feeds: dynamodbCalendarFeeds(table) };

export const handler = httpFunction(http, [
  on(readCalendarFeed, async ({ params }) => {
    // A token of ours: 32 bytes as base64url.
    const token = /^([\w-]{43})\.ics$/.exec(params.feed)?.[1];
    if (token === undefined) return notFound('Calendar');
    const entries = await calendarFeed(withFeeds, token);
    if (!entries.ok) return entries;
    return {
      body: icalendarOfFeed(entries.value),
      // For the reader alone, and not for long: an address that is taken back is to be forgotten.
      headers: { 'cache-control': 'private, max-age=300' },
    };
  }),
]);
