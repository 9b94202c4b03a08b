import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { createCalendly } from './calendly.ts';

/** A webhook as the product's function gets it. */
export interface Received {
  readonly signature: string | undefined;
  readonly text: string;
  readonly event: string;
  readonly payload: Payload;
}

export interface Payload {
  readonly uri: string;
  readonly event: string;
  readonly email: string;
  readonly status: string;
  readonly rescheduled: boolean;
  readonly old_invitee: string | null;
  readonly new_invitee: string | null;
  readonly no_show: { readonly uri: string } | null;
  readonly tracking: Readonly<Record<string, string | null>>;
  readonly cancellation?: Readonly<Record<string, string | null>>;
  readonly scheduled_event: {
    readonly uri: string;
    readonly start_time: string;
    readonly status: string;
    readonly event_memberships: readonly Readonly<Record<string, string>>[];
  };
}

/** For tests: a cloud with Calendly alone, and a receiver of its webhooks in the product's place. */
export async function startCalendly() {
  const received: Received[] = [];
  const receiver = { status: 200 };
  const cloud: Cloud = await startTestCloud({
    standIns: { calendly: createCalendly },
    routes: [
      {
        operationId: 'webhook',
        method: 'POST',
        path: '/api/v1/public/calendly/webhook',
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
      'http/webhook': async (event) => {
        const { headers, body, isBase64Encoded } = event as {
          headers: Record<string, string>;
          body: string;
          isBase64Encoded: boolean;
        };
        const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
        received.push({ signature: headers['calendly-webhook-signature'], text, ...JSON.parse(text) });
        return { statusCode: receiver.status };
      },
    },
  });
  const origin = process.env.CALENDLY_API_URL ?? '';

  /** A call of the API with a good token. */
  const api = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${process.env.CALENDLY_API_TOKEN}`,
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
  /** A control call, and what comes of it. */
  const control = async (call: string, body?: object | string) => {
    const response = await fetch(`${cloud.url}/dev/providers/calendly/${call}`, {
      redirect: 'manual',
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
  };
  /** What the receiver has got since the last time. */
  const webhooks = async () => {
    await cloud.settle();
    return received.splice(0);
  };
  const post = (address: string, fields: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  return { cloud, origin, receiver, api, control, webhooks, post };
}
