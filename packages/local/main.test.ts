import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { close, listen } from './ports.ts';

const script = new URL('./main.ts', import.meta.url).pathname;

async function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--no-warnings', script], {
    env: { ...process.env, ...environment },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, errors };
}

test('a port that is taken or none is named in a clear message', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-main-'));
  const server = createServer();
  const port = await listen(server, 0);
  const taken = await run({ PORT: String(port), LOCAL_STATE_DIR: directory });
  await close(server);
  expect(taken.code).toBe(1);
  expect(taken.errors).toMatch(new RegExp(`^Port ${port} is taken\\.`));
  const wrong = await run({ PORT: 'http', LOCAL_STATE_DIR: directory });
  expect(wrong.code).toBe(1);
  expect(wrong.errors).toContain('PORT must be a number');
  rmSync(directory, { recursive: true });
});
