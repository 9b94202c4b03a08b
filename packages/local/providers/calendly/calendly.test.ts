import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startCalendly } from './harness.ts';

let calendly: Awaited<ReturnType<typeof startCalendly>>;
let eventType: string;
let organization: string;

beforeAll(async () => {
  calendly = await startCalendly();
  eventType = `https://api.calendly.com/event_types/${process.env.CALENDLY_EVENT_TYPE_UUID}`;
});
afterAll(() => calendly.cloud.stop());

beforeEach(async () => {
  await calendly.cloud.reset();
  // A Monday, before the host's working hours.
  await calendly.cloud.advanceTo(Date.parse('2030-03-04T07:00:00Z'));
  await calendly.webhooks();
  organization = (await calendly.api('GET', '/users/me')).body.resource.current_organization;
});

const pathOf = (uri: string) => uri.replace('https://api.calendly.com', '');
const guest = { name: 'Ada Byron', email: 'ada@example.com' };
const book = async (over: object = {}) =>
  (await calendly.control('book', { ...guest, startTime: '2030-03-05T10:00:00Z', ...over })).body;
const makeLink = async (): Promise<string> => {
  const { body } = await calendly.api('POST', '/scheduling_links', {
    max_event_count: 1,
    owner: eventType,
    owner_type: 'EventType',
  });
  return body.resource.booking_url;
};

test('a token is needed, and a revoked one is refused', async () => {
  const refused = {
    status: 401,
    body: { title: 'Unauthenticated', message: 'The access token is invalid' },
  };
  for (const authorization of ['', 'Bearer other', `Basic ${process.env.CALENDLY_API_TOKEN}`]) {
    expect(await calendly.api('GET', '/users/me', undefined, { authorization })).toMatchObject(refused);
  }
  await calendly.control('token', { revoked: true });
  expect(await calendly.api('GET', '/users/me')).toMatchObject(refused);
  await calendly.control('token', { revoked: false });
  expect((await calendly.api('GET', '/users/me')).status).toBe(200);
});

test('the account, its people and its event type can be looked up, by addresses of the real service', async () => {
  const { body } = await calendly.api('GET', '/users/me');
  expect(body.resource.uri).toMatch(/^https:\/\/api\.calendly\.com\/users\//);
  expect((await calendly.api('GET', pathOf(body.resource.uri))).body).toEqual(body);
  const types = await calendly.api('GET', `/event_types?organization=${encodeURIComponent(organization)}`);
  expect(types.body.collection).toMatchObject([{ uri: eventType, duration: 30, active: true }]);
  expect((await calendly.api('GET', pathOf(eventType))).body.resource).toEqual(types.body.collection[0]);
});

test('answers tell what is left of the minute’s requests, and one too many is refused', async () => {
  await calendly.cloud.advanceTo(calendly.cloud.clock.now() + 60_000);
  calendly.cloud.clock.freeze();
  try {
    const first = await calendly.api('GET', '/users/me');
    expect(first.headers.get('x-ratelimit-limit')).toBe('500');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('499');
    expect(Number(first.headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(60);
    const rest = await Promise.all(Array.from({ length: 500 }, () => calendly.api('GET', '/users/me')));
    expect(rest.filter(({ status }) => status === 429)).toHaveLength(1);
  } finally {
    calendly.cloud.clock.thaw();
  }
});

test.each([
  ['GET', '/event_types', undefined, 'organization'],
  ['GET', '/event_types?user=ada', undefined, 'user'],
  ['GET', '/users/me?fields=email', undefined, 'fields'],
  ['GET', '/scheduled_events?organization={o}&count=0', undefined, 'count'],
  ['GET', '/scheduled_events?organization={o}&count=101', undefined, 'count'],
  ['GET', '/scheduled_events?organization={o}&count=1&count=2', undefined, 'count'],
  ['GET', '/scheduled_events?organization={o}&page_token=!', undefined, 'page_token'],
  ['GET', '/scheduled_events?organization={o}&status=cancelled', undefined, 'status'],
  ['GET', '/scheduled_events?organization={o}&min_start_time=2030-01-01', undefined, 'min_start_time'],
  ['GET', '/scheduled_events?organization={o}&invitee_email=ada', undefined, 'invitee_email'],
  ['GET', '/webhook_subscriptions?organization={o}', undefined, 'scope'],
  ['GET', '/webhook_subscriptions?organization={o}&scope=user', undefined, 'user'],
  ['POST', '/scheduling_links', {}, 'max_event_count'],
  [
    'POST',
    '/scheduling_links',
    { max_event_count: 2, owner: '{e}', owner_type: 'EventType' },
    'max_event_count',
  ],
  ['POST', '/scheduling_links', { max_event_count: 1, owner: 'ada', owner_type: 'EventType' }, 'owner'],
  ['POST', '/scheduling_links', { max_event_count: 1, owner: '{e}', owner_type: 'User' }, 'owner_type'],
  [
    'POST',
    '/scheduling_links',
    { max_event_count: 1, owner: '{e}', owner_type: 'EventType', expires: 1 },
    'expires',
  ],
  ['POST', '/invitee_no_shows', { invitee: 'https://api.calendly.com/users/1' }, 'invitee'],
  ['POST', '/data_compliance/deletion/invitees', { emails: [] }, 'emails'],
  [
    'POST',
    '/webhook_subscriptions',
    { url: 'https://a.example', events: ['invitee.no_show'], organization: '{o}', scope: 'organization' },
    'events.0',
  ],
  [
    'POST',
    '/webhook_subscriptions',
    { url: 'https://a.example', events: ['invitee.created'], organization: '{o}', scope: 'user' },
    'user',
  ],
])('%s %s with %j is refused for %s', async (method, path, body, parameter) => {
  const fill = (text: string) => text.replaceAll('{e}', eventType).replaceAll('{o}', organization);
  const given = body === undefined ? undefined : fill(JSON.stringify(body));
  const answer = await calendly.api(method, fill(path), given);
  expect(answer).toMatchObject({
    status: 400,
    body: { title: 'Invalid Argument', message: 'The supplied parameters are invalid.' },
  });
  expect(answer.body.details.map((it: { parameter: string }) => it.parameter)).toContain(parameter);
});

test.each([
  ['{', {}],
  ['{}', { 'content-type': 'text/plain' }],
])('the body %s with %j is refused', async (body, headers) => {
  expect((await calendly.api('POST', '/scheduling_links', body, headers)).status).toBe(400);
});

test.each([
  ['GET', '/nothing'],
  ['PUT', '/users/me'],
  ['GET', '/event_types/other'],
  ['GET', '/scheduled_events/other'],
  ['GET', '/scheduled_events/other/invitees'],
  ['POST', '/scheduled_events/other/cancellation'],
  ['GET', '/invitee_no_shows/other'],
  ['DELETE', '/invitee_no_shows/other'],
  ['DELETE', '/webhook_subscriptions/other'],
])('%s %s finds nothing', async (method, path) => {
  const { status, body } = await calendly.api(method, path);
  expect([status, body.title]).toEqual([404, 'Resource Not Found']);
});

test('other organizations and their people are not to be seen', async () => {
  const foreign = 'https://api.calendly.com/organizations/other';
  expect((await calendly.api('GET', `/scheduled_events?organization=${foreign}`)).status).toBe(403);
  const { status, body } = await calendly.api(
    'GET',
    '/scheduled_events?user=https://api.calendly.com/users/other',
  );
  expect([status, body.message]).toEqual([403, 'This user is not in your organization']);
});

test('events are listed page by page, filtered and in order', async () => {
  for (const hour of ['12', '10', '11']) await book({ startTime: `2030-03-05T${hour}:00:00Z` });
  await book({ startTime: '2030-03-06T10:00:00Z', email: 'bob@example.com' });
  const list = async (query: string) =>
    (await calendly.api('GET', `/scheduled_events?organization=${organization}&${query}`)).body;
  const hours = (page: { collection: { start_time: string }[] }) =>
    page.collection.map((it) => it.start_time.slice(8, 13));

  const first = await list('count=2&invitee_email=ADA@example.com');
  expect(hours(first)).toEqual(['05T10', '05T11']);
  expect(first.pagination).toMatchObject({ count: 2, previous_page: null });
  const next = new URL(first.pagination.next_page);
  expect(next.origin).toBe('https://api.calendly.com');
  const second = (await calendly.api('GET', `${next.pathname}${next.search}`)).body;
  expect(hours(second)).toEqual(['05T12']);
  expect(second.pagination.next_page_token).toBeNull();
  expect(hours(await list(`count=2&page_token=${second.pagination.previous_page_token}`))).toEqual([
    '05T10',
    '05T11',
  ]);
  expect(hours(await list('sort=start_time:desc&count=1'))).toEqual(['06T10']);
  expect(
    hours(await list('min_start_time=2030-03-05T11:00:00Z&max_start_time=2030-03-05T12:00:00Z')),
  ).toEqual(['05T11']);
  await calendly.control('cancel', { invitee: 'bob@example.com', by: 'invitee' });
  expect(hours(await list('status=canceled'))).toEqual(['06T10']);
  expect(hours(await list('status=active'))).not.toContain('06T10');
});

test('an event is cancelled once, and not when it has begun', async () => {
  const { event } = await book();
  const path = `${pathOf(event)}/cancellation`;
  const { status, body } = await calendly.api('POST', path, { reason: 'away' });
  expect([status, body.resource]).toMatchObject([
    201,
    { canceled_by: 'Punctual Intake', canceler_type: 'host', reason: 'away' },
  ]);
  expect(await calendly.api('POST', path)).toMatchObject({
    status: 403,
    body: { title: 'Permission Denied', message: 'Event is already canceled' },
  });
  expect((await calendly.api('GET', pathOf(event))).body.resource).toMatchObject({
    status: 'canceled',
    cancellation: { reason: 'away' },
  });
  const past = await book({ startTime: '2030-03-04T06:00:00Z' });
  expect((await calendly.api('POST', `${pathOf(past.event)}/cancellation`)).body.message).toBe(
    'Event in the past',
  );
  expect((await calendly.api('POST', path, { reason: 'x'.repeat(10_001) })).status).toBe(400);
});

test('a no-show is marked once and can be undone', async () => {
  const { uri } = await book();
  const marked = await calendly.api('POST', '/invitee_no_shows', { invitee: uri });
  expect(marked.status).toBe(201);
  expect((await calendly.api('POST', '/invitee_no_shows', { invitee: uri })).status).toBe(400);
  const path = pathOf(marked.body.resource.uri);
  expect((await calendly.api('GET', path)).body).toEqual(marked.body);
  expect((await calendly.api('GET', pathOf(uri))).body.resource.no_show.uri).toBe(marked.body.resource.uri);
  expect((await calendly.api('DELETE', path)).status).toBe(204);
  expect((await calendly.api('GET', pathOf(uri))).body.resource.no_show).toBeNull();
  expect((await calendly.api('DELETE', path)).status).toBe(404);
});

test('webhook subscriptions are made, listed and deleted; an address has one', async () => {
  const wanted = {
    url: 'http://127.0.0.1:9/hook',
    events: ['invitee.created'],
    organization,
    scope: 'organization',
  };
  const made = await calendly.api('POST', '/webhook_subscriptions', wanted);
  expect([made.status, made.body.resource]).toMatchObject([
    201,
    { callback_url: wanted.url, state: 'active', user: null, retry_started_at: null },
  ]);
  expect(await calendly.api('POST', '/webhook_subscriptions', wanted)).toMatchObject({
    status: 409,
    body: { title: 'Already Exists', message: 'Hook with this url already exists' },
  });
  const list = async () =>
    (await calendly.api('GET', `/webhook_subscriptions?organization=${organization}&scope=organization`)).body
      .collection;
  expect(await list()).toHaveLength(2);
  expect((await calendly.api('DELETE', pathOf(made.body.resource.uri))).status).toBe(204);
  expect(await list()).toMatchObject([
    { callback_url: `${calendly.cloud.url}/api/v1/public/calendly/webhook` },
  ]);
});

test('free times leave out what is booked, and the range is at most a week of the future', async () => {
  const ask = (from: string, to: string) =>
    calendly.api(
      'GET',
      `/event_type_available_times?event_type=${eventType}&start_time=${from}&end_time=${to}`,
    );
  await book({ startTime: '2030-03-05T09:45:00Z' });
  const { body } = await ask('2030-03-05T00:00:00Z', '2030-03-06T00:00:00Z');
  const times = body.collection.map((it: { start_time: string }) => it.start_time.slice(11, 16));
  expect(times).toHaveLength(14);
  expect(times.slice(0, 2)).toEqual(['09:00', '10:30']);
  expect((await fetch(body.collection[0].scheduling_url)).status).toBe(200);
  expect((await ask('2030-03-05T00:00:00Z', '2030-03-12T00:00:01Z')).status).toBe(400);
  expect((await ask('2030-03-05T00:00:00Z', '2030-03-05T00:00:00Z')).status).toBe(400);
  expect((await ask('2030-03-01T00:00:00Z', '2030-03-05T00:00:00Z')).status).toBe(400);
});

test('a single-use link books once, with what it was given to carry', async () => {
  const link = await makeLink();
  const address = `${link}?name=Ada+%3Cb%3E&email=ada%40example.com&utm_content=intake-1`;
  const page = await (await fetch(address)).text();
  expect(page).toContain('value="Ada &lt;b&gt;"');
  expect(page).toContain('name="utm_content" value="intake-1"');
  expect(page).toContain('value="2030-03-05T09:00:00.000Z"');
  const choice = { ...guest, timezone: 'Europe/Berlin', utm_content: 'intake-1' };
  const booked = await calendly.post(link, { ...choice, start_time: '2030-03-05T09:00:00.000Z' });
  expect(booked.status).toBe(303);
  const thanks = await (await fetch(new URL(booked.headers.get('location') ?? '', link))).text();
  expect(thanks).toContain('10:00');
  expect(await calendly.webhooks()).toMatchObject([
    {
      event: 'invitee.created',
      payload: { email: guest.email, timezone: 'Europe/Berlin', tracking: { utm_content: 'intake-1' } },
    },
  ]);
  const used = await fetch(address);
  expect(used.status).toBe(410);
  expect(await used.text()).toContain('no longer valid');
  const again = await calendly.post(link, { ...choice, start_time: '2030-03-05T11:00:00.000Z' });
  expect(again.status).toBe(410);
  expect(await calendly.webhooks()).toEqual([]);
});

test('a link that nobody uses dies after 90 days', async () => {
  const link = await makeLink();
  await calendly.cloud.advanceTo(Date.parse('2030-06-02T06:00:00Z'));
  expect((await fetch(link)).status).toBe(200);
  await calendly.cloud.advanceTo(Date.parse('2030-06-02T08:00:00Z'));
  expect((await fetch(link)).status).toBe(410);
});

test('the default link can be used again and again, but not for a taken time', async () => {
  const link = process.env.CALENDLY_DEFAULT_LINK ?? '';
  const at = (hour: string) => ({ ...guest, start_time: `2030-03-05T${hour}:00:00.000Z` });
  expect((await calendly.post(link, at('09'))).status).toBe(303);
  expect((await calendly.post(link, at('09'))).status).toBe(409);
  expect((await calendly.post(link, at('08'))).status).toBe(409);
  expect((await calendly.post(link, at('10'))).status).toBe(303);
  expect((await calendly.post(link, { ...at('11'), email: 'ada' })).status).toBe(400);
});

test('only the next 60 days can be booked on the pages', async () => {
  const link = process.env.CALENDLY_DEFAULT_LINK ?? '';
  const last = await (await fetch(`${link}?from=%2B275760-09-12T00:00:00Z`)).text();
  expect(last).toContain('Earlier times');
  expect(last).not.toContain('Later times');
  const choose = (day: string) => calendly.post(link, { ...guest, start_time: `${day}T09:00:00.000Z` });
  expect((await choose('2030-05-06')).status).toBe(409);
  expect((await choose('2030-05-02')).status).toBe(303);
});

test('the invitee can move and cancel the meeting until it begins', async () => {
  const { reschedule_url: move } = await book();
  expect(await (await fetch(move)).text()).toContain('Choose another time');
  const moved = await calendly.post(move, { start_time: '2030-03-06T10:00:00.000Z' });
  const fresh = new URL(moved.headers.get('location') ?? '', move).href.replace(
    '/invitees/',
    '/cancellations/',
  );
  expect(await (await fetch(move)).text()).toContain('This meeting was moved');
  expect(await (await fetch(fresh)).text()).toContain('Cancel the meeting');
  expect((await calendly.post(fresh, { reason: 'ill' })).status).toBe(303);
  expect((await calendly.webhooks()).map(({ event, payload }) => [event, payload.rescheduled])).toEqual([
    ['invitee.created', false],
    ['invitee.canceled', true],
    ['invitee.created', false],
    ['invitee.canceled', false],
  ]);
  const past = await book({ startTime: '2030-03-04T06:00:00Z' });
  expect((await calendly.post(past.cancel_url, {})).status).toBe(403);
});

test('a privacy request is taken at once and worked off later', async () => {
  const { event } = await book();
  await book({ startTime: '2030-03-06T10:00:00Z', email: 'bob@example.com' });
  const asked = await calendly.api('POST', '/data_compliance/deletion/invitees', {
    emails: ['Ada@example.com'],
  });
  expect([asked.status, asked.body]).toEqual([202, {}]);
  expect((await calendly.api('GET', pathOf(event))).status).toBe(200);
  await calendly.cloud.advanceTo(calendly.cloud.clock.now() + 2 * 86_400_000);
  expect((await calendly.api('GET', pathOf(event))).status).toBe(404);
  const left = await calendly.api('GET', `/scheduled_events?organization=${organization}`);
  expect(left.body.collection).toHaveLength(1);
});

test('failures on demand come in Calendly’s form', async () => {
  await calendly.control('fail', { status: 429, retryAfter: 30 });
  await calendly.control('fail', { status: 503 });
  const limited = await calendly.api('GET', '/users/me');
  expect([limited.status, limited.headers.get('x-ratelimit-reset')]).toEqual([429, '30']);
  expect(limited.headers.get('retry-after')).toBeNull();
  const down = await calendly.api('GET', '/users/me');
  expect([down.status, down.body.title]).toEqual([503, 'Internal Server Error']);
  expect((await calendly.api('GET', '/users/me')).status).toBe(200);
});
