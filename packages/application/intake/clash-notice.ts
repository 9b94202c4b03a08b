import type { Invitee } from '@punctual/scheduling/intake/meetings.ts';
import { type DeliveryPorts, deliverOnce } from '../messages/deliver.ts';
import { escapeHtml } from '../messages/html.ts';
import { localTime } from '../messages/local-time.ts';
import { type MailPorts, prepareMail } from '../messages/mail.ts';
import type { Email } from '../messages/message.ts';
import { addressOf, oneLine } from '../messages/notice.ts';
import { defaultSettings, type Person } from '../model.ts';
import type { Ports } from '../ports.ts';
import type { Entry } from './model.ts';

export type ClashNoticePorts = Pick<Ports, 'ledger'> & DeliveryPorts & MailPorts;

const reasons: Readonly<Record<string, string>> = {
  BUSY: 'you have another appointment at that time',
  BUFFER: 'it is closer to another appointment than your buffer allows',
  HELD: 'the time is being kept for somebody else',
  CLIENT_BUSY: 'they have another appointment at that time',
};

/** Writes to a provider that a meeting which was booked at Calendly clashes; once for each time it got. */
export async function sendClashNotice(
  ports: ClashNoticePorts,
  { appointmentId, clash }: Entry,
  { id, details }: Invitee,
  provider: Person,
): Promise<void> {
  // While a hold stands in the way it may still be entered.
  if (clash === undefined || clash.reason === 'HELD') return;
  const key = {
    appointmentId,
    version: 0,
    kind: `clash-${id}`,
    channel: 'email',
    recipient: provider.id,
  } as const;
  await deliverOnce(ports, key, async () => {
    const { settings = defaultSettings(provider.id, ports.clock.now()) } = await ports.ledger.records({
      settingsOf: provider.id,
    });
    const when = localTime(details, settings.timeZone);
    return prepareMail(ports, composeClash(provider, details.name, when, clash.reason));
  });
}

function composeClash(provider: Person, invitee: string, when: string, reason: string): Email | undefined {
  const to = addressOf(provider);
  if (to === undefined) return undefined;
  const lines = [
    to.name === '' ? 'Hello,' : `Hello ${to.name},`,
    `${oneLine(invitee) || 'Somebody'} has booked a meeting with you at Calendly for ${when}, but ${reasons[reason] ?? 'the time is taken'}.`,
    'It was not entered as an appointment. Please move or cancel one of the two; until then the time is kept busy.',
  ];
  return {
    to,
    replyTo: undefined,
    subject: 'A meeting booked at Calendly clashes',
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`,
    calendar: undefined,
  };
}
