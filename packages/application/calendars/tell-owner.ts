import { type Appointment, intervalOf, isLive } from '@punctual/scheduling/appointments/appointment.ts';
import { type DeliveryPorts, deliverOnce, skipped } from '../messages/deliver.ts';
import { escapeHtml, linkHtml } from '../messages/html.ts';
import { localTime } from '../messages/local-time.ts';
import { type MailPorts, prepareMail } from '../messages/mail.ts';
import type { ConnectionEventSubject, Email } from '../messages/message.ts';
import { addressOf, oneLine } from '../messages/notice.ts';
import { shortened } from '../messages/text.ts';
import type { Person } from '../model.ts';
import type { Ports } from '../ports.ts';
import { calendarNames } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import type { ConnectionEvent, Connections } from './ports.ts';

export type TellPorts = Pick<Ports, 'ledger'> &
  DeliveryPorts &
  MailPorts & {
    readonly connections: Pick<Connections, 'get'>;
    /** Where people manage their connections. */
    readonly webUrl: string;
  };

/**
 * Tells a connection's owner once, by mail, what has happened to it. What is no longer so when the mail is sent is not
 * told.
 *
 * Throws when the mail was not taken, so that the message is tried again.
 */
export async function tellOwner(ports: TellPorts, event: ConnectionEvent): Promise<void> {
  const key = {
    // Every event is told once: its own id is what the message is about.
    appointmentId: event.id as ConnectionEventSubject,
    version: 0,
    kind: event.type,
    channel: 'email' as const,
    recipient: event.personId,
  };
  await deliverOnce(ports, key, async () => {
    const connection = await ports.connections.get(event.connectionId);
    if (connection === undefined) return skipped('disconnected');
    const { personId, appointmentId } = event;
    const wanted = appointmentId === undefined ? {} : { appointment: appointmentId };
    const { people, settings, appointment } = await ports.ledger.records({
      ...wanted,
      people: [personId],
      settingsOf: personId,
    });
    const person = people.get(personId);
    if (person === undefined) return skipped('nobody is there');
    const lines = linesOf(event, connection, appointment, settings?.timeZone ?? person.timeZone);
    return lines === undefined
      ? skipped('no longer so')
      : prepareMail(ports, mailOf(person, lines, ports.webUrl));
  });
}

interface Lines {
  readonly subject: string;
  readonly facts: readonly string[];
  readonly invitation: string;
}

const longestTitle = 200;

function linesOf(
  { type }: ConnectionEvent,
  connection: Connection,
  appointment: Appointment | undefined,
  zone: string | undefined,
): Lines | undefined {
  const name = calendarNames[connection.provider];
  const account = `${name} (${connection.accountEmail})`;
  switch (type) {
    case 'connection.needs_reauth':
      if (connection.status !== 'needs_reauth') return undefined;
      return {
        subject: `Your ${name} must be connected again`,
        facts: [
          `${account} has taken back our access. Appointments are no longer entered there.`,
          'If your bookings depend on its busy time, your days close until it is connected again.',
        ],
        invitation: 'Connect it again:',
      };
    case 'connection.failed':
      if (connection.status !== 'error') return undefined;
      return {
        subject: `Your ${name} refuses our access`,
        facts: [`${account} refuses our access. Appointments are not entered there at the moment.`],
        invitation: 'See what is wrong:',
      };
    case 'connection.entry_moved':
    case 'connection.entry_deleted': {
      if (appointment === undefined || !isLive(appointment.status)) return undefined;
      const moved = type === 'connection.entry_moved';
      const when = localTime(intervalOf(appointment), zone ?? appointment.timeZone);
      return {
        subject: `An appointment was ${moved ? 'moved' : 'deleted'} in your ${name}`,
        facts: [
          `In ${account} somebody has ${moved ? 'moved' : 'deleted'} the entry of this appointment:`,
          shortened(oneLine(appointment.title), longestTitle),
          `When: ${when}`,
          moved
            ? 'The appointment itself keeps its time. Move it in your dashboard if that is what you want.'
            : 'The appointment itself still stands. Cancel it in your dashboard if that is what you want.',
        ],
        invitation: 'Or have your calendar put right by a sync:',
      };
    }
  }
}

function mailOf(person: Person, { subject, facts, invitation }: Lines, webUrl: string): Email | undefined {
  const to = addressOf(person);
  if (to === undefined) return undefined;
  const greeting = to.name === '' ? 'Hello,' : `Hello ${to.name},`;
  return {
    to,
    replyTo: undefined,
    subject,
    text: [greeting, '', ...facts, '', `${invitation} ${webUrl}`, ''].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      ...[greeting, ...facts].map((line) => `<p>${escapeHtml(line)}</p>`),
      linkHtml(invitation, webUrl),
      '</body></html>',
    ].join(''),
    calendar: undefined,
  };
}
