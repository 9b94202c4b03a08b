/**
 * What the bundles of the functions weigh, and how long they take to be imported, against an empty handler made with the same
 * options: one with middy, zod and the DynamoDB document client, which any function of this kind needs.
 *
 * Run it with `node functions/bench/bundles.bench.ts [--rounds=31] [--packages] [--only=text]`; `--packages` lists what each bundle holds,
 * `--only` takes the entry points whose name holds the text.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { workers } from '@punctual/contracts/registry.ts';
import { functionEnvironment } from '@punctual/local/environment.ts';
import { type Bundle, bundle, emptyEntry, httpEntries, workerEntries } from './bundle.ts';
import { median } from './median.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '31' },
    packages: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

/** What a deployed function finds, and nothing of this process. Nobody answers at the addresses: nothing is sent at import. */
const nobody = 'http://127.0.0.1:9';
const environment = functionEnvironment({ gateway: nobody, aws: nobody, dynamodb: nobody }, workers);

const importing = `
  const began = performance.now();
  const { handler } = await import(process.argv[1]);
  const took = performance.now() - began;
  if (typeof handler !== 'function') throw new Error('no handler');
  process.stdout.write(String(took));`;

/** Milliseconds that one import takes in a process of its own; the start of Node is not counted. */
function importTime({ entry, file }: Bundle): number {
  const parameters = ['--input-type=module', '--eval', importing, pathToFileURL(file).href];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${entry} cannot be imported: ${/^\w*Error: .*$/m.exec(stderr)?.[0]}`);
  return Number(stdout);
}

const directory = mkdtempSync(join(tmpdir(), 'punctual-bundles-'));
try {
  const empty = await bundle(emptyEntry, directory);
  const bundles = await Promise.all(
    [...httpEntries, ...workerEntries]
      .filter((entry) => entry.includes(options.only))
      .map((entry) => bundle(entry, directory)),
  );

  // The empty handler runs twice in each round: the ratio of the two is what this machine's noise amounts to.
  const measured = [empty, { ...empty, entry: `${emptyEntry}, again` }, ...bundles];
  const times = measured.map((): number[] => []);
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const [index, one] of measured.entries()) times[index]?.push(importTime(one));
  }
  const [emptyTimes = []] = times;
  console.table(
    measured.map(({ entry, bytes }, index) => {
      const own = times[index] ?? [];
      const ratios = own.map((time, round) => time / (emptyTimes[round] ?? Number.NaN));
      return {
        function: entry,
        KiB: Math.round(bytes / 1024),
        'size ÷ empty': (bytes / empty.bytes).toFixed(2),
        'import ms': median(own).toFixed(1),
        'fastest ms': Math.min(...own).toFixed(1),
        'import ÷ empty': median(ratios).toFixed(2),
      };
    }),
  );
  console.info(
    `import: medians of ${options.rounds} processes each, in turns; ratios are taken within a turn`,
  );

  if (options.packages) {
    for (const { entry, parts } of [empty, ...bundles]) {
      console.info(entry);
      console.table(parts.slice(0, 15).map(([part, bytes]) => ({ part, KiB: (bytes / 1024).toFixed(1) })));
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
