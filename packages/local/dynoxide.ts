import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { freePort } from './ports.ts';

/** A DynamoDB endpoint with the one table. */
export interface Database {
  readonly endpoint: string;
  /** Makes the table when it is missing; whether it was. */
  ensureTable(definition: CreateTableCommandInput): Promise<boolean>;
  dropTable(name: string): Promise<void>;
  /** Ends the server, if it is ours: gracefully, or as a kill would. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Settings with which an SDK client speaks to an endpoint, as whoever the environment says. */
export function clientSettings(endpoint: string) {
  return {
    endpoint,
    region: process.env.AWS_REGION ?? 'eu-central-1',
    credentials: async () => ({
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'local',
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'local',
      ...(process.env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: process.env.AWS_SESSION_TOKEN }),
    }),
  };
}

function tableCalls(endpoint: string) {
  const client = new DynamoDBClient(clientSettings(endpoint));
  return {
    async ensureTable(definition: CreateTableCommandInput) {
      const TableName = definition.TableName;
      const exists = await client.send(new DescribeTableCommand({ TableName })).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
          throw error;
        },
      );
      if (exists) return false;
      await client.send(new CreateTableCommand(definition));
      await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        }),
      );
      return true;
    },
    async dropTable(TableName: string) {
      await client.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
    },
    close: () => client.destroy(),
  };
}

/** Uses a DynamoDB that somebody else runs. */
export function externalDatabase(endpoint: string): Database {
  const calls = tableCalls(endpoint);
  return { endpoint, ...calls, stop: async () => calls.close() };
}

function binaryPath(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'dynoxide');
  } catch {
    throw new Error(
      `The package ${name} is not installed; set DYNAMODB_ENDPOINT to a DynamoDB to use instead.`,
    );
  }
}

/** What Linux says about a process; `undefined` when there is none, or no /proc. */
function processOf(pid: number): { commandLine: string[]; parent: number } | undefined {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { commandLine, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that outlived its cloud: a process of this binary that serves this very file and whose parent is gone.
 * Throws when the parent is another process that still runs: two clouds cannot share a directory.
 */
function endOrphan(pidFile: string, databasePath: string): void {
  if (!existsSync(pidFile)) return;
  const [pid = 0, parent = 0] = readFileSync(pidFile, 'utf8').split(' ').map(Number);
  const found = pid > 1 ? processOf(pid) : undefined;
  const isServer = found?.commandLine.some((part) => part.endsWith('/dynoxide')) === true;
  if (found !== undefined && isServer && found.commandLine.includes(databasePath)) {
    if (found.parent === parent && parent !== process.pid) {
      throw new Error(
        `${dirname(databasePath)} is in use by process ${parent}; set LOCAL_STATE_DIR to another directory.`,
      );
    }
    process.kill(pid, 'SIGKILL');
  }
  rmSync(pidFile);
}

/** `setpriv` (util-linux) makes the kernel end the server with this process, however that ends; elsewhere `endOrphan` does. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * dynoxide finds the next sequence number, and the records after one, by scanning all stream records it has; with this
 * index over the same expression both are one step.
 */
const streamIndex = `CREATE INDEX IF NOT EXISTS punctual_stream_order
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

/**
 * Stream records live 24 hours in DynamoDB and for ever in dynoxide. What a worker has still to read stays, however old,
 * and so does the last record: the numbering goes on from it.
 */
const trimStream = `DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) <= ? AND created_at < ?
  AND id NOT IN (SELECT MAX(id) FROM _stream_records GROUP BY table_name)`;

/** By the real clock, as dynoxide dates its records. */
const realDayAgoSeconds = () => Math.floor((performance.timeOrigin + performance.now()) / 1000) - 86_400;

function maintain(databasePath: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(databasePath);
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    work(database);
  } finally {
    database.close();
  }
}

async function waitUntilAnswering(endpoint: string, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + 10_000;
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    try {
      await fetch(endpoint, { signal: AbortSignal.timeout(1000) });
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  return false;
}

/**
 * Starts dynoxide on `dynamodb.db` in the state directory, at `wishedPort` if that is free.
 * `readUpTo` is the number of the last stream record that every reader has handled.
 */
export async function startDynoxide(
  stateDirectory: string,
  wishedPort: number | undefined,
  readUpTo: number,
): Promise<Database> {
  const databasePath = join(stateDirectory, 'dynamodb.db');
  const pidFile = join(stateDirectory, 'dynoxide.pid');
  endOrphan(pidFile, databasePath);
  const binary = binaryPath();

  let wished = wishedPort;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wished);
    const command = [binary, '--host', '127.0.0.1', '--port', String(port), '--db-path', databasePath];
    const [program = '', ...parameters] =
      setpriv === undefined ? command : [setpriv, '--pdeathsig', 'KILL', '--', ...command];
    // Detached: an interrupt from the terminal is for this process, which then stops the server in its turn.
    const child = spawn(program, parameters, { stdio: 'ignore', detached: true });
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    if (child.pid !== undefined) writeFileSync(pidFile, `${child.pid} ${process.pid}`);
    const endWithParent = () => child.kill('SIGKILL');
    process.once('exit', endWithParent);
    const endpoint = `http://127.0.0.1:${port}`;
    if (await waitUntilAnswering(endpoint, child)) {
      // Its exit is awaited by `stop`; until then it must not keep this process alive.
      child.unref();
      maintain(databasePath, (database) => {
        database.exec(streamIndex);
        database.prepare(trimStream).run(readUpTo, realDayAgoSeconds());
      });
      const calls = tableCalls(endpoint);
      return {
        endpoint,
        ensureTable: calls.ensureTable,
        async dropTable(name) {
          await calls.dropTable(name);
          // dynoxide keeps the records of a dropped table and would show them in the stream of its successor.
          maintain(databasePath, (database) => database.exec('DELETE FROM _stream_records'));
        },
        async stop(signal) {
          calls.close();
          process.off('exit', endWithParent);
          child.ref();
          child.kill(signal);
          const forced = setTimeout(() => child.kill('SIGKILL'), 1000);
          await ended;
          clearTimeout(forced);
          if (signal === 'SIGTERM') rmSync(pidFile, { force: true });
        },
      };
    }
    process.off('exit', endWithParent);
    child.kill('SIGKILL');
    await ended;
    if (attempt === 3) throw new Error(`dynoxide did not start on ${databasePath}.`);
    wished = undefined;
  }
}
