import * as z from 'zod/mini';
import { enveloped, id, instant, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'administration';
const access = ['admin'] as const;
const entry = 'administration/dead-letters';

const worker = z.string().check(z.regex(/^[a-z-]{1,64}$/, 'Not the name of a worker'));

export const listDeadLetters = defineRoute({
  operationId: 'listDeadLetters',
  method: 'GET',
  path: '/api/v1/admin/dead-letters',
  surface,
  summary: 'What workers have given up on',
  description:
    'How much waits in the dead-letter queue of each worker; of the `worker` named also the messages themselves, as far as they name nobody: when they were sent, what they are, and ids. Looking takes nothing away.',
  access,
  rateLimit: 'reads',
  entry,
  query: z.object({ worker: z.optional(worker), limit: z._default(wholeNumber(1, 50), 20) }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        workers: z.array(z.object({ worker: z.string(), count: z.int() })),
        letters: z.nullable(
          z.array(
            z.object({
              id: z.string(),
              sentAt: instant,
              /** By whoever worked or looked on it since it was given up. */
              receives: z.int(),
              detailType: z.nullable(z.string()),
              ids: z.record(z.string(), z.string()),
            }),
          ),
        ),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});

export const redriveDeadLetters = defineRoute({
  operationId: 'redriveDeadLetters',
  method: 'POST',
  path: '/api/v1/admin/dead-letters/{worker}/redrive',
  surface,
  summary: 'Give what a worker has given up on to it again',
  description:
    'Answers how many messages were moved back, and how many are left: at most as many as there were, for ten seconds; ask again for more. Workers take repeated messages. The letters of `publish-events` name places in the table’s stream and cannot be moved: name an `appointmentId`, and all its events are published again.',
  access,
  rateLimit: 'writes',
  entry,
  params: z.object({ worker }),
  body: z.strictObject({ appointmentId: z.optional(id) }),
  success: {
    status: 200,
    body: enveloped(z.object({ worker: z.string(), moved: z.int(), left: z.int() })),
  },
  errors: ['NOT_FOUND'],
});

export const deadLetterRoutes = [listDeadLetters, redriveDeadLetters] as const;
