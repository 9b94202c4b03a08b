import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { createZoom } from './zoom.ts';

/** A webhook as the product's function gets it. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly event: string;
  /** Unread JSON: a test says what it expects of it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** For tests: a cloud with Zoom alone, and a receiver of its webhooks in the product's place. */
export async function startZoom() {
  const received: Received[] = [];
  const receiver = { status: 200, answer: (_text: string): object => ({}) };
  const cloud: Cloud = await startTestCloud({
    standIns: { zoom: createZoom },
    routes: [
      {
        operationId: 'webhook',
        method: 'POST',
        path: '/webhooks/zoom',
        surface: 'platform',
        summary: 'webhook',
        access: 'public',
        rateLimit: 'none',
        entry: 'webhook',
        success: { status: 200 },
        errors: [],
      },
    ],
    handlers: {
      'http/webhook': async (given) => {
        const { headers, body, isBase64Encoded } = given as {
          headers: Record<string, string>;
          body: string;
          isBase64Encoded: boolean;
        };
        const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
        const parsed = JSON.parse(text);
        received.push({ headers, text, event: parsed.event, body: parsed });
        return { statusCode: receiver.status, body: JSON.stringify(receiver.answer(text)) };
      },
    },
  });
  const origin = process.env.ZOOM_API_URL ?? '';

  const requestToken = async (
    fields: Record<string, string> = {},
    secret = process.env.ZOOM_CLIENT_SECRET,
  ) => {
    const basic = Buffer.from(`${process.env.ZOOM_CLIENT_ID}:${secret}`).toString('base64');
    const response = await fetch(`${process.env.ZOOM_OAUTH_URL}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'account_credentials',
        account_id: process.env.ZOOM_ACCOUNT_ID ?? '',
        ...fields,
      }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  let token = '';
  /** A call of the API with the token that is at hand. */
  const api = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  const control = async (call: string, body?: object | string) => {
    const response = await fetch(`${cloud.url}/dev/providers/zoom/${call}`, {
      redirect: 'manual',
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
  /** Starts afresh, with a token and nothing received. */
  const reset = async () => {
    receiver.status = 200;
    receiver.answer = () => ({});
    await cloud.reset();
    received.length = 0;
    token = (await requestToken()).body.access_token;
  };
  /** What the receiver has got since the last time. */
  const webhooks = async () => {
    await cloud.settle();
    return received.splice(0);
  };
  const advance = (seconds: number) => cloud.advanceTo(cloud.clock.now() + seconds * 1000);

  return { cloud, origin, receiver, requestToken, api, control, reset, webhooks, advance };
}
