import { fromItem } from '@punctual/adapters/dynamodb/items.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { publicationsOf } from '@punctual/application/events/publications.ts';
import { type Publisher, publishAll } from '@punctual/application/events/replay.ts';
import { eachItem, type Item } from './store.ts';

type Event = Parameters<typeof publicationsOf>[0];

/**
 * Publishes the events that happened in [from, to) again, in order per partition; how many there were. Reads the table once,
 * and keeps these events in memory.
 */
export async function replayBetween(
  table: Table,
  bus: Publisher,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  const events: Item[] = [];
  await eachItem(table, (item) => {
    if (item.entity === 'event' && Number(item.at) >= from && Number(item.at) < to) events.push(item);
  });
  const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
  events.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await publishAll(
    bus,
    events.flatMap((item) => publicationsOf(fromItem<Event>(item))),
  );
  return events.length;
}
