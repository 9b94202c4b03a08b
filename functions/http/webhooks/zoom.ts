import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { secretValues } from '@punctual/adapters/secrets/secrets.ts';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { zoomProof, zoomSecretOf } from '@punctual/adapters/zoom/signature.ts';
import { receiveZoomEvent, zoomEvent, zoomValidation } from '@punctual/contracts/webhooks/zoom.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { Refusal } from '@punctual/lambda/http/refusal.ts';
import { logger } from '@punctual/lambda/logger.ts';
import * as z from 'zod/mini';
import { required, rolesClaim } from '../../environment.ts';
import { newsOf } from './zoom-news.ts';

const queue = sqsQueue(required('QUEUE_URL_APPLY_ZOOM_EVENT'));

export const handler = httpFunction({ clock: systemClock, ids: uuids, rolesClaim }, [
  on(receiveZoomEvent, async ({ headers, rawBody, now }) => {
    const signedWith = zoomSecretOf(headers, rawBody, await secrets(), now);
    if (signedWith === undefined) throw new Refusal('UNAUTHENTICATED', 'Not signed by Zoom');
    const body = json(rawBody);
    const { data: asked } = z.safeParse(zoomValidation, body);
    if (asked !== undefined) return { body: zoomProof(signedWith, asked.payload.plainToken) };
    const { data: event } = z.safeParse(zoomEvent, body);
    const news = event && newsOf(event);
    // Refused, it would not come again; nor would it be understood the next time.
    if (news === undefined) logger.info('news of a meeting that does not matter');
    // A queue that fails is a fault, 5xx, after which Zoom sends it again.
    else await queue.send([news]);
    return { body: {} };
  }),
]);

/** None where Zoom is not set up: then nothing that comes is from Zoom. */
async function secrets(): Promise<readonly string[]> {
  if (!process.env.ZOOM_WEBHOOK_SECRET && !process.env.ZOOM_WEBHOOK_SECRET_ARN) return [];
  return secretValues('ZOOM_WEBHOOK_SECRET');
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
