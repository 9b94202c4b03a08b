import type { CalendarPorts, ConnectionMessage } from './calendar-ports.ts';

/** More than are due in a quarter of an hour at any size that one table partition of polls serves. */
const maximumDue = 5000;

/** Asks for an import of every busy calendar whose poll is due; answers how many. */
export async function sweepPolls({
  connections,
  importQueue,
  clock,
}: Pick<CalendarPorts, 'connections' | 'importQueue' | 'clock'>): Promise<number> {
  const due = await connections.duePolls(clock.now(), maximumDue);
  const messages: ConnectionMessage[] = due.map((id) => ({ connection_id: id }));
  if (messages.length > 0) await importQueue.send(messages);
  return messages.length;
}
