import { createHmac } from 'node:crypto';
import type { HttpHandler } from '@punctual/lambda/http/http-function.ts';
import { type Api, startApi } from '@punctual/testkit/api.ts';
import { randomOf } from '@punctual/testkit/random.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';
import { contents } from '../contents.ts';
import { zoomHeaders } from '../zoom.ts';

/*
 * What Zoom sends, and what others send in its name. Signatures are Zoom's published algorithm: HMAC-SHA256 in hexadecimal
 * over `v0:<timestamp>:<body as it came>`.
 */

const secret = 'an example of a secret';
const started = Date.parse('2026-03-02T08:00:00Z');

describe('the webhook for Zoom', () => {
  let api: Api;
  let coach: TestCoach;
  let meetingId: string;
  let handler: HttpHandler;

  beforeAll(async () => {
    vi.stubEnv('ZOOM_WEBHOOK_SECRET', `the new secret, ${secret}`);
    api = await startApi();
    coach = await enterCoach(api, 'coach');
    const booked = await coach.book(await coach.lead('Kim'), '2026-03-11T15:00:00Z');
    meetingId = booked.body.data.zoomMeeting.meetingId;
    await api.cloud.settle();
    api.cloud.clock.freeze();
    ({ handler } = (await import('../../http/webhooks/zoom.ts')) as { handler: HttpHandler });
  });
  afterAll(async () => {
    await api.stop();
    vi.unstubAllEnvs();
  });

  const seconds = (offset = 0) => String(Math.floor(api.cloud.clock.now() / 1000) + offset);
  const post = (body: string, headers: Record<string, string>) =>
    api.call({ method: 'POST', path: '/webhooks/zoom', body, headers });
  const about = (event: string, more: object = {}) => ({
    event,
    event_ts: api.cloud.clock.now(),
    payload: {
      account_id: 'account',
      object: {
        id: meetingId,
        uuid: 'abc/def==',
        host_id: 'host',
        start_time: '2026-03-02T08:00:00Z',
        ...more,
      },
    },
  });
  const text = (event: string, more?: object) => JSON.stringify(about(event, more));

  async function refuses(body: string, headers: Record<string, string>): Promise<void> {
    const before = await contents();
    const answer = await post(body, headers);
    await api.cloud.settle();
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(await contents()).toEqual(before);
  }

  const observations = async () =>
    (await contents()).filter((line) => line.includes('"entity":"observation"')).length;

  it('takes what is signed with any of the secrets, as computed elsewhere', async () => {
    api.cloud.clock.set(started);
    api.cloud.clock.freeze();
    const body = '{"event":"meeting.unknown","payload":{}}';
    const signature = 'v0=e428ea653be307d8f659b10b78d55ef89026c1f3188cab6a94b5f821fe7bd583';
    const headers = { 'x-zm-request-timestamp': '1772438400', 'x-zm-signature': signature };
    expect(await post(body, headers)).toMatchObject({ status: 200, body: {} });
    const renewed = zoomHeaders(body, seconds(), 'the new secret');
    expect(await post(body, renewed)).toMatchObject({ status: 200, body: {} });
  });

  it('proves that it knows the secret, to Zoom alone', async () => {
    const plainToken = 'qgg8vlvZRS6UYooatFL8Aw';
    const ask = (token: string) =>
      JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: token }, event_ts: 1 });
    const answer = await post(ask(plainToken), zoomHeaders(ask(plainToken), seconds(), secret));
    expect(answer.body).toEqual({
      plainToken,
      encryptedToken: 'f69610e62070d3f4f2c80bbbf0399c6ac92054ec231a68be40b8edd21d81eace',
    });
    await refuses(ask(plainToken), { 'x-zm-request-timestamp': seconds() });
    // What it signs can never be a signature of something else.
    const trick = ask(`v0:${seconds()}:{}`);
    expect((await post(trick, zoomHeaders(trick, seconds(), secret))).body).toEqual({});
  });

  it('keeps what it hears once, however often it hears it', async () => {
    const body = text('meeting.started');
    const headers = zoomHeaders(body, seconds(), secret);
    const before = await observations();
    for (let time = 0; time < 3; time += 1) expect((await post(body, headers)).status).toBe(200);
    const again = zoomHeaders(body, seconds(-200), secret);
    expect((await post(body, again)).status).toBe(200);
    await api.cloud.settle();
    expect(await observations()).toBe(before + 1);
  });

  it('reads bodies that come as bytes', async () => {
    const body = text('meeting.ended', { end_time: '2026-03-02T08:01:00Z', topic: 'Ünïcode' });
    const headers = { ...zoomHeaders(body, seconds(), secret), 'content-type': 'application/octet-stream' };
    const before = await observations();
    expect((await post(body, headers)).status).toBe(200);
    await api.cloud.settle();
    expect(await observations()).toBe(before + 1);
  });

  it('refuses everything else, and nothing is changed', async () => {
    const body = text('meeting.participant_joined', { participant: { user_id: '1', user_name: 'Mallory' } });
    const now = seconds();
    const good = zoomHeaders(body, now, secret);
    const signature = good['x-zm-signature'];
    const cases: readonly (readonly [string, Record<string, string>])[] = [
      // Another body, if only by a space; as another writer would have written it.
      [`${body} `, good],
      [body.replace('Mallory', 'mallory'), good],
      [JSON.stringify(JSON.parse(body), null, 1), good],
      // Another time, also where the digits join what follows.
      [body, { ...good, 'x-zm-request-timestamp': seconds(1) }],
      [body, { ...good, 'x-zm-request-timestamp': `${now}.0` }],
      [body, { ...good, 'x-zm-request-timestamp': ` 0${now}` }],
      // Too old, too early.
      [body, zoomHeaders(body, seconds(-301), secret)],
      [body, zoomHeaders(body, seconds(301), secret)],
      [body, zoomHeaders(body, `${now}000`, secret)],
      // Something missing, or of a wrong length.
      [body, { 'x-zm-signature': signature }],
      [body, { 'x-zm-request-timestamp': now }],
      [body, {}],
      [body, { ...good, 'x-zm-signature': '' }],
      [body, { ...good, 'x-zm-signature': signature.slice(0, -1) }],
      [body, { ...good, 'x-zm-signature': `${signature}0` }],
      [body, { ...good, 'x-zm-signature': signature.slice(3) }],
      [body, { ...good, 'x-zm-signature': `v1${signature.slice(2)}` }],
      [body, { ...good, 'x-zm-signature': `${signature.slice(0, -4)}ÄÄÄÄ` }],
      // Another secret, all of them as one, and none.
      [body, zoomHeaders(body, now, 'somebody else’s')],
      [body, zoomHeaders(body, now, `the new secret, ${secret}`)],
      [body, zoomHeaders(body, now, '')],
    ];
    for (const [given, headers] of cases) await refuses(given, headers);
    expect((await post(body, good)).status).toBe(200);
  });

  it('takes 10,000 broken payloads without failing, and changes nothing that they do not say', async () => {
    await api.cloud.settle();
    const random = randomOf(20_260_302).below;
    const payloads = [
      text('meeting.started'),
      text('meeting.ended', { end_time: '2026-03-02T08:02:00Z' }),
      text('meeting.participant_joined', {
        participant: {
          user_id: '16778240',
          user_name: 'Kim',
          id: '',
          email: 'k@example.com',
          join_time: 'now',
        },
      }),
      text('recording.completed', {
        recording_files: [{ file_type: 'MP4', file_size: 1, download_url: 'https://zoom.example/1' }],
      }),
      text('meeting.deleted'),
      JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } }),
    ];
    const isOfOthers = (line: string) => !line.includes('"entity":"observation"');
    const before = (await contents()).filter(isOfOthers);
    const seen = await observations();
    const statuses = { signed: new Set<unknown>(), forged: new Set<unknown>() };
    const batch: Promise<void>[] = [];
    for (let count = 0; count < 10_000; count += 1) {
      const original = payloads[random(payloads.length)] ?? '';
      const mutated = mutate(original, random);
      // Each of these takes a worker, too.
      const isSigned = count % 5 === 0;
      if (!isSigned && mutated.toString('utf8') === original) continue;
      const headers = zoomHeaders(isSigned ? mutated.toString('latin1') : original, seconds(), secret);
      if (isSigned) Object.assign(headers, signatureOver(mutated, seconds()));
      batch.push(
        call(handler, mutated, headers).then((status) => {
          statuses[isSigned ? 'signed' : 'forged'].add(status);
        }),
      );
      if (batch.length === 50) await Promise.all(batch.splice(0));
    }
    await Promise.all(batch);
    expect([...statuses.signed]).toEqual([200]);
    expect([...statuses.forged]).toEqual([401]);
    await api.cloud.settle();
    const { queues } = (await api.call({ method: 'GET', path: '/dev/queues' })).body;
    expect(queues.filter((one: { dead: number; visible: number }) => one.dead + one.visible > 0)).toEqual([]);
    // The appointment is still to come: what is said of its meeting is remembered, and nothing follows from it yet.
    expect((await contents()).filter(isOfOthers)).toEqual(before);
    expect(await observations()).toBeGreaterThan(seen);
    const shown = await coach.call('GET', '/zoom-meetings?startDate=2026-03-01&endDate=2026-03-31');
    expect(shown.status).toBe(200);
    const details = await coach.call('GET', `/zoom-meetings/appointment/${shown.body.data.meetings[0]._id}`);
    expect(details.status).toBe(200);
  }, 300_000);
});

function signatureOver(bytes: Buffer, timestamp: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(
    Buffer.concat([Buffer.from(`v0:${timestamp}:`), bytes]),
  );
  return { 'x-zm-signature': `v0=${signature.digest('hex')}`, 'x-zm-request-timestamp': timestamp };
}

/** The function itself, because ten thousand requests over HTTP would take half a minute. */
async function call(handler: HttpHandler, body: Buffer, headers: Record<string, string>): Promise<unknown> {
  const event = {
    version: '2.0',
    routeKey: 'POST /webhooks/zoom',
    rawPath: '/webhooks/zoom',
    rawQueryString: '',
    headers,
    requestContext: {
      requestId: 'fuzz',
      http: { method: 'POST', path: '/webhooks/zoom', sourceIp: '127.0.0.1' },
    },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
  const answer = await handler(event as never, {} as never);
  return answer.statusCode;
}

const oddities: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e300, Number.MAX_SAFE_INTEGER, '', ' ', '\u0000', 'x'.repeat(3000), [], {}],
  ...[
    [[]],
    { id: {} },
    '9999-12-31T23:59:60Z',
    '0000-00-00T00:00:00Z',
    '__proto__',
    '🦔',
    '../..',
    "' OR 1=1",
  ],
];

/** Changes some of the values, or some of the bytes. */
function mutate(original: string, random: (bound: number) => number): Buffer {
  if (random(3) === 0) {
    const bytes = Buffer.from(original);
    for (let times = 1 + random(4); times > 0; times -= 1) bytes[random(bytes.length)] = random(256);
    return random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
  }
  const value: unknown = JSON.parse(original);
  for (let times = 1 + random(3); times > 0; times -= 1) change(value, random);
  return Buffer.from(JSON.stringify(value));
}

function change(value: unknown, random: (bound: number) => number): void {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder);
  const key = keys[random(keys.length)];
  if (key === undefined) return;
  const inner = holder[key];
  if (typeof inner === 'object' && inner !== null && random(4) > 0) {
    change(inner, random);
    return;
  }
  const choice = random(4);
  if (choice === 0) delete holder[key];
  else if (choice === 1) holder[`${key}x`] = inner;
  else holder[key] = oddities[random(oddities.length)];
}
