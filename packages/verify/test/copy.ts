import type { Outside } from '../check.ts';
import type { RawItem } from '../fact-kinds.ts';
import { Facts, factOf } from '../facts.ts';
import type { World } from './world.ts';

/* A table in memory, to be spoilt. */

export type Item = Record<string, unknown>;

/** What is spoilt, by which check it must be found, and how. */
export type Damage = readonly [what: string, check: string, spoil: (copy: Copy, ids: World['ids']) => void];

export class Copy {
  readonly #items: Map<string, Item>;
  outside: Outside;

  constructor(items: readonly RawItem[], outside: Outside) {
    this.#items = new Map(items.map((item) => [keyOf(item), structuredClone(item) as Item]));
    this.outside = outside;
  }

  facts(): Facts {
    const facts = new Facts();
    for (const item of this.#items.values()) facts.add(factOf(item));
    return facts;
  }

  /** @throws when there is none: then the world lacks what is to be spoilt */
  get(pk: string, sk: string): Item {
    return this.#items.get(`${pk} ${sk}`) ?? missing(`${pk} ${sk}`);
  }

  one(entity: string, fits: (item: Item) => boolean = () => true): Item {
    return this.all(entity).find(fits) ?? missing(entity);
  }

  all(entity: string): readonly Item[] {
    return [...this.#items.values()].filter((item) => item.entity === entity);
  }

  patch(item: Item, change: Item): void {
    this.#items.set(keyOf(item), { ...item, ...change });
  }

  lose(item: Item): void {
    this.#items.delete(keyOf(item));
  }

  add(item: Item): void {
    this.#items.set(keyOf(item), item);
  }

  appointment(id: string): Item {
    return this.get(`APPOINTMENT#${id}`, 'APPOINTMENT');
  }

  decision(id: string): Item {
    return this.get(`APPOINTMENT#${id}`, 'DECISION');
  }

  event(id: string, sequence: number): Item {
    return this.get(`APPOINTMENT#${id}`, `EVENT#00000${sequence}`);
  }

  pageOf(id: string): Item {
    return this.one('page', (page) => list(page.entries).some((entry) => entry.id === id));
  }

  intake(id: string): Item {
    return this.get(`INTAKE#${id}`, 'INTAKE');
  }
}

/** The parts of a list or of an object. */
export function list(value: unknown): readonly Item[] {
  return Object.values(value as Record<string, Item>);
}

function keyOf({ pk, sk }: RawItem): string {
  return `${pk} ${sk}`;
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}
