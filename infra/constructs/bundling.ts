import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/**
 * How every function is bundled: by the CDK app when it deploys, and by the benchmarks when they measure. It knows
 * esbuild only, so that measuring does not load the CDK.
 *
 * - The AWS SDK goes into the bundle: the copy in the Lambda runtime has another version in every region and week, is
 *   not tree shaken, and loads more slowly from its many files.
 * - Save for the client of Secrets Manager, which is loaded at most once per process, and only on AWS, where the
 *   runtime's own copy will do: it would be 30 KB of every function that knows a secret.
 * - And save for the credential providers that the SDK tries, by loading them, when the environment has no credentials:
 *   Lambda's always has. With the clients of STS and SSO behind them they are a third of a small function.
 * - `module` before `main`: packages' ES modules can be tree shaken, their CommonJS twins cannot.
 * - No source maps: a bundle is the same for the same commit and lock file, so a map can be made when one is needed.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  sourcemap: false,
  external: [
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
  ],
} as const satisfies BuildOptions;

/** The bundle's file in its folder; Lambda's handler is `index.handler`. */
export const bundleFile = 'index.mjs';

/** The options of one bundle for a plain esbuild call. */
export function esbuildOptions(entryFile: string, outputDirectory: string): BuildOptions {
  return {
    ...bundling,
    mainFields: [...bundling.mainFields],
    external: [...bundling.external],
    entryPoints: [entryFile],
    outfile: join(outputDirectory, bundleFile),
  };
}

/** Files of packages that a function reads when it runs, by entry point below `functions`. */
const filesRead: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>> = {
  'http/platform/documents': [
    { from: 'swagger-ui-dist/swagger-ui.css', to: 'docs/swagger-ui.css' },
    { from: 'swagger-ui-dist/swagger-ui-bundle.js', to: 'docs/swagger-ui-bundle.js' },
  ],
};

/** What is copied beside a bundle: absolute source paths, and targets relative to the bundle's folder. */
export function filesBeside(functionsDirectory: string, entry: string): { from: string; to: string }[] {
  const { resolve } = createRequire(join(functionsDirectory, 'package.json'));
  return (filesRead[entry] ?? []).map(({ from, to }) => ({ from: resolve(from), to }));
}
