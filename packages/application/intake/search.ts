import type { IntakeStatus } from '@punctual/scheduling/intake/meetings.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import { factsOf, type Intake } from './model.ts';

/** What an intake is found, filtered and sorted by. */
export interface IntakeRow {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly companyName: string;
  readonly companyWebsite: string;
  readonly position: string;
  readonly isDecisionMaker: boolean;
  readonly email: string;
  readonly status: IntakeStatus;
  readonly scheduledAt: Instant | undefined;
  readonly isRead: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type SortField = Exclude<keyof IntakeRow, 'id'>;

export interface IntakeQuery {
  /** From 1. */
  readonly page: number;
  readonly limit: number;
  /** Each of its words begins a word of a name, the company or the e-mail address. */
  readonly term?: string | undefined;
  readonly status?: IntakeStatus | undefined;
  readonly isRead?: boolean | undefined;
  readonly sortBy: SortField;
  readonly descending: boolean;
}

/** Undefined: it was deleted, and is found no more. */
export function rowOf(intake: Intake): IntakeRow | undefined {
  const { form, id, isRead, createdAt, updatedAt } = intake;
  if (form === undefined) return undefined;
  const { businessPhone: _, ...words } = form;
  const { status, scheduledAt } = factsOf(intake);
  return { id, ...words, status, scheduledAt, isRead, createdAt, updatedAt };
}

/** ASCII, which most texts are and which has nothing to take apart. */
const plain = /^[ -~]*$/;

/** Case and accents do not matter: compatibility decomposition, marks left out, and `ß` is `ss`. */
function folded(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase();
}

/** Rows of all intakes in memory, by segment, with the orders in which they were asked for. */
export interface IntakeCatalogue {
  /** The version of a segment that it has; 0: none. */
  versionOf(segment: string): number;
  replace(segment: string, version: number, rows: readonly IntakeRow[]): void;
  /** One page of what matches, and how many match. */
  find(query: IntakeQuery): { readonly ids: readonly string[]; readonly total: number };
}

interface Indexed {
  readonly row: IntakeRow;
  /** What is searched, folded. */
  readonly text: string;
}

interface Order {
  readonly ascending: readonly Indexed[];
  /** Without a value to sort by: last, in either direction. */
  readonly missing: readonly Indexed[];
}

/** An empty catalogue. An order is sorted when it is first asked for, and dropped with every change of a row. */
export function intakeCatalogue(): IntakeCatalogue {
  const segments = new Map<string, { readonly version: number; readonly rows: readonly Indexed[] }>();
  const orders = new Map<SortField, Order>();

  const orderBy = (field: SortField): Order => {
    const known = orders.get(field);
    if (known !== undefined) return known;
    const keyed = [...segments.values()].flatMap(({ rows }) =>
      rows.map((one) => ({ one, key: keyOf(one.row[field]) })),
    );
    keyed.sort((a, b) =>
      a.key === b.key ? compare(a.one.row.id, b.one.row.id) : compare(a.key ?? 0, b.key ?? 0),
    );
    const order = {
      ascending: keyed.filter(({ key }) => key !== undefined).map(({ one }) => one),
      missing: keyed.filter(({ key }) => key === undefined).map(({ one }) => one),
    };
    orders.set(field, order);
    return order;
  };

  return {
    versionOf: (segment) => segments.get(segment)?.version ?? 0,
    replace(segment, version, rows) {
      segments.set(segment, { version, rows: rows.map((row) => ({ row, text: textOf(row) })) });
      orders.clear();
    },
    find(query) {
      const { page, limit, sortBy, descending } = query;
      const { ascending, missing } = orderBy(sortBy);
      const matches = matcher(query);
      const first = (page - 1) * limit;
      const ids: string[] = [];
      let total = 0;
      const take = (one: Indexed | undefined): void => {
        if (one === undefined || !matches(one)) return;
        if (total >= first && ids.length < limit) ids.push(one.row.id);
        total += 1;
      };
      if (descending) for (let at = ascending.length - 1; at >= 0; at -= 1) take(ascending[at]);
      else for (const one of ascending) take(one);
      for (const one of missing) take(one);
      return { ids, total };
    },
  };
}

function keyOf(value: IntakeRow[SortField]): string | number | undefined {
  return typeof value === 'string' ? folded(value) : value === undefined ? undefined : Number(value);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function textOf({ firstName, lastName, companyName, email }: IntakeRow): string {
  return folded(`${firstName} ${lastName} ${companyName} ${email}`);
}

function matcher({ term = '', status, isRead }: IntakeQuery): (one: Indexed) => boolean {
  const words = folded(term)
    .split(/\s+/)
    .filter((word) => word !== '');
  return ({ row, text }) =>
    (status === undefined || row.status === status) &&
    (isRead === undefined || row.isRead === isRead) &&
    words.every((word) => beginsWord(text, word));
}

/** Half of a character beyond the first plane counts as a letter. */
const letterOrDigit = /[\p{L}\p{N}\uD800-\uDFFF]/u;

/** Whether something in the text that follows no letter or digit begins so: `acme` and `com` in `john@acme.com`. */
function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !letterOrDigit.test(text.charAt(at - 1))) return true;
  }
  return false;
}
