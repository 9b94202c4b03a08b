import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, emptyEntry, httpEntries } from './bundle.ts';

/** A bundle that grows past this has to say why here, and so is seen. Times are left to the benchmark. */
const largestRatio = 1.25;

/** Entry points that need more, with the reason. */
const larger: Readonly<Record<string, { readonly ratio: number; readonly because: string }>> = {
  'http/coach-dashboard/recovery': {
    ratio: 1.9,
    because:
      'A coach who sends a message is told whether it went out, so it is sent there: SES, MIME and SNS.',
  },
};

describe('bundles', () => {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-bundles-'));
  let empty: Bundle;

  beforeAll(async () => {
    empty = await bundle(emptyEntry, directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(httpEntries)('%s is not much larger than an empty handler', async (entry) => {
    const { bytes } = await bundle(entry, directory);
    expect(bytes / empty.bytes).toBeLessThanOrEqual(larger[entry]?.ratio ?? largestRatio);
  });
});
