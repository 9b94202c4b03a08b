import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { close, listen } from '../../ports.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { createGoogle } from './google.ts';
import { type Body, type Call, calendarOf, connect, control, readAll } from './harness.ts';

let cloud: Cloud;
let receiver: Server;
let address: string;
/** Statuses with which the receiver answers next; otherwise 200. */
const statuses: number[] = [];
let received: { headers: IncomingHttpHeaders; body: string }[] = [];

const events = 'calendars/primary/events';
const day = 86_400_000;

beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { google: createGoogle } });
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  address = `http://127.0.0.1:${await listen(receiver, 0)}/webhooks/google-calendar`;
});
afterAll(async () => {
  await cloud.stop();
  await close(receiver);
});

const ids = (items: readonly Body[]) => items.map(({ id }) => String(id));
const token = ({ last }: { last: Body }) => String(last.nextSyncToken);
const errorOf = ({ status, body }: { status: number; body: Body }) =>
  `${status} ${Object(body.error).errors?.[0]?.reason}`;

async function newAccount(email: string): Promise<Call> {
  return calendarOf((await connect(email)).access_token);
}

async function add(account: string, body: object): Promise<Body> {
  return (await control(cloud, 'events', { account, ...body })).body;
}

test('a calendar of 5,000 events is read page by page, and then only what has changed', async () => {
  const account = 'many@example.com';
  const call = await newAccount(account);
  await control(cloud, 'bulk', { account, count: 5000, start: '2027-01-01T00:00' });
  const all = await readAll(call, `${events}?singleEvents=true&maxResults=2500`);
  expect(new Set(ids(all.items)).size).toBe(5000);
  expect(all.pages).toBe(2);

  const [first, second] = ids(all.items);
  await control(cloud, 'events/edit', { account, id: first, summary: 'moved', start: '2027-06-01T09:00' });
  await control(cloud, 'events/delete', { account, id: second });
  const added = await add(account, { summary: 'new' });
  const since = `${events}?singleEvents=true&syncToken=${token(all)}`;
  const changes = await readAll(call, since);
  expect(ids(changes.items)).toEqual([first, second, added.id]);
  // Of what was deleted nothing else is said.
  expect(changes.items[1]).toEqual({
    kind: 'calendar#event',
    etag: expect.any(String),
    id: second,
    status: 'cancelled',
  });
  const paged = await readAll(call, `${since}&maxResults=2`);
  expect(paged.pages).toBe(2);
  expect(ids(paged.items)).toEqual(ids(changes.items));
  const none = await readAll(call, `${events}?singleEvents=true&syncToken=${token(changes)}`);
  expect(none.items).toEqual([]);
});

test('a token is given with the last page only, and not for every question', async () => {
  const account = 'tokens@example.com';
  const call = await newAccount(account);
  await control(cloud, 'bulk', { account, count: 3 });
  const page = (await call('GET', `${events}?maxResults=2`)).body;
  expect(page).toHaveProperty('nextPageToken');
  expect(page).not.toHaveProperty('nextSyncToken');
  const next = `${events}?maxResults=2&pageToken=${String(page.nextPageToken)}`;
  expect((await call('GET', next)).body).toHaveProperty('nextSyncToken');
  expect(errorOf(await call('GET', `${next}&showDeleted=true`))).toBe('400 invalidParameter');
  const ordered = (await call('GET', `${events}?singleEvents=true&orderBy=startTime`)).body;
  expect(ordered).not.toHaveProperty('nextSyncToken');
  expect(errorOf(await call('GET', `${events}?orderBy=startTime`))).toBe('400 invalid');
});

test.each([
  'timeMin=2027-01-01T00:00:00Z',
  'timeMax=2027-01-01T00:00:00Z',
  'q=x',
  'iCalUID=x',
  'orderBy=updated',
  'updatedMin=2027-01-01T00:00:00Z',
  'privateExtendedProperty=a%3Db',
  'showDeleted=false',
  'singleEvents=true',
])('a sync token cannot go with %s', async (parameter) => {
  const call = await newAccount('forbidden@example.com');
  const syncToken = token(await readAll(call, events));
  expect((await call('GET', `${events}?syncToken=${syncToken}`)).status).toBe(200);
  expect(errorOf(await call('GET', `${events}?syncToken=${syncToken}&${parameter}`))).toBe(
    '400 invalidParameter',
  );
});

test('a sync token becomes void on demand, and after 30 days', async () => {
  const account = 'void@example.com';
  const call = await newAccount(account);
  const read = async () => `${events}?syncToken=${token(await readAll(call, events))}`;
  const voided = await read();
  await control(cloud, 'void-sync-tokens', { account });
  expect(errorOf(await call('GET', voided))).toBe('410 fullSyncRequired');
  const old = await read();
  await cloud.advanceTo(cloud.clock.now() + 30 * day + 1);
  const later = calendarOf((await connect(account)).access_token);
  expect(errorOf(await later('GET', old))).toBe('410 fullSyncRequired');
  expect(errorOf(await later('GET', `${events}?syncToken=nonsense`))).toBe('400 invalidParameter');
});

test('lists are narrowed by time, text and private properties', async () => {
  const account = 'narrowed@example.com';
  const call = await newAccount(account);
  const one = await add(account, { summary: 'Dentist', start: '2027-03-01T09:00' });
  const event = { extendedProperties: { private: { appointment: '7' } } };
  const two = await add(account, { summary: 'Coaching Ada', start: '2027-03-02T09:00', event });
  const read = async (query: string) => ids((await readAll(call, `${events}?${query}`)).items);
  // Bounds are exclusive.
  const start = '2027-03-01T08:00:00Z';
  const end = '2027-03-01T09:00:00Z';
  expect(await read(`timeMin=${start}&timeMax=${end}`)).toEqual([one.id]);
  expect(await read(`timeMin=${end}`)).toEqual([two.id]);
  expect(await read(`timeMax=${start}`)).toEqual([]);
  expect(await read('q=ada%20coaching')).toEqual([two.id]);
  expect(await read('privateExtendedProperty=appointment%3D7')).toEqual([two.id]);
  expect(await read('singleEvents=true&orderBy=startTime')).toEqual([one.id, two.id]);
  expect(errorOf(await call('GET', `${events}?timeMin=2027-03-01T09:00:00`))).toBe('400 invalidParameter');
  expect(errorOf(await call('GET', `${events}?timeMin=${end}&timeMax=${start}`))).toBe('400 timeRangeEmpty');
});

test('a series takes place at the same local time, save where it was changed', async () => {
  const account = 'series@example.com';
  const call = await newAccount(account);
  const { id } = await add(account, {
    start: '2027-03-15T10:00',
    event: { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20270322T100000'] },
  });
  const starts = (items: readonly Body[]) => items.map(({ start }) => Object(start).dateTime);
  const expand = `${events}?singleEvents=true&orderBy=startTime`;
  const before = await readAll(call, expand);
  expect(starts(before.items)).toEqual([
    '2027-03-15T10:00:00+01:00',
    '2027-03-29T10:00:00+02:00',
    '2027-04-05T10:00:00+02:00',
  ]);
  expect(before.items[1]).toMatchObject({
    id: `${String(id)}_20270329T080000Z`,
    recurringEventId: id,
    originalStartTime: { dateTime: '2027-03-29T10:00:00+02:00' },
  });
  const syncToken = token(await readAll(call, `${events}?singleEvents=true`));

  const moved = `${String(id)}_20270329T080000Z`;
  const gone = `${String(id)}_20270405T080000Z`;
  await control(cloud, 'events/edit', { account, id: moved, start: '2027-03-30T12:00' });
  expect((await call('DELETE', `${events}/${gone}`)).status).toBe(204);
  expect(errorOf(await call('DELETE', `${events}/${gone}`))).toBe('410 deleted');
  expect(errorOf(await call('GET', `${events}/${String(id)}_20270322T090000Z`))).toBe('404 notFound');
  expect(starts((await readAll(call, expand)).items)).toEqual([
    '2027-03-15T10:00:00+01:00',
    '2027-03-30T12:00:00+02:00',
  ]);
  const instances = `${events}/${String(id)}/instances`;
  expect(ids((await readAll(call, instances)).items)).toEqual([`${String(id)}_20270315T090000Z`, moved]);
  expect((await readAll(call, `${instances}?showDeleted=true`)).items).toHaveLength(3);
  const original = `${instances}?originalStart=2027-03-29T10:00:00%2B02:00`;
  expect(ids((await readAll(call, original)).items)).toEqual([moved]);

  const changes = await readAll(call, `${events}?singleEvents=true&syncToken=${syncToken}`);
  expect(changes.items).toMatchObject([
    { id: moved, start: { dateTime: '2027-03-30T12:00:00+02:00' } },
    { id: gone, status: 'cancelled', recurringEventId: id },
  ]);
  // Unexpanded, the series and its exceptions are listed, a cancelled one as a gap.
  expect(ids((await readAll(call, events)).items)).toEqual([id, moved, gone]);
});

test('who knows a series by its instances is told of those that no longer are', async () => {
  const account = 'shrinking@example.com';
  const call = await newAccount(account);
  const event = { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] };
  const { id } = await add(account, { kind: 'all_day', start: '2027-05-01', event });
  const first = await readAll(call, `${events}?singleEvents=true`);
  expect(ids(first.items)).toEqual(['01', '02', '03'].map((it) => `${String(id)}_202705${it}`));
  await call('PATCH', `${events}/${String(id)}`, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
  const second = await readAll(call, `${events}?singleEvents=true&syncToken=${token(first)}`);
  const states = (items: readonly Body[]) => items.map((it) => `${String(it.id).slice(-2)} ${it.status}`);
  expect(states(second.items)).toEqual(['01 confirmed', '02 confirmed', '03 cancelled']);
  await call('DELETE', `${events}/${String(id)}`);
  const third = await readAll(call, `${events}?singleEvents=true&syncToken=${token(second)}`);
  expect(states(third.items)).toEqual(['01 cancelled', '02 cancelled']);
  expect((await readAll(call, `${events}?singleEvents=true`)).items).toEqual([]);
});

test('a channel is told of every change until it is stopped or has expired', async () => {
  const account = 'watched@example.com';
  const call = await newAccount(account);
  received = [];
  const asked = { id: 'channel-1', type: 'web_hook', address, token: 'secret' };
  const { status, body } = await call('POST', `${events}/watch`, asked);
  expect(status).toBe(200);
  expect(body).toMatchObject({ kind: 'api#channel', id: 'channel-1', token: 'secret' });
  const life = Number(body.expiration) - cloud.clock.now();
  expect(life).toBeGreaterThan(7 * day - 60_000);
  expect(life).toBeLessThanOrEqual(7 * day);
  await add(account, {});
  await cloud.settle();
  expect(received).toMatchObject([
    {
      headers: {
        'x-goog-channel-id': 'channel-1',
        'x-goog-channel-token': 'secret',
        'x-goog-resource-id': body.resourceId,
        'x-goog-resource-state': 'sync',
        'x-goog-message-number': '1',
        'x-goog-channel-expiration': new Date(Number(body.expiration)).toUTCString(),
      },
      body: '',
    },
    { headers: { 'x-goog-resource-state': 'exists', 'x-goog-message-number': '2' }, body: '' },
  ]);

  // An answer of the receiver's that is an error of its own is tried again.
  received = [];
  statuses.push(503);
  await call('POST', events, { start: { date: '2027-01-01' }, end: { date: '2027-01-02' } });
  await cloud.settle();
  expect(received).toHaveLength(1);
  await cloud.advanceTo(cloud.clock.now() + 60_000);
  expect(received.map(({ headers }) => headers['x-goog-message-number'])).toEqual(['3', '3']);

  const { resourceId } = body;
  expect(errorOf(await call('POST', 'channels/stop', { id: 'channel-1', resourceId: 'other' }))).toBe(
    '404 notFound',
  );
  expect((await call('POST', 'channels/stop', { id: 'channel-1', resourceId })).status).toBe(204);
  received = [];
  await call('POST', `${events}/watch`, { ...asked, id: 'channel-2' });
  await cloud.advanceTo(cloud.clock.now() + 7 * day + 1);
  await add(account, {});
  await cloud.settle();
  expect(received.map(({ headers }) => headers['x-goog-resource-state'])).toEqual(['sync']);
});

test('a channel is refused without what it needs, and cut to 30 days', async () => {
  const call = await newAccount('refused@example.com');
  const watch = (over: object) =>
    call('POST', `${events}/watch`, { id: 'channel-3', type: 'web_hook', address, ...over });
  expect(errorOf(await watch({ id: undefined }))).toBe('400 required');
  expect(errorOf(await watch({ id: 'a b' }))).toBe('400 invalid');
  expect(errorOf(await watch({ type: 'pigeon' }))).toBe('400 invalid');
  expect(errorOf(await watch({ address: 'http://example.com/' }))).toBe('400 push.webhookUrlNotHttps');
  expect(errorOf(await watch({ expiration: '1' }))).toBe('400 invalid');
  const { body } = await watch({ expiration: String(cloud.clock.now() + 90 * day) });
  expect(Number(body.expiration)).toBeLessThanOrEqual(cloud.clock.now() + 30 * day);
  expect(errorOf(await watch({}))).toBe('400 channelIdNotUnique');
});

test('the control page has buttons that lead back to it, and escapes what events say', async () => {
  const account = 'page@example.com';
  const press = (call: string, fields: Record<string, string>) =>
    fetch(`${cloud.url}/dev/providers/google/${call}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const pressed = await press('events', { account, kind: 'private', summary: '<b>bold</b>', start: '' });
  expect(pressed.status).toBe(303);
  const location = pressed.headers.get('location') ?? '';
  const text = await (await fetch(new URL(location, cloud.url))).text();
  expect(text).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(text).not.toContain('<b>bold');
  const refused = await press('events', { account, kind: 'odd' });
  expect(refused.headers.get('location')).toContain('said=');
  expect((await control(cloud, 'events', { account, kind: 'odd' })).status).toBe(400);
});
