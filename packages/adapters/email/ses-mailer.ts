import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { type Mailer, NotTaken } from '@punctual/application/messages/message.ts';
import { sendOnce } from '../system/send-once.ts';

/**
 * Sends through SES. What makes the mail is loaded with the first one, because many functions that may mail seldom do,
 * and it is the largest part of them.
 *
 * @param configurationSet tells of bounces and complaints; without one nobody is told
 */
export function sesMailer(from: string, configurationSet?: string): Mailer {
  const client = new SESClient(sendOnce);
  return {
    async send(email) {
      const { mimeOf } = await import('./mime.ts');
      const Data = await mimeOf(from, email);
      try {
        const command = new SendRawEmailCommand({
          Destinations: [email.to.email],
          RawMessage: { Data },
          ...(configurationSet && { ConfigurationSetName: configurationSet }),
        });
        const { MessageId = '' } = await client.send(command);
        return MessageId;
      } catch (fault) {
        // With an answer from SES it is certain that the mail was not taken; without one nothing is.
        const status = fault instanceof SESServiceException ? fault.$metadata.httpStatusCode : undefined;
        if (!(fault instanceof SESServiceException) || status === undefined) throw fault;
        throw new NotTaken(fault.name, forGood.has(fault.name), retryAfterSecondsOf(fault));
      }
    },
  };
}

/** Answers that another try would not change. */
const forGood = new Set(['MessageRejected', 'InvalidParameterValue']);

/** Seconds of `Retry-After` (RFC 9110); its other form, a date, is not what AWS sends. */
function retryAfterSecondsOf({ $response }: SESServiceException): number | undefined {
  const header: unknown = $response?.headers['retry-after'];
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
