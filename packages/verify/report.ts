import type { Report } from './verify.ts';

/** Violations that are printed of one check; all of them are in `--json`. */
const shown = 20;

/** A table of the checks, and what is wrong. */
export function formatReport({ checks, items, violations }: Report): string {
  const rows = checks.map(({ name, seen, violations: found, proves }) => [
    name,
    seen === undefined ? 'not at hand' : String(seen),
    seen === undefined ? '' : String(found.length),
    proves,
  ]);
  const total = Object.values(items).reduce((sum, count) => sum + count, 0);
  const lines = [
    formatTable([['check', 'judged', 'wrong', 'proves'], ...rows]),
    '',
    `${total} items: ${Object.entries(items)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    violations === 0 ? 'Nothing is wrong.' : `${violations} violations:`,
  ];
  for (const { name, violations: found } of checks) {
    for (const { text } of found.slice(0, shown)) lines.push(`  ${name}: ${text}`);
    if (found.length > shown) lines.push(`  ${name}: and ${found.length - shown} more`);
  }
  return `${lines.join('\n')}\n`;
}

/** Columns as wide as they need to be; numbers to the right. The first row is the head. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isNumeric = head.map((_, column) =>
    rows.slice(1).every((row) => /^[\d,.]*$/.test(row[column] ?? '')),
  );
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [format(head), rule, ...rows.slice(1).map(format)].join('\n');
}
