import type { Cloud } from '../cloud.ts';
import { startTestCloud } from '../test-cloud.ts';
import type { CreateStandIn } from './stand-in.ts';

/* What the tests of all stand-ins share. */

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; undefined where there is none. A test says what it expects of it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** Redirects are answers too. */
export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

/** @param body sent as JSON, a string as it is */
export function sendAs(
  token: string,
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return send(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...bodyOf(body),
  });
}

/** A control call of a stand-in; by default a `POST` when there is a body. */
export function controlCall(
  cloud: Cloud,
  name: string,
  call: string,
  body?: object | string,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Reply> {
  return send(`${cloud.url}/dev/providers/${name}/${call}`, { method, ...bodyOf(body) });
}

function bodyOf(body: unknown): { readonly body?: string } {
  if (body === undefined) return {};
  return { body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** A webhook as the product's function gets it. */
export interface Delivered {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * A cloud with one stand-in alone, and a receiver of its webhooks in the product's place.
 *
 * @param path of the webhook
 * @param receive answers the status and the body with which the webhook is answered
 */
export function startReceiver(
  standIns: Readonly<Record<string, CreateStandIn>>,
  path: string,
  receive: (delivered: Delivered) => { readonly status: number; readonly body?: object },
): Promise<Cloud> {
  return startTestCloud({
    standIns,
    routes: [
      {
        operationId: 'webhook',
        method: 'POST',
        path,
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
        const answer = receive({ headers, text });
        return {
          statusCode: answer.status,
          ...(answer.body !== undefined && { body: JSON.stringify(answer.body) }),
        };
      },
    },
  });
}
