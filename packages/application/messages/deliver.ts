import type { Ports } from '../ports.ts';
import { claimHolds, type Deliveries, type DeliveryKey, type DeliveryResult, NotTaken } from './message.ts';

/**
 * What becomes of a message of which nobody knows whether it was sent, because a worker died, or got no answer, between
 * the mark and the settling: it is sent again, or it is not, though its provider may never have had it.
 */
export type DoubtRule = 'AT_LEAST_ONCE' | 'AT_MOST_ONCE';

export interface DeliveryPorts extends Pick<Ports, 'clock'> {
  readonly deliveries: Deliveries;
  readonly doubt: DoubtRule;
}

/**
 * A message that is judged and composed: why it is not sent, or what sends it, which calls the provider first of all:
 * everything that could take time or fail has been done before.
 */
export type Prepared = DeliveryResult | (() => Promise<DeliveryResult>);

/**
 * Sends a message once: claims it, has it prepared, marks it, sends it, settles it. Death before the mark is made good
 * by whoever takes the message over; between the mark and the settling it leaves a doubt, which ends as `doubt` says. A
 * worker that comes back from so long a pause that its claim holds no more does not send; only one that pauses in the
 * very moment before the call of the provider cannot be held back.
 *
 * Throws when another worker has it at the moment, or when it was not taken or that is unknown, so that the queue brings
 * it again.
 *
 * @returns what became of it now; undefined when it was settled before
 * @param prepare judges what is so at this moment; what it throws gives the claim back
 */
export async function deliverOnce(
  { deliveries, clock, doubt }: DeliveryPorts,
  key: DeliveryKey,
  prepare: () => Promise<Prepared>,
): Promise<DeliveryResult | undefined> {
  const claimedAt = clock.now();
  const claim = await deliveries.claim(key, claimedAt);
  if (claim === 'settled') return undefined;
  if (claim === 'in_flight') throw new MessageInFlight();
  const { token } = claim;
  const settled = async (result: DeliveryResult): Promise<DeliveryResult> => {
    const holds = await deliveries.settle(key, token, result, clock.now());
    // Not done with: were this worker's message to go from the queue, nobody might be left if the other one dies.
    if (!holds && result.status !== 'sent') throw new TakenOver();
    return result;
  };
  if (claim.inDoubt && doubt === 'AT_MOST_ONCE') {
    const reason = 'a worker died while sending it, so that it may have been sent already';
    return settled(skipped(reason));
  }
  let isCalled = false;
  try {
    const prepared = await prepare();
    if (typeof prepared !== 'function') return await settled(prepared);
    if (!(await deliveries.mark(key, token, clock.now()))) throw new TakenOver();
    // What it was judged by is too old, even if nobody else has come.
    if (clock.now() >= claimedAt + claimHolds) throw new NotTaken('outdated', false);
    isCalled = true;
    return await settled(await prepared());
  } catch (fault) {
    if (fault instanceof NotTaken && fault.forGood) {
      return settled({ status: 'failed', reason: fault.message });
    }
    if (fault instanceof NotTaken || !isCalled) await deliveries.release(key, token);
    throw fault;
  }
}

/** Another worker has this message, or died with it: the queue brings it again when its claim is over, and not before. */
class MessageInFlight extends Error {
  readonly expected = true;
  readonly retryAfterSeconds = claimHolds / 1000;

  constructor() {
    super('another worker has this message');
    this.name = 'MessageInFlight';
  }
}

class TakenOver extends Error {
  constructor() {
    super('another worker has taken this message over');
    this.name = 'TakenOver';
  }
}

/** It was decided not to send it. */
export function skipped(reason: string): DeliveryResult {
  return { status: 'skipped', reason };
}
