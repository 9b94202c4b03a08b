import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { withAccessToken } from './access-token.ts';
import { type CalendarPorts, isFault } from './calendar-ports.ts';
import type { CalendarProviderName, Connection, PushChannel } from './connection.ts';
import { CalendarFault } from './ports.ts';

type ChannelPorts = Pick<
  CalendarPorts,
  'connections' | 'providers' | 'clock' | 'ids' | 'pause' | 'signer' | 'publicApiUrl'
>;

/** A channel is renewed by a poll, and polls lie up to six hours apart. */
const margin = 12 * 60 * MINUTE;

const paths: Readonly<Record<CalendarProviderName, string>> = {
  google: '/webhooks/google-calendar',
  outlook: '/webhooks/microsoft-graph',
};

/**
 * The connection's push channel, made or prolonged when it is missing or about to end. Undefined where the provider gives
 * none at the moment: then polls do its work.
 *
 * A provider that cannot prolong a channel gets a second one before the first is ended, so that no change goes unseen.
 *
 * @param ending the provider says that it ends before its time
 */
export async function keptChannel(
  ports: ChannelPorts,
  connection: Pick<Connection, 'id' | 'provider'>,
  channel: PushChannel | undefined,
  ending = false,
): Promise<PushChannel | undefined> {
  const provider = ports.providers[connection.provider];
  const now = ports.clock.now();
  const life = provider.channelLife;
  if (life === undefined) return undefined;
  const lasts = channel !== undefined && channel.expiresAt - Math.min(margin, life / 4) > now;
  if (lasts && !ending) return channel;
  const living = channel !== undefined && channel.expiresAt > now ? channel : undefined;
  try {
    return await withAccessToken(ports, connection, async (token) => {
      const renewed = living && (await provider.renew(token, living, now + life).catch(orGone));
      if (renewed !== undefined) return renewed;
      const secret = await ports.signer.pushSecret(connection.id);
      const address = ports.publicApiUrl + paths[connection.provider];
      const made = await provider.watch(token, ports.ids.next(), address, secret, now + life);
      if (living !== undefined && living.id !== made.id) await provider.unwatch(token, living).catch(orGone);
      return made;
    });
  } catch (fault) {
    if (!(fault instanceof CalendarFault) || fault.kind === 'revoked') throw fault;
    return living;
  }
}

function orGone(fault: unknown): undefined {
  // A token that is no longer accepted is renewed, and everything done once more.
  if (isFault(fault, 'unauthorized') || !(fault instanceof CalendarFault)) throw fault;
  return undefined;
}
