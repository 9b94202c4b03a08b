import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { Duration, Stack } from 'aws-cdk-lib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionsDirectory } from '../compose.ts';
import { bundleFile, bundling, esbuildOptions, filesBeside } from '../constructs/bundling.ts';
import { LambdaFunction } from '../constructs/lambda-function.ts';
import { permissionsOf } from '../permissions.ts';
import { settingsOf } from '../settings.ts';
import { DataStack } from '../stacks/data.ts';
import { testApp } from './synthesis.ts';

const entries = [
  ...new Set(routes.map(({ entry }) => `http/${entry}`)),
  ...workers.map(({ name }) => `workers/${name}`),
];

interface Bundle {
  readonly entry: string;
  readonly file: string;
  /** What it imports and does not contain. */
  readonly imports: readonly string[];
}

let directory: string;
let bundles: readonly Bundle[];
let exported: Readonly<Record<string, readonly string[]>>;

async function bundle(entry: string): Promise<Bundle> {
  const target = join(directory, entry);
  const options = esbuildOptions(join(functionsDirectory, `${entry}.ts`), target);
  const { metafile } = await build({ ...options, metafile: true, logLevel: 'silent' });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { entry, file: join(target, bundleFile), imports };
}

/** Loads modules as Lambda does, in a plain Node process, and tells what each exports. */
function exportsOf(files: readonly string[]): Record<string, string[]> {
  const script = `const found = {};
    for (const file of ${JSON.stringify(files)}) found[file] = Object.keys(await import(file));
    process.stdout.write(JSON.stringify(found));`;
  const names = [
    'TABLE_NAME',
    'EVENT_BUS_NAME',
    'PUBLIC_API_URL',
    'MAIL_FROM',
    'LINK_SECRET_ARN',
    'KMS_KEY_ID',
    'AWS_REGION',
    'WEB_URL',
    'AUTH_ISSUER',
    'AUTH_AUDIENCE',
    'QUEUE_URL_PREFIX',
  ];
  const ofTimers = workers
    .flatMap(({ source }) => (source.kind === 'queue' ? (source.timersTo ?? []) : []))
    .map((name) => `QUEUE_ARN_${name.toUpperCase().replaceAll('-', '_')}`);
  const ofQueues = entries
    .flatMap((entry) => permissionsOf(entry).sendsTo ?? [])
    .map((name) => `QUEUE_URL_${name.toUpperCase().replaceAll('-', '_')}`);
  names.push('SCHEDULE_GROUP', 'SCHEDULER_ROLE_ARN', ...ofTimers, ...ofQueues);
  const environment = Object.fromEntries(names.map((name) => [name, 'test']));
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: directory,
    env: environment,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'punctual-bundles-'));
  bundles = await Promise.all(entries.map(bundle));
  exported = exportsOf(bundles.map(({ file }) => file));
}, 240_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('bundles', () => {
  it.each(entries)('%s loads with nothing beside it and exports a handler', (entry) => {
    const { file, imports } = bundles.find((one) => one.entry === entry) ?? expect.unreachable(entry);
    // Node's own modules, and what Lambda's runtime has.
    const there: readonly string[] = [...builtinModules, ...bundling.external];
    for (const path of imports) expect(there).toContain(path.replace(/^node:/, ''));
    // What esbuild puts in the place of a CommonJS require that it cannot resolve: it would throw when it is reached.
    expect(readFileSync(file, 'utf8').includes('Dynamic require of')).toBe(false);
    expect(exported[file]).toEqual(['handler']);
  });

  it('are made by the CDK in the same way, with the files that the function reads', () => {
    const entry = 'http/platform/documents';
    const app = testApp({ 'aws:cdk:bundling-stacks': ['**'] });
    const settings = settingsOf(app.node);
    const data = new DataStack(app, 'Data', { settings });
    const platform = { settings, data, functionsDirectory, publicApiUrl: 'https://api.example.com' };
    const stack = new Stack(app, 'Test');
    new LambdaFunction(stack, 'Function', {
      platform,
      entry,
      description: 'Documents',
      timeout: Duration.seconds(5),
      memorySize: 128,
    });
    const assembly = app.synth().directory;
    const asset =
      readdirSync(assembly).find((name) => name.startsWith('asset.')) ?? expect.unreachable('no asset');
    for (const { to } of filesBeside(functionsDirectory, entry)) {
      expect(existsSync(join(assembly, asset, to)), to).toBe(true);
    }
    const { file } = bundles.find((one) => one.entry === entry) ?? expect.unreachable(entry);
    const [made, expected] = [join(assembly, asset, bundleFile), file].map((one) => readFileSync(one));
    // Not compared as text: a difference would print both bundles.
    expect(made?.equals(expected ?? Buffer.alloc(0))).toBe(true);
  });
});
