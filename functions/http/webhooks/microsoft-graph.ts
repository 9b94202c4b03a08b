import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { notePush } from '@punctual/application/calendars/note-push.ts';
import * as routes from '@punctual/contracts/webhooks/calendars.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { required, rolesClaim } from '../../environment.ts';

const noting = { signer: calendarSigner(), importQueue: sqsQueue(required('QUEUE_URL_IMPORT_BUSY')) };

export const handler = httpFunction({ clock: systemClock, ids: uuids, rolesClaim }, [
  on(routes.receiveGraphNotifications, async ({ query, body }) => {
    const { validationToken } = query;
    if (validationToken !== undefined) return { other: true, body: validationToken };
    const told = new Map<string, 'changed' | 'channel_ending'>();
    for (const { clientState, lifecycleEvent } of body.value ?? []) {
      if (!clientState) continue;
      const ending = lifecycleEvent === 'reauthorizationRequired' || lifecycleEvent === 'subscriptionRemoved';
      if (ending || !told.has(clientState)) told.set(clientState, ending ? 'channel_ending' : 'changed');
    }
    // One edit brings several notifications, and one request those of several calendars.
    for (const [secret, what] of told) await notePush(noting, secret, what);
    return {};
  }),
]);
