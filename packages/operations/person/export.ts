import type { Item } from '../store.ts';
import type { Records, Subject } from './subject.ts';

/** What a person is not given of an item: keys of the table, and secrets that would open something. */
const hidden = new Set([
  'pk',
  'sk',
  'gsi1pk',
  'gsi1sk',
  'gsi2pk',
  'gsi2sk',
  'ttl',
  'search',
  'entity',
  'feed',
]);
const secret = new Set(['token', 'startUrl', 'password', 'leaseToken']);
const secretKinds = new Set(['tokens', 'lease', 'authorization', 'idempotency']);

export interface Export {
  readonly of: { readonly ids: readonly string[]; readonly emails: readonly string[] };
  readonly at: string;
  /** By kind of item: everything that is held, without secrets. */
  readonly held: Readonly<Record<string, readonly unknown[]>>;
  /** Kinds that are secrets: only how many there are. */
  readonly secrets: Readonly<Record<string, number>>;
}

/** Everything held about a person as they may be given it (GDPR, articles 15 and 20). */
export function exportOf({ partitions, others, acted }: Records, subject: Subject, now: number): Export {
  const items = [...[...partitions.values()].flat(), ...others, ...acted];
  const kinds = Map.groupBy(items, ({ entity }) => String(entity));
  const [secrets, open] = [[...kinds], [...kinds]].map((all, index) =>
    all.filter(([kind]) => secretKinds.has(kind) === (index === 0)),
  );
  return {
    of: { ids: [...subject.ids], emails: [...subject.emails] },
    at: new Date(now).toISOString(),
    held: Object.fromEntries((open ?? []).map(([kind, all]) => [kind, all.map(shown)])),
    secrets: Object.fromEntries((secrets ?? []).map(([kind, all]) => [kind, all.length])),
  };
}

/** With the key where the item holds nothing else, as pointers do. */
function shown(item: Item): unknown {
  const fields = Object.entries(item).filter(([field]) => !hidden.has(field));
  return fields.length === 0 ? { key: `${item.pk} ${item.sk}` } : readable(Object.fromEntries(fields));
}

function readable(value: unknown): unknown {
  if (value instanceof Set) return [...value].map(readable);
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([field, inner]) => [
    field,
    secret.has(field) ? '(secret)' : readable(inner),
  ]);
  return Object.fromEntries(entries);
}
