import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { AssetStaging, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionsDirectory } from '../compose.ts';
import { bundleFile, bundling, esbuildOptions, filesBeside } from '../constructs/bundling.ts';
import { LambdaFunction } from '../constructs/lambda-function.ts';
import { permissionsOf } from '../permissions.ts';
import { resourceName, settingsOf } from '../settings.ts';
import { DataStack } from '../stacks/data.ts';
import { functionsOf, testApp } from './synthesis.ts';

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
});

describe('bundles that the CDK makes', () => {
  let first: ReturnType<typeof made>;
  beforeAll(() => {
    first = made();
  });

  it('are the same as those above, with the files that the function reads', () => {
    const { assembly, assetOf } = first;
    for (const entry of deployed) {
      for (const { to } of filesBeside(functionsDirectory, entry)) {
        expect(existsSync(join(assembly, assetOf(entry), to)), to).toBe(true);
      }
      const { file } = bundles.find((one) => one.entry === entry) ?? expect.unreachable(entry);
      const [own, expected] = [join(assembly, assetOf(entry), bundleFile), file].map((one) =>
        readFileSync(one),
      );
      // Not compared as text: a difference would print both bundles.
      expect(own?.equals(expected ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('are the same when they are made again, so that nothing is deployed when nothing has changed', () => {
    // Else the second would be told what the first has found.
    AssetStaging.clearAssetHashCache();
    const second = made();
    expect(second.assembly).not.toBe(first.assembly);
    expect(JSON.stringify(second.template) === JSON.stringify(first.template)).toBe(true);
    for (const entry of deployed) {
      expect(second.assetOf(entry)).toBe(first.assetOf(entry));
      expect(JSON.stringify(second.template)).toContain(second.assetOf(entry).replace('asset.', ''));
    }
  });
});

/** One that brings files along, and a worker. */
const deployed = ['http/platform/documents', 'workers/publish-events'];

/** A stack with these functions, bundled as for a deployment. */
function made() {
  const app = testApp({ 'aws:cdk:bundling-stacks': ['**'] });
  const settings = settingsOf(app.node);
  const data = new DataStack(app, 'Data', { settings });
  const platform = { settings, data, functionsDirectory, publicApiUrl: 'https://api.example.com' };
  const stack = new Stack(app, 'Test');
  for (const entry of deployed) {
    new LambdaFunction(stack, entry.replaceAll('/', '-'), {
      platform,
      entry,
      description: entry,
      timeout: Duration.seconds(5),
      memorySize: 128,
    });
  }
  const assembly = app.synth();
  const { template } = assembly.getStackByName('Test');
  const keys = functionsOf(Template.fromJSON(template)).map(({ resource: { Properties } }) => {
    const { FunctionName, Code } = Properties as { FunctionName: string; Code: { S3Key: string } };
    return [FunctionName, `asset.${Code.S3Key.replace('.zip', '')}`] as const;
  });
  const assetOf = (entry: string) =>
    keys.find(([name]) => name === resourceName(settings, entry.replaceAll('/', '-')))?.[1] ??
    expect.unreachable(entry);
  return { assembly: assembly.directory, template, assetOf };
}
