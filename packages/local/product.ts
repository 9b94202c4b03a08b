import { tableDefinition } from '@punctual/adapters/dynamodb/table.ts';
import { routes, workers } from '@punctual/contracts/registry.ts';
import type { Entries } from './entries.ts';
import type { Handler } from './runtime.ts';

/** The product itself: every declared route and worker, with the entry points that are deployed. */
export const product: Entries = {
  routes,
  workers,
  table: tableDefinition,
  async load(kind, name): Promise<Handler> {
    const module: { handler?: unknown } = await import(
      new URL(`../../functions/${kind}/${name}.ts`, import.meta.url).href
    );
    if (typeof module.handler !== 'function')
      throw new Error(`functions/${kind}/${name}.ts exports no handler.`);
    return module.handler as Handler;
  },
};
