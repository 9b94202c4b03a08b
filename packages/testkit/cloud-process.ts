import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface CloudProcessOptions {
  /** What the process runs. It starts a cloud on the directory that it is given, and sends a message once it listens. */
  readonly script: URL;
  readonly stateDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A file for all that it writes, of all its lives, so that nothing is lost with it; without one only faults are shown. */
  readonly log?: string;
}

/** The local cloud in a process of its own: it can be killed, and its use of the machine be told from others'. */
export interface CloudProcess {
  /** Starts it, on the state that the last one left; what it sends first. Rejects when it ends before. */
  start<Message>(): Promise<Message>;
  /** What it answers to a message. */
  ask<Message>(question: string): Promise<Message>;
  /** `SIGKILL`, at whatever it is doing. */
  kill(): Promise<void>;
}

export function cloudProcess(options: CloudProcessOptions): CloudProcess {
  const { script, stateDirectory, environment, log } = options;
  let child: ChildProcess | undefined;
  const next = async <Message>(from: ChildProcess): Promise<Message> => {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const ended = once(from, 'exit', { signal }).then(([code]) => {
        throw new Error(`the cloud ended with ${code}${log === undefined ? '' : `; see ${log}`}`);
      });
      const [message] = await Promise.race([once(from, 'message', { signal }), ended]);
      return message as Message;
    } finally {
      // A process is asked thousands of times, and must not keep a listener of each.
      settled.abort();
    }
  };
  return {
    start<Message>() {
      const output = log === undefined ? undefined : openSync(log, 'a');
      child = spawn(process.execPath, ['--no-warnings', fileURLToPath(script), stateDirectory], {
        stdio: ['ignore', output ?? 'ignore', output ?? 'inherit', 'ipc'],
        env: { ...process.env, ...environment },
      });
      if (output !== undefined) closeSync(output);
      return next<Message>(child);
    },
    ask<Message>(question: string) {
      if (child === undefined) throw new Error('the cloud has not been started');
      const answer = next<Message>(child);
      child.send(question);
      return answer;
    },
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
