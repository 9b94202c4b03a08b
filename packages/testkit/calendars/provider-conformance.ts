import { describe } from 'vitest';
import { accessConformance, failuresConformance, pushesConformance } from './conformance-access.ts';
import { type ConformanceSetup, conformanceBench } from './conformance-bench.ts';
import { changesConformance } from './conformance-changes.ts';
import { entriesConformance } from './conformance-entries.ts';

/**
 * What every calendar provider must do, whatever its wire protocol: run it from the test of an adapter against the stand-in
 * of its provider.
 */
export function calendarProviderConformance(name: string, setup: () => Promise<ConformanceSetup>): void {
  describe(`${name}, as a provider of calendars`, () => {
    const bench = conformanceBench(setup);
    accessConformance(bench);
    entriesConformance(bench);
    changesConformance(bench);
    pushesConformance(bench);
    // Last: it also looks at what all faults before it have said.
    failuresConformance(bench);
  });
}
