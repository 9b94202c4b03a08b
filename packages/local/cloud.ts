import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createAuthorizer } from './authorizer.ts';
import { createEventBus } from './aws/bus.ts';
import { createInbox, type Inbox } from './aws/inbox.ts';
import { createKms } from './aws/kms.ts';
import { createQueues } from './aws/queues.ts';
import { createScheduler } from './aws/scheduler.ts';
import { createSchedules } from './aws/schedules.ts';
import { createAwsServer } from './aws/server.ts';
import { createSqs } from './aws/sqs.ts';
import { type Clock, type Instant, installClock } from './clock.ts';
import { createDev, type DevHandler } from './dev/dev.ts';
import { createIssuer } from './dev/issuer.ts';
import { clientSettings, externalDatabase, startDynoxide } from './dynoxide.ts';
import type { Entries } from './entries.ts';
import { applyEnvironment, functionEnvironment, tableName } from './environment.ts';
import { createGateway } from './gateway.ts';
import { close, listen, listenNear } from './ports.ts';
import { createProviders } from './providers/providers.ts';
import type { CreateStandIn } from './providers/stand-in.ts';
import { createRuntime } from './runtime.ts';
import { createSignal } from './signal.ts';
import { openState } from './state.ts';
import { streamReadUpTo } from './stream-poller.ts';
import { createTimekeeper } from './timekeeper.ts';
import { createWorkers } from './workers.ts';

export interface CloudOptions {
  /** 0: any free one. */
  readonly port: number;
  /** `undefined`: a temporary one, deleted at `stop`. */
  readonly stateDirectory: string | undefined;
  /** Default: the product. */
  readonly entries?: Entries;
  /** Set for the functions, over the cloud's own values; what the process has already stands above both. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Fills an empty store. */
  readonly demo?: (cloud: Cloud) => Promise<void>;
  /** Further calls below `/dev/`. */
  readonly dev?: readonly DevHandler[];
  /** The providers imitated, by name. Default: all that the product speaks to. */
  readonly standIns?: Readonly<Record<string, CreateStandIn>>;
  /** Told of faults that no caller sees. Default: standard error. */
  readonly report?: (error: unknown) => void;
  /** Real milliseconds that `settle` waits for the queues to come to rest. Default: 60,000. */
  readonly settleLimit?: number;
}

export interface Cloud {
  readonly url: string;
  readonly endpoints: { readonly aws: string; readonly dynamodb: string };
  readonly clock: Clock;
  readonly inbox: Inbox;
  /**
   * Resolves when the stream is read, nothing is being invoked and no message waits for a worker. Messages and
   * schedules that are due later do not count. Rejects with `NotIdle` after the limit.
   */
  settle(): Promise<void>;
  /** Walks through everything due until then in order of time, settling after each; into the past it only sets. */
  advanceTo(instant: Instant): Promise<void>;
  /** Empties everything, the table included, and begins again at real time. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** For tests: leaves the files as a `kill -9` would. */
  kill(): Promise<void>;
}

const reportToStandardError = (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
};

/** Real milliseconds that requests under way have when the cloud is stopped. */
const stopGrace = 3000;

/** How often the table's stream is looked at, in real milliseconds: shortly after something happened, and otherwise. */
const streamPause = { active: 50, idle: 500, activeFor: 2000 };

/**
 * Starts the local cloud. One per process: it replaces the global `Date` and sets environment variables.
 * Rejects with `EADDRINUSE` when the port is taken.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const report = options.report ?? reportToStandardError;
  const entries = options.entries ?? (await import('./product.ts')).product;
  const temporary = options.stateDirectory === undefined;
  const directory = resolve(options.stateDirectory ?? mkdtempSync(join(tmpdir(), 'punctual-')));
  mkdirSync(directory, { recursive: true });

  // What was set up, undone in reverse order: at the end, or when the start fails half way.
  const undo: (() => unknown)[] = [];
  const undoAll = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  if (temporary) undo.push(() => rmSync(directory, { recursive: true, force: true }));
  try {
    return await start();
  } catch (error) {
    await undoAll();
    throw error;
  }

  async function start(): Promise<Cloud> {
    // The port first: it is what most often is not to be had, and nothing has been touched yet.
    const notReady: RequestListener = (_request, response) =>
      response.writeHead(503, { 'retry-after': '1' }).end();
    let onRequest = notReady;
    const gatewayServer = createServer((request, response) => onRequest(request, response));
    const state = openState(directory);
    undo.push(() => state.close());
    const remembered = (key: string) => {
      const port = Number(state.get(`keep:port:${key}`));
      return port > 0 ? port : undefined;
    };
    // The same ports after a restart: addresses are in tokens, in queue URLs and in clients that live on.
    const port =
      options.port === 0
        ? await listenNear(gatewayServer, remembered('gateway'))
        : await listen(gatewayServer, options.port);
    undo.push(() => close(gatewayServer));
    state.set('keep:port:gateway', String(port));
    const url = `http://127.0.0.1:${port}`;

    const signal = createSignal();
    const clock = installClock(
      {
        load: () => Number(state.get('clock-offset') ?? 0),
        save: (offset) => state.set('clock-offset', String(offset)),
      },
      () => signal.notify(),
    );
    undo.push(() => clock.uninstall());

    const external = process.env.DYNAMODB_ENDPOINT;
    const database =
      external === undefined
        ? await startDynoxide(directory, remembered('dynamodb'), streamReadUpTo(state))
        : externalDatabase(external);
    let databaseSignal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL';
    undo.push(() => database.stop(databaseSignal));
    if (external === undefined) state.set('keep:port:dynamodb', new URL(database.endpoint).port);

    const queues = createQueues(state, clock, signal);
    const schedules = createSchedules(state, clock, queues, signal);
    const bus = createEventBus(state, clock, queues);
    const inbox = createInbox(state, clock);
    const stopping = new AbortController();
    let awsUrl = '';
    const awsServer = createAwsServer({
      sqs: createSqs(queues, signal, () => awsUrl, stopping.signal),
      events: bus,
      kms: createKms(directory),
      scheduler: createScheduler(schedules),
      inbox,
    });
    const awsPort = await listenNear(awsServer, remembered('aws'));
    undo.push(() => close(awsServer));
    state.set('keep:port:aws', String(awsPort));
    awsUrl = `http://127.0.0.1:${awsPort}`;

    const providers = await createProviders({
      standIns: options.standIns ?? (await import('./providers/all.ts')).standIns,
      productUrl: url,
      state,
      clock,
      signal,
      report,
    });
    undo.push(() => providers.stop());

    undo.push(
      applyEnvironment({
        ...providers.environment,
        ...functionEnvironment({ gateway: url, aws: awsUrl, dynamodb: database.endpoint }, entries.workers),
        ...options.environment,
      }),
    );

    let lastActive = 0;
    const runtime = createRuntime(entries.load, () => {
      lastActive = performance.now();
      workers.nudgeStream();
    });
    const workers = createWorkers({
      workers: entries.workers,
      dynamodb: database.endpoint,
      state,
      clock,
      queues,
      schedules,
      bus,
      runtime,
      report,
    });
    const { settle, advanceTo } = createTimekeeper({
      clock,
      queues,
      schedules,
      workers,
      providers,
      runtime,
      signal,
      settleLimit: options.settleLimit ?? 60_000,
      stopping: stopping.signal,
    });

    let streamTimer: NodeJS.Timeout | undefined;
    const watchStream = () => {
      if (stopping.signal.aborted) return;
      workers.nudgeStream();
      const isActive = performance.now() - lastActive < streamPause.activeFor;
      streamTimer = setTimeout(watchStream, isActive ? streamPause.active : streamPause.idle);
      streamTimer.unref();
    };

    const ownIssuer = `${url}/dev/issuer`;
    const setting = (name: string, fallback: string) => process.env[name] ?? fallback;
    const audience = setting('AUTH_AUDIENCE', 'punctual');
    const issuerUrl = setting('AUTH_ISSUER', ownIssuer);
    const issuer = await createIssuer(
      directory,
      ownIssuer,
      audience,
      setting('AUTH_ROLES_CLAIM', 'roles'),
      clock,
    );

    const runDemo = async () => {
      if (options.demo === undefined || setting('DEMO', 'on') === 'off') return;
      // The demo moves the clock, so nobody else is let in meanwhile: it has a door of its own.
      onRequest = notReady;
      const door = createServer(gateway.onRequest);
      const ownUrl = `http://127.0.0.1:${await listen(door, 0)}`;
      try {
        await options.demo({ ...cloud, url: ownUrl });
      } finally {
        await close(door);
        onRequest = gateway.onRequest;
      }
      state.set('demo', 'done');
    };
    /** Demo data goes into an empty store; what a killed start left of it is cleared first. */
    const demoAtStart = async () => {
      if (options.demo === undefined || setting('DEMO', 'on') === 'off' || state.get('demo') === 'done')
        return;
      if (state.get('demo') === 'begun') return reset();
      const client = new DynamoDBClient(clientSettings(database.endpoint));
      const { Count: count } = await client.send(
        new ScanCommand({ TableName: tableName, Limit: 1, Select: 'COUNT' }),
      );
      client.destroy();
      if (count !== 0) return;
      state.set('demo', 'begun');
      await runDemo();
    };

    const reset = async () => {
      await workers.stop();
      await runtime.quiet();
      clock.reset();
      state.clear();
      await database.dropTable(tableName);
      await database.ensureTable(entries.table(tableName));
      workers.provision();
      workers.start();
      signal.notify();
      state.set('demo', 'begun');
      await runDemo();
    };

    const queueReport = () => {
      const names = new Set(queues.names().map((name) => name.replace(/-dlq$/, '')));
      return {
        queues: [...names].map((name) => ({
          name,
          ...queues.counts(name),
          dead: queues.counts(`${name}-dlq`).visible,
        })),
        schedules: { pending: schedules.pending() },
      };
    };

    const stop = async () => {
      await close(gatewayServer, stopGrace);
      await workers.stop();
      databaseSignal = 'SIGTERM';
      await undoAll();
    };

    const cloud: Cloud = {
      url,
      endpoints: { aws: awsUrl, dynamodb: database.endpoint },
      clock,
      inbox,
      settle,
      advanceTo,
      reset,
      stop,
      kill: undoAll,
    };

    await database.ensureTable(entries.table(tableName));
    workers.provision();
    workers.start();
    undo.push(() => {
      stopping.abort();
      clearTimeout(streamTimer);
      workers.abandon();
      signal.notify();
    });
    const ownDev = createDev({ clock, issuer, inbox, queues: queueReport, settle, advanceTo, reset });
    const gateway = createGateway({
      routes: entries.routes,
      authorize: createAuthorizer({
        issuer: issuerUrl,
        audience,
        clock,
        ...(issuerUrl === ownIssuer ? { keys: issuer.keys } : {}),
      }),
      runtime,
      clock,
      dev: async (request) => {
        for (const handler of [ownDev, providers.dev, ...(options.dev ?? [])]) {
          const answer = await handler(request);
          if (answer !== undefined) return answer;
        }
        return undefined;
      },
      report,
    });
    gatewayServer.on('clientError', gateway.onClientError);
    schedules.fireDue();
    signal.notify();
    watchStream();
    await demoAtStart();
    onRequest = gateway.onRequest;
    return cloud;
  }
}
