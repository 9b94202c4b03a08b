import { skipped } from './deliver.ts';
import type { DeliveryResult, Email, Mailer, Suppressions } from './message.ts';

export interface MailPorts {
  readonly mailer: Mailer;
  readonly suppressions: Suppressions;
}

/** Sends a mail, unless there is no address or nothing may go to it any more. Throws as `Mailer` does. */
export async function mail(
  { mailer, suppressions }: MailPorts,
  email: Email | undefined,
): Promise<DeliveryResult> {
  if (email === undefined) return skipped('no address');
  if (await suppressions.isSuppressed(email.to.email)) return skipped('suppressed');
  return { status: 'sent', messageId: await mailer.send(email) };
}
