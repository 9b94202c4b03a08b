import { createHash, randomBytes } from 'node:crypto';
import type { Cloud } from '../../cloud.ts';
import { controlCall, send, sendAs, setting } from '../test-calls.ts';

type Body = Record<string, unknown>;

/** For tests: what a client of the identity platform and of Graph does over HTTP. */
export function testClient(cloud: Cloud) {
  const origin = setting('MICROSOFT_GRAPH_URL');
  const clientId = setting('MICROSOFT_CLIENT_ID');
  const redirectUri = setting('MICROSOFT_REDIRECT_URI');

  const authorizeUrl = (over: Record<string, string> = {}, tenant = 'common') =>
    `${origin}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email offline_access User.Read Calendars.ReadWrite',
      state: 'the state',
      ...over,
    })}`;

  /** Presses the button of the sign-in page; the query of the address to which it sends. */
  const consent = async (url: string, form: Record<string, string>) => {
    const reply = await send(url, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'accept', ...form }),
    });
    const location = reply.headers.get('location');
    return { ...reply, query: new URL(location ?? 'http://none/').searchParams };
  };

  const token = (form: Record<string, string>, tenant = 'common') =>
    send(`${origin}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: setting('MICROSOFT_CLIENT_SECRET'),
        redirect_uri: redirectUri,
        ...form,
      }),
    });

  const signIn = async (email: string, scope?: string) => {
    const verifier = randomBytes(32).toString('base64url');
    const url = authorizeUrl({
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(scope === undefined ? {} : { scope }),
    });
    const { query } = await consent(url, { account: email });
    const { body } = await token({
      grant_type: 'authorization_code',
      code: query.get('code') ?? '',
      code_verifier: verifier,
    });
    const access: string = body.access_token;
    const graph = (method: string, path: string, given?: Body | string, headers?: Record<string, string>) =>
      sendAs(access, method, path.startsWith('http') ? path : `${origin}/v1.0${path}`, given, headers);
    return { tokens: body, graph };
  };

  const dev = (method: string, call: string, body?: Body | string) =>
    controlCall(cloud, 'microsoft', call, body, method);

  return { origin, authorizeUrl, consent, token, signIn, dev };
}

/** A body of an event on one day of 2026. */
export const eventOn = (day: string, hour: number, over: Body = {}): Body => ({
  subject: 'Coaching',
  start: { dateTime: `${day}T${String(hour).padStart(2, '0')}:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${day}T${String(hour + 1).padStart(2, '0')}:00:00`, timeZone: 'UTC' },
  ...over,
});
