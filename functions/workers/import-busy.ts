import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { importBusy } from '@punctual/application/calendars/import-busy.ts';
import { sweepPolls } from '@punctual/application/calendars/sweep-polls.ts';
import { settingsChangedEvent } from '@punctual/events/settings-events.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import * as z from 'zod/mini';
import { calendars } from '../calendars.ts';
import { required } from '../environment.ts';

/** One calendar is to be read, all that are due are to be asked for, or somebody's booking horizon may have moved. */
const message = z.union([
  z.object({ connection_id: z.string(), renew_channel: z.optional(z.boolean()) }),
  z.object({ sweep: z.literal(true) }),
  z.object({ 'detail-type': z.literal('settings.changed'), detail: settingsChangedEvent }),
]);

const timers = schedulerTimers({
  group: required('SCHEDULE_GROUP'),
  roleArn: required('SCHEDULER_ROLE_ARN'),
  queueArn: required('QUEUE_ARN_IMPORT_BUSY'),
});

/** Reads one calendar, and asks for its next poll. */
async function read(id: string, channelEnding: boolean | undefined): Promise<void> {
  const result = await importBusy(calendars, id, channelEnding);
  if (result.kind === 'imported') await timers.set(`poll-${id}`, result.nextPollAt, { connection_id: id });
}

export const handler = queueWorker(message, async (arrived) => {
  if ('sweep' in arrived) await sweepPolls(calendars);
  else if ('connection_id' in arrived) await read(arrived.connection_id, arrived.renew_channel);
  else if (arrived.detail.changed.includes('advanceBookingDays')) {
    const connections = await calendars.connections.listOf(arrived.detail.providerId as PersonId);
    const wanted = connections.filter(({ settings }) => settings.busySync);
    await calendars.importQueue.send(wanted.map(({ id }) => ({ connection_id: id })));
  }
});
