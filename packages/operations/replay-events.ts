import { parseArgs } from 'node:util';
import { eventBridge } from '@punctual/adapters/events/event-bus.ts';
import { eventSource } from '@punctual/events/source.ts';
import { replayBetween } from './replay.ts';
import { tableFromEnvironment } from './store.ts';

const usage = `npm run events:replay -- --from <instant> --to <instant>

Publishes all events of the table TABLE_NAME again that happened in [from, to) on the bus EVENT_BUS_NAME, in order per
appointment, connection and provider. For what the stream lost. Instants as RFC 3339, with Z or an offset.
`;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
  const [from, to] = [values.from, values.to].map((text) => Date.parse(text ?? ''));
  const { EVENT_BUS_NAME: bus } = process.env;
  if (from === undefined || to === undefined || !(from < to) || bus === undefined) throw new Error(usage);
  const published = await replayBetween(tableFromEnvironment(), eventBridge(bus, eventSource), { from, to });
  process.stdout.write(`${published} events published again.\n`);
}

try {
  await run();
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
}
