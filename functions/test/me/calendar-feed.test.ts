import { type Api, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterCoach } from '../coach.ts';
import { contents } from '../contents.ts';
import { must } from '../operations.ts';

/* One coach with one client; Monday, 2 March 2026, 8:00 UTC. */

let api: Api;
let coach: string;
let client: string;
let appointmentId: string;
beforeAll(async () => {
  api = await startApi('2026-03-02T08:00:00Z', withoutMeetings);
  ({ token: coach } = await enterCoach(api, 'ada'));
  client = await api.token({ sub: 'cleo', roles: ['client'], name: 'Cleo Smith', email: 'cleo@example.com' });
  const body = { coach_id: 'ada', session_datetime: '2026-03-04T15:00:00Z', duration_minutes: 60 };
  appointmentId = (await must(api, 'createBooking', { body }, client)).id;
  await api.cloud.settle();
});
afterAll(() => api.stop());

const feed = async (bearer: string, body: object = {}): Promise<string> =>
  (await must(api, 'makeCalendarFeed', { body }, bearer)).data.url;
const pathOf = (url: string) => url.slice(api.cloud.url.length);
const read = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  api.call({ method: 'GET', path: pathOf(url), headers });
/** Without the folds. */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

it('shows the appointments without client details, under the UIDs of the mails', async () => {
  const url = await feed(coach);
  expect(url).toMatch(/^http.*\/api\/v1\/public\/calendars\/[\w-]{43}\.ics$/);
  const { status, headers, body } = await read(url);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(headers.get('cache-control')).toBe('private, max-age=300');
  const lines = linesOf(body);
  expect(lines).toEqual(
    expect.arrayContaining([
      `UID:${appointmentId}@punctual`,
      'SEQUENCE:0',
      'STATUS:TENTATIVE',
      'SUMMARY:Appointment',
      'DTSTART:20260304T150000Z',
    ]),
  );
  expect(body).not.toMatch(/cleo|smith/i);
  const [mail] = (await api.call({ method: 'GET', path: '/dev/inbox?to=cleo@example.com' })).body;
  const sent = mail.attachments.map(({ content }: { content: string }) => content).join();
  const mailed = [sent, mail.text, Buffer.from(sent, 'base64').toString()].join();
  expect(mailed).toContain(`UID:${appointmentId}@punctual`);
});

it('shows them where asked for', async () => {
  const { body } = await read(await feed(coach, { includeClientDetails: true }));
  expect(linesOf(body)).toContain('DESCRIPTION:With Cleo Smith');
});

it('answers 304 as long as nothing has changed, and tells of a move and a cancellation', async () => {
  const url = await feed(client);
  const first = await read(url);
  const tag = { 'if-none-match': first.headers.get('etag') ?? '' };
  expect((await read(url, tag)).status).toBe(304);
  const params = { id: appointmentId };
  await must(api, 'changeBookingStatus', { params, body: { status: 'confirmed' } }, coach);
  const second = await read(url, tag);
  expect([second.status, linesOf(second.body)]).toEqual([
    200,
    expect.arrayContaining(['STATUS:CONFIRMED', 'SEQUENCE:1']),
  ]);
  await must(api, 'cancelBooking', { params }, client);
  const third = await read(url, tag);
  expect(linesOf(third.body)).toEqual(expect.arrayContaining(['STATUS:CANCELLED', 'SEQUENCE:2']));
});

it('leads nowhere once it is replaced or taken back, and is not in the table', async () => {
  const one = await feed(client);
  const other = await feed(client);
  const token = /([\w-]{43})\.ics$/.exec(other)?.[1] ?? 'none';
  expect((await contents()).filter((line) => line.includes(token))).toEqual([]);
  expect([(await read(one)).status, (await read(other)).status]).toEqual([404, 200]);
  await must(api, 'revokeCalendarFeed', {}, client);
  await must(api, 'revokeCalendarFeed', {}, client);
  expect((await read(other)).body).toMatchObject({ success: false, code: 'NOT_FOUND' });
  expect(
    (await contents()).filter((line) => line.includes('"entity":"feed') && line.includes('cleo')),
  ).toEqual([]);
});

it('ends ninety days ago', async () => {
  const url = await feed(coach);
  const uid = `UID:${appointmentId}@punctual`;
  const end = Date.parse('2026-03-04T16:00:00Z');
  const day = 86_400_000;
  api.cloud.clock.set(end + 89 * day);
  expect(linesOf((await read(url)).body)).toContain(uid);
  api.cloud.clock.set(end + 91 * day);
  expect(linesOf((await read(url)).body)).not.toContain(uid);
});
