import { join } from 'node:path';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { build } from 'esbuild';
import { bundleFile, esbuildOptions } from '../../infra/constructs/bundling.ts';

const functionsDirectory = join(import.meta.dirname, '..');

/** The entry points that are deployed, below `functions` and without extension. */
export const httpEntries = [...new Set(routes.map(({ entry }) => `http/${entry}`))].sort();
export const workerEntries = workers.map(({ name }) => `workers/${name}`).sort();
export const emptyEntry = 'bench/empty-handler';

export interface Bundle {
  readonly entry: string;
  readonly file: string;
  readonly bytes: number;
  /** Bytes by package, or by folder for code of our own; the largest first. */
  readonly parts: readonly (readonly [name: string, bytes: number])[];
}

/** Bundles an entry point below a directory, with the options of production. */
export async function bundle(entry: string, directory: string): Promise<Bundle> {
  const target = join(directory, entry);
  const { metafile } = await build({
    ...esbuildOptions(join(functionsDirectory, `${entry}.ts`), target),
    metafile: true,
    logLevel: 'warning',
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  const parts = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = partOf(path);
    parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
  }
  return {
    entry,
    file: join(target, bundleFile),
    bytes: output.bytes,
    parts: [...parts].sort(([, a], [, b]) => b - a),
  };
}

/** `@smithy/core` of a file in `node_modules`, `packages/lambda` or `functions` of a file of ours. */
function partOf(path: string): string {
  const installed = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
  return installed?.[1] ?? /(?:packages\/)?[^./][^/]*/.exec(path)?.[0] ?? path;
}
