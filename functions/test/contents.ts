import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { scan } from '@punctual/testkit/violations.ts';

/** The names of all fields, nested ones included, in any order. */
function allKeys(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...allKeys(inner)]));
}

/** Everything in the table but the counters of the rate limits and the answers kept for repeats, a line an item. */
export async function contents(): Promise<readonly string[]> {
  const items = await scan(connectTable(String(process.env.TABLE_NAME)));
  const kept = items.filter((item) => item.entity !== 'rate' && item.entity !== 'idempotency');
  return kept.map((item) => JSON.stringify(item, [...allKeys(item)].sort())).sort();
}
