import type { Deletion } from './delete.ts';
import type { Place } from './proof.ts';
import type { Records, Subject } from './subject.ts';

/** What no command reaches: said every time, so that the answer to the person can say it. */
const outOfReach = [
  'Google and Outlook: entries that stand in calendars already, of both sides; their owners delete them there',
  'Zoom: meetings held, their reports and recordings; delete them in the account',
  'Calendly: its own record of invitees; delete it there (Data compliance)',
  'mails, text messages and pushes that were sent',
  'the identity provider: whoever logs in again is entered again',
  'backups and point-in-time recovery: 35 days; delete again after a restore',
  'the archive of events: 14 days (dev: 3)',
  'logs: ids only',
  'what the recommender learnt from everybody together',
];

/** What would be deleted, by kind. */
export function formatPlan({ partitions, others, acted }: Records, { ids }: Subject): string {
  const items = [...[...partitions.values()].flat(), ...others];
  const kinds = Map.groupBy(items, ({ entity }) => String(entity));
  const lines = [...kinds].map(([kind, all]) => `  ${kind} ${all.length}`).sort();
  return [
    `${ids.size} entries of the directory; items to delete or to empty:`,
    ...lines,
    `Changes of other people's appointments keep the id of who made them: ${acted.length}.`,
    'Nothing was changed. Say --yes to delete.',
    '',
  ].join('\n');
}

/** What was done, what is left and what is out of reach: without a name or address, so that it can be kept as the proof. */
export function formatDeletion(done: Deletion): string {
  const { proof, connections } = done;
  const kept = connections.filter(({ revoked }) => !revoked).map(({ id }) => id);
  return [
    `${done.people} entries of the directory, ${done.cancelled} appointments cancelled, ${done.intakes} intakes deleted, ${connections.length} connections ended.`,
    `${done.deleted} items deleted, ${done.emptied} emptied, ${done.timers} timers taken back.`,
    ...(done.settled ? [] : ['Workers were not done in time: the other side may not have been told.']),
    ...(kept.length > 0 ? [`Not taken back at the provider: ${kept.join(', ')}`] : []),
    `Looked for ${done.values} values in ${proof.items} items.`,
    ...(done.values === 0 ? ['Nothing was known to look for: name an address with --email.'] : []),
    proof.remaining.length === 0 ? 'Nothing is left.' : `${proof.remaining.length} places are left:`,
    ...proof.remaining.map(placeOf),
    ...(proof.suppressions > 0
      ? [
          'Kept: that no mail may go to the address, under its hash, so that nobody writes to it again by mistake.',
        ]
      : []),
    ...(proof.elsewhere.length > 0
      ? [
          'The same name or number in what is about others, for you to judge:',
          ...proof.elsewhere.map(placeOf),
        ]
      : []),
    'Out of reach of this command:',
    ...outOfReach.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function placeOf({ pk, sk, field, kind }: Place): string {
  return `  ${pk} ${sk} ${field}: ${kind}`;
}
