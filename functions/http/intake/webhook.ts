import { newsOf } from '@punctual/adapters/calendly/news.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { receiveCalendlyWebhook } from '@punctual/contracts/intake/visitors.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { Refusal } from '@punctual/lambda/http/refusal.ts';
import { required, rolesClaim } from '../../environment.ts';
import { fromCalendly } from './calendly-signature.ts';

const queue = sqsQueue(required('QUEUE_URL_APPLY_CALENDLY_EVENT'));

export const handler = httpFunction({ clock: systemClock, ids: uuids, rolesClaim }, [
  on(receiveCalendlyWebhook, async (request) => {
    if (!(await fromCalendly(request))) {
      throw new Refusal('UNAUTHENTICATED', 'Calendly’s signature is needed');
    }
    const news = newsOf(parsed(request.rawBody));
    // What is not taken is answered with 5xx, and Calendly sends it again.
    if (news !== undefined) await queue.send([news]);
    return { body: { success: true, message: news === undefined ? 'Nothing to do' : 'Received' } };
  }),
]);

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
