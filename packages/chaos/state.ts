import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Arrived } from './messages.ts';

/* What the imitated services remember, read from their file: after a long storm it is too much for one answer. */

function read<Found>(stateDirectory: string, work: (database: DatabaseSync) => Found): Found {
  const database = new DatabaseSync(join(stateDirectory, 'cloud.db'), { readOnly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Everything that left the house. */
export function arrivedIn(stateDirectory: string): readonly Arrived[] {
  return read(stateDirectory, (database) =>
    database
      .prepare(`SELECT entry ->> 'id' AS id, entry ->> 'channel' AS channel FROM inbox`)
      .all()
      .map(({ id, channel }) => ({ id: String(id), channel: channel as Arrived['channel'] })),
  );
}

/** How many messages the queues have delivered a second time by themselves. */
export function doubledMessages(stateDirectory: string): number {
  return read(stateDirectory, (database) => {
    const row = database.prepare(`SELECT value FROM setting WHERE key = 'doubled messages'`).get();
    return Number(row?.value ?? 0);
  });
}

/** Every token, code and secret that the imitated providers have given out and still know. */
export function providerSecrets(stateDirectory: string): readonly string[] {
  return read(stateDirectory, (database) => {
    const found: string[] = [];
    const collect = (value: unknown, name = ''): void => {
      if (typeof value === 'string' && value.length >= 16 && /token|secret|code|verifier/i.test(name)) {
        found.push(value);
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) collect(inner, key);
      }
    };
    for (const { value } of database.prepare('SELECT value FROM record').iterate())
      collect(JSON.parse(String(value)));
    return found;
  });
}
