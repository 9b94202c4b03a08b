import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { eventOn, testClient } from './harness.ts';
import { createMicrosoft } from './microsoft.ts';

let cloud: Cloud;
let client: ReturnType<typeof testClient>;
let graph: Awaited<ReturnType<ReturnType<typeof testClient>['signIn']>>['graph'];
let mailbox = 0;
let email = '';
beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { microsoft: createMicrosoft } });
  client = testClient(cloud);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  mailbox += 1;
  email = `owner${mailbox}@fabrikam.example`;
  ({ graph } = await client.signIn(email));
});

const post = async (body: Record<string, unknown>, path = '/me/events') =>
  (await graph('POST', path, body)).body;

test('the owner and the calendars', async () => {
  expect((await graph('GET', '/me?$select=mail,userPrincipalName')).body).toMatchObject({
    mail: email,
    userPrincipalName: email,
  });
  const calendar = (await graph('GET', '/me/calendar')).body;
  expect(calendar).toMatchObject({
    isDefaultCalendar: true,
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
  });
  const second = (await graph('POST', '/me/calendars', { name: 'Private' })).body;
  const created = await post(eventOn('2026-05-04', 9), `/me/calendars/${second.id}/events`);
  expect((await graph('GET', `/me/calendars/${second.id}/events/${created.id}`)).status).toBe(200);
  expect((await graph('GET', `/me/calendar/events/${created.id}`)).status).toBe(404);
  expect((await graph('GET', `/me/events/${created.id}`)).status).toBe(200);
  expect((await graph('GET', '/me/calendars')).body.value).toHaveLength(2);
});

test('an event is created, read in any zone, changed and deleted', async () => {
  const reply = await graph('POST', '/me/events', {
    ...eventOn('2026-07-01', 9),
    start: { dateTime: '2026-07-01T09:00:00', timeZone: 'W. Europe Standard Time' },
    end: { dateTime: '2026-07-01T10:00:00', timeZone: 'Europe/Berlin' },
    body: { contentType: 'text', content: 'a < b' },
    showAs: 'tentative',
    categories: ['Coaching'],
  });
  expect(reply.status).toBe(201);
  const event = reply.body;
  expect(event).toMatchObject({
    type: 'singleInstance',
    showAs: 'tentative',
    start: { dateTime: '2026-07-01T07:00:00.0000000', timeZone: 'UTC' },
    originalStartTimeZone: 'W. Europe Standard Time',
    bodyPreview: 'a < b',
    isOrganizer: true,
  });
  expect(event.body.content).toContain('a &lt; b');
  expect(event['@odata.etag']).toBe(`W/"${event.changeKey}"`);
  const zoned = await graph('GET', `/me/events/${event.id}`, undefined, {
    prefer: 'outlook.timezone="Eastern Standard Time", outlook.body-content-type="text"',
  });
  expect(zoned.body.start).toEqual({
    dateTime: '2026-07-01T03:00:00.0000000',
    timeZone: 'Eastern Standard Time',
  });
  expect(zoned.body.body).toEqual({ contentType: 'text', content: 'a < b' });
  expect(zoned.headers.get('preference-applied')).toContain('Eastern');

  const changed = await graph(
    'PATCH',
    `/me/events/${event.id}`,
    { subject: 'Moved' },
    { 'if-match': event['@odata.etag'] },
  );
  expect(changed.body).toMatchObject({ subject: 'Moved', showAs: 'tentative', iCalUId: event.iCalUId });
  const stale = await graph(
    'PATCH',
    `/me/events/${event.id}`,
    { subject: 'x' },
    { 'if-match': event['@odata.etag'] },
  );
  expect(stale.status).toBe(412);
  expect(stale.body.error).toMatchObject({ code: 'ErrorIrresolvableConflict' });
  expect(stale.body.error.innerError['request-id']).toBe(stale.headers.get('request-id'));
  expect((await graph('DELETE', `/me/events/${event.id}`)).status).toBe(204);
  expect((await graph('DELETE', `/me/events/${event.id}`)).body.error.code).toBe('ErrorItemNotFound');
});

test('the same transaction makes one event', async () => {
  const first = await graph('POST', '/me/events', eventOn('2026-05-04', 9, { transactionId: 'booking-1' }));
  const second = await graph('POST', '/me/events', eventOn('2026-05-04', 9, { transactionId: 'booking-1' }));
  expect(second.status).toBe(201);
  expect(second.body.id).toBe(first.body.id);
  expect((await graph('GET', '/me/events')).body.value).toHaveLength(1);
  expect((await graph('PATCH', `/me/events/${first.body.id}`, { transactionId: 'other' })).status).toBe(400);
});

test.each([
  [{ colour: 'red' }, 'RequestBodyRead', "'colour' does not exist on type 'microsoft.graph.event'"],
  [
    { start: { dateTime: '2026-05-04T09:00:00', zone: 'UTC' } },
    'RequestBodyRead',
    'microsoft.graph.dateTimeTimeZone',
  ],
  [{ showAs: 'away' }, 'RequestBodyRead', 'showAs'],
  [{ isAllDay: 'yes' }, 'RequestBodyRead', 'isAllDay'],
  [{ end: undefined }, 'ErrorPropertyValidationFailure', ''],
  [{ end: { dateTime: '2026-05-04T08:00:00', timeZone: 'UTC' } }, 'ErrorPropertyValidationFailure', ''],
  [{ start: { dateTime: '2026-05-04T09:00:00Z', timeZone: 'UTC' } }, 'ErrorPropertyValidationFailure', ''],
  [{ start: { dateTime: '2026-02-30T09:00:00', timeZone: 'UTC' } }, 'ErrorPropertyValidationFailure', ''],
  [{ start: { dateTime: '2026-05-04T09:00:00', timeZone: 'Mars' } }, 'TimeZoneNotSupportedException', 'Mars'],
  [{ isAllDay: true }, 'ErrorPropertyValidationFailure', 'midnight'],
])('%o is refused', async (over, code, words) => {
  const reply = await graph('POST', '/me/events', eventOn('2026-05-04', 9, over));
  expect(reply.status).toBe(400);
  expect(reply.body.error.code).toBe(code);
  expect(reply.body.error.message).toContain(words);
  expect((await graph('GET', '/me/events')).body.value).toEqual([]);
});

test('what only Graph sets may be sent back without effect', async () => {
  const event = await post(eventOn('2026-05-04', 9));
  const changed = await graph('PATCH', `/me/events/${event.id}`, {
    ...event,
    subject: 'Again',
    iCalUId: 'mine',
  });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ subject: 'Again', iCalUId: event.iCalUId });
});

test('wrong queries and ids are refused', async () => {
  const status = async (path: string) => (await graph('GET', path)).status;
  expect(await status('/me/events?$slect=id')).toBe(400);
  expect(await status('/me/events?$select=nothing')).toBe(400);
  expect(await status('/me/events?$top=0')).toBe(400);
  expect(await status('/me/events?$filter=foo eq 1')).toBe(400);
  expect(await status('/me/calendarView')).toBe(400);
  expect(await status('/me/messages')).toBe(501);
  expect(await status('/teams')).toBe(400);
  expect(await status('/users/somebody@else.example/events')).toBe(403);
  expect(await status(`/users/${email}/events`)).toBe(200);
  expect((await graph('GET', '/me/events/nonsense')).body.error.code).toBe('ErrorInvalidIdMalformed');
  expect((await graph('POST', '/me/events', '{"subject":')).status).toBe(400);
});

test('events are filtered, ordered, chosen from and paged', async () => {
  for (const hour of [12, 9, 10]) await post(eventOn('2026-05-04', hour, { subject: `At ${hour}` }));
  const list = async (query: string) => (await graph('GET', `/me/events?${query}`)).body;
  const subjects = (body: { value: { subject: string }[] }) => body.value.map(({ subject }) => subject);
  expect(subjects(await list('$orderby=start/dateTime desc'))).toEqual(['At 12', 'At 10', 'At 9']);
  expect(subjects(await list("$filter=start/dateTime ge '2026-05-04T10:00' and subject ne 'At 12'"))).toEqual(
    ['At 10'],
  );
  const first = await list('$top=2&$orderby=start/dateTime&$select=subject&$count=true');
  expect(first['@odata.count']).toBe(3);
  expect(Object.keys(first.value[0]).sort()).toEqual(['@odata.etag', 'id', 'subject']);
  const second = (await graph('GET', first['@odata.nextLink'])).body;
  expect(subjects(second)).toEqual(['At 12']);
  expect(second['@odata.nextLink']).toBeUndefined();
});

test('an extended property is found again, and shown when asked for', async () => {
  const id = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name AppointmentId';
  const event = await post(
    eventOn('2026-05-04', 9, { singleValueExtendedProperties: [{ id, value: 'a-1' }] }),
  );
  await post(eventOn('2026-05-04', 10));
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'a-1')`;
  const found = await graph('GET', `/me/events?$filter=${encodeURIComponent(filter)}`);
  expect(found.body.value.map((it: { id: string }) => it.id)).toEqual([event.id]);
  const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`);
  const shown = await graph('GET', `/me/events/${event.id}?$expand=${expand}`);
  expect(shown.body.singleValueExtendedProperties).toEqual([{ id, value: 'a-1' }]);
  expect(found.body.value[0].singleValueExtendedProperties).toBeUndefined();
});

test('immutable ids name the same event', async () => {
  const prefer = { prefer: 'IdType="ImmutableId"' };
  const event = await post(eventOn('2026-05-04', 9));
  const other = (await graph('GET', `/me/events/${event.id}`, undefined, prefer)).body;
  expect(other.id).not.toBe(event.id);
  expect((await graph('GET', `/me/events/${other.id}`)).body.id).toBe(event.id);
});

test('a Teams meeting lives as long as the body tells of it', async () => {
  const teams = { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' };
  const event = await post(eventOn('2026-05-04', 9, teams));
  expect(event.onlineMeeting.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\//);
  expect(event.body.content).toContain('Microsoft Teams meeting');
  const subject = await graph('PATCH', `/me/events/${event.id}`, { subject: 'x' });
  expect(subject.body.onlineMeeting).toEqual(event.onlineMeeting);
  const kept = await graph('PATCH', `/me/events/${event.id}`, {
    body: { contentType: 'html', content: `New${event.body.content}` },
  });
  expect(kept.body.onlineMeeting).toEqual(event.onlineMeeting);
  const lost = await graph('PATCH', `/me/events/${event.id}`, {
    body: { contentType: 'html', content: 'New' },
  });
  expect(lost.body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });

  const personal = await client.signIn('sam@outlook.example');
  expect((await personal.graph('GET', '/me/calendar')).body.allowedOnlineMeetingProviders).toEqual([]);
  const without = await personal.graph('POST', '/me/events', eventOn('2026-05-04', 9, teams));
  expect(without.body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });
});

test('a weekly series keeps its wall time, and its occurrences can be moved and deleted', async () => {
  const series = await post({
    subject: 'Weekly',
    start: { dateTime: '2026-03-20T09:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-03-20T10:00:00', timeZone: 'Europe/Berlin' },
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'] },
      range: { type: 'numbered', startDate: '2026-03-20', numberOfOccurrences: 5 },
    },
  });
  expect(series).toMatchObject({ type: 'seriesMaster', seriesMasterId: null });
  const view = async () =>
    (await graph('GET', '/me/calendarView?startDateTime=2026-03-01T00:00Z&endDateTime=2026-05-01T00:00Z'))
      .body.value;
  const starts = (all: { start: { dateTime: string } }[]) => all.map((it) => it.start.dateTime.slice(0, 16));
  const before = await view();
  expect(starts(before)).toEqual([
    '2026-03-20T08:00',
    '2026-03-23T08:00',
    '2026-03-27T08:00',
    '2026-03-30T07:00',
    '2026-04-03T07:00',
  ]);
  expect(before[0]).toMatchObject({ type: 'occurrence', seriesMasterId: series.id, subject: 'Weekly' });
  const moved = await graph(
    'PATCH',
    `/me/events/${before[1].id}`,
    eventOn('2026-03-24', 12, { subject: 'Later' }),
  );
  expect(moved.body).toMatchObject({ type: 'exception', subject: 'Later' });
  expect((await graph('DELETE', `/me/events/${before[0].id}`)).status).toBe(204);
  expect((await graph('GET', `/me/events/${before[0].id}`)).status).toBe(404);
  expect(starts(await view()).slice(0, 2)).toEqual(['2026-03-24T12:00', '2026-03-27T08:00']);
  const path = `/me/events/${series.id}/instances?startDateTime=2026-03-24&endDateTime=2026-03-25`;
  expect((await graph('GET', path)).body.value).toMatchObject([
    { subject: 'Later', originalStart: '2026-03-23T08:00:00.000Z' },
  ]);
});

test('a series is moved as a whole, and becomes a single event', async () => {
  const series = await post(
    eventOn('2026-05-04', 9, {
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['wednesday'] },
        range: { type: 'noEnd', startDate: '2026-05-04' },
      },
    }),
  );
  // Its first date is the first that the pattern names.
  expect(series.start.dateTime).toBe('2026-05-06T09:00:00.0000000');
  const view = async () => {
    const path = '/me/calendarView?startDateTime=2026-05-01&endDateTime=2026-05-21';
    const { value } = (await graph('GET', path)).body;
    return value.map((it: { start: { dateTime: string } }) => it.start.dateTime.slice(0, 16));
  };
  expect(await view()).toEqual(['2026-05-06T09:00', '2026-05-13T09:00', '2026-05-20T09:00']);
  await graph('PATCH', `/me/events/${series.id}`, eventOn('2026-05-13', 15));
  expect(await view()).toEqual(['2026-05-13T15:00', '2026-05-20T15:00']);
  const single = await graph('PATCH', `/me/events/${series.id}`, { recurrence: null });
  expect(single.body).toMatchObject({ type: 'singleInstance', recurrence: null });
  expect(await view()).toEqual(['2026-05-13T15:00']);
  const incomplete = {
    pattern: { type: 'weekly', interval: 1 },
    range: { type: 'noEnd', startDate: '2026-05-04' },
  };
  expect(
    (await graph('POST', '/me/events', eventOn('2026-05-04', 9, { recurrence: incomplete }))).status,
  ).toBe(400);
});

test('whole days float, and lie in the zone of the mailbox', async () => {
  await client.dev('POST', 'accounts', { email, timeZone: 'Asia/Tokyo' });
  await post({
    subject: 'Off',
    isAllDay: true,
    start: { dateTime: '2026-05-04T00:00:00', timeZone: 'Asia/Tokyo' },
    end: { dateTime: '2026-05-05T00:00:00', timeZone: 'Asia/Tokyo' },
    showAs: 'oof',
  });
  const view = (from: string, to: string) =>
    graph('GET', `/me/calendarView?startDateTime=${from}&endDateTime=${to}`);
  const [event] = (await view('2026-05-03T15:00Z', '2026-05-03T16:00Z')).body.value;
  expect(event.start.dateTime).toBe('2026-05-04T00:00:00.0000000');
  const timed = await graph('PATCH', `/me/events/${event.id}`, { isAllDay: false });
  expect(timed.body.start.dateTime).toBe('2026-05-03T15:00:00.0000000');
  expect((await graph('PATCH', `/me/events/${event.id}`, { isAllDay: true })).body.start).toEqual(
    event.start,
  );
  expect((await view('2026-05-04T15:00Z', '2026-05-04T16:00Z')).body.value).toEqual([]);
});

test('getSchedule shows what is busy', async () => {
  await post(eventOn('2026-05-04', 9, { subject: 'Secret' }));
  await post(eventOn('2026-05-04', 11, { showAs: 'tentative' }));
  await client.dev('POST', 'events', {
    account: email,
    event: eventOn('2026-05-04', 10),
    response: 'declined',
  });
  const ask = (schedules: string[]) =>
    graph('POST', '/me/calendar/getSchedule', {
      schedules,
      startTime: { dateTime: '2026-05-04T08:00:00', timeZone: 'UTC' },
      endTime: { dateTime: '2026-05-04T13:00:00', timeZone: 'UTC' },
      availabilityViewInterval: 60,
    });
  const [own, unknown] = (await ask([email, 'nobody@x.example'])).body.value;
  expect(own.availabilityView).toBe('02010');
  expect(own.scheduleItems[0]).toMatchObject({ status: 'busy', subject: 'Secret' });
  expect(unknown.error.responseCode).toBe('ErrorMailRecipientNotFound');
  const other = await client.signIn('robin@contoso.example');
  const seen = await other.graph('POST', '/me/calendar/getSchedule', {
    Schedules: [email],
    StartTime: { dateTime: '2026-05-04T08:00:00', timeZone: 'UTC' },
    EndTime: { dateTime: '2026-05-04T13:00:00', timeZone: 'UTC' },
  });
  expect(seen.body.value[0].scheduleItems[0].subject).toBeUndefined();
});
