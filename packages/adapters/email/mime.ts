import type { Address, Email } from '@punctual/application/messages/message.ts';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { icalendarOf } from './icalendar.ts';

/**
 * A mail as it goes over the wire (RFC 5322, MIME). Encodings, header folding, alternatives and attachments are
 * nodemailer's; a calendar object goes along as an alternative, which mail programs show with buttons, and as a file for
 * those that do not.
 */
export function mimeOf(
  from: string,
  { to, replyTo, subject, text, html, calendar, headers }: Email,
): Promise<Buffer> {
  const content = calendar && icalendarOf(calendar);
  const composer = new MailComposer({
    from,
    to: addressed(to),
    ...(replyTo && { replyTo: addressed(replyTo) }),
    subject,
    text,
    html,
    ...(headers && { headers: { ...headers } }),
    ...(calendar &&
      content && {
        icalEvent: { method: calendar.method, content, filename: 'appointment.ics' },
      }),
  });
  return composer.compile().build();
}

function addressed({ name, email }: Address) {
  return { name, address: email };
}
