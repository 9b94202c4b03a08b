import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

export interface Addresses {
  readonly url: string;
  readonly endpoints: { readonly aws: string; readonly dynamodb: string };
}

/** The local cloud in a process of its own. */
export interface CloudProcess {
  /** Everything that it has written, of all its lives. */
  readonly log: string;
  /** Starts it, on the state that the last one left. */
  start(): Promise<Addresses>;
  /** `SIGKILL`, at whatever it is doing. */
  kill(): Promise<void>;
}

const script = new URL('./cloud-child.ts', import.meta.url).pathname;

export function cloudProcess(directory: string, environment: Readonly<Record<string, string>>): CloudProcess {
  const log = join(directory, 'cloud.log');
  let child: ChildProcess | undefined;
  return {
    log,
    async start() {
      const output = openSync(log, 'a');
      const started = spawn(process.execPath, ['--no-warnings', script, join(directory, 'state')], {
        // To a file, so that nothing is lost with the process, and nobody has to keep up with it.
        stdio: ['ignore', output, output, 'ipc'],
        env: { ...process.env, ...environment },
      });
      closeSync(output);
      child = started;
      const ended = once(started, 'exit').then(([code]) => {
        throw new Error(`the cloud ended at its start with ${code}; see ${log}`);
      });
      const [addresses] = await Promise.race([once(started, 'message'), ended]);
      ended.catch(() => undefined);
      return addresses as Addresses;
    },
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
