import type { Facts } from '@punctual/verify/facts.ts';
import type { Outcome, Passing } from './wire.ts';

/** Real milliseconds before a kill in which a message may have gone out without anybody noting that it did. */
const unnoted = 15_000;

/**
 * Watches messages on their way, and what is noted of them, from outside. A message may come twice only where nobody could know
 * whether the first one had gone out.
 */
export interface MessageWatch {
  seenMail(passing: Passing, outcome: Outcome): void;
  seenTable(passing: Passing, outcome: Outcome): void;
  killed(): void;
  /** Judges what arrived by what was noted. */
  judge(
    inbox: readonly Arrived[],
    facts: Facts,
  ): { readonly violations: readonly string[]; readonly doubts: number };
}

export interface Arrived {
  readonly id: string;
  readonly channel: 'email' | 'sms' | 'push';
}

export function watchMessages(): MessageWatch {
  /** When each was accepted, and whether its sender was told so. */
  const accepted = new Map<string, { readonly at: number; readonly isTold: boolean }>();
  const kills: number[] = [];
  const notNoted = new Set<string>();
  let unanswered = 0;

  return {
    seenMail(_, { answer, isTold, fault }) {
      if (answer === undefined) {
        if (fault === undefined || fault.takesEffect) unanswered += 1;
        return;
      }
      const id = /"MessageId"\s*:\s*"([^"]+)"|<MessageId>([^<]+)</.exec(answer.body);
      const found = id?.[1] ?? id?.[2];
      if (answer.status < 300 && found !== undefined) {
        accepted.set(found, { at: performance.now(), isTold });
      }
    },
    seenTable({ kind, body }, { answer, isTold }) {
      if (kind !== 'PutItem' || !body.includes('"DELIVERY#')) return;
      const id = /"messageId"\s*:\s*\{\s*"S"\s*:\s*"([^"]+)"/.exec(body)?.[1];
      if (id !== undefined && (answer === undefined || answer.status >= 300 || !isTold)) notNoted.add(id);
    },
    killed() {
      kills.push(performance.now());
    },
    judge(inbox, facts) {
      const violations: string[] = [];
      const noted = new Set<string>();
      for (const { status, messageId } of facts.of('delivery')) {
        if (status === 'sent' && messageId !== undefined) noted.add(messageId);
      }
      const arrived = new Set(inbox.map(({ id }) => id));
      let doubts = 0;
      let unknown = 0;
      for (const { id, channel } of inbox) {
        // A push goes to each device, and is noted once.
        if (noted.has(id) || channel === 'push') continue;
        doubts += 1;
        const sent = accepted.get(id);
        if (sent === undefined) unknown += 1;
        else if (
          sent.isTold &&
          !notNoted.has(id) &&
          !kills.some((at) => at > sent.at && at - sent.at < unnoted)
        ) {
          violations.push(`message ${id} (${channel}) was sent in excess, without any doubt about another`);
        }
      }
      if (unknown > unanswered + kills.length) {
        violations.push(`${unknown} messages that nobody noted, ${unanswered} had no answer`);
      }
      for (const { status, messageId = '', channel, pk, sk } of facts.of('delivery')) {
        if (status === 'sent' && channel !== 'push' && !arrived.has(messageId)) {
          violations.push(`${pk} ${sk} is noted as sent and never arrived`);
        }
      }
      return { violations, doubts };
    },
  };
}
