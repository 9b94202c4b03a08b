import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { afterAll } from 'vitest';
import type { Platform } from '../platform.ts';
import { settingsOf } from '../settings.ts';
import { DataStack } from '../stacks/data.ts';
import { testApp } from './synthesis.ts';

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A stack on a data stack, and a folder of functions that holds the entry points named. */
export function fixture(...entries: readonly string[]): { stack: Stack; platform: Platform } {
  const root = mkdtempSync(join(tmpdir(), 'punctual-functions-'));
  directories.push(root);
  writeFileSync(join(root, 'package-lock.json'), '{}');
  for (const entry of entries) {
    const file = join(root, 'functions', `${entry}.ts`);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'export const handler = async () => ({});\n');
  }
  const app = testApp();
  const settings = settingsOf(app.node);
  const data = new DataStack(app, 'Data', { settings });
  const platform = {
    settings,
    data,
    functionsDirectory: join(root, 'functions'),
    publicApiUrl: 'https://api.example.com',
  };
  return { stack: new Stack(app, 'Test'), platform };
}
