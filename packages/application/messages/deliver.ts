import type { Ports } from '../ports.ts';
import { type Deliveries, type DeliveryKey, type DeliveryResult, NotTaken } from './message.ts';

/**
 * What becomes of a message of which nobody knows whether it was sent, because a worker died between claiming and
 * settling it: it is sent again, or it is not, though it may never have reached the provider.
 */
export type DoubtRule = 'AT_LEAST_ONCE' | 'AT_MOST_ONCE';

export interface DeliveryPorts extends Pick<Ports, 'clock'> {
  readonly deliveries: Deliveries;
  readonly doubt: DoubtRule;
}

/**
 * Sends a message once: claims it, sends it, settles it. A crash between the claim and the settling leaves a doubt,
 * which ends as `doubt` says: with AT_MOST_ONCE a message is given up even if the crash came before the provider had it,
 * because the claim alone cannot tell.
 *
 * Throws when another worker has it at the moment, or when `send` throws (it was not taken, or that is unknown), so
 * that the queue brings it again.
 *
 * @returns what became of it now; undefined when it was settled before
 * @param send judges what is so at this moment, sends or says why not
 */
export async function deliverOnce(
  { deliveries, clock, doubt }: DeliveryPorts,
  key: DeliveryKey,
  send: () => Promise<DeliveryResult>,
): Promise<DeliveryResult | undefined> {
  const settled = async (result: DeliveryResult): Promise<DeliveryResult> => {
    await deliveries.settle(key, result, clock.now());
    return result;
  };
  const claim = await deliveries.claim(key, clock.now());
  if (claim === 'settled') return undefined;
  if (claim === 'in_flight') throw new Error('another worker has this message');
  if (claim === 'doubtful' && doubt === 'AT_MOST_ONCE') {
    const reason = 'a worker died while sending it, so that it may have been sent already';
    return settled(skipped(reason));
  }
  try {
    return await settled(await send());
  } catch (fault) {
    if (!(fault instanceof NotTaken)) throw fault;
    if (!fault.forGood) {
      await deliveries.release(key);
      throw fault;
    }
    return settled({ status: 'failed', reason: fault.message });
  }
}

export function skipped(reason: string): DeliveryResult {
  return { status: 'skipped', reason };
}
