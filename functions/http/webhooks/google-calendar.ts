import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { notePush } from '@punctual/application/calendars/note-push.ts';
import { notFound } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/webhooks/calendars.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { required, rolesClaim } from '../../environment.ts';

const noting = { signer: calendarSigner(), importQueue: sqsQueue(required('QUEUE_URL_IMPORT_BUSY')) };

export const handler = httpFunction({ clock: systemClock, ids: uuids, rolesClaim }, [
  on(routes.receiveGooglePush, async ({ headers }) => {
    // The greeting of a new channel, sent while it is being made: nothing has changed yet.
    const greeting = headers['x-goog-resource-state'] === 'sync';
    const secret = headers['x-goog-channel-token'] ?? '';
    const known = greeting
      ? (await noting.signer.connectionOf(secret)) !== undefined
      : (await notePush(noting, secret)) === 'noted';
    // Google sends what is answered with 5xx again, and nothing else.
    return known ? {} : notFound('Channel');
  }),
]);
