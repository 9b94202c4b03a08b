import { parseArgs } from 'node:util';
import { progressBar } from '@punctual/verify/progress.ts';
import { chaos } from './chaos.ts';
import { type OperationKind, weights } from './plan.ts';
import { formatChaos } from './report.ts';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    clients: { type: 'string', default: '6' },
    only: { type: 'string' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/**
 * `npm run chaos`: a storm, and what is left of it. `--only 'a,b'` does but these operations, `--keep <directory>` leaves the
 * state and the log there.
 */
const operations = Number(values.operations);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
const kinds = values.only?.split(',').map((name): OperationKind => {
  if (!Object.hasOwn(weights, name))
    throw new Error(`no operation "${name}"; there are: ${Object.keys(weights).join(', ')}`);
  return name as OperationKind;
});
process.stderr.write(`seed ${seed}, ${operations} operations\n`);
const bar = progressBar(process.stderr, operations, 'operations');
const report = await chaos({
  seed,
  operations,
  atOnce: Number(values.clients),
  progress: bar.show,
  ...(kinds !== undefined && { kinds }),
  ...(values.keep !== undefined && { directory: values.keep }),
});
bar.end();
process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : formatChaos(report));
process.exitCode = report.violations === 0 ? 0 : 1;
