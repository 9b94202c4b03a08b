import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startCloud } from '@punctual/local/cloud.ts';

/** The process that is killed: the product in a local cloud on the given state directory, which tells its addresses. */
const stateDirectory = process.argv[2] ?? '.local';
const cloud = await startCloud({ port: 0, stateDirectory, settleLimit: 120_000 });
if (process.env.DOUBLE_MESSAGES === 'on') doubleMessages();
process.send?.({ url: cloud.url, endpoints: cloud.endpoints });
process.on('disconnect', () => process.exit());

/**
 * Delivers one in twenty messages of all queues a second time, up to a quarter of an hour later: also those that come from
 * schedules and from the bus, which pass no proxy.
 */
function doubleMessages(): void {
  const state = new DatabaseSync(join(stateDirectory, 'cloud.db'));
  state.exec(`
    PRAGMA busy_timeout = 5000;
    INSERT OR IGNORE INTO setting VALUES ('doubled messages', '0');
    CREATE TRIGGER IF NOT EXISTS doubled AFTER INSERT ON message WHEN NEW.seq % 20 = 7 BEGIN
      INSERT INTO message (id, queue, body, attributes, sent_at, visible_at, receives) VALUES (
        lower(hex(randomblob(16))) || '----', NEW.queue, NEW.body, NEW.attributes, NEW.sent_at,
        NEW.visible_at + NEW.seq * 7919 % 900000, 0);
      UPDATE setting SET value = value + 1 WHERE key = 'doubled messages';
    END;
  `);
  state.close();
}
