import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { type Address, type Mailer, NotTaken } from '@punctual/application/messages/message.ts';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { icalendarOf } from './icalendar.ts';

/**
 * Sends through SES. MIME (encodings, header folding, alternatives, attachments) is nodemailer's; a calendar object
 * goes along as an alternative, which mail programs show with buttons, and as a file for those that do not.
 */
export function sesMailer(from: string): Mailer {
  // One attempt: the library would try again after a time-out, which may double a mail. The queue knows better.
  const client = new SESClient({ maxAttempts: 1 });
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
      try {
        const command = new SendRawEmailCommand({ Destinations: [to.email], RawMessage: { Data } });
        const { MessageId = '' } = await client.send(command);
        return MessageId;
      } catch (fault) {
        // With an answer from SES it is certain that the mail was not taken; without one nothing is.
        const status = fault instanceof SESServiceException ? fault.$metadata.httpStatusCode : undefined;
        if (!(fault instanceof SESServiceException) || status === undefined) throw fault;
        throw new NotTaken(fault.name, forGood.has(fault.name));
      }
    },
  };
}

/** Answers that another try would not change. */
const forGood = new Set(['MessageRejected', 'InvalidParameterValue']);

function addressed({ name, email }: Address) {
  return { name, address: email };
}
