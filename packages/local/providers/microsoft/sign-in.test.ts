import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { send } from '../test-calls.ts';
import { testClient } from './harness.ts';
import { createMicrosoft } from './microsoft.ts';

let cloud: Cloud;
let client: ReturnType<typeof testClient>;
beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { microsoft: createMicrosoft } });
  client = testClient(cloud);
});
afterAll(() => cloud.stop());

const day = 86_400_000;

test('the page offers accounts and escapes what it was asked for', async () => {
  const reply = await send(client.authorizeUrl({ login_hint: '"><script>x' }));
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain('text/html');
  expect(reply.text).toContain('dana@fabrikam.example');
  expect(reply.text).toContain('Accept');
  expect(reply.text).not.toContain('<script>x');
});

test('a grant brings tokens, and the id token can be verified', async () => {
  const { tokens } = await client.signIn('Dana@Fabrikam.example');
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    scope: 'openid profile email User.Read Calendars.ReadWrite',
  });
  expect(tokens.expires_in).toBeGreaterThanOrEqual(3600);
  expect(tokens.expires_in).toBeLessThanOrEqual(5400);
  const { body: configuration } = await send(`${client.origin}/common/v2.0/.well-known/openid-configuration`);
  const { payload } = await jwtVerify(tokens.id_token, createRemoteJWKSet(new URL(configuration.jwks_uri)));
  expect(payload).toMatchObject({
    preferred_username: 'dana@fabrikam.example',
    email: 'dana@fabrikam.example',
  });
  expect(payload.iss).toBe(configuration.issuer.replace('{tenantid}', String(payload.tid)));
});

test('without offline_access there is no refresh token, without openid no id token', async () => {
  const { tokens } = await client.signIn('dana@fabrikam.example', 'User.Read');
  expect(tokens.refresh_token).toBeUndefined();
  expect(tokens.id_token).toBeUndefined();
});

test('declining goes back with access_denied and the state', async () => {
  const { status, query } = await client.consent(client.authorizeUrl(), { decision: 'cancel' });
  expect(status).toBe(302);
  expect(Object.fromEntries(query)).toMatchObject({ error: 'access_denied', state: 'the state' });
});

test.each([
  ['an unknown app', { client_id: 'nobody' }, 'AADSTS700016'],
  ['a foreign address', { redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
])('%s is told to the person, never to the address', async (_, over, text) => {
  const reply = await send(client.authorizeUrl(over));
  expect(reply.status).toBe(400);
  expect(reply.text).toContain(text);
});

test.each([
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ scope: 'Calendars.Write' }, 'invalid_scope'],
  [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
  [{ prompt: 'none' }, 'login_required'],
])('%o is refused to the app', async (over, error) => {
  const reply = await send(client.authorizeUrl(over));
  expect(new URL(reply.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
});

test('a tenant lets only its own in', async () => {
  const url = client.authorizeUrl({}, 'organizations');
  expect((await client.consent(url, { account: 'sam@outlook.example' })).status).toBe(400);
  expect((await client.consent(url, { other: 'new@contoso.example' })).status).toBe(302);
});

test('a code is good once, for ten minutes, with its verifier and its address', async () => {
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = client.authorizeUrl({ code_challenge: challenge, code_challenge_method: 'S256' });
  const code = async () =>
    (await client.consent(url, { account: 'dana@fabrikam.example' })).query.get('code') ?? '';
  const redeem = (over: Record<string, string>) =>
    client.token({ grant_type: 'authorization_code', code_verifier: verifier, ...over });

  expect((await redeem({ code: await code(), code_verifier: 'w'.repeat(43) })).body).toMatchObject({
    error: 'invalid_grant',
    error_codes: [501481],
  });
  expect((await redeem({ code: await code(), redirect_uri: 'http://localhost/x' })).body.error).toBe(
    'invalid_grant',
  );
  const first = await code();
  expect((await redeem({ code: first })).status).toBe(200);
  const again = await redeem({ code: first });
  expect(again.status).toBe(400);
  expect(again.body.error_description).toMatch(/^AADSTS54005: /);
  const late = await code();
  await cloud.advanceTo(cloud.clock.now() + 600_000);
  expect((await redeem({ code: late })).body.error_codes).toEqual([70008]);
});

test('the app must know its secret', async () => {
  const wrong = await client.token({
    grant_type: 'refresh_token',
    refresh_token: 'x',
    client_secret: 'guess',
  });
  expect(wrong.status).toBe(401);
  expect(wrong.body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
  expect((await client.token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
});

test('each refresh brings a new refresh token, the old one lives on, 90 days each', async () => {
  const { tokens } = await client.signIn('dana@fabrikam.example');
  const refresh = (token: string) => client.token({ grant_type: 'refresh_token', refresh_token: token });
  const second = await refresh(tokens.refresh_token);
  expect(second.body.refresh_token).not.toBe(tokens.refresh_token);
  await cloud.advanceTo(cloud.clock.now() + 80 * day);
  const third = await refresh(tokens.refresh_token);
  expect(third.status).toBe(200);
  await cloud.advanceTo(cloud.clock.now() + 11 * day);
  expect((await refresh(tokens.refresh_token)).body).toMatchObject({
    error: 'invalid_grant',
    error_codes: [700082],
  });
  expect((await refresh(third.body.refresh_token)).status).toBe(200);
});

test('an access token ends by itself, and with its grant', async () => {
  const { graph, tokens } = await client.signIn('dana@fabrikam.example');
  expect((await graph('GET', '/me')).status).toBe(200);
  await client.dev('POST', 'revoke', { account: 'dana@fabrikam.example' });
  expect((await graph('GET', '/me')).body.error.code).toBe('InvalidAuthenticationToken');
  const refused = await client.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  expect(refused.body).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });

  const other = await client.signIn('dana@fabrikam.example');
  await cloud.advanceTo(cloud.clock.now() + other.tokens.expires_in * 1000);
  const late = await other.graph('GET', '/me');
  expect(late.status).toBe(401);
  expect(late.headers.get('www-authenticate')).toContain('Bearer');
  expect((await send(`${client.origin}/v1.0/me`)).status).toBe(401);
});

test('what was not granted is denied', async () => {
  const { graph } = await client.signIn('dana@fabrikam.example', 'Calendars.Read offline_access');
  expect((await graph('GET', '/me/events')).status).toBe(200);
  expect((await graph('GET', '/me')).status).toBe(403);
  expect((await graph('POST', '/me/events', {})).body.error.code).toBe('ErrorAccessDenied');
});
