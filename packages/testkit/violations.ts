import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { overlaps, pages } from '@punctual/verify/checks/agendas.ts';
import { indexes, tallies } from '@punctual/verify/checks/counts.ts';
import { relations, sequences } from '@punctual/verify/checks/events.ts';
import { scan as read } from '@punctual/verify/scan.ts';
import { judge } from '@punctual/verify/verify.ts';

/** What holds at every moment, whatever is still to follow. */
const always = [overlaps, pages, sequences, relations, tallies, indexes];

/**
 * Everything in a table that breaks a promise at the moment, in words: the independent checker, without what takes its
 * time or lies outside. Reads the whole table.
 *
 * @param bufferOf the buffer in minutes that a provider had at every booking
 */
export async function violationsIn(
  table: Table,
  now: Instant,
  bufferOf: (providerId: string) => number,
): Promise<readonly string[]> {
  const facts = await read(table, { segments: 1, journal: undefined });
  const results = judge({ facts, now, grace: 0, outside: {}, bufferOf }, always);
  return results.flatMap(({ violations }) => violations.map(({ check, text }) => `${check}: ${text}`));
}

/** Every item as it is. */
export async function scan({ client, name }: Table): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
