import { connect, type Socket } from 'node:net';
import type { Route } from '@punctual/contracts/route.ts';
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthorizer } from './authorizer.ts';
import type { Cloud } from './cloud.ts';
import { createRouter } from './router.ts';
import { startTestCloud } from './test-cloud.ts';

const route = (method: Route['method'], path: string, over: Partial<Route> = {}): Route => ({
  operationId: `${method}${path}`,
  method,
  path,
  surface: 'platform',
  summary: path,
  access: 'public',
  rateLimit: 'none',
  entry: 'echo',
  success: { status: 200 },
  errors: [],
  ...over,
});

const routes = [
  route('GET', '/things/{thingId}'),
  route('GET', '/things/special'),
  route('POST', '/things'),
  route('GET', '/files/{proxy+}'),
  route('GET', '/private', { access: ['coach'] }),
  route('GET', '/throws', { entry: 'throws' }),
  route('GET', '/answers', { entry: 'answers' }),
];

let cloud: Cloud;
let answer: unknown;

beforeAll(async () => {
  cloud = await startTestCloud({
    routes,
    handlers: {
      'http/echo': async (event) => ({ statusCode: 200, body: JSON.stringify(event) }),
      'http/throws': async () => {
        throw new Error('secret detail');
      },
      'http/answers': async () => answer,
    },
  });
});
afterAll(() => cloud.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${cloud.url}${path}`, { headers });
const post = (path: string, body: unknown) =>
  fetch(`${cloud.url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function token(over: object = {}): Promise<string> {
  const response = await post('/dev/token', { sub: 'coach-1', roles: ['coach', 'staff'], ...over });
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  return accessToken;
}
const withToken = async (value: string) => get('/private', { authorization: `Bearer ${value}` });

test('the event has the shape of payload format 2.0', async () => {
  const response = await get('/things/a%20b?x=1&x=2&empty=&d=%C3%BC', {
    'X-Custom': 'One',
    cookie: 'a=1; b=2',
    'user-agent': 'test',
  });
  const event = await response.json();
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /things/{thingId}',
    rawPath: '/things/a%20b',
    rawQueryString: 'x=1&x=2&empty=&d=%C3%BC',
    cookies: ['a=1', 'b=2'],
    headers: { 'x-custom': 'One' },
    queryStringParameters: { x: '1,2', empty: '', d: 'ü' },
    pathParameters: { thingId: 'a b' },
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      http: {
        method: 'GET',
        path: '/things/a%20b',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      routeKey: 'GET /things/{thingId}',
      stage: '$default',
    },
  });
  expect(event).not.toHaveProperty('body');
  expect(event).not.toHaveProperty('requestContext.authorizer');
});

test.each([
  ['application/json', '{"a":"ü"}', '{"a":"ü"}', false],
  ['application/octet-stream', 'abc', 'YWJj', true],
])('a body of type %s', async (type, body, expected, encoded) => {
  const response = await fetch(`${cloud.url}/things`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  expect(await response.json()).toMatchObject({ body: expected, isBase64Encoded: encoded });
});

test('the most specific route wins, whatever the order of declaration', () => {
  const find = createRouter(routes);
  expect(find('GET', '/things/special')?.route.path).toBe('/things/special');
  expect(find('GET', '/things/7')).toMatchObject({ pathParameters: { thingId: '7' } });
  expect(find('GET', '/files/a/b')).toMatchObject({ pathParameters: { proxy: 'a/b' } });
  for (const path of ['/things', '/things/', '/things/7/x', '/files', '/other']) {
    expect(find('GET', path)).toBeUndefined();
  }
});

test('an unknown path and an unknown method are 404 in the envelope', async () => {
  for (const response of [
    await get('/nowhere'),
    await fetch(`${cloud.url}/things/1`, { method: 'DELETE' }),
  ]) {
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      success: false,
      message: 'Not Found',
      error: 'Not Found',
      code: 'NOT_FOUND',
      requestId: expect.any(String),
    });
  }
  expect((await get('/things/%E0%A4%A')).status).toBe(400);
});

test('what a handler answers is sent as it is', async () => {
  answer = {
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', ETag: '"1"' },
    cookies: ['a=1; Path=/', 'b=2'],
    body: Buffer.from('räw').toString('base64'),
    isBase64Encoded: true,
  };
  const response = await get('/answers');
  expect(response.status).toBe(201);
  expect(response.headers.get('etag')).toBe('"1"');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  expect(await response.text()).toBe('räw');
  answer = { statusCode: 204 };
  expect((await get('/answers')).status).toBe(204);
  answer = { plain: true };
  expect(await (await get('/answers')).json()).toEqual({ plain: true });
});

test('a handler that throws tells the caller nothing but a request id', async () => {
  const response = await get('/throws');
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'INTERNAL', message: 'Internal Server Error' });
  expect(text).not.toContain('secret');
});

test('a token of the local issuer passes, its claims as strings', async () => {
  const response = await withToken(await token({ email: 'c@example.com' }));
  const event = await response.json();
  expect(event).toHaveProperty('requestContext.authorizer.jwt.claims.sub', 'coach-1');
  expect(event).toHaveProperty('requestContext.authorizer.jwt.claims.roles', '[coach staff]');
  expect(event).toHaveProperty('requestContext.authorizer.jwt.claims.exp', expect.stringMatching(/^\d+$/));
  expect(event).toHaveProperty('requestContext.authorizer.jwt.claims.email', 'c@example.com');
});

const issuer = () => `${cloud.url}/dev/issuer`;
const seconds = () => Math.floor(cloud.clock.now() / 1000);
const claims = (over: Record<string, unknown> = {}): JWTPayload => ({
  iss: issuer(),
  aud: 'punctual',
  sub: 'x',
  iat: seconds(),
  exp: seconds() + 600,
  ...over,
});

test('missing, malformed, forged, unsigned and symmetric tokens are refused', async () => {
  const { privateKey } = await generateKeyPair('RS256');
  const jwks = await (await get('/dev/issuer/jwks')).json();
  const publicKey = new TextEncoder().encode(JSON.stringify((jwks as { keys: unknown[] }).keys[0]));
  const kid = (jwks as { keys: { kid: string }[] }).keys[0]?.kid ?? '';
  const [head = '', , signature = ''] = (await token()).split('.');
  const otherBody = Buffer.from(JSON.stringify(claims({ sub: 'admin' }))).toString('base64url');
  const refused = [
    '',
    'nonsense',
    new UnsecuredJWT(claims()).encode(),
    await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid }).sign(publicKey),
    `${head}.${otherBody}.${signature}`,
  ];
  for (const value of refused) {
    const response = await withToken(value);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Unauthorized' });
  }
  expect((await get('/private')).status).toBe(401);
});

test('issuer, audience and times are checked, the times by the movable clock', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const authorize = createAuthorizer({
    issuer: issuer(),
    audience: 'punctual',
    clock: cloud.clock,
    keys: async () => publicKey,
  });
  const check = async (over: Record<string, unknown>) => {
    const jwt = new SignJWT(claims(over)).setProtectedHeader({ alg: 'RS256' });
    return (await authorize(`Bearer ${await jwt.sign(privateKey)}`)) !== undefined;
  };
  expect(await check({})).toBe(true);
  expect(await check({ aud: ['other', 'punctual'] })).toBe(true);
  expect(await check({ aud: undefined, client_id: 'punctual' })).toBe(true);
  expect(await check({ aud: 'other', client_id: 'punctual' })).toBe(false);
  expect(await check({ iss: 'https://other.example' })).toBe(false);
  expect(await check({ exp: undefined })).toBe(false);
  expect(await check({ exp: seconds() - 1 })).toBe(false);
  expect(await check({ nbf: seconds() + 60 })).toBe(false);
  expect(await check({ iat: seconds() + 60 })).toBe(false);
});

test('a token expires when the clock is moved past its end', async () => {
  const value = await token({ expiresIn: 3600 });
  expect((await withToken(value)).status).toBe(200);
  await post('/dev/clock', { advance: 'PT2H' });
  expect((await withToken(value)).status).toBe(401);
  await post('/dev/clock', { reset: true });
});

/** Writes to the gateway's socket; everything that comes back until it closes. */
const exchange = (write: (socket: Socket) => void) =>
  new Promise<string>((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(cloud.url).port), '127.0.0.1', () => write(socket));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });

test('a body over the limit is refused, announced or not', async () => {
  const head = 'POST /things HTTP/1.1\r\nhost: localhost\r\n';
  const announced = await exchange((socket) => socket.write(`${head}content-length: 10485761\r\n\r\n`));
  const mebibyte = `100000\r\n${'x'.repeat(1024 * 1024)}\r\n`;
  const chunked = await exchange((socket) => {
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    for (let count = 0; count < 11; count += 1) socket.write(mebibyte);
  });
  for (const answered of [announced, chunked]) {
    expect(answered).toMatch(/^HTTP\/1.1 413 .*"code":"PAYLOAD_TOO_LARGE"/s);
  }
});

test('a client that breaks off or speaks no HTTP leaves the gateway working', async () => {
  await exchange((socket) =>
    socket.end('POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nshort'),
  );
  expect(await exchange((socket) => socket.end('garbage\r\n\r\n'))).toMatch(
    /^HTTP\/1.1 400 .*"code":"VALIDATION_FAILED"/s,
  );
  expect((await get('/things/1')).status).toBe(200);
});

test('CORS: a preflight is answered for every path, and answers are readable by a page', async () => {
  const preflight = await fetch(`${cloud.url}/private`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key');
  const actual = await get('/private', { origin: 'https://app.example' });
  expect(actual.status).toBe(401);
  expect(actual.headers.get('access-control-allow-origin')).toBe('*');
  expect(actual.headers.get('access-control-expose-headers')).toContain('ratelimit');
});
