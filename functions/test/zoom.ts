import { createHmac } from 'node:crypto';

/** A webhook as Zoom signs it, now. */
export function signedByZoom(body: object): {
  readonly body: object;
  readonly headers: Record<string, string>;
} {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { body, headers: zoomHeaders(JSON.stringify(body), timestamp) };
}

export function zoomHeaders(text: string, timestamp: string, secret = process.env.ZOOM_WEBHOOK_SECRET ?? '') {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex');
  return {
    'content-type': 'application/json',
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': `v0=${signature}`,
  };
}
