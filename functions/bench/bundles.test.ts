import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, emptyEntry, httpEntries } from './bundle.ts';

/** A bundle that grows past this has to say why here, and so is seen. Times are left to the benchmark. */
const largestRatio = 1.25;

describe('bundles', () => {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-bundles-'));
  let empty: Bundle;

  beforeAll(async () => {
    empty = await bundle(emptyEntry, directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(httpEntries)('%s is not much larger than an empty handler', async (entry) => {
    const { bytes } = await bundle(entry, directory);
    expect(bytes / empty.bytes).toBeLessThanOrEqual(largestRatio);
  });
});
