import { formatReport, formatTable } from '@punctual/verify/report.ts';
import type { ChaosReport } from './chaos.ts';
import type { Result } from './world.ts';

const columns: readonly Result[] = ['done', 'refused', 'limited', 'unanswered', 'nothing to do', 'invalid'];
const shown = 40;

/** Tables of operations, faults and checks, and what is broken. */
export function formatChaos(report: ChaosReport): string {
  const { operations, faults, verified, broken, doubts, seed, violations, logLines } = report;
  const rows = Object.entries(operations).map(([kind, results]) => [
    kind,
    ...columns.map((column) => String(results[column] ?? 0)),
  ]);
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const total = columns.map((column) => String(sum(Object.values(operations).map((one) => one[column]))));
  const lines = [
    formatTable([['operation', ...columns], ...rows, ['all', ...total]]),
    '',
    formatTable([
      ['fault', 'times'],
      ...Object.entries(faults).map(([name, times]) => [name, String(times)]),
      ['all', String(sum(Object.values(faults)))],
    ]),
    '',
    formatReport(verified),
    `${doubts} messages went out again because nobody could know whether they had.`,
    `${logLines} lines of logs were searched.`,
    broken.length === 0 ? 'No promise was broken.' : `${broken.length} broken promises:`,
    ...broken.slice(0, shown).map((text) => `  ${text}`),
    violations === 0
      ? `Seed ${seed}: nothing lost, nothing twice.`
      : `Seed ${seed}: ${violations} violations. Again: npm run chaos -- --seed ${seed} --operations ${operationsOf(report)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function operationsOf({ operations }: ChaosReport): number {
  return Object.values(operations)
    .flatMap((results) => Object.values(results))
    .reduce((sum, count) => sum + count, 0);
}
