/**
 * `npm run load`: the product under rising load, and what gives way first.
 *
 *     npm run load                                  a local cloud of its own, about a minute
 *     npm run load -- --steps 1,8,64 --seconds 20   callers at once, and how long each step is
 *     npm run load -- --routes book,hold            these only, by the beginning of their names
 *     npm run load -- --minutes 60 --callers 4      afterwards, steady load for the memory
 *     npm run load -- --url http://127.0.0.1:3000   an `npm start` of one's own
 */
import { parseArgs } from 'node:util';
import { randomOf } from '@punctual/testkit/random.ts';
import { enterCoaches } from './cast.ts';
import { createClient, must } from './client.ts';
import { startCloudProcess } from './cloud-process.ts';
import { growth, type Measured, megabytes, routeTable, saturation, stepTable, table } from './report.ts';
import { createMix } from './routes.ts';
import { percentile, runStep, throughput } from './step.ts';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    steps: { type: 'string', default: '1,2,4,8,16,32' },
    seconds: { type: 'string', default: '8' },
    minutes: { type: 'string', default: '0' },
    callers: { type: 'string', default: '4' },
    routes: { type: 'string', default: '' },
  },
});
const concurrencies = options.steps.split(',').map(Number);
const seconds = Number(options.seconds);
const minutes = Number(options.minutes);
const callers = Number(options.callers);
if (![...concurrencies, seconds, callers].every((one) => one > 0) || !(minutes >= 0)) {
  process.stderr.write('steps, seconds, minutes and callers are numbers above zero\n');
  process.exit(1);
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const zoomSecret = process.env.ZOOM_WEBHOOK_SECRET ?? (options.url === undefined ? 'of a load' : undefined);
const cloud =
  options.url === undefined
    ? await startCloudProcess({
        ...(zoomSecret !== undefined && { ZOOM_WEBHOOK_SECRET: zoomSecret }),
        // A meeting would be made at the imitated provider, within the call and on the same processor.
        ZOOM_ACCOUNT_ID: '',
        DEMO: 'off',
      })
    : undefined;
const url = cloud?.url ?? options.url ?? '';
try {
  const client = createClient(url);
  const { now: productTime } = await must(client, { method: 'GET', path: '/dev/clock' });
  const ahead = Date.parse(productTime) - Date.now();
  const now = () => Date.now() + ahead;
  // The scarcest limit, statistics, is 100 an hour and coach.
  const coaches = await enterCoaches(client, 40 + Math.ceil(6 * minutes), now());
  const asked = options.routes.split(',');
  const mix = createMix({ coaches, zoomSecret, now }).filter(({ name }) =>
    asked.some((one) => name.startsWith(one)),
  );
  // The same order of requests at every run.
  const { next: random } = randomOf(1);
  const backlog = async (): Promise<number> => {
    const { queues } = await must(client, { method: 'GET', path: '/dev/queues' });
    return queues.reduce((sum: number, { visible }: { visible: number }) => sum + visible, 0);
  };

  // Every function is loaded, and every kind of request answered, before anything is counted.
  for (const kind of mix) {
    for (let time = 0; time < 3; time += 1) await client(kind.next().call);
  }
  const measure = async (concurrency: number, length: number): Promise<Measured> => {
    await cloud?.sample();
    const used = process.cpuUsage();
    const step = await runStep({ client, mix, concurrency, seconds: length, random });
    const own = process.cpuUsage(used);
    return {
      step,
      sample: await cloud?.sample(),
      ownProcessors: (own.user + own.system) / 1000 / step.milliseconds,
      backlog: await backlog(),
    };
  };

  const measured: Measured[] = [];
  for (const concurrency of concurrencies) measured.push(await measure(concurrency, seconds));
  say(`${routeTable(measured.map(({ step }) => step))}\n`);
  say(`${stepTable(measured)}\n`);
  say(saturation(measured));
  const began = performance.now();
  await must(client, { method: 'POST', path: '/dev/settle' });
  say(`What the workers had left took ${((performance.now() - began) / 1000).toFixed(1)} s.`);

  if (minutes > 0) {
    const lines: { minutes: number; bytes: number; heap: number; line: Record<string, string | number> }[] =
      [];
    const slices = Math.max(4, Math.min(30, Math.round(minutes * 6)));
    let requests = 0;
    for (let slice = 1; slice <= slices; slice += 1) {
      const { step, sample, backlog: waiting } = await measure(callers, (minutes * 60) / slices);
      const latencies = [...step.tallies.values()].flatMap((tally) => tally.latencies);
      requests += latencies.length;
      const elapsed = (minutes * slice) / slices;
      lines.push({
        minutes: elapsed,
        bytes: sample?.memory ?? 0,
        heap: sample?.heap ?? 0,
        line: {
          minutes: elapsed.toFixed(1),
          requests,
          'a second': throughput(step).toFixed(0),
          'p50 ms': percentile(latencies, 0.5).toFixed(1),
          'p99 ms': percentile(latencies, 0.99).toFixed(0),
          'waiting for workers': waiting,
          ...(sample && {
            'RSS MiB': megabytes(sample.memory),
            'heap MiB': megabytes(sample.heap),
            'database MiB': megabytes(sample.databaseMemory),
          }),
        },
      });
    }
    say(`\n${table(lines.map(({ line }) => line))}`);
    if (cloud !== undefined) {
      say(`Over the later half, RSS grew by ${growth(lines).toFixed(0)} MiB an hour at this load.`);
      const half = Math.floor(lines.length / 2);
      const [earlier, later] = [lines.slice(0, half), lines.slice(half)].map((part) =>
        megabytes(Math.min(...part.map(({ heap }) => heap))),
      );
      say(
        `The least heap, which is what collections leave, was ${earlier} MiB in the first half and ${later} MiB in the later.`,
      );
    }
  }
} finally {
  await cloud?.stop();
}
