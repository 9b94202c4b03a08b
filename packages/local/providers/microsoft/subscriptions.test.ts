import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { eventOn, testClient } from './harness.ts';
import { createMicrosoft } from './microsoft.ts';

interface Notice {
  readonly subscriptionId: string;
  readonly clientState: string;
  readonly changeType: string;
  readonly lifecycleEvent?: string;
  readonly resourceData: Record<string, string>;
}

let cloud: Cloud;
let client: ReturnType<typeof testClient>;
let graph: Awaited<ReturnType<ReturnType<typeof testClient>['signIn']>>['graph'];
let mailbox = 0;
let email = '';
let notices: Notice[] = [];
/** How the receiver answers: a status for notices, and what it makes of the handshake. */
let status = 202;
let handshake = (token: string) => ({ status: 200, type: 'text/plain', body: token });
let received = 0;

const receiver = createServer(async (request, response) => {
  const token = new URL(request.url ?? '', 'http://x').searchParams.get('validationToken');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (token !== null) {
    const answer = handshake(token);
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    return;
  }
  received += 1;
  if (status === 202) notices.push(...JSON.parse(Buffer.concat(chunks).toString()).value);
  response.writeHead(status).end();
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?x=1`;
  cloud = await startTestCloud({ standIns: { microsoft: createMicrosoft } });
  client = testClient(cloud);
});
afterAll(async () => {
  await cloud.stop();
  receiver.close();
});
beforeEach(async () => {
  mailbox += 1;
  email = `owner${mailbox}@fabrikam.example`;
  ({ graph } = await client.signIn(email));
  notices = [];
  received = 0;
  status = 202;
  handshake = (token) => ({ status: 200, type: 'text/plain', body: token });
});

const minutes = (count: number) => new Date(cloud.clock.now() + count * 60_000).toISOString();
const subscribe = (over: Record<string, unknown> = {}) =>
  graph('POST', '/subscriptions', {
    changeType: 'created,updated,deleted',
    resource: '/me/events',
    notificationUrl: address,
    lifecycleNotificationUrl: address,
    expirationDateTime: minutes(60),
    clientState: 'secret',
    ...over,
  });

test('changes are told, edits more than once, and a deletion without an etag', async () => {
  const subscription = (await subscribe()).body;
  const event = (await graph('POST', '/me/events', eventOn('2026-05-04', 9))).body;
  await cloud.settle();
  expect(notices.map(({ changeType }) => changeType)).toEqual(['created', 'updated']);
  expect(notices[0]).toMatchObject({
    subscriptionId: subscription.id,
    clientState: 'secret',
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.etag': event['@odata.etag'],
      id: event.id,
    },
  });
  await graph('PATCH', `/me/events/${event.id}`, { subject: 'x' });
  await graph('DELETE', `/me/events/${event.id}`);
  await cloud.settle();
  expect(notices.slice(2).map(({ changeType }) => changeType)).toEqual(['updated', 'updated', 'deleted']);
  expect(notices.at(-1)?.resourceData['@odata.etag']).toBeUndefined();
});

test('only what was asked for, of the calendar asked for, in the ids asked for', async () => {
  const calendar = (await graph('POST', '/me/calendars', { name: 'Second' })).body;
  const body = {
    changeType: 'deleted',
    resource: `me/calendars/${calendar.id}/events`,
    notificationUrl: address,
  };
  const made = await graph(
    'POST',
    '/subscriptions',
    { ...body, expirationDateTime: minutes(60) },
    { prefer: 'IdType="ImmutableId"' },
  );
  expect(made.status).toBe(201);
  for (const path of ['/me/events', `/me/calendars/${calendar.id}/events`]) {
    const event = (await graph('POST', path, eventOn('2026-05-04', 9))).body;
    await graph('DELETE', `/me/events/${event.id}`);
  }
  await cloud.settle();
  expect(notices.map(({ changeType }) => changeType)).toEqual(['deleted']);
  expect(notices[0]?.resourceData.id).toMatch(/^AAkALg/);
});

test.each([
  ['another status', () => ({ status: 202, type: 'text/plain', body: '' }), '202'],
  ['JSON', (token: string) => ({ status: 200, type: 'application/json', body: token }), 'text/plain'],
  ['another text', () => ({ status: 200, type: 'text/plain', body: 'hello' }), 'exactly match'],
])('no subscription when the handshake is answered with %s', async (_, answer, words) => {
  handshake = answer;
  const reply = await subscribe();
  expect(reply.status).toBe(400);
  expect(reply.body.error.code).toBe('ValidationError');
  expect(reply.body.error.message).toContain(words);
  expect((await graph('GET', '/subscriptions')).body.value).toEqual([]);
});

test('requests that Graph refuses', async () => {
  const code = async (over: Record<string, unknown>) => {
    const reply = await subscribe(over);
    return `${reply.status} ${reply.body.error?.code}`;
  };
  expect(await code({ expirationDateTime: minutes(4240) })).toBe('400 ExtensionError');
  expect(await code({ expirationDateTime: minutes(-1) })).toBe('400 InvalidRequest');
  expect(await code({ expirationDateTime: undefined })).toBe('400 InvalidRequest');
  expect(await code({ clientState: 'x'.repeat(129) })).toBe('400 RequestBodyRead');
  expect(await code({ changeType: 'moved' })).toBe('400 InvalidRequest');
  expect(await code({ resource: '/me/messages' })).toBe('400 InvalidRequest');
  expect(await code({ notificationUrl: 'http://example.com/' })).toBe('400 InvalidRequest');
  expect(await code({ colour: 'red' })).toBe('400 RequestBodyRead');
  expect(await code({ resource: '/users/somebody@else.example/events' })).toBe('403 ExtensionError');
});

test('a subscription lives at least 45 minutes, is renewed, and is gone after its time', async () => {
  const short = (await subscribe({ expirationDateTime: minutes(10) })).body;
  expect(Date.parse(short.expirationDateTime)).toBeGreaterThan(cloud.clock.now() + 40 * 60_000);
  const renewed = await graph('PATCH', `/subscriptions/${short.id}`, { expirationDateTime: minutes(4000) });
  expect(renewed.status).toBe(200);
  await cloud.advanceTo(cloud.clock.now() + 3999 * 60_000);
  ({ graph } = await client.signIn(email));
  expect((await graph('GET', `/subscriptions/${short.id}`)).status).toBe(200);
  await cloud.advanceTo(cloud.clock.now() + 2 * 60_000);
  const late = await graph('PATCH', `/subscriptions/${short.id}`, { expirationDateTime: minutes(60) });
  expect(late.status).toBe(404);
  expect(late.body.error.code).toBe('ResourceNotFound');
  await graph('POST', '/me/events', eventOn('2026-05-04', 9));
  await cloud.settle();
  expect(notices).toEqual([]);
});

test('a notice that is not taken comes again', async () => {
  await subscribe({ changeType: 'deleted' });
  const event = (await graph('POST', '/me/events', eventOn('2026-05-04', 9))).body;
  status = 503;
  await graph('DELETE', `/me/events/${event.id}`);
  await cloud.settle();
  expect(received).toBe(1);
  status = 202;
  await cloud.advanceTo(cloud.clock.now() + 60_000);
  expect(notices.map(({ changeType }) => changeType)).toEqual(['deleted']);
});

test('lifecycle notices on demand; a removed subscription is gone', async () => {
  const { id } = (await subscribe()).body;
  expect((await client.dev('POST', 'lifecycle', { id, event: 'missed' })).body).toEqual({ sent: true });
  await client.dev('POST', 'lifecycle', { id, event: 'reauthorizationRequired' });
  expect((await graph('POST', `/subscriptions/${id}/reauthorize`)).status).toBe(204);
  await client.dev('POST', 'lifecycle', { id, event: 'subscriptionRemoved' });
  await cloud.settle();
  expect(notices.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual([
    'missed',
    'reauthorizationRequired',
    'subscriptionRemoved',
  ]);
  expect((await graph('GET', `/subscriptions/${id}`)).status).toBe(404);
  const other = (await subscribe()).body;
  expect((await graph('DELETE', `/subscriptions/${other.id}`)).status).toBe(204);
});

test('many changes at once come in few requests, and none for a revoked grant', async () => {
  await subscribe({ changeType: 'created' });
  await client.dev('POST', 'bulk', { account: email, count: 250 });
  await cloud.settle();
  expect(notices).toHaveLength(250);
  expect(received).toBe(3);
  await client.dev('POST', 'revoke', { account: email });
  await client.dev('POST', 'bulk', { account: email, count: 1 });
  await cloud.settle();
  expect(received).toBe(3);
});

test('the control page shows what there is, escaped, and its buttons work', async () => {
  const press = (form: Record<string, string>) =>
    client.dev('POST', 'press', String(new URLSearchParams(form)));
  for (const kind of ['busy', 'free', 'all-day', 'weekly', 'declined', 'cancelled', 'private']) {
    const reply = await press({
      do: 'create',
      account: email,
      kind,
      start: '2026-05-04T09:00',
      subject: `<${kind}>`,
    });
    expect(reply.headers.get('location')).toContain('Entered');
  }
  const events = (await client.dev('GET', `events?account=${email}`)).body;
  expect(events).toMatchObject([
    { showAs: 'busy' },
    { showAs: 'free' },
    { isAllDay: true },
    { type: 'seriesMaster' },
    { responseStatus: { response: 'declined' }, isOrganizer: false },
    { isCancelled: true },
    { sensitivity: 'private' },
  ]);
  await press({ do: 'move', account: email, id: events[0].id, start: '2026-05-05T10:00', minutes: '30' });
  await press({ do: 'delete', account: email, id: events[1].id });
  await press({ do: 'bulk', account: email, count: '2' });
  const page = await client.dev('GET', '');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.text).toContain('&lt;busy&gt;');
  expect(page.text).not.toContain('<busy>');
  const later = (await client.dev('GET', `events?account=${email}`)).body;
  expect(later).toHaveLength(8);
  expect(later[0].end.dateTime).toBe('2026-05-05T10:30:00.0000000');
  expect((await press({ do: 'delete', account: email, id: 'x' })).headers.get('location')).toContain(
    'Not%20done',
  );
  expect((await client.dev('POST', 'events', { account: 'x' })).status).toBe(400);
});

test('failures on demand speak as Graph does', async () => {
  const fail = (body: Record<string, unknown>) => client.dev('POST', 'fail', body);
  await fail({ status: 429, retryAfter: 7, match: '/me/events' });
  const slow = await graph('GET', '/me/events');
  expect(slow.status).toBe(429);
  expect(slow.headers.get('retry-after')).toBe('7');
  expect(slow.body.error.code).toBe('ApplicationThrottled');
  await fail({ status: 503, effect: true, match: 'POST /v1.0/me/events' });
  const lost = eventOn('2026-05-04', 9, { transactionId: 'once' });
  expect((await graph('POST', '/me/events', lost)).status).toBe(503);
  expect((await graph('POST', '/me/events', lost)).status).toBe(201);
  expect((await graph('GET', '/me/events')).body.value).toHaveLength(1);
});
