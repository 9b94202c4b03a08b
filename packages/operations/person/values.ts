import { inflateRawSync } from 'node:zlib';
import type { Item } from '../store.ts';
import type { Records, Subject } from './subject.ts';

/**
 * What must not be found any more. A name alone is not only theirs: people share names, so it counts where the person is
 * meant, and elsewhere it is for somebody to judge.
 */
export interface PersonalValue {
  readonly kind: 'e-mail' | 'name' | 'telephone' | 'device' | 'words';
  /** In lower case; of a telephone number the digits. */
  readonly text: string;
}

/** What stands in place of a name. */
export const nobody = 'Deleted person';

/** Shorter ones are found in anything. */
const shortestName = 3;
const shortestWords = 12;
const shortestNumber = 7;

/** Fields with words that somebody wrote. */
const written = new Set(['notes', 'reason', 'customText']);

/** Everything personal in what was found: who they are, where they are reached, and what was written about them. */
export function valuesOf({ partitions }: Records, subject: Subject): readonly PersonalValue[] {
  const found = new Map<string, PersonalValue>();
  const add = (kind: PersonalValue['kind'], text: unknown, shortest: number) => {
    const value =
      kind === 'telephone'
        ? digitsOf(String(text ?? ''))
        : String(text ?? '')
            .trim()
            .toLowerCase();
    if (value.length >= shortest) found.set(`${kind} ${value}`, { kind, text: value });
  };
  for (const email of subject.emails) add('e-mail', email, 3);
  for (const item of [...partitions.values()].flat()) {
    switch (item.entity) {
      case 'person':
        if (item.name !== nobody) add('name', item.name, shortestName);
        add('telephone', item.phone, shortestNumber);
        break;
      case 'device':
        add('device', item.token, shortestName);
        break;
      case 'connection':
        add('e-mail', item.accountEmail, 3);
        break;
      case 'intake': {
        const form = (item.form ?? {}) as Item;
        const phone = (form.businessPhone ?? {}) as Item;
        if (form.firstName !== undefined) add('name', `${form.firstName} ${form.lastName}`, shortestName);
        add('telephone', phone.number, shortestNumber);
        break;
      }
      default:
    }
    eachText(item, (text, path) => {
      const field = path.at(-1) ?? '';
      if (written.has(field)) add('words', text, shortestWords);
    });
  }
  return [...found.values()];
}

/** Shows every text in an item with the fields that lead to it; what is deflated, inflated. */
export function eachText(
  value: unknown,
  visit: (text: string, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof value === 'string') visit(value, path);
  else if (value instanceof Uint8Array) visit(inflated(value), path);
  else if (value instanceof Set) for (const one of value) eachText(one, visit, path);
  else if (Array.isArray(value)) for (const one of value) eachText(one, visit, path);
  else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value)) {
      // Of an object that is a list by key, the keys may be data too.
      if (path.length > 0) visit(field, path);
      eachText(inner, visit, [...path, field]);
    }
  }
}

function inflated(bytes: Uint8Array): string {
  try {
    return inflateRawSync(bytes).toString();
  } catch {
    return Buffer.from(bytes).toString();
  }
}

/** Whether a value stands in a text, however it is written there. */
export function findIn(text: string, value: PersonalValue): boolean {
  // Most texts are short, and there may be thousands of notes to look for.
  return text.length >= value.text.length && pattern(value).test(text);
}

const patterns = new WeakMap<PersonalValue, RegExp>();

/**
 * Names stand by themselves, not within words; numbers are as people write them, not digits of an id or an instant. An
 * address counts wherever it stands.
 */
function pattern(value: PersonalValue): RegExp {
  const known = patterns.get(value) ?? new RegExp(sourceOf(value), 'iu');
  patterns.set(value, known);
  return known;
}

function sourceOf({ kind, text }: PersonalValue): string {
  switch (kind) {
    case 'name':
      return `(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`;
    case 'telephone':
      return `(?<![\\d\\p{L}])\\+?${[...text].join('[ ().-]*')}(?!\\d)`;
    default:
      return escaped(text);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

/** Fields that refer to something, or say how something is: they name nobody in words, and nothing would agree without them. */
const reference =
  /^(pk|sk|gsi[12][ps]k|id|by|to|agenda|entity|status|state|type|kind|surface|standing|channel|platform|timeZone|recipient|instance|stay|digest|etag|link)$|(Id|Agenda|By|Token)$/;

/** Whether the fields that lead to a text make it a reference. */
export function isReference(path: readonly string[]): boolean {
  return reference.test(path.at(-1) ?? '');
}

/** Takes values out of every text of a value but its references. */
export function without<T>(value: T, values: readonly PersonalValue[]): T {
  if (typeof value === 'string') {
    const found = values.filter((one) => findIn(value, one));
    // The longest first: a name may be part of an address.
    const ordered = found.toSorted((a, b) => b.text.length - a.text.length);
    return ordered.reduce<string>(
      (text, one) => text.replaceAll(new RegExp(pattern(one), 'giu'), erased),
      value,
    ) as T;
  }
  if (Array.isArray(value)) return value.map((one) => without(one, values)) as T;
  if (typeof value === 'object' && value !== null && !(value instanceof Set || value instanceof Uint8Array)) {
    const entries = Object.entries(value).map(([field, inner]) => [
      field,
      isReference([field]) && typeof inner === 'string' ? inner : without(inner, values),
    ]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}

const erased = '[erased]';
