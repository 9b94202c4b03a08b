import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from './cloud-child.ts';

/** The product in a process of its own, so that its processor and memory are told from those of whoever asks. */
export interface CloudProcess {
  readonly url: string;
  /** What it has used since the last sample. */
  sample(): Promise<Sample>;
  stop(): Promise<void>;
}

const script = new URL('./cloud-child.ts', import.meta.url).pathname;

/** On an empty store. Rejects when it ends before it listens. */
export async function startCloudProcess(
  environment: Readonly<Record<string, string>>,
): Promise<CloudProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'punctual-load-'));
  const child = spawn(process.execPath, ['--no-warnings', script, directory], {
    // What the functions log is nothing to measure; what goes wrong is seen.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the cloud ended with ${code}`);
  });
  // Seen by whoever waits for an answer.
  ended.catch(() => undefined);
  const answer = async <T>(): Promise<T> => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message as T;
  };
  const { url } = await answer<{ url: string }>();
  return {
    url,
    sample() {
      child.send('sample');
      return answer<Sample>();
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
