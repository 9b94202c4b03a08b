import type { State } from '../state.ts';

/** A stand-in's memory: JSON values by kind and id, each kind in the order in which its ids were first put. */
export interface Records {
  get<Value extends object>(kind: string, id: string): Value | undefined;
  put(kind: string, id: string, value: object): void;
  /** Whether it was there. */
  delete(kind: string, id: string): boolean;
  list<Value extends object>(kind: string): Value[];
  /** The first ones whose ids sort behind the given one, in the order of their ids. */
  after<Value extends object>(kind: string, id: string, limit: number): Value[];
  /** 1, 2, 3 and so on. */
  next(counter: string): number;
  /** All or nothing. */
  transaction<T>(work: () => T): T;
}

export function createRecords(state: State, provider: string): Records {
  const parse = ({ value }: { value: string }) => JSON.parse(value);
  const records: Records = {
    get(kind, id) {
      const row = state.row<{ value: string }>(
        'SELECT value FROM record WHERE provider = ? AND kind = ? AND id = ?',
        provider,
        kind,
        id,
      );
      return row === undefined ? undefined : parse(row);
    },
    put(kind, id, value) {
      state.run(
        `INSERT INTO record (provider, kind, id, value) VALUES (?, ?, ?, ?)
         ON CONFLICT (provider, kind, id) DO UPDATE SET value = excluded.value`,
        provider,
        kind,
        id,
        JSON.stringify(value),
      );
    },
    delete: (kind, id) =>
      state.run('DELETE FROM record WHERE provider = ? AND kind = ? AND id = ?', provider, kind, id) > 0,
    list: (kind) =>
      state
        .rows<{ value: string }>(
          'SELECT value FROM record WHERE provider = ? AND kind = ? ORDER BY seq',
          provider,
          kind,
        )
        .map(parse),
    after: (kind, id, limit) =>
      state
        .rows<{ value: string }>(
          'SELECT value FROM record WHERE provider = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?',
          provider,
          kind,
          id,
          limit,
        )
        .map(parse),
    next: (counter) =>
      state.transaction(() => {
        const value = (records.get<{ value: number }>('counter', counter)?.value ?? 0) + 1;
        records.put('counter', counter, { value });
        return value;
      }),
    transaction: (work) => state.transaction(work),
  };
  return records;
}
