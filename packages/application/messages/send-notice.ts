import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { defaultSettings } from '../model.ts';
import type { Links, Ports } from '../ports.ts';
import { manageToken } from '../public/manage.ts';
import { type DeliveryPorts, deliverOnce, skipped } from './deliver.ts';
import { type MailPorts, prepareMail } from './mail.ts';
import type { DeliveryKey } from './message.ts';
import { composeNotice, isEnd, type NoticeKind } from './notice.ts';

export interface NoticeRequest {
  readonly appointmentId: AppointmentId;
  /** Sequence number of the event that the notice is about. */
  readonly sequence: number;
  readonly kind: NoticeKind;
}

export type NoticePorts = Pick<Ports, 'ledger'> &
  DeliveryPorts &
  MailPorts & {
    readonly links: Links;
    /** Where the links in mails lead. */
    readonly publicApiUrl: string;
  };

/**
 * Tells both parties of a change, each once. What is said is true when it is sent: a notice that comes late shows the
 * appointment as it is now, and none but the cancellation is sent for one that is cancelled. Of the end of an
 * appointment only bookings are told, which are published with mails on every change of status.
 *
 * Throws when a mail was not taken, so that the message is tried again.
 */
export async function sendNotice(ports: NoticePorts, request: NoticeRequest): Promise<void> {
  const events = await ports.ledger.events(request.appointmentId);
  const event = events.find(({ sequence }) => sequence === request.sequence);
  if (event === undefined) return;
  const { providerId, clientId } = event;
  const {
    appointment,
    people,
    settings = defaultSettings(providerId, ports.clock.now()),
  } = await ports.ledger.records({
    appointment: request.appointmentId,
    people: [providerId, clientId],
    settingsOf: providerId,
  });
  const provider = people.get(providerId);
  const client = people.get(clientId);
  if (appointment === undefined || provider === undefined || client === undefined) return;
  if (isEnd(request.kind) && appointment.surface !== 'bookings') return;
  for (const recipient of ['client', 'provider'] as const) {
    const person = recipient === 'client' ? client : provider;
    const key: DeliveryKey = {
      appointmentId: appointment.id,
      version: request.sequence,
      kind: request.kind,
      channel: 'email',
      recipient: person.id,
    };
    await deliverOnce(ports, key, async () => {
      if (recipient === 'client' && !event.notifyClient) return skipped('not asked for');
      // The last look. Claiming takes time, and so did the other party's mail.
      const { appointment: current } = await ports.ledger.records({ appointment: appointment.id });
      if (current === undefined) return skipped('gone');
      if (current.status === 'cancelled' && request.kind !== 'cancelled')
        return skipped('cancelled meanwhile');
      const { kind } = request;
      if (recipient === 'client' && kind === 'missed' && settings.reminders.followUp)
        return skipped('the follow-up says it');
      const { reason } = event;
      const providerZone = settings.timeZone;
      const token = await manageToken(ports.links, current);
      const manageUrl = `${ports.publicApiUrl}/api/v1/public/manage/${token}`;
      const facts = {
        kind,
        appointment: current,
        provider,
        providerZone,
        client,
        recipient,
        reason,
        manageUrl,
      };
      return prepareMail(ports, composeNotice(facts));
    });
  }
}
