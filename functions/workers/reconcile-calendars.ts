import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { reconcileAll, reconcileConnection } from '@punctual/application/calendars/reconcile.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import * as z from 'zod/mini';
import { calendars } from '../calendars.ts';
import { required } from '../environment.ts';

/** Every connection is to be looked at, page by page; or one of them. */
const message = z.union([
  z.object({ reconcile: z.literal(true), cursor: z.optional(z.string()) }),
  z.object({ reconcile_connection: z.string() }),
]);

const queue = sqsQueue(required('QUEUE_URL_RECONCILE_CALENDARS'));

export const handler = queueWorker(message, async (arrived) => {
  if ('reconcile' in arrived) {
    await reconcileAll(calendars, queue, arrived.cursor);
    return;
  }
  const connectionId = arrived.reconcile_connection;
  const found = await reconcileConnection(calendars, connectionId);
  const { queued, adopted, orphans, doubles, moved, deleted } = found;
  const mended = queued + adopted + orphans + doubles;
  logger.info(
    'calendar reconciled',
    { operation: 'reconcileCalendar', connectionId, ...found, mended, reported: moved + deleted },
    { mended: 'Count', reported: 'Count' },
  );
});
