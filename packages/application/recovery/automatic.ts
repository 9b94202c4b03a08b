import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import {
  afterAutomatic,
  dueRecovery,
  mayRecover,
  type Recovery,
  type RecoveryMessage,
} from '@punctual/scheduling/recovery/recovery.ts';
import { deliverOnce, type Prepared, skipped } from '../messages/deliver.ts';
import { prepareMail } from '../messages/mail.ts';
import type { DeliveryKey } from '../messages/message.ts';
import type { Timers } from '../ports.ts';
import { composeRecovery, recoveryLinks } from './compose.ts';
import { setTimer } from './note-abandoned.ts';
import { changeRecovery, circumstancesOf, upToDate } from './record.ts';
import { deliveryKeyOf, type SendingPorts } from './sending.ts';

/**
 * Sends the automatic message that is due, if one is, and sets the timer for the next. Called by that timer, which may
 * come twice, late, or after somebody has ended the sequence.
 *
 * Throws when the mail was not taken, so that the queue tries again.
 */
export async function continueRecovery(
  ports: SendingPorts & { readonly timers: Timers },
  id: AppointmentId,
): Promise<void> {
  const recovery = await ports.recoveries.get(id);
  if (recovery === undefined) return;
  const number = dueRecovery(recovery, ports.clock.now());
  await setTimer(ports, number === undefined ? recovery : await sendAutomatic(ports, recovery, number));
}

async function sendAutomatic(ports: SendingPorts, recovery: Recovery, number: number): Promise<Recovery> {
  const { id } = recovery;
  const message: RecoveryMessage = {
    id: `automatic:${number}`,
    channel: 'email',
    at: ports.clock.now(),
    customText: undefined,
    incentive: undefined,
  };
  const key = deliveryKeyOf(recovery, `recovery:${number}`, message.channel);
  const result = await deliverOnce(ports, key, () => judge(ports, id, message));
  const status = result?.status ?? (await statusBefore(ports, key));
  return changeRecovery(ports, id, (before) =>
    afterAutomatic(before, number, status === 'sent' ? message : undefined),
  );
}

/** What the delivery ledger says of a message that a worker settled before it could note it on the record. */
async function statusBefore({ deliveries }: SendingPorts, key: DeliveryKey): Promise<string | undefined> {
  const all = await deliveries.list(key.appointmentId);
  return all.find(({ kind, channel }) => kind === key.kind && channel === key.channel)?.status;
}

/** Everything is read anew: between the timer and this moment the client may have booked or declined. */
async function judge(ports: SendingPorts, id: AppointmentId, message: RecoveryMessage): Promise<Prepared> {
  const found = await ports.recoveries.get(id);
  if (found === undefined) return skipped('unknown');
  const circumstances = await circumstancesOf(ports, found);
  const recovery = await changeRecovery(ports, id, (before) => upToDate(before, circumstances));
  if (!mayRecover(recovery)) return skipped(recovery.status);
  const { provider, providerZone, client } = circumstances;
  if (client === undefined) return skipped('unknown');
  if (providerZone === undefined) return skipped('the coach has no settings');
  const links = await recoveryLinks(ports, recovery, message.at);
  return prepareMail(ports, composeRecovery({ recovery, message, provider, providerZone, client, links }));
}
