import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/**
 * What the imitated services remember, in one SQLite file. A statement has been written to the file when the call
 * returns, so what was acknowledged outlives the process however it ends (WAL with `synchronous=NORMAL`: a loss of
 * power may cost the last moments, a kill costs nothing).
 */
export interface State {
  /** All rows of a query; columns are named by the query. */
  rows<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  row<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Runs a statement; the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** All or nothing; nests by joining the outer transaction. */
  transaction<T>(work: () => T): T;
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  /** Empties every table and all keys but those that start with `keep:`. */
  clear(): void;
  close(): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS queue (name TEXT PRIMARY KEY, attributes TEXT NOT NULL, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receives INTEGER NOT NULL,
    first_received_at INTEGER, dead_letter_source TEXT);
  CREATE INDEX IF NOT EXISTS message_queue ON message (queue, visible_at);
  CREATE INDEX IF NOT EXISTS message_visible ON message (visible_at);
  CREATE TABLE IF NOT EXISTS schedule_group (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS schedule (
    group_name TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, client_token TEXT, due_at INTEGER,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (group_name, name));
  CREATE INDEX IF NOT EXISTS schedule_due ON schedule (due_at);
  CREATE TABLE IF NOT EXISTS rule (
    bus TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (bus, name));
  CREATE TABLE IF NOT EXISTS target (
    bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (bus, rule, id));
  CREATE TABLE IF NOT EXISTS push (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL,
    push TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS push_due ON push (due_at);
  CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    value TEXT NOT NULL, UNIQUE (provider, kind, id));
  CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, entry TEXT NOT NULL);
`;

const emptied = [
  'queue',
  'message',
  'schedule_group',
  'schedule',
  'rule',
  'target',
  'inbox',
  'push',
  'record',
];

/** Opens (and makes, when missing) `cloud.db` in the directory. */
export function openState(directory: string): State {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'cloud.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  database.exec(tables);
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (sql: string) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  let inTransaction = false;

  const state: State = {
    // SQLite has no static row types: each query is the declaration of the row it asks for.
    rows: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    row: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    transaction(work) {
      if (inTransaction) return work();
      database.exec('BEGIN IMMEDIATE');
      inTransaction = true;
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      } finally {
        inTransaction = false;
      }
    },
    get: (key) => state.row<{ value: string }>('SELECT value FROM setting WHERE key = ?', key)?.value,
    set: (key, value) => {
      state.run(
        'INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        key,
        value,
      );
    },
    clear() {
      state.transaction(() => {
        for (const table of emptied) state.run(`DELETE FROM ${table}`);
        state.run(`DELETE FROM setting WHERE key NOT LIKE 'keep:%'`);
      });
    },
    close: () => database.close(),
  };
  return state;
}
