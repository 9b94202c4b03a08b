import type { SESServiceException } from '@aws-sdk/client-ses';
import { type Mailer, NotTaken } from '@punctual/application/messages/message.ts';

/**
 * Sends through SES. Its client, and what makes the mail, are loaded with the first one: many functions that may mail
 * seldom do, and both are the largest part of their start.
 *
 * @param configurationSet tells of bounces and complaints; without one nobody is told
 */
export function sesMailer(from: string, configurationSet?: string): Mailer {
  let loading: ReturnType<typeof load> | undefined;
  return {
    async send(email) {
      loading ??= load();
      const { client, SendRawEmailCommand, SESServiceException, mimeOf } = await loading;
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

async function load() {
  const [ses, mime] = await Promise.all([import('@aws-sdk/client-ses'), import('./mime.ts')]);
  // One attempt: the library would try again after a time-out, which may double a mail. The queue knows better.
  return { ...ses, ...mime, client: new ses.SESClient({ maxAttempts: 1 }) };
}

/** Answers that another try would not change. */
const forGood = new Set(['MessageRejected', 'InvalidParameterValue']);

/** Seconds of `Retry-After` (RFC 9110); its other form, a date, is not what AWS sends. */
function retryAfterSecondsOf({ $response }: SESServiceException): number | undefined {
  const header: unknown = $response?.headers['retry-after'];
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
