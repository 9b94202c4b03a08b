import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudProcess } from '@punctual/testkit/cloud-process.ts';
import type { Sample } from './cloud-child.ts';

/** The product in a process of its own, so that its processor and memory are told from those of whoever asks. */
export interface CloudProcess {
  readonly url: string;
  /** What it has used since the last sample. */
  sample(): Promise<Sample>;
  stop(): Promise<void>;
}

/** On an empty store. Rejects when it ends before it listens. */
export async function startCloudProcess(
  environment: Readonly<Record<string, string>>,
): Promise<CloudProcess> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'punctual-load-'));
  const script = new URL('./cloud-child.ts', import.meta.url);
  const cloud = cloudProcess({ script, stateDirectory, environment });
  const { url } = await cloud.start<{ url: string }>();
  return {
    url,
    sample: () => cloud.ask<Sample>('sample'),
    async stop() {
      await cloud.kill();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
  };
}
