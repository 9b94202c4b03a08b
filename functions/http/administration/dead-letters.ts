import { eventBridge } from '@punctual/adapters/events/event-bus.ts';
import { sqsDeadLetters } from '@punctual/adapters/queues/dead-letters.ts';
import { replayEvents } from '@punctual/application/events/replay.ts';
import { failed, notFound } from '@punctual/application/outcome.ts';
import * as routes from '@punctual/contracts/administration/dead-letters.ts';
import type { Worker } from '@punctual/contracts/worker.ts';
import * as declared from '@punctual/contracts/workers.ts';
import { eventSource } from '@punctual/events/source.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';
import { required } from '../../environment.ts';
import { http, ports } from '../../wiring.ts';

const workers: readonly Worker[] = Object.values(declared);
const letters = sqsDeadLetters(required('QUEUE_URL_PREFIX'));
const bus = eventBridge(required('EVENT_BUS_NAME'), eventSource);

/** Half of what a function has: the rest is for the batch that is being moved. */
const redriveMilliseconds = 10_000;

export const handler = httpFunction(http, [
  on(routes.listDeadLetters, async ({ query }) => {
    const { worker, limit } = query;
    if (worker !== undefined && find(worker) === undefined) return notFound('Worker');
    const counts = await Promise.all(
      workers.map(async ({ name }) => ({ worker: name, count: await letters.count(name) })),
    );
    const seen = worker === undefined ? null : await letters.peek(worker, limit);
    const shown = seen?.map(({ sentAt, detailType, ...letter }) => ({
      ...letter,
      sentAt: formatInstant(sentAt),
      detailType: detailType ?? null,
    }));
    return { body: { success: true, data: { workers: counts, letters: shown ?? null } } };
  }),

  on(routes.redriveDeadLetters, async ({ params, body }) => {
    const { worker } = params;
    const { appointmentId } = body;
    const source = find(worker)?.source;
    if (source === undefined) return notFound('Worker');
    if ((source.kind === 'stream') !== (appointmentId !== undefined)) {
      const message =
        source.kind === 'stream'
          ? 'Its letters name places in the stream: say whose events are to be published again'
          : 'Only events of the table can be published again for one appointment';
      return failed({ kind: 'invalid', issues: [{ path: 'body.appointmentId', message }] });
    }
    if (appointmentId === undefined) {
      const done = await letters.redrive(worker, redriveMilliseconds);
      return { body: { success: true, data: { worker, ...done } } };
    }
    const moved = await replayEvents({ ...ports, bus }, appointmentId as AppointmentId);
    if (moved === 0) return notFound('Appointment');
    return { body: { success: true, data: { worker, moved, left: await letters.count(worker) } } };
  }),
]);

function find(worker: string): Worker | undefined {
  return workers.find(({ name }) => name === worker);
}
