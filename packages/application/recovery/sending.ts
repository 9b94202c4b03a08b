import type { Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { DeliveryPorts } from '../messages/deliver.ts';
import type { MailPorts } from '../messages/mail.ts';
import type { Channel, DeliveryKey } from '../messages/message.ts';
import type { Links } from '../ports.ts';
import type { RecordPorts } from './record.ts';

export type SendingPorts = RecordPorts &
  DeliveryPorts &
  MailPorts & {
    readonly links: Links;
    /** Where the links in mails lead. */
    readonly publicApiUrl: string;
  };

/** Version 0: what is written about a slot before there is an appointment. */
export function deliveryKeyOf(recovery: Recovery, kind: string, channel: Channel): DeliveryKey {
  return { appointmentId: recovery.id, version: 0, kind, channel, recipient: recovery.clientId };
}
