import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { startCloud } from '@punctual/local/cloud.ts';

/*
 * The process under load: the product in a local cloud without demo data. Asked for a sample, it tells what it and its
 * database have used since the last one.
 */

/** Since the last sample, unless it says otherwise. */
export interface Sample {
  /** Milliseconds between this sample and the last. */
  readonly milliseconds: number;
  /** Share of the time in which the event loop had work, 0 to 1. */
  readonly loopUse: number;
  /** Milliseconds by which timers of the event loop came late. */
  readonly loopDelay: { readonly p99: number; readonly max: number };
  /** Processors kept busy by the process, all its threads together; by the database. */
  readonly processors: number;
  readonly databaseProcessors: number;
  /** Bytes, now. */
  readonly memory: number;
  readonly heap: number;
  readonly databaseMemory: number;
}

/** `USER_HZ` and the page size of Linux on every platform that Node runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

const directory = process.argv[2] ?? '.local';
const cloud = await startCloud({ port: 0, stateDirectory: directory });

/** Milliseconds of processor time and bytes of the database; zero where there is no `/proc`. */
function database(): { readonly used: number; readonly memory: number } {
  try {
    const [pid = ''] = readFileSync(join(directory, 'dynoxide.pid'), 'utf8').split(' ');
    // What follows the name, which is in brackets and may hold anything (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
    return {
      used: (((user ?? 0) + (system ?? 0)) * 1000) / ticksPerSecond,
      memory: (pages ?? 0) * pageBytes,
    };
  } catch {
    return { used: 0, memory: 0 };
  }
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const state = () => ({
  at: performance.now(),
  loop: performance.eventLoopUtilization(),
  used: process.cpuUsage(),
  database: database(),
});
let last = state();

function sample(): Sample {
  const now = state();
  const milliseconds = now.at - last.at;
  const processor = process.cpuUsage(last.used);
  const answer: Sample = {
    milliseconds,
    loopUse: performance.eventLoopUtilization(now.loop, last.loop).utilization,
    // It counts from zero lateness up what its own resolution is late.
    loopDelay: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
    processors: (processor.user + processor.system) / 1000 / milliseconds,
    databaseProcessors: (now.database.used - last.database.used) / milliseconds,
    memory: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
    databaseMemory: now.database.memory,
  };
  delay.reset();
  last = now;
  return answer;
}

process.on('message', () => process.send?.(sample()));
process.on('disconnect', () => process.exit());
process.send?.({ url: cloud.url });
