import { createHmac, timingSafeEqual } from 'node:crypto';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { secret } from '@punctual/adapters/secrets/secrets.ts';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { receiveZoomEvent, zoomEvent, zoomValidation } from '@punctual/contracts/webhooks/zoom.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { Refusal } from '@punctual/lambda/http/refusal.ts';
import { logger } from '@punctual/lambda/logger.ts';
import * as z from 'zod/mini';
import { required, rolesClaim } from '../../environment.ts';
import { newsOf } from './zoom-news.ts';

const queue = sqsQueue(required('QUEUE_URL_APPLY_ZOOM_EVENT'));

/** Seconds that a signature may be old, or ahead of our clock. */
const tolerance = 300;

export const handler = httpFunction({ clock: systemClock, ids: uuids, rolesClaim }, [
  on(receiveZoomEvent, async ({ headers, rawBody, now }) => {
    const signedWith = await signer(headers, rawBody, now);
    if (signedWith === undefined) throw new Refusal('UNAUTHENTICATED', 'Not signed by Zoom');
    const body = json(rawBody);
    const { data: asked } = z.safeParse(zoomValidation, body);
    if (asked !== undefined) {
      const { plainToken } = asked.payload;
      return { body: { plainToken, encryptedToken: hmac(signedWith, plainToken) } };
    }
    const { data: event } = z.safeParse(zoomEvent, body);
    const news = event && newsOf(event);
    // Refused, it would not come again; nor would it be understood the next time.
    if (news === undefined) logger.info('news of a meeting that does not matter');
    // A queue that fails is a fault, 5xx, after which Zoom sends it again.
    else await queue.send([news]);
    return { body: {} };
  }),
]);

/** The one of our secrets that the request was signed with; several are known while they are being changed. */
async function signer(
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Buffer,
  now: number,
): Promise<string | undefined> {
  const timestamp = headers['x-zm-request-timestamp'] ?? '';
  const signature = Buffer.from(headers['x-zm-signature'] ?? '');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > tolerance) return undefined;
  const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), rawBody]);
  for (const one of await secrets()) {
    const expected = Buffer.from(`v0=${hmac(one, signed)}`);
    if (expected.length === signature.length && timingSafeEqual(expected, signature)) return one;
  }
  return undefined;
}

/** None where Zoom is not set up: then nothing that comes is from Zoom. */
async function secrets(): Promise<readonly string[]> {
  if (!process.env.ZOOM_WEBHOOK_SECRET && !process.env.ZOOM_WEBHOOK_SECRET_ARN) return [];
  const text = await secret('ZOOM_WEBHOOK_SECRET');
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function hmac(key: string, text: string | Buffer): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
