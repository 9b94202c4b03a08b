import { createGoogle } from '@punctual/local/providers/google/google.ts';
import { startTestCloud } from '@punctual/local/test-cloud.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { calendarProviderConformance } from '@punctual/testkit/calendars/provider-conformance.ts';
import { standInCalls } from '@punctual/testkit/calendars/stand-in-calls.ts';
import { systemClock } from '../system/system.ts';
import type { GoogleEvent } from './entries.ts';
import { googleCalendar } from './google.ts';

calendarProviderConformance('Google Calendar', async () => {
  const cloud = await startTestCloud({ standIns: { google: createGoogle } });
  const { setting, call, common } = standInCalls(cloud, 'google');
  const origin = setting('GOOGLE_API_URL');
  const adapter = (timeoutSeconds?: number) =>
    googleCalendar({
      clientId: setting('GOOGLE_CLIENT_ID'),
      clientSecret: async () => setting('GOOGLE_CLIENT_SECRET'),
      apiUrl: origin,
      oauthUrl: setting('GOOGLE_OAUTH_URL'),
      clock: systemClock,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    });
  const post = (path: string, body: object) => call<GoogleEvent>('POST', path, body);
  const find = async (email: string, id: string) => {
    const events = await call<GoogleEvent[]>('GET', `accounts/${encodeURIComponent(email)}/events`);
    const found = events.find((event) => event.id === id);
    if (found === undefined) throw new Error('there is no such event');
    return found;
  };
  const times = ({ start, end }: { start: number; end: number }) => ({
    start: { dateTime: formatInstant(start), timeZone: 'UTC' },
    end: { dateTime: formatInstant(end), timeZone: 'UTC' },
  });
  const instanceOf = (series: string, start: number) =>
    `${series}_${formatInstant(start).replaceAll(/[-:]/g, '')}`;
  const kinds = {
    busy: 'timed',
    free: 'transparent',
    declined: 'declined',
    private: 'private',
    all_day: 'all_day',
  };
  return {
    stop: () => cloud.stop(),
    world: {
      ...common,
      provider: adapter(),
      withPatience: adapter,
      redirectUri: setting('GOOGLE_REDIRECT_URI'),
      timeZone: 'Europe/Berlin',
      async consent(authorizationUrl, email) {
        await post('accounts', { email, timeZone: 'Europe/Berlin' });
        const page = new URL(authorizationUrl);
        const response = await fetch(`${page.origin}${page.pathname}/decision`, {
          method: 'POST',
          body: new URLSearchParams({ request: page.searchParams.toString(), decision: 'allow', email }),
          redirect: 'manual',
        });
        await response.arrayBuffer();
        return new URL(response.headers.get('location') ?? 'http://nowhere/').searchParams.get('code') ?? '';
      },
      outside: {
        async enter(account, kind, interval) {
          const isDay = kind === 'all_day';
          const start = isDay ? formatInstant(interval.start).slice(0, 10) : formatInstant(interval.start);
          return (await post('events', { account, kind: kinds[kind], start })).id ?? '';
        },
        async enterDaily(account, interval, count) {
          const recurrence = [`RRULE:FREQ=DAILY;COUNT=${count}`];
          return (await post('events', { account, event: { ...times(interval), recurrence } })).id ?? '';
        },
        async enterMany(account, count, first, every) {
          await post('bulk', { account, count, start: formatInstant(first), minutes: 5, every });
        },
        async move(account, id, interval) {
          await post('events/edit', { account, id, event: times(interval) });
        },
        async makeWholeDay(account, id, { start, end }) {
          const date = (at: number) => ({
            date: formatInstant(at).slice(0, 10),
            dateTime: null,
            timeZone: null,
          });
          await post('events/edit', { account, id, event: { start: date(start), end: date(end) } });
        },
        async remove(account, id) {
          await post('events/delete', { account, id });
        },
        async removeInstance(account, series, start) {
          await post('events/delete', { account, id: instanceOf(series, start) });
        },
        async moveInstance(account, series, start, interval) {
          await post('events/edit', { account, id: instanceOf(series, start), event: times(interval) });
        },
        async acceptAs(account, id, guest) {
          const { attendees = [] } = await find(account, id);
          const answered = attendees.map((one) =>
            one.email === guest ? { ...one, responseStatus: 'accepted' } : one,
          );
          await post('events/edit', { account, id, event: { attendees: answered } });
        },
        async look(account, id) {
          const { summary, description, location, status, attendees = [] } = await find(account, id);
          return {
            title: summary ?? '',
            text: description ?? '',
            location: location ?? '',
            isTentative: status === 'tentative',
            guests: attendees.map(({ email, responseStatus }) => ({
              email: email ?? '',
              hasAccepted: responseStatus === 'accepted',
            })),
          };
        },
        async revoke(account) {
          await post('revoke', { account });
        },
        async voidCursors(account) {
          await post('void-sync-tokens', { account });
        },
      },
      habits: {
        idsStayTaken: true,
        rotatesRefreshTokens: false,
        renewsChannels: false,
        revokes: true,
        pageSize: 2500,
        async delayConference(seconds) {
          await post('conferences', { seconds });
        },
        throttles: [
          { status: 429 },
          ...['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'].map((reason) => ({
            status: 403,
            reason,
          })),
        ],
        refuses: [
          { status: 400 },
          ...['forbidden', 'insufficientPermissions', 'calendarUsageLimits'].map((reason) => ({
            status: 403,
            reason,
          })),
        ],
      },
    },
  };
});
