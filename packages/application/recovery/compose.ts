import type { Incentive, Recovery, RecoveryMessage } from '@punctual/scheduling/recovery/recovery.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { escapeHtml, linkHtml } from '../messages/html.ts';
import type { Email } from '../messages/message.ts';
import { addressOf, oneLine, times } from '../messages/notice.ts';
import { fitted } from '../messages/sms.ts';
import { shortened } from '../messages/text.ts';
import type { Person } from '../model.ts';
import type { Links } from '../ports.ts';

/** How long the link to the slot is good for. */
const bookLinkLasts = 14 * DAY;
/** Whoever finds the mail much later must still be able to decline; laws ask for 30 days at least. */
const unsubscribeLinkLasts = 365 * DAY;

export interface RecoveryLinks {
  readonly book: string;
  readonly unsubscribe: string;
}

/** Signed links for one client and one hold: 14 days to book the slot, a year to decline (RFC 8058). */
export async function recoveryLinks(
  { links, publicApiUrl }: { readonly links: Links; readonly publicApiUrl: string },
  { id, clientId }: Pick<Recovery, 'id' | 'clientId'>,
  now: number,
): Promise<RecoveryLinks> {
  const subject = { appointmentId: id, personId: clientId };
  const [book, unsubscribe] = await Promise.all([
    links.sign('recover', subject, now + bookLinkLasts),
    links.sign('unsubscribe', subject, now + unsubscribeLinkLasts),
  ]);
  const base = `${publicApiUrl}/api/v1/public`;
  return { book: `${base}/recover/${book}`, unsubscribe: `${base}/unsubscribe/${unsubscribe}` };
}

/** Everything that a recovery message says, put together before a word is written. */
export interface RecoveryFacts {
  readonly recovery: Pick<Recovery, 'start' | 'durationMinutes' | 'timeZone'>;
  readonly message: Pick<RecoveryMessage, 'customText' | 'incentive'>;
  readonly provider: Person | undefined;
  readonly providerZone: string;
  readonly client: Person;
  readonly links: RecoveryLinks;
}

/** The mail that invites somebody back. Undefined when they have no address. */
export function composeRecovery(facts: RecoveryFacts): Email | undefined {
  const { recovery, provider, providerZone, client, links } = facts;
  const to = addressOf(client);
  if (to === undefined) return undefined;
  const coach = coachOf(facts);
  const greeting = to.name === '' ? 'Hello,' : `Hello ${to.name},`;
  const words = wordsOf(facts);
  const details = [
    ...times({
      appointment: recovery,
      provider: { name: coach },
      providerZone,
      // Where they were when they chose it, which may be elsewhere than the coach has noted.
      client: { name: to.name, timeZone: recovery.timeZone },
      recipient: 'client',
    }),
    ...offerOf(facts),
  ];
  const invitation = 'Book it, or see which times are free instead:';
  const farewell = `No more mail about bookings with ${coach} that you did not finish:`;
  return {
    to,
    replyTo: provider && addressOf(provider),
    subject: `Your appointment with ${coach} is not booked yet`,
    text: [
      greeting,
      ...words,
      details.join('\n'),
      `${invitation} ${links.book}`,
      `${farewell} ${links.unsubscribe}`,
      '',
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      ...[greeting, ...words, ...details].map((line) => `<p>${htmlOf(line)}</p>`),
      linkHtml(invitation, links.book),
      linkHtml(farewell, links.unsubscribe),
      '</body></html>',
    ].join(''),
    calendar: undefined,
    // RFC 8058: mail programs offer one click, which posts to the address without asking further.
    headers: {
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** Units that the words of a text message have, so that with its link it takes three parts in the basic alphabet. */
const wordsInText = 160;

/** The text message that does the same. Its link is what it is for, so the words are cut and never the link. */
export function composeRecoveryText(facts: RecoveryFacts): string {
  const words = fitted([...wordsOf(facts), ...offerOf(facts)].join(' '));
  return `${shortened(words, wordsInText, '...')} ${facts.links.book}`;
}

function coachOf({ provider }: RecoveryFacts): string {
  return oneLine(provider?.name ?? '') || 'the coach';
}

/** The coach's own words, else the default ones. */
function wordsOf(facts: RecoveryFacts): readonly string[] {
  const own = paragraphs(facts.message.customText);
  if (own.length > 0) return own;
  return [`You chose a time for an appointment with ${coachOf(facts)}, but it has not been booked yet.`];
}

function offerOf({ message: { incentive } }: RecoveryFacts): readonly string[] {
  return incentive === undefined ? [] : [`If you book now: ${incentiveInWords(incentive)}.`];
}

/** A value is said as it was given: whether a discount of 20 is a percentage or an amount is for the coach to say. */
function incentiveInWords({ type, value }: Incentive): string {
  if (type === 'discount') return value === undefined ? 'a discount' : `a discount of ${value}`;
  if (type === 'free_session') {
    return value === undefined || value <= 1 ? 'a free session' : `${value} free sessions`;
  }
  const name = oneLine(type).replaceAll('_', ' ');
  return value === undefined ? name : `${name} (${value})`;
}

/** Somebody's own words: line breaks stay, other control characters go. */
function paragraphs(text = ''): readonly string[] {
  const lines = text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map(oneLine);
  return lines
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

function htmlOf(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}
