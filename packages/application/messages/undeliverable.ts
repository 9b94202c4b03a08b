import type { Ports } from '../ports.ts';
import type { Suppressions } from './message.ts';

interface Recipient {
  /** With or without a name, as it was written. */
  readonly emailAddress: string;
}

/** What the mail provider tells of mail that did not arrive, or was not wanted. */
export type MailNews =
  | { readonly bounce: { readonly bounceType: string; readonly bouncedRecipients: readonly Recipient[] } }
  | {
      readonly complaint: {
        readonly complaintFeedbackType?: string | null | undefined;
        readonly complainedRecipients: readonly Recipient[];
      };
    };

/**
 * Sends nothing more to addresses that bounced for good or whose owners complained. A full mailbox changes nothing, nor
 * does a mail that somebody took out of their spam folder.
 */
export async function noteUndeliverable(
  { suppressions, clock }: Pick<Ports, 'clock'> & { readonly suppressions: Suppressions },
  news: MailNews,
): Promise<void> {
  const isBounce = 'bounce' in news;
  if (isBounce && news.bounce.bounceType !== 'Permanent') return;
  if (!isBounce && news.complaint.complaintFeedbackType === 'not-spam') return;
  const recipients = isBounce ? news.bounce.bouncedRecipients : news.complaint.complainedRecipients;
  for (const { emailAddress } of recipients) {
    const address = /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress;
    await suppressions.suppress(address, isBounce ? 'bounce' : 'complaint', clock.now());
  }
}
