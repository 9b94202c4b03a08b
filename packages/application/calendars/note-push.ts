import type { CalendarPorts, ImportMessage } from './calendar-ports.ts';

/**
 * A provider says that something has changed in a calendar: its import is asked for. The secret that we gave the channel
 * names the connection and proves that the provider has it from us. What has changed is read afterwards, so that pushes
 * may come twice, late or not at all.
 *
 * @param what `channel_ending`: the provider wants the channel itself renewed, or has ended it
 */
export async function notePush(
  { signer, importQueue }: Pick<CalendarPorts, 'signer' | 'importQueue'>,
  secret: string,
  what: 'changed' | 'channel_ending' = 'changed',
): Promise<'noted' | 'unknown'> {
  const id = await signer.connectionOf(secret);
  if (id === undefined) return 'unknown';
  const message: ImportMessage = {
    connection_id: id,
    ...(what === 'channel_ending' && { renew_channel: true }),
  };
  await importQueue.send([message]);
  return 'noted';
}
