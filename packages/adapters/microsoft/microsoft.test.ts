import { createMicrosoft } from '@punctual/local/providers/microsoft/microsoft.ts';
import { startTestCloud } from '@punctual/local/test-cloud.ts';
import type { Interval } from '@punctual/scheduling/time/instant.ts';
import { calendarProviderConformance } from '@punctual/testkit/calendars/provider-conformance.ts';
import { standInCalls } from '@punctual/testkit/calendars/stand-in-calls.ts';
import { systemClock } from '../system/system.ts';
import type { GraphEvent } from './entries.ts';
import { outlookCalendar } from './microsoft.ts';

calendarProviderConformance('Outlook', async () => {
  const cloud = await startTestCloud({ standIns: { microsoft: createMicrosoft } });
  const { setting, call, common } = standInCalls(cloud, 'microsoft');
  const adapter = (timeoutSeconds?: number) =>
    outlookCalendar({
      clientId: setting('MICROSOFT_CLIENT_ID'),
      clientSecret: async () => setting('MICROSOFT_CLIENT_SECRET'),
      apiUrl: setting('MICROSOFT_GRAPH_URL'),
      oauthUrl: setting('MICROSOFT_AUTHORITY_URL'),
      clock: systemClock,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    });
  const time = (at: number) => ({ dateTime: new Date(at).toISOString().slice(0, 19), timeZone: 'UTC' });
  const times = ({ start, end }: Interval) => ({ start: time(start), end: time(end) });
  /** Immutable ids and others name the same event; what they name is in both. */
  const keyOf = (id: string | undefined) => id?.slice(6);
  const find = async (email: string, id: string) => {
    const events = await call<GraphEvent[]>('GET', `events?account=${encodeURIComponent(email)}`);
    const found = events.find((event) => keyOf(event.id) === keyOf(id));
    if (found === undefined) throw new Error('there is no such event');
    return found;
  };
  const enter = async (account: string, event: object, more: object = {}) =>
    (await call<GraphEvent>('POST', 'events', { account, event, ...more })).id ?? '';
  const instanceOf = (series: string, start: number) => {
    const [prefix, key] = [series.slice(0, 6), Buffer.from(series.slice(6), 'base64url').toString()];
    const date = new Date(start).toISOString().slice(0, 10);
    return `${prefix}${Buffer.from(`${key}@${date}`).toString('base64url')}=`;
  };
  const wholeDay = ({ start, end }: Interval) => {
    // In the zone of the mailbox's owner, as Outlook enters them.
    const at = (instant: number) => ({ ...time(instant), timeZone: 'W. Europe Standard Time' });
    return { isAllDay: true, start: at(start), end: at(end), showAs: 'busy' };
  };
  return {
    stop: () => cloud.stop(),
    world: {
      ...common,
      provider: adapter(),
      withPatience: adapter,
      redirectUri: setting('MICROSOFT_REDIRECT_URI'),
      timeZone: 'Europe/Berlin',
      async consent(authorizationUrl, email) {
        const response = await fetch(authorizationUrl, {
          method: 'POST',
          body: new URLSearchParams({ decision: 'accept', account: email }),
          redirect: 'manual',
        });
        await response.arrayBuffer();
        return new URL(response.headers.get('location') ?? 'http://nowhere/').searchParams.get('code') ?? '';
      },
      outside: {
        enter(account, kind, interval) {
          const event = { subject: 'Something else', ...times(interval) };
          const organizer = 'somebody@contoso.example';
          switch (kind) {
            case 'free':
              return enter(account, { ...event, showAs: 'free' });
            case 'private':
              return enter(account, { ...event, sensitivity: 'private' });
            case 'declined':
              return enter(account, event, { response: 'declined', organizer });
            case 'all_day':
              return enter(account, { ...event, ...wholeDay(interval) });
            default:
              return enter(account, event);
          }
        },
        enterDaily(account, interval, count) {
          const startDate = new Date(interval.start).toISOString().slice(0, 10);
          const range = { type: 'numbered', startDate, numberOfOccurrences: count };
          const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
          return enter(account, { subject: 'A series', ...times(interval), recurrence });
        },
        async enterMany(account, count, first, everyMinutes) {
          await call('POST', 'bulk', {
            account,
            count,
            start: new Date(first).toISOString(),
            minutes: 5,
            everyMinutes,
          });
        },
        async move(account, id, interval) {
          await call('PATCH', 'events', { account, id, event: times(interval) });
        },
        async makeWholeDay(account, id, day) {
          await call('PATCH', 'events', { account, id, event: wholeDay(day) });
        },
        async remove(account, id) {
          await call('DELETE', 'events', { account, id });
        },
        async removeInstance(account, series, start) {
          await call('DELETE', 'events', { account, id: instanceOf(series, start) });
        },
        async moveInstance(account, series, start, interval) {
          const id = instanceOf(series, start);
          await call('PATCH', 'events', { account, id, event: times(interval) });
        },
        async acceptAs(account, id, guest) {
          const { attendees } = await find(account, id);
          const answered = attendees?.map((one) =>
            one.emailAddress?.address === guest ? { ...one, status: { response: 'accepted' } } : one,
          );
          await call('PATCH', 'events', { account, id, event: { attendees: answered } });
        },
        async look(account, id) {
          const { subject, body, location, showAs, attendees } = await find(account, id);
          return {
            title: subject ?? '',
            text: (body?.content ?? '')
              .replaceAll(/<head[\s\S]*<\/head>|\r|\n/g, '')
              .replaceAll('<br>', '\n')
              .replaceAll(/<[^>]*>/g, '')
              .replaceAll('&lt;', '<')
              .replaceAll('&gt;', '>')
              .replaceAll('&amp;', '&'),
            location: location?.displayName ?? '',
            isTentative: showAs === 'tentative',
            guests: (attendees ?? []).map(({ emailAddress, status }) => ({
              email: emailAddress?.address ?? '',
              hasAccepted: status?.response === 'accepted',
            })),
          };
        },
        async revoke(account) {
          await call('POST', 'revoke', { account });
        },
        async voidCursors(account) {
          await call('POST', 'void-delta', { account });
        },
      },
      habits: {
        idsStayTaken: false,
        rotatesRefreshTokens: true,
        renewsChannels: true,
        revokes: false,
        pageSize: 500,
        delayConference: undefined,
        throttles: [{ status: 429 }, { status: 429, reason: 'TooManyRequests' }],
        refuses: [{ status: 400 }, { status: 403 }],
      },
    },
  };
});
