import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Received, startCalendly } from './harness.ts';
import { sign } from './webhooks.ts';

let calendly: Awaited<ReturnType<typeof startCalendly>>;

beforeAll(async () => {
  calendly = await startCalendly();
});
afterAll(() => calendly.cloud.stop());

beforeEach(async () => {
  calendly.receiver.status = 200;
  await calendly.cloud.reset();
  await calendly.webhooks();
});

const start = () => new Date(Math.ceil(calendly.cloud.clock.now() / 1000) * 1000 + 86_400_000).toISOString();
const book = async (over: object = {}) => {
  const given = { name: 'Ada Byron', email: 'ada@example.com', startTime: start(), ...over };
  const { status, body } = await calendly.control('book', given);
  expect(status).toBe(200);
  return body;
};
const isSigned = ({ signature, text }: Received) => {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? [];
  const key = process.env.CALENDLY_WEBHOOK_SECRET ?? '';
  return v1 === createHmac('sha256', key).update(`${t}.${text}`).digest('hex');
};
const timeOf = ({ signature }: Received) => Number(/t=(\d+)/.exec(signature ?? '')?.[1]);
const advance = (minutes: number) => calendly.cloud.advanceTo(calendly.cloud.clock.now() + minutes * 60_000);
const subscription = async () => (await calendly.control('state')).body.subscriptions[0];

test('the signature is the published one', () => {
  // Reckoned with another implementation: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
  expect(sign('key', '{"a":1}', 1_700_000_000_999)).toBe(
    't=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03',
  );
});

test('a booking is told by a signed webhook with the meeting inside', async () => {
  const invitee = await book({ utm_content: 'intake-7' });
  const [told, ...rest] = await calendly.webhooks();
  expect(rest).toEqual([]);
  if (told === undefined) throw new Error('nothing was told');
  expect(isSigned(told)).toBe(true);
  expect(JSON.parse(told.text)).toMatchObject({
    event: 'invitee.created',
    created_by: expect.stringMatching(/^https:\/\/api\.calendly\.com\/users\//),
    payload: {
      uri: invitee.uri,
      status: 'active',
      rescheduled: false,
      no_show: null,
      tracking: { utm_content: 'intake-7', utm_source: null },
      scheduled_event: { uri: invitee.event, status: 'active' },
    },
  });
});

test('a booking by a scheduling link carries the link’s parameters and uses it up', async () => {
  const { body } = await calendly.api('POST', '/scheduling_links', {
    max_event_count: 1,
    owner: `https://api.calendly.com/event_types/${process.env.CALENDLY_EVENT_TYPE_UUID}`,
    owner_type: 'EventType',
  });
  const url: string = body.resource.booking_url;
  await book({ booking_url: `${url}?utm_content=intake-8&utm_source=mail` });
  const [told] = await calendly.webhooks();
  expect(told?.payload.tracking).toMatchObject({ utm_content: 'intake-8', utm_source: 'mail' });
  expect((await fetch(url)).status).toBe(410);
  const again = { name: 'A', email: 'a@example.com', startTime: start(), booking_url: url };
  expect((await calendly.control('book', again)).status).toBe(409);
});

test('the meeting is held by the host of the day', async () => {
  const { body: host } = await calendly.control('host', { email: 'coach@example.com', name: 'Carla Coach' });
  const { event } = await book();
  await calendly.control('host', { email: 'other@example.com' });
  const [told] = await calendly.webhooks();
  expect(told?.payload.scheduled_event.event_memberships).toMatchObject([
    { user: host.uri, user_email: 'coach@example.com', user_name: 'Carla Coach' },
  ]);
  const user = await calendly.api('GET', host.uri.replace('https://api.calendly.com', ''));
  expect(user.body.resource.email).toBe('coach@example.com');
  const held = await calendly.api('GET', `/scheduled_events?user=${host.uri}`);
  expect(held.body.collection).toMatchObject([{ uri: event }]);
});

test.each(['host', 'invitee'])('a cancellation by the %s says so', async (by) => {
  await book();
  await calendly.control('cancel', { invitee: 'ada@example.com', by, reason: 'ill' });
  const [, told] = await calendly.webhooks();
  expect(told).toMatchObject({
    event: 'invitee.canceled',
    payload: {
      status: 'canceled',
      rescheduled: false,
      cancellation: { canceler_type: by, reason: 'ill' },
      scheduled_event: { status: 'canceled' },
    },
  });
  expect((await calendly.control('cancel', { invitee: 'ada@example.com' })).status).toBe(409);
});

test.each([
  ['canceled_first', ['invitee.canceled', 'invitee.created']],
  ['created_first', ['invitee.created', 'invitee.canceled']],
])('a reschedule, %s, is a pair that names each other', async (order, events) => {
  const old = await book({ utm_content: 'intake-9' });
  await calendly.webhooks();
  const startTime = new Date(Date.parse(start()) + 3_600_000).toISOString();
  const { body: fresh } = await calendly.control('reschedule', { invitee: old.uri, startTime, order });
  const told = await calendly.webhooks();
  expect(told.map(({ event }) => event)).toEqual(events);
  const of = (event: string) => told.find((it) => it.event === event)?.payload;
  expect(of('invitee.canceled')).toMatchObject({
    uri: old.uri,
    rescheduled: true,
    new_invitee: fresh.uri,
    old_invitee: null,
  });
  expect(of('invitee.created')).toMatchObject({
    uri: fresh.uri,
    rescheduled: false,
    old_invitee: old.uri,
    new_invitee: null,
    tracking: { utm_content: 'intake-9' },
  });
  expect(Date.parse(of('invitee.created')?.scheduled_event.start_time ?? '')).toBe(Date.parse(startTime));
  expect(of('invitee.created')?.event).not.toBe(old.event);
});

test('a no-show and its undoing are events of their own', async () => {
  const invitee = await book();
  const { body: noShow } = await calendly.control('no-show', { invitee: invitee.uri });
  expect((await calendly.control('no-show', { invitee: invitee.uri })).status).toBe(409);
  await calendly.control('no-show/undo', { invitee: invitee.uri });
  expect((await calendly.control('no-show/undo', { invitee: invitee.uri })).status).toBe(409);
  const told = await calendly.webhooks();
  expect(told.slice(1)).toMatchObject([
    { event: 'invitee_no_show.created', payload: { uri: invitee.uri, no_show: { uri: noShow.uri } } },
    { event: 'invitee_no_show.deleted', payload: { uri: invitee.uri, no_show: null } },
  ]);
});

test('a webhook that is not taken comes again, signed anew, until it is', async () => {
  calendly.receiver.status = 401;
  await book();
  const [first] = await calendly.webhooks();
  expect((await subscription()).retry_started_at).not.toBeNull();
  await advance(5);
  calendly.receiver.status = 204;
  await advance(60);
  const told = await calendly.webhooks();
  expect(told).toHaveLength(3);
  expect(new Set([first, ...told].map((it) => it?.text)).size).toBe(1);
  expect(told.every(isSigned)).toBe(true);
  if (first === undefined || told[2] === undefined) throw new Error('too little was told');
  expect(timeOf(told[2])).toBeGreaterThan(timeOf(first) + 300);
  expect((await subscription()).retry_started_at).toBeNull();
  expect((await calendly.control('state')).body.pendingDeliveries).toBe(0);
});

test('after 24 hours in vain the subscription is disabled, until the control call enables it', async () => {
  calendly.receiver.status = 500;
  await book();
  await advance(23 * 60);
  expect((await subscription()).state).toBe('active');
  await advance(2 * 60);
  expect((await subscription()).state).toBe('disabled');
  expect((await calendly.webhooks()).length).toBeGreaterThan(10);
  calendly.receiver.status = 200;
  await book();
  await advance(48 * 60);
  expect(await calendly.webhooks()).toEqual([]);
  await calendly.control('enable', {});
  await book();
  expect(await calendly.webhooks()).toHaveLength(1);
});

test('a deleted subscription gets nothing more, and one for a user only what is theirs', async () => {
  calendly.receiver.status = 500;
  await book();
  const { uri, callback_url: url, organization } = await subscription();
  await calendly.webhooks();
  await calendly.api('DELETE', uri.replace('https://api.calendly.com', ''));
  calendly.receiver.status = 200;
  await advance(60);
  expect(await calendly.webhooks()).toEqual([]);

  const { body: host } = await calendly.control('host', { email: 'coach@example.com' });
  const wanted = { url, events: ['invitee.created'], organization, user: host.uri, scope: 'user' };
  expect((await calendly.api('POST', '/webhook_subscriptions', wanted)).status).toBe(201);
  await book();
  await calendly.control('cancel', { invitee: 'ada@example.com' });
  await calendly.control('host', { email: 'other@example.com' });
  await book();
  const told = await calendly.webhooks();
  expect(told.map(({ event, signature }) => [event, signature])).toEqual([['invitee.created', undefined]]);
});

test('the last webhook can be sent again to the letter, and forged', async () => {
  expect((await calendly.control('replay', {})).status).toBe(409);
  expect((await calendly.control('bad-signature', {})).status).toBe(409);
  await book();
  const [original] = await calendly.webhooks();
  await calendly.control('replay', { times: 2 });
  expect(await calendly.webhooks()).toEqual([original, original]);
  for (const how of ['signature', 'body', 'missing']) {
    await calendly.control('bad-signature', { how });
    const [forged] = await calendly.webhooks();
    expect(forged === undefined || isSigned(forged)).toBe(false);
  }
  await calendly.control('bad-signature', { how: 'timestamp' });
  const [old] = await calendly.webhooks();
  if (old === undefined) throw new Error('nothing was sent');
  expect(isSigned(old)).toBe(true);
  expect(timeOf(old)).toBeLessThan(calendly.cloud.clock.now() / 1000 - 180);
});

test('the control page shows what there is and its buttons work', async () => {
  await book({ name: '<script>' });
  const { status, text } = await calendly.control('');
  expect(status).toBe(200);
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script>');
  const [, form = ''] = /action="\/dev\/providers\/calendly\/cancel">(.*?)<\/form>/s.exec(text) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of form.matchAll(/name="(\w+)" value="([^"]*)"/g))
    fields.set(name, value);
  expect((await calendly.control('cancel', fields.toString())).status).toBe(303);
  expect((await calendly.webhooks()).map(({ event }) => event)).toEqual([
    'invitee.created',
    'invitee.canceled',
  ]);
});

test.each([
  ['book', { name: 'A', email: 'a@example.com' }],
  ['book', { name: 'A', email: 'a@example.com', startTime: '2030-01-01T10:00' }],
  ['book', { name: 'A', email: 'a@example.com', startTime: '2030-01-01T10:00:00Z', utmContent: 'x' }],
  ['cancel', { invitee: 'a@example.com', by: 'somebody' }],
  ['host', { email: 'coach' }],
  ['book', '{'],
])('the control call %s refuses %j', async (call, body) => {
  expect((await calendly.control(call, body)).status).toBe(400);
});

test('what is not there is not found', async () => {
  expect((await calendly.control('cancel', { invitee: 'nobody@example.com' })).status).toBe(404);
  expect((await calendly.control('dance', {})).status).toBe(404);
});
