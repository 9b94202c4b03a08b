/**
 * `npm run cost`: what a million bookings cost on AWS, from what the functions use for a few of them in a local cloud in
 * this process, and from list prices. `--per-function` shows which function uses what.
 */
import { parseArgs } from 'node:util';
import { startCloud } from '@punctual/local/cloud.ts';
import { product } from '@punctual/local/product.ts';
import { table } from '../report.ts';
import { billFor, type Line, quantitiesOf, totalOf, without } from './bill.ts';
import { lists, looks, share, tellStory } from './life.ts';
import { startMeter, type Usage } from './meter.ts';
import { prices, pricesAsOf } from './prices.ts';

const { values: options } = parseArgs({
  options: { 'per-function': { type: 'boolean', default: false } },
});
const million = 1_000_000;
const meter = startMeter();
const cloud = await startCloud({
  port: 0,
  stateDirectory: undefined,
  entries: meter.measured(product),
  environment: { POWERTOOLS_LOG_LEVEL: 'INFO' },
  settleLimit: 300_000,
});
try {
  cloud.clock.set(Date.parse('2026-03-02T08:00:00Z'));
  // Not before the environment is there: the wiring reads it when it is loaded.
  const { table: functionTable } = await import('@punctual/functions/wiring.ts');
  meter.watch(functionTable.client);
  const { scan } = await import('@punctual/testkit/violations.ts');
  /** Of what stays: counters and answers kept for repeats expire. */
  const stored = async () =>
    (await scan(functionTable))
      .filter((item) => item.ttl === undefined)
      .reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0);

  const story = await tellStory(cloud);
  // Once before it counts: people become acquainted, and everything is loaded.
  await story.bookings();
  meter.take();
  story.takeAnswerBytes();
  const empty = await stored();
  await story.idleDay();
  const idle = quantitiesOf({ usages: meter.take(), answerBytes: 0, storedBytes: 0 });
  const before = await stored();
  const days = await story.bookings();
  const usages = meter.take();
  const storedBytes = (await stored()) - before;
  const used = quantitiesOf({ usages, answerBytes: story.takeAnswerBytes(), storedBytes });
  const own = without(used, idle, days);

  const say = (text: string) => process.stdout.write(`${text}\n`);
  const shown = (lines: readonly Line[], each: number) =>
    table(
      lines.map(({ item, quantity, dollars }) => ({
        item,
        'for one': (quantity / each).toPrecision(3),
        unit: prices[item].unit,
        total: quantity.toLocaleString('en', { maximumFractionDigits: 1 }),
        price: `$${prices[item].dollars} per ${prices[item].per.toLocaleString('en')}`,
        dollars: dollars.toFixed(2),
        source: prices[item].source,
      })),
    );
  say(
    `${share.bookings} bookings: ${share.byVisitors} by visitors, the others by the coach; ${looks} looks at the public slots and ${lists} lists for each; ` +
      `${share.moved} moved, ${share.cancelled} cancelled, ${share.missed} missed; reminders by mail; Google calendar and Zoom.\n`,
  );
  if (options['per-function']) say(`${functionTableOf(usages, share.bookings)}\n`);
  const bill = billFor(own, million / share.bookings);
  say(`A million bookings, list prices of us-east-1, ${pricesAsOf}:`);
  say(shown(bill, million));
  const seconds = bill.find(({ item }) => item === 'lambdaSeconds')?.dollars ?? 0;
  say(
    `total $${totalOf(bill).toFixed(0)}. Handlers' time is that of this machine: twice as long would be $${seconds.toFixed(0)} more.\n`,
  );
  const month = billFor(idle, 30 * 1000);
  say('A thousand coaches with a connected calendar and no bookings, a month:');
  say(`${shown(month, 1000)}\ntotal $${totalOf(month).toFixed(2)}`);
  say(
    `\nItems that stay: ${(storedBytes / share.bookings / 1024).toFixed(1)} KiB a booking; of an idle day ${before - empty} bytes.`,
  );
} finally {
  await cloud.stop();
}

/** Per booking. */
function functionTableOf(all: ReadonlyMap<string, Usage>, many: number): string {
  const each = (value: number) => (value / many).toFixed(2);
  return table(
    [...all]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, usage]) => ({
        function: name,
        invocations: each(usage.invocations),
        messages: each(usage.messages),
        'ms each': (usage.milliseconds / usage.invocations).toFixed(0),
        'read units': each(usage.readUnits),
        'write units': each(usage.writeUnits),
        'log bytes': (usage.logBytes / many).toFixed(0),
        calls: [...usage.calls]
          .filter(([call]) => !call.startsWith('dynamodb'))
          .map(([call, times]) => `${each(times)} ${call}`)
          .join(', '),
      })),
  );
}
