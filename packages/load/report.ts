import type { Sample } from './cloud-child.ts';
import { percentile, type Step, throughput } from './step.ts';

type Row = Readonly<Record<string, string | number>>;

/** Columns as wide as they need, numbers to the right. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = names.map((name) => rows.every((row) => /^[-\d.,–%×$ ]*$/.test(String(row[name] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return isNumber[column] ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const ms = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 1 : 0));
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
export const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);

/** One line for each kind of request at each step. */
export function routeTable(steps: readonly Step[]): string {
  const names = [...(steps[0]?.tallies.keys() ?? [])];
  return table(
    names.flatMap((route) => {
      const first = percentile(steps[0]?.tallies.get(route)?.latencies ?? [], 0.5);
      return steps.map(({ concurrency, milliseconds, tallies }, index) => {
        const { latencies = [], statuses = new Map<number, number>() } = tallies.get(route) ?? {};
        const at = (share: number) => percentile(latencies, share);
        return {
          route: index === 0 ? route : '',
          callers: concurrency,
          'a second': ((latencies.length * 1000) / milliseconds).toFixed(1),
          'p50 ms': ms(at(0.5)),
          p90: ms(at(0.9)),
          p99: ms(at(0.99)),
          max: ms(at(1)),
          'p50 ÷ first step': ms(at(0.5) / first),
          statuses: [...statuses]
            .sort(([a], [b]) => a - b)
            .map(([status, many]) => `${many}×${status === 0 ? 'no answer' : status}`)
            .join(' '),
        };
      });
    }),
  );
}

export interface Measured {
  readonly step: Step;
  /** Of the product's process; absent where it is not ours. */
  readonly sample: Sample | undefined;
  /** Processors kept busy by whoever asks. */
  readonly ownProcessors: number;
  /** Messages that were waiting for workers when the step was over. */
  readonly backlog: number;
}

/** One line for each step. */
export function stepTable(measured: readonly Measured[]): string {
  return table(
    measured.map(({ step, sample, ownProcessors, backlog }) => ({
      callers: step.concurrency,
      'a second': throughput(step).toFixed(0),
      ...(sample && {
        'event loop': percent(sample.loopUse),
        'late p99 ms': ms(sample.loopDelay.p99),
        'late max': ms(sample.loopDelay.max),
        'product CPU': percent(sample.processors),
        'database CPU': percent(sample.databaseProcessors),
      }),
      'own CPU': percent(ownProcessors),
      'waiting for workers': backlog,
      ...(sample && {
        'RSS MiB': megabytes(sample.memory),
        'heap MiB': megabytes(sample.heap),
        'database MiB': megabytes(sample.databaseMemory),
      }),
    })),
  );
}

/** More callers that bring less than this much more throughput bring none worth having. */
const noMore = 1.25;
/** A share of a thread at which it has no time to spare, since shares are means over a step. */
const full = 0.9;

/** What keeps throughput from rising, in a sentence, judged at the last step, where it is asked for most. */
export function saturation(measured: readonly Measured[]): string {
  const best = Math.max(...measured.map(({ step }) => throughput(step)));
  const one = measured.find(({ step }) => throughput(step) * noMore >= best);
  const at = measured.at(-1);
  if (one === undefined || at === undefined) return 'Nothing was measured.';
  if (one === at) return `Throughput was still rising at ${at.step.concurrency} callers.`;
  const where = `Throughput rises little from ${one.step.concurrency} callers on (${throughput(one.step).toFixed(0)} a second, at most ${best.toFixed(0)}): `;
  if (at.sample === undefined) return `${where}what it waits for is not seen from here.`;
  const { loopUse, databaseProcessors, processors } = at.sample;
  const shares = `event loop ${percent(loopUse)}, database ${percent(databaseProcessors)} of a processor`;
  if (loopUse >= full && processors >= full * loopUse)
    return `${where}the event loop of the one process that holds gateway, functions and imitated services is full (${shares}).`;
  if (loopUse >= full)
    return `${where}the event loop is full, but gets only ${percent(processors)} of a processor: the machine has no more to give (${shares}).`;
  if (databaseProcessors >= full) return `${where}the database is full (${shares}).`;
  return `${where}neither is full (${shares}); the processors are shared with ${percent(at.ownProcessors)} of one for the callers.`;
}

/** Growth of memory in MiB an hour, by least squares over the later half, when caches are warm. */
export function growth(samples: readonly { readonly minutes: number; readonly bytes: number }[]): number {
  const late = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const x = mean(late.map(({ minutes }) => minutes));
  const y = mean(late.map(({ bytes }) => bytes));
  const above = late.reduce((sum, { minutes, bytes }) => sum + (minutes - x) * (bytes - y), 0);
  const below = late.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0);
  return (60 * above) / below / 1024 / 1024;
}
