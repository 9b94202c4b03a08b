import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { eachItem, type Item } from '../store.ts';
import type { Records } from './subject.ts';
import { eachText, findIn, isReference, type PersonalValue } from './values.ts';

/** Where something was found: never what. */
export interface Place {
  readonly pk: string;
  readonly sk: string;
  readonly entity: string;
  readonly field: string;
  readonly kind: PersonalValue['kind'];
}

export interface Proof {
  /** Items that were looked through. */
  readonly items: number;
  /** What is left of the person. */
  readonly remaining: readonly Place[];
  /** Where the same name or number stands in what is about others: namesakes, a family's telephone, somebody's notes. */
  readonly elsewhere: readonly Place[];
  /** Kept on purpose: that no mail may go to an address, under its hash. */
  readonly suppressions: number;
}

/** Words as long as that are nobody else's by chance; shorter reasons are given by many. */
const ownWords = 40;

/** Whether a value is theirs wherever it stands. */
export function isUnique({ kind, text }: PersonalValue): boolean {
  return kind === 'e-mail' || kind === 'device' || (kind === 'words' && text.length >= ownWords);
}

/** Looks for every value in every text of every item, keys and deflated ones included. */
export async function prove(
  table: Table,
  records: Records,
  values: readonly PersonalValue[],
  progress?: (items: number) => void,
): Promise<Proof> {
  const remaining: Place[] = [];
  const elsewhere: Place[] = [];
  let [items, suppressions] = [0, 0];
  await eachItem(
    table,
    (item: Item) => {
      items += 1;
      const pk = String(item.pk);
      const isTheirs = records.partitions.has(pk);
      if (item.entity === 'suppression' && isTheirs) suppressions += 1;
      const seen = new Set<string>();
      eachText(item, (text, path) => {
        for (const value of values) {
          // An id may be anything, also somebody's name; an address in one is told of.
          if (value.kind !== 'e-mail' && isReference(path)) continue;
          if (!findIn(text, value)) continue;
          const field = path.join('.');
          if (seen.has(`${field} ${value.kind}`)) continue;
          seen.add(`${field} ${value.kind}`);
          const place = { pk, sk: String(item.sk), entity: String(item.entity), field, kind: value.kind };
          if (isTheirs || isUnique(value)) remaining.push(place);
          else if (value.kind !== 'words') elsewhere.push(place);
        }
      });
    },
    progress,
  );
  return { items, remaining, elsewhere, suppressions };
}
