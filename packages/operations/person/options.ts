import { parseArgs } from 'node:util';
import type { Wanted } from './subject.ts';

/** Which person, and what else, a command line says. */
export interface Options {
  readonly wanted: Wanted;
  readonly yes: boolean;
  /** Milliseconds. */
  readonly patience: number;
}

/** @throws Error with a text for whoever called */
export function optionsOf(args: readonly string[], usage: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      id: { type: 'string' },
      email: { type: 'string' },
      yes: { type: 'boolean', default: false },
      wait: { type: 'string', default: '60' },
    },
  });
  const { id, email, yes, wait } = values;
  if (id === undefined && email === undefined) throw new Error(`Say whose data.\n\n${usage}`);
  if (!/^\d{1,4}$/.test(wait)) throw new Error('--wait takes seconds');
  return { wanted: { id, email }, yes, patience: Number(wait) * 1000 };
}
