import {
  controlCall,
  type Delivered,
  type Reply,
  send,
  sendAs,
  setting,
  startReceiver,
} from '../test-calls.ts';
import { createZoom } from './zoom.ts';

/** A webhook, read. */
export interface Received extends Delivered {
  readonly event: string;
  /** Unread JSON: a test says what it expects of it. */
  readonly body: Reply['body'];
}

/** For tests: a cloud with Zoom alone, and a receiver of its webhooks in the product's place. */
export async function startZoom() {
  const received: Received[] = [];
  const receiver = { status: 200, answer: (_text: string): object => ({}) };
  const cloud = await startReceiver({ zoom: createZoom }, '/webhooks/zoom', ({ headers, text }) => {
    const body = JSON.parse(text);
    received.push({ headers, text, event: body.event, body });
    return { status: receiver.status, body: receiver.answer(text) };
  });
  const origin = setting('ZOOM_API_URL');

  const requestToken = (fields: Record<string, string> = {}, secret = setting('ZOOM_CLIENT_SECRET')) => {
    const basic = Buffer.from(`${setting('ZOOM_CLIENT_ID')}:${secret}`).toString('base64');
    return send(`${setting('ZOOM_OAUTH_URL')}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'account_credentials',
        account_id: setting('ZOOM_ACCOUNT_ID'),
        ...fields,
      }),
    });
  };
  let token = '';
  /** A call of the API with the token that is at hand. */
  const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    sendAs(token, method, `${origin}/v2${path}`, body, headers);
  const control = (call: string, body?: object | string) => controlCall(cloud, 'zoom', call, body);
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
