import { controlCall, type Reply, sendAs, setting, startReceiver } from '../test-calls.ts';
import { createCalendly } from './calendly.ts';

/** A webhook, read. */
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
  const cloud = await startReceiver(
    { calendly: createCalendly },
    '/api/v1/public/calendly/webhook',
    ({ headers, text }) => {
      received.push({ signature: headers['calendly-webhook-signature'], text, ...JSON.parse(text) });
      return receiver;
    },
  );
  const origin = setting('CALENDLY_API_URL');

  /** A call of the API with a good token. */
  const api = (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply> => sendAs(setting('CALENDLY_API_TOKEN'), method, `${origin}${path}`, body, headers);
  /** A control call, and what comes of it. */
  const control = (call: string, body?: object | string) => controlCall(cloud, 'calendly', call, body);
  /** What the receiver has got since the last time. */
  const webhooks = async () => {
    await cloud.settle();
    return received.splice(0);
  };
  const post = (address: string, fields: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  return { cloud, origin, receiver, api, control, webhooks, post };
}
