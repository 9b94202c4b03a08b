import type { Check, Context, Outside, Violation } from './check.ts';
import { oneAgenda, overlaps, pages } from './checks/agendas.ts';
import { indexes, recoveries, tallies } from './checks/counts.ts';
import { calendars, deadLetters, deliveries, mappings, meetings } from './checks/effects.ts';
import { holds, relations, sequences } from './checks/events.ts';
import { intakeMeetings, intakeRows } from './checks/intakes.ts';
import { expiries, kinds } from './checks/kinds.ts';
import { decisions, histories, knowledge, outcomes } from './checks/learning.ts';
import { busySources, directory, feeds, payments, settings } from './checks/owners.ts';
import { connections, partners, people } from './checks/pointers.ts';
import { timerNotes, timers } from './checks/timers.ts';
import type { Instant } from './fact-kinds.ts';
import type { Facts } from './facts.ts';
import { readAgain, type ScanOptions, scan, type Table } from './scan.ts';

export const checks: readonly Check[] = [
  overlaps,
  pages,
  oneAgenda,
  sequences,
  holds,
  relations,
  tallies,
  recoveries,
  indexes,
  kinds,
  expiries,
  people,
  directory,
  settings,
  feeds,
  partners,
  intakeRows,
  intakeMeetings,
  payments,
  decisions,
  outcomes,
  knowledge,
  histories,
  connections,
  busySources,
  deliveries,
  timers,
  timerNotes,
  mappings,
  calendars,
  meetings,
  deadLetters,
];

export interface CheckResult {
  readonly name: string;
  readonly proves: string;
  /** Undefined: what it needs was not at hand. */
  readonly seen: number | undefined;
  readonly violations: readonly Violation[];
}

export interface Report {
  readonly at: Instant;
  /** Items by kind. */
  readonly items: Readonly<Record<string, number>>;
  readonly checks: readonly CheckResult[];
  readonly violations: number;
}

/** Judges what was read. Pure. */
export function judge(context: Context, chosen: readonly Check[] = checks): readonly CheckResult[] {
  return chosen.map(({ name, proves, run }) => {
    try {
      const found = run(context);
      return { name, proves, seen: found?.seen, violations: found?.violations ?? [] };
    } catch (fault) {
      // Some item is not what its kind says that it is, which is for the others to find as well.
      const text = `cannot be judged: ${fault instanceof Error ? fault.message : String(fault)}`;
      return { name, proves, seen: 0, violations: [{ check: name, text, partitions: [] }] };
    }
  });
}

export interface Sources {
  readonly table: Table;
  readonly now: () => Promise<Instant>;
  /** Asked again with every look. */
  readonly outside: (facts: Facts) => Promise<Outside>;
}

export interface VerifyOptions extends Omit<ScanOptions, 'journal'> {
  readonly journal?: string | undefined;
  /** Milliseconds that effects have to follow their cause. */
  readonly grace: number;
  /** Milliseconds between two looks at what seems wrong. Default: 1000. */
  readonly pause?: number;
}

/** Looks at whatever seems wrong: a table in use is read over a while, and what moved meanwhile seems to disagree. */
const looks = 3;
/** Partitions that are read again; where more seems wrong, it is. */
const maximumAgain = 5000;

/**
 * Reads everything and judges it. What seems wrong is read again, with strong consistency, and reported if it seems wrong
 * at every look. Writes nothing.
 */
export async function verify(
  sources: Sources,
  options: VerifyOptions,
): Promise<{ readonly report: Report; readonly facts: Facts }> {
  const { table } = sources;
  const facts = await scan(table, { ...options, journal: options.journal });
  const items = facts.counts();
  let results: readonly CheckResult[] = [];
  let suspected: ReadonlySet<string> | undefined;
  let now = 0;
  for (let look = 1; look <= looks; look += 1) {
    const outside = await sources.outside(facts);
    now = await sources.now();
    const found = judge({ facts, now, grace: options.grace, outside });
    results = suspected === undefined ? found : found.map((one) => onlyThose(one, suspected));
    const all = results.flatMap(({ violations }) => violations);
    suspected = new Set(all.map(({ text }) => text));
    const partitions = [...new Set(all.flatMap((violation) => violation.partitions))];
    if (all.length === 0 || look === looks || partitions.length > maximumAgain) break;
    await new Promise((resolve) => setTimeout(resolve, options.pause ?? 1000));
    await readAgain(table, facts, partitions);
  }
  const violations = results.reduce((sum, one) => sum + one.violations.length, 0);
  return { report: { at: now, items, checks: results, violations }, facts };
}

function onlyThose(result: CheckResult, suspected: ReadonlySet<string> | undefined): CheckResult {
  return { ...result, violations: result.violations.filter(({ text }) => suspected?.has(text)) };
}
