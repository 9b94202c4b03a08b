import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import {
  afterMessage,
  endRecovery,
  type Incentive,
  mayRecover,
  type Recovery,
  type RecoveryMessage,
  withoutMessage,
} from '@punctual/scheduling/recovery/recovery.ts';
import { deliverOnce, type Prepared } from '../messages/deliver.ts';
import { prepareMail } from '../messages/mail.ts';
import { NotTaken, type Texter } from '../messages/message.ts';
import { e164 } from '../messages/phone.ts';
import { done, failed, notFound, type Outcome } from '../outcome.ts';
import { composeRecovery, composeRecoveryText, type RecoveryFacts, recoveryLinks } from './compose.ts';
import { type Circumstances, circumstancesOf, reviseRecovery, upToDate } from './record.ts';
import { deliveryKeyOf, type SendingPorts } from './sending.ts';

export interface RecoverRequest {
  readonly coachId: PersonId;
  readonly id: AppointmentId;
  /** The same for a repeated call, so that its message is sent once. */
  readonly messageId: string;
  readonly channel: 'email' | 'sms';
  /** Undefined: the default words. */
  readonly customText: string | undefined;
  readonly incentive: Incentive | undefined;
}

/** A recovery with the message that was just sent. */
export interface Recovered {
  readonly recovery: Recovery;
  readonly message: RecoveryMessage;
}

type ByHandPorts = SendingPorts & { readonly texter: Texter };

/**
 * Sends a message about an abandoned booking at once. It is noted before it is sent, so that of two calls at the same
 * time only one can make the offer, and taken back if it was not sent.
 *
 * Fails with `not_found` for another coach's, `conflict` when the sequence has ended, an offer was made before or nothing
 * can be sent to the lead, `invalid` for a text message without a number, `provider_unavailable` when nothing was taken.
 */
export async function recoverByHand(
  ports: ByHandPorts,
  request: RecoverRequest,
): Promise<Outcome<Recovered>> {
  const { id, messageId, channel, customText, incentive } = request;
  const found = await ports.recoveries.get(id);
  if (found?.providerId !== request.coachId) return notFound('Abandoned booking');
  const circumstances = await circumstancesOf(ports, found);
  const current = await reviseRecovery(ports, id, (before) => done(upToDate(before, circumstances)));
  if (!current.ok) return current;
  const prepare = await preparer(ports, current.value, circumstances, channel);
  if (!prepare.ok) return prepare;

  const message: RecoveryMessage = { id: messageId, channel, at: ports.clock.now(), customText, incentive };
  let before: Recovery | undefined;
  const noted = await reviseRecovery(ports, id, (latest) => {
    // A call that died after noting it.
    if (latest.lastMessage?.id === messageId) return done(latest);
    const refusal = refusalOf(latest, incentive);
    before = latest;
    return refusal === undefined ? done(afterMessage(latest, message)) : conflict(refusal);
  });
  if (!noted.ok) return noted;

  const takeBack = () => reviseRecovery(ports, id, (latest) => done(withoutMessage(latest, message, before)));
  try {
    const key = deliveryKeyOf(found, `recovery:${messageId}`, channel);
    const result = await deliverOnce(ports, key, () => prepare.value(message));
    if (result?.status !== 'failed') return done({ recovery: noted.value, message });
    await takeBack();
    return conflict(`Nothing can be sent to this lead: ${result.reason}`);
  } catch (fault) {
    // Any other fault means that nobody knows whether it was sent, so what was noted stays.
    if (!(fault instanceof NotTaken)) throw fault;
    await takeBack();
    return failed({ kind: 'provider_unavailable', message: 'The message was not taken; please try again' });
  }
}

/** Ends the sequence. One that was stopped before stays so; one that ended otherwise is a conflict. */
export async function stopRecovery(
  ports: Pick<SendingPorts, 'recoveries' | 'pause'>,
  coachId: PersonId,
  id: AppointmentId,
): Promise<Outcome<Recovery>> {
  return reviseRecovery(ports, id, (before) => {
    if (before.providerId !== coachId) return notFound('Abandoned booking');
    if (before.status === 'stopped') return done(before);
    return mayRecover(before) ? done(endRecovery(before, 'stopped')) : conflict(endings[before.status]);
  });
}

const endings: Readonly<Record<Recovery['status'], string>> = {
  pending: '',
  recovery_sent: '',
  recovered: 'The lead has booked since then',
  stopped: 'The recovery was stopped',
  opted_out: 'The lead wants no such messages',
};

function refusalOf(recovery: Recovery, incentive: Incentive | undefined): string | undefined {
  if (!mayRecover(recovery)) return endings[recovery.status];
  if (incentive !== undefined && recovery.incentiveOffered) return 'An incentive has been offered already';
  return undefined;
}

function conflict(message: string) {
  return failed({ kind: 'conflict', message });
}

/** What prepares a message to the lead, or why nothing can be sent. */
async function preparer(
  ports: ByHandPorts,
  recovery: Recovery,
  { provider, providerZone = recovery.timeZone, client }: Circumstances,
  channel: 'email' | 'sms',
): Promise<Outcome<(message: RecoveryMessage) => Promise<Prepared>>> {
  if (client === undefined) return notFound('Lead');
  const links = await recoveryLinks(ports, recovery, ports.clock.now());
  const factsOf = (message: RecoveryMessage): RecoveryFacts => ({
    recovery,
    message,
    provider,
    providerZone,
    client,
    links,
  });
  if (channel === 'email') {
    if (client.email === undefined || (await ports.suppressions.isSuppressed(client.email))) {
      return conflict('Nothing can be sent to the address of this lead');
    }
    return done((message) => prepareMail(ports, composeRecovery(factsOf(message))));
  }
  const phone = client.phone === undefined ? undefined : e164(client.phone);
  if (phone === undefined) {
    const issues = [
      { path: 'body.messageType', message: 'The lead has no phone number with a country code' },
    ];
    return failed({ kind: 'invalid', issues });
  }
  return done(async (message) => {
    const text = composeRecoveryText(factsOf(message));
    return async () => ({ status: 'sent', messageId: await ports.texter.send(phone, text) });
  });
}
