import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Address, Mailer } from '@punctual/application/messages/message.ts';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { icalendarOf } from './icalendar.ts';

/**
 * Sends through SES. MIME (encodings, header folding, alternatives, attachments) is nodemailer's; a calendar object
 * goes along as an alternative, which mail programs show with buttons, and as a file for those that do not.
 */
export function sesMailer(from: string): Mailer {
  const client = new SESClient({ maxAttempts: 2 });
  return {
    async send({ to, replyTo, subject, text, html, calendar }) {
      const content = calendar && icalendarOf(calendar);
      const composer = new MailComposer({
        from,
        to: addressed(to),
        ...(replyTo && { replyTo: addressed(replyTo) }),
        subject,
        text,
        html,
        ...(calendar &&
          content && {
            icalEvent: { method: calendar.method, content, filename: 'appointment.ics' },
          }),
      });
      const Data = await composer.compile().build();
      const { MessageId = '' } = await client.send(
        new SendRawEmailCommand({ Destinations: [to.email], RawMessage: { Data } }),
      );
      return MessageId;
    },
  };
}

function addressed({ name, email }: Address) {
  return { name, address: email };
}
