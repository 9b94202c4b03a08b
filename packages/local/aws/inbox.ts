import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { State } from '../state.ts';

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  /** Text as it is for textual types, otherwise base64. */
  readonly content: string;
}

export interface Sent {
  readonly channel: 'email' | 'sms' | 'push';
  readonly from?: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
}

export interface InboxEntry extends Sent {
  readonly id: string;
  /** One recipient: a message to several is entered once for each. */
  readonly to: string;
  readonly at: string;
}

/** Everything that would have left the house, oldest first. */
export interface Inbox {
  /** Enters the message for each recipient; the id of the message as its sender is told it. */
  add(recipients: readonly string[], message: Sent): string;
  list(recipient?: string): InboxEntry[];
}

/** Kept in the state, so that it survives a restart. Addresses are found whatever their case. */
export function createInbox(state: State, clock: Clock): Inbox {
  return {
    add(recipients, message) {
      const messageId = randomUUID();
      state.transaction(() => {
        for (const [index, to] of recipients.entries()) {
          const id = index === 0 ? messageId : randomUUID();
          const entry: InboxEntry = { id, to, at: new Date(clock.now()).toISOString(), ...message };
          state.run(
            'INSERT INTO inbox (recipient, entry) VALUES (?, ?)',
            to.toLowerCase(),
            JSON.stringify(entry),
          );
        }
      });
      return messageId;
    },
    list: (recipient) =>
      state
        .rows<{ entry: string }>(
          'SELECT entry FROM inbox WHERE ? IS NULL OR recipient = ? ORDER BY seq',
          recipient?.toLowerCase() ?? null,
          recipient?.toLowerCase() ?? null,
        )
        .map((row) => JSON.parse(row.entry)),
  };
}
