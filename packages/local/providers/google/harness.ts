import type { Cloud } from '../../cloud.ts';
import { controlCall, type Reply, send, sendAs, setting } from '../test-calls.ts';

const calendarScope = 'https://www.googleapis.com/auth/calendar';

/** An answer's body, of which a test knows what to expect. */
export type Body = Readonly<Record<string, unknown>>;

const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields);

/** A consent's query with everything that a web server application sends. */
export function consentQuery(over: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({
    client_id: setting('GOOGLE_CLIENT_ID'),
    redirect_uri: setting('GOOGLE_REDIRECT_URI'),
    response_type: 'code',
    scope: `openid email ${calendarScope}`,
    access_type: 'offline',
    prompt: 'consent',
    state: 'the state',
    ...over,
  });
}

/** What the browser is sent back with, after a click. */
export async function decide(
  query: URLSearchParams,
  fields: Readonly<Record<string, string>>,
): Promise<URLSearchParams> {
  const { headers } = await send(`${setting('GOOGLE_OAUTH_URL')}/o/oauth2/v2/auth/decision`, {
    method: 'POST',
    body: form({ request: query.toString(), decision: 'allow', ...fields }),
  });
  return new URL(headers.get('location') ?? 'http://nowhere/').searchParams;
}

export function postForm(path: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
  return send(`${setting('GOOGLE_OAUTH_URL')}${path}`, { method: 'POST', body: form(fields) });
}

export const client = () => ({
  client_id: setting('GOOGLE_CLIENT_ID'),
  client_secret: setting('GOOGLE_CLIENT_SECRET'),
});

/** The token answer for a consent of that account. */
export async function connect(email: string, over: Readonly<Record<string, string>> = {}): Promise<Body> {
  const query = consentQuery(over);
  const back = await decide(query, { email });
  const { body } = await postForm('/token', {
    ...client(),
    grant_type: 'authorization_code',
    code: back.get('code') ?? '',
    redirect_uri: query.get('redirect_uri') ?? '',
  });
  return body;
}

export type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Reply>;

/** Calls Calendar API v3 with that token, below `/calendar/v3/`. */
export function calendarOf(token: unknown): Call {
  return (method, path, body, headers) =>
    sendAs(String(token), method, `${setting('GOOGLE_API_URL')}/calendar/v3/${path}`, body, headers);
}

/** Presses a button of the control page. */
export function control(cloud: Cloud, call: string, body: object): Promise<Reply> {
  return controlCall(cloud, 'google', call, body);
}

/** Walks through a list until its last page. */
export async function readAll(
  call: Call,
  path: string,
): Promise<{ items: Body[]; pages: number; last: Body }> {
  const items: Body[] = [];
  let pages = 0;
  let pageToken = '';
  for (;;) {
    const separator = path.includes('?') ? '&' : '?';
    const { body } = await call(
      'GET',
      `${path}${pageToken === '' ? '' : `${separator}pageToken=${pageToken}`}`,
    );
    pages += 1;
    items.push(...(Array.isArray(body.items) ? body.items : []));
    if (typeof body.nextPageToken !== 'string') return { items, pages, last: body };
    pageToken = body.nextPageToken;
  }
}
