import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { setting } from '../test-calls.ts';
import { createGoogle } from './google.ts';
import { calendarOf, client, connect, consentQuery, control, decide, postForm } from './harness.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { google: createGoogle } });
});
afterAll(() => cloud.stop());

const exchange = (code: string | null, over: Readonly<Record<string, string>> = {}) =>
  postForm('/token', {
    ...client(),
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: setting('GOOGLE_REDIRECT_URI'),
    ...over,
  });

const refresh = (token: unknown) =>
  postForm('/token', { ...client(), grant_type: 'refresh_token', refresh_token: String(token) });

const isAlive = async (token: unknown) =>
  (await calendarOf(token)('GET', 'calendars/primary')).status === 200;

test('the page offers accounts and escapes what it was given', async () => {
  const query = consentQuery({ login_hint: '"><script>alert(1)</script>' });
  const response = await fetch(`${setting('GOOGLE_OAUTH_URL')}/o/oauth2/v2/auth?${query}`);
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(text).toContain('demo-coach@example.com');
  expect(text).not.toContain('<script>');
});

test.each([
  [{ client_id: 'somebody' }, 401, 'invalid_client'],
  [{ redirect_uri: 'http://127.0.0.1:1/elsewhere' }, 400, 'redirect_uri_mismatch'],
  [{ response_type: 'token' }, 400, 'unsupported_response_type'],
  [{ scope: 'https://www.googleapis.com/auth/calendar.everything' }, 400, 'invalid_scope'],
  [{ acces_type: 'offline' }, 400, 'invalid_request'],
  [{ code_challenge: 'short' }, 400, 'invalid_request'],
])('a request for consent with %o is refused on the spot', async (over, status, error) => {
  const url = `${setting('GOOGLE_OAUTH_URL')}/o/oauth2/v2/auth?${consentQuery(over)}`;
  const response = await fetch(url, { redirect: 'manual' });
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(error);
});

test('who denies is sent back with the state and no code', async () => {
  const back = await decide(consentQuery(), { email: 'no@example.com', decision: 'deny' });
  expect(Object.fromEntries(back)).toEqual({ state: 'the state', error: 'access_denied' });
});

test('a code is good for one exchange, for ten minutes, and with the verifier only', async () => {
  const verifier = 'v'.repeat(64);
  const query = consentQuery({
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const code = async () => (await decide(query, { email: 'pkce@example.com' })).get('code');

  const taken = await code();
  const good = await exchange(taken, { code_verifier: verifier });
  expect(good).toMatchObject({ status: 200, body: { expires_in: 3599, token_type: 'Bearer' } });
  const again = await exchange(taken, { code_verifier: verifier });
  expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

  expect(await exchange(await code())).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  const wrong = await exchange(await code(), { code_verifier: 'w'.repeat(64) });
  expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  const elsewhere = await exchange(await code(), { code_verifier: verifier, redirect_uri: 'http://x/' });
  expect(elsewhere).toMatchObject({ status: 400, body: { error: 'redirect_uri_mismatch' } });
  const stranger = await exchange(await code(), { code_verifier: verifier, client_secret: 'guessed' });
  expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_client' } });

  const old = await code();
  await cloud.advanceTo(cloud.clock.now() + 600_001);
  expect(await exchange(old, { code_verifier: verifier })).toMatchObject({ status: 400 });
});

test('a refresh token comes with the first offline grant, and again only when consent is asked for', async () => {
  const account = 'offline@example.com';
  expect(await connect(account, { prompt: 'select_account', access_type: 'online' })).not.toHaveProperty(
    'refresh_token',
  );
  expect(await connect(account, { prompt: 'select_account' })).not.toHaveProperty('refresh_token');
  expect(await connect(account)).toHaveProperty('refresh_token');
  expect(await connect('first@example.com', { prompt: 'select_account' })).toHaveProperty('refresh_token');
});

test('an access token expires; refreshing gives another and no new refresh token', async () => {
  const tokens = await connect('refresh@example.com');
  expect(await isAlive(tokens.access_token)).toBe(true);
  await cloud.advanceTo(cloud.clock.now() + 3599_000);
  expect(await isAlive(tokens.access_token)).toBe(false);
  const { body } = await refresh(tokens.refresh_token);
  expect(body).not.toHaveProperty('refresh_token');
  expect(await isAlive(body.access_token)).toBe(true);
});

test('revoking either token ends the grant', async () => {
  const one = await connect('revoke@example.com');
  expect(await postForm('/revoke', { token: String(one.access_token) })).toMatchObject({ status: 200 });
  expect(await isAlive(one.access_token)).toBe(false);
  expect(await refresh(one.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(await postForm('/revoke', { token: String(one.access_token) })).toMatchObject({ status: 400 });

  const two = await connect('revoke@example.com');
  await control(cloud, 'revoke', { account: 'revoke@example.com' });
  expect(await isAlive(two.access_token)).toBe(false);
});

test('a refresh token that is not used for six months dies', async () => {
  const tokens = await connect('idle@example.com');
  const day = 86_400_000;
  await cloud.advanceTo(cloud.clock.now() + 180 * day);
  expect(await refresh(tokens.refresh_token)).toMatchObject({ status: 200 });
  await cloud.advanceTo(cloud.clock.now() + 184 * day);
  expect(await refresh(tokens.refresh_token)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });
});

test('who it is: id token, userinfo, token info', async () => {
  const tokens = await connect('who@example.com', { nonce: 'n-1' });
  const certificates = await fetch(`${setting('GOOGLE_OAUTH_URL')}/oauth2/v3/certs`);
  const { payload } = await jwtVerify(
    String(tokens.id_token),
    createLocalJWKSet((await certificates.json()) as JSONWebKeySet),
    {
      issuer: 'https://accounts.google.com',
      audience: setting('GOOGLE_CLIENT_ID'),
      currentDate: new Date(cloud.clock.now()),
    },
  );
  expect(payload).toMatchObject({ email: 'who@example.com', email_verified: true, nonce: 'n-1' });

  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${String(tokens.access_token)}` };
    return (await fetch(`${setting('GOOGLE_OAUTH_URL')}${path}`, { headers })).json();
  };
  expect(await ask('/oauth2/v2/userinfo')).toMatchObject({ id: payload.sub, email: 'who@example.com' });
  expect(await ask('/oauth2/v3/userinfo')).toMatchObject({ sub: payload.sub, email_verified: true });
  expect(await ask('/tokeninfo')).toMatchObject({
    aud: setting('GOOGLE_CLIENT_ID'),
    email: 'who@example.com',
  });
});

test('a token reaches as far as its scopes', async () => {
  const scope = 'openid https://www.googleapis.com/auth/calendar.events.readonly';
  const { access_token: token, id_token: idToken } = await connect('narrow@example.com', { scope });
  expect(idToken).toEqual(expect.any(String));
  expect(await calendarOf(token)('GET', 'calendars/primary/events')).toMatchObject({ status: 200 });
  expect(await calendarOf(token)('POST', 'calendars/primary/events', {})).toMatchObject({
    status: 403,
    body: { error: { errors: [{ reason: 'insufficientPermissions' }] } },
  });
  expect(await calendarOf('ya29.guessed')('GET', 'calendars/primary/events')).toMatchObject({
    status: 401,
    body: { error: { code: 401, errors: [{ reason: 'authError' }] } },
  });
});
