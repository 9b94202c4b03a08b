import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import type { GuestMail } from './events.ts';
import { createGoogle } from './google.ts';
import { type Call, calendarOf, connect, control } from './harness.ts';

let cloud: Cloud;
let call: Call;

const account = 'maya@example.com';
const events = 'calendars/primary/events';
const times = {
  start: { dateTime: '2026-11-23T10:00:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-11-23T11:00:00+01:00' },
};

beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { google: createGoogle } });
  call = calendarOf((await connect(account)).access_token);
});
afterAll(() => cloud.stop());

const insert = (body: object, query = '') => call('POST', `${events}${query}`, { ...times, ...body });

const errorOf = ({ status, body }: { status: number; body: Readonly<Record<string, unknown>> }) => {
  const { errors = [] } = Object(body.error);
  return `${status} ${errors[0]?.reason}`;
};

test('an event is answered as Google shows it', async () => {
  const id = 'appointment0001';
  const { status, body } = await insert({
    id,
    summary: 'Coaching',
    status: 'tentative',
    attendees: [{ email: 'guest@example.org' }, { email: account, responseStatus: 'accepted' }],
    extendedProperties: { private: { appointment: '1' } },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    kind: 'calendar#event',
    id,
    status: 'tentative',
    iCalUID: `${id}@google.com`,
    sequence: 0,
    organizer: { email: account, self: true },
    creator: { self: true },
    start: { dateTime: '2026-11-23T10:00:00+01:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-11-23T11:00:00+01:00', timeZone: 'Europe/Berlin' },
    attendees: [
      { email: 'guest@example.org', responseStatus: 'needsAction' },
      { email: account, self: true, organizer: true },
    ],
    reminders: { useDefault: true },
    eventType: 'default',
  });
  expect((await call('GET', `${events}/${id}`)).body).toEqual(body);
  expect((await call('GET', `${events}/${id}?fields=id,start/timeZone`)).body).toEqual({
    id,
    start: { timeZone: 'Europe/Berlin' },
  });
});

test.each([
  [{ id: 'has-dashes' }, '', '400 invalid'],
  [{ id: 'wxyz0' }, '', '400 invalid'],
  [{ id: 'ab12' }, '', '400 invalid'],
  [{ sumary: 'x' }, '', '400 badRequest'],
  [{ summary: 7 }, '', '400 invalid'],
  [{ end: undefined }, '', '400 required'],
  [{ start: { dateTime: '2026-11-23T10:00:00' } }, '', '400 required'],
  [{ start: { dateTime: '2026-11-23T10:00:00', timeZone: 'Berlin' } }, '', '400 invalid'],
  [{ start: { date: '2026-11-23' } }, '', '400 invalid'],
  [{ end: { dateTime: '2026-11-23T09:00:00+01:00' } }, '', '400 timeRangeEmpty'],
  [{ recurrence: ['RRULE:FREQ=SOMETIMES'] }, '', '400 invalid'],
  [{ attendees: [{ email: 'nobody' }] }, '', '400 invalid'],
  [
    { reminders: { useDefault: true, overrides: [{ method: 'popup', minutes: 5 }] } },
    '',
    '400 cannotUseDefaultRemindersAndSpecifyOverride',
  ],
  [{ extendedProperties: { private: { ['k'.repeat(45)]: '' } } }, '', '400 invalid'],
  [{}, '?sendMails=true', '400 badRequest'],
  [{}, '?conferenceDataVersion=2', '400 invalidParameter'],
])('an event with %o%s is refused', async (over, query, expected) => {
  expect(errorOf(await insert(over, query))).toBe(expected);
});

test('an id is taken for good', async () => {
  const id = 'taken00001';
  await insert({ id });
  expect(errorOf(await insert({ id }))).toBe('409 duplicate');
  expect((await call('DELETE', `${events}/${id}`)).status).toBe(204);
  expect(errorOf(await call('DELETE', `${events}/${id}`))).toBe('410 deleted');
  expect(errorOf(await insert({ id }))).toBe('409 duplicate');
  expect((await call('GET', `${events}/${id}`)).body).toMatchObject({ status: 'cancelled' });
  expect(errorOf(await call('DELETE', `${events}/unknown0001`))).toBe('404 notFound');
});

test('a patch merges, an update replaces, and a stale tag is refused', async () => {
  const { body: first } = await insert({
    summary: 'a',
    location: 'here',
    extendedProperties: { private: { one: '1' } },
  });
  const path = `${events}/${String(first.id)}`;
  const patch = {
    location: null,
    extendedProperties: { private: { two: '2' } },
    end: { dateTime: '2026-11-23T12:00:00+01:00' },
  };
  const second = (await call('PATCH', path, patch, { 'if-match': String(first.etag) })).body;
  expect(second).toMatchObject({
    summary: 'a',
    extendedProperties: { private: { one: '1', two: '2' } },
    sequence: 1,
  });
  expect(second).not.toHaveProperty('location');
  expect(errorOf(await call('PATCH', path, {}, { 'if-match': String(first.etag) }))).toBe(
    '412 conditionNotMet',
  );
  // What was read can be sent back as it is.
  const third = (await call('PUT', path, { ...second, summary: 'b', extendedProperties: undefined })).body;
  expect(third).toMatchObject({ summary: 'b', start: second.start, sequence: 1 });
  expect(third).not.toHaveProperty('extendedProperties');
  expect(errorOf(await call('PUT', path, { ...third, sequence: 0 }))).toBe('400 invalid');
  expect(errorOf(await call('PATCH', path, { start: { date: '2026-11-23' } }))).toMatch(/^400/);
});

test('a Meet link needs version 1 of the conference data, on a patch too', async () => {
  const conferenceData = {
    createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } },
  };
  expect((await insert({ conferenceData })).body).not.toHaveProperty('conferenceData');
  const { body } = await insert({ conferenceData }, '?conferenceDataVersion=1');
  expect(body).toMatchObject({
    hangoutLink: expect.stringMatching(/^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/),
    conferenceData: {
      createRequest: { requestId: 'r1', status: { statusCode: 'success' } },
      entryPoints: [{ entryPointType: 'video', uri: body.hangoutLink }],
    },
  });
  const path = `${events}/${String(body.id)}`;
  const kept = await call('PATCH', path, { summary: 'x', conferenceData: null });
  expect(kept.body.hangoutLink).toBe(body.hangoutLink);
  const same = await call('PATCH', `${path}?conferenceDataVersion=1`, { conferenceData });
  expect(same.body.hangoutLink).toBe(body.hangoutLink);
  const gone = await call('PATCH', `${path}?conferenceDataVersion=1`, { conferenceData: null });
  expect(gone.body).not.toHaveProperty('hangoutLink');
  const unknown = { createRequest: { requestId: 'r2', conferenceSolutionKey: { type: 'zoom' } } };
  expect(errorOf(await insert({ conferenceData: unknown }, '?conferenceDataVersion=1'))).toBe('400 invalid');
});

test('a Meet link may take a while, or not come', async () => {
  const ask = (requestId: string) =>
    insert({ conferenceData: { createRequest: { requestId } } }, '?conferenceDataVersion=1');
  const statusOf = (body: object) => Object(body).conferenceData?.createRequest?.status?.statusCode;
  for (const outcome of ['success', 'failure']) {
    await control(cloud, 'conferences', { times: 1, seconds: 60, outcome });
    const { body } = await ask(`slow ${outcome}`);
    expect(statusOf(body)).toBe('pending');
    expect(body).not.toHaveProperty('hangoutLink');
    await cloud.advanceTo(cloud.clock.now() + 60_000);
    const later = (await call('GET', `${events}/${String(body.id)}`)).body;
    expect(statusOf(later)).toBe(outcome);
    expect(Object.hasOwn(later, 'hangoutLink')).toBe(outcome === 'success');
  }
  expect(statusOf((await ask('fast')).body)).toBe('success');
});

test('guests are told only when that is asked for', async () => {
  const attendees = [{ email: 'a@example.com' }, { email: 'b@elsewhere.example' }];
  const mails = async (id: unknown) => {
    const response = await fetch(`${cloud.url}/dev/providers/google/mails`);
    const all = (await response.json()) as GuestMail[];
    return all.filter((it) => it.event === id).map(({ kind, to }) => `${kind} ${to}`);
  };
  const { body: silent } = await insert({ attendees });
  expect(await mails(silent.id)).toEqual([]);
  const { body: told } = await insert({ attendees }, '?sendUpdates=all');
  await call('DELETE', `${events}/${String(told.id)}?sendUpdates=externalOnly`);
  expect(await mails(told.id)).toEqual([
    'invitation a@example.com',
    'invitation b@elsewhere.example',
    'cancellation b@elsewhere.example',
  ]);
});

test('an invitation can be declined, not rewritten', async () => {
  const { body } = await control(cloud, 'events', { account, kind: 'declined', start: '2027-01-04T10:00' });
  const path = `${events}/${String(body.id)}`;
  expect(errorOf(await call('PATCH', path, { summary: 'mine' }))).toBe('403 forbiddenForNonOrganizer');
  expect((await call('PATCH', path, { transparency: 'transparent' })).status).toBe(200);
});

test('busy is what blocks time and was not declined', async () => {
  const { access_token: token } = await connect('busy@example.com');
  const own = calendarOf(token);
  const add = (kind: string, start: string, event = {}) =>
    control(cloud, 'events', { account: 'busy@example.com', kind, start, event });
  await add('timed', '2027-02-01T09:00');
  await add('private', '2027-02-01T10:00');
  await add('declined', '2027-02-01T12:00');
  await add('transparent', '2027-02-01T13:00');
  await add('all_day', '2027-02-03');
  const { body: weekly } = await add('recurring', '2027-01-25T15:00');
  await own('DELETE', `${events}/${String(weekly.id)}_20270208T140000Z`);
  const { body } = await own('POST', 'freeBusy', {
    timeMin: '2027-02-01T00:00:00Z',
    timeMax: '2027-02-16T00:00:00Z',
    timeZone: 'Europe/Berlin',
    items: [{ id: 'primary' }, { id: account }],
  });
  expect(body.calendars).toEqual({
    primary: {
      busy: [
        { start: '2027-02-01T09:00:00+01:00', end: '2027-02-01T11:00:00+01:00' },
        { start: '2027-02-01T15:00:00+01:00', end: '2027-02-01T16:00:00+01:00' },
        { start: '2027-02-03T00:00:00+01:00', end: '2027-02-04T00:00:00+01:00' },
        { start: '2027-02-15T15:00:00+01:00', end: '2027-02-15T16:00:00+01:00' },
      ],
    },
    [account]: { busy: [], errors: [{ domain: 'global', reason: 'notFound' }] },
  });
});

test('calendars, and what is not there', async () => {
  expect((await call('GET', 'calendars/primary')).body).toMatchObject({ id: account });
  expect((await call('GET', 'users/me/calendarList')).body).toMatchObject({
    items: [{ id: account, primary: true, accessRole: 'owner' }],
  });
  expect((await call('GET', `users/me/calendarList/${encodeURIComponent(account)}`)).status).toBe(200);
  expect(errorOf(await call('GET', 'calendars/other%40example.com/events'))).toBe('404 notFound');
  expect(errorOf(await call('POST', `${events}/import`, {}))).toBe('501 notImplemented');
});

test.each([
  [{ status: 403, reason: 'userRateLimitExceeded' }, 403, 'userRateLimitExceeded'],
  [{ status: 403 }, 403, 'rateLimitExceeded'],
  [{ status: 429, retryAfter: 3 }, 429, 'rateLimitExceeded'],
  [{ status: 401 }, 401, 'authError'],
  [{ status: 503 }, 503, 'backendError'],
])('failure %o comes in the form of Google', async (failure, status, reason) => {
  await control(cloud, 'fail', failure);
  const answer = await call('GET', 'calendars/primary');
  expect(errorOf(answer)).toBe(`${status} ${reason}`);
  if ('retryAfter' in failure) expect(answer.headers.get('retry-after')).toBe('3');
});
