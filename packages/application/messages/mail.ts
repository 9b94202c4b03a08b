import { type Prepared, skipped } from './deliver.ts';
import type { Email, Mailer, Suppressions } from './message.ts';

export interface MailPorts {
  readonly mailer: Mailer;
  readonly suppressions: Suppressions;
}

/** Prepares a mail, which is not sent if there is no address or nothing may go to it any more. */
export async function prepareMail(
  { mailer, suppressions }: MailPorts,
  email: Email | undefined,
): Promise<Prepared> {
  if (email === undefined) return skipped('no address');
  if (await suppressions.isSuppressed(email.to.email)) return skipped('suppressed');
  return async () => ({ status: 'sent', messageId: await mailer.send(email) });
}
