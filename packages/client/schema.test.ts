import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { schemaSource } from './generate.ts';

it('is what the routes generate now; otherwise run `npm run client`', async () => {
  const present = readFileSync(new URL('schema.ts', import.meta.url), 'utf8');
  const generated = await schemaSource();
  expect(present).toBe(generated);
  expect(await schemaSource()).toBe(generated);
});
