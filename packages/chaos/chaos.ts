import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { workers } from '@punctual/contracts/registry.ts';
import { queueUrl } from '@punctual/local/aws/queues.ts';
import type { Cloud } from '@punctual/local/cloud.ts';
import { clientSettings } from '@punctual/local/dynoxide.ts';
import { cloudProcess } from '@punctual/testkit/cloud-process.ts';
import { localCloud, schedulesIn } from '@punctual/verify/outside.ts';
import { type Report, verify } from '@punctual/verify/verify.ts';
import { createClient } from './client.ts';
import { faultFor, kindOf } from './faults.ts';
import { leaksIn } from './logs.ts';
import { watchMessages } from './messages.ts';
import { enterCast, marks } from './people.ts';
import { perform } from './perform.ts';
import { type Operation, type OperationKind, type Plan, plan } from './plan.ts';
import { brokenPromises } from './promises.ts';
import { createProxy, type ProxyOptions } from './proxy.ts';
import { publisher } from './publisher.ts';
import { arrivedIn, doubledMessages, providerSecrets } from './state.ts';
import type { Outcome, Passing } from './wire.ts';
import { newWorld, type Result, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly operations: number;
  /** Clients at once. */
  readonly atOnce?: number;
  /** Only these are done. Default: all, as often as `weights` says. */
  readonly kinds?: readonly OperationKind[];
  /** No faults and no disasters. Default: false. */
  readonly isCalm?: boolean;
  /** How the build is broken: what the table is sent instead. */
  readonly alter?: ProxyOptions['alter'];
  /** Told after each operation. */
  readonly progress?: (done: number) => void;
  /** Where the state and the log stay; undefined: nowhere. */
  readonly directory?: string;
}

export interface ChaosReport {
  readonly seed: number;
  readonly operations: Readonly<Partial<Record<OperationKind, Readonly<Partial<Record<Result, number>>>>>>;
  /** How often what befell whom. */
  readonly faults: Readonly<Record<string, number>>;
  readonly verified: Report;
  /** Messages sent more than once where nobody could know. */
  readonly doubts: number;
  readonly logLines: number;
  /** What is broken, besides what `verified` says. */
  readonly broken: readonly string[];
  readonly violations: number;
}

/** Operations with which a message leaves the house. */
const sendings = new Set(['SendRawEmail', 'SendEmail', 'Publish']);
const services = ['SQS', 'SCHEDULER', 'EVENTBRIDGE', 'SES', 'SESV2', 'SNS', 'KMS'];
const urlVariable = (queue: string) => `QUEUE_URL_${queue.toUpperCase().replaceAll('-', '_')}`;
const providers = ['google', 'microsoft', 'zoom', 'calendly'] as const;

/** Some calendars are connected before it begins, so that there is something to be kept in agreement. */
const fairWeather: readonly Operation[] = [
  { number: -1, kind: 'calendar is connected', shares: [0, 0, 0] },
  { number: -2, kind: 'calendar is connected', shares: [0.3, 0.9, 0] },
  { number: -3, kind: 'calendar is connected', shares: [0.6, 0, 0] },
  { number: -4, kind: 'calendar settings change', shares: [0.4, 0.5] },
];

/**
 * Plays a storm on the product in a local cloud of its own, lets it calm down, and judges what is left: the table and the
 * outside by the checker, what clients were told, what has arrived, and what stands in the logs.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, operations, kinds, isCalm = false, atOnce = 6, progress = () => undefined } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'punctual-chaos-'));
  mkdirSync(directory, { recursive: true });
  const faults = new Map<string, number>();
  const count = (what: string) => faults.set(what, (faults.get(what) ?? 0) + 1);
  const watch = watchMessages();
  let isStormy = false;

  const proxyFor = (service: string, seen: (passing: Passing, outcome: Outcome) => void) =>
    createProxy({
      kindOf,
      faultFor: ({ kind }, number) => (isStormy ? faultFor(seed, service, kind, number) : undefined),
      seen(passing, outcome) {
        if (outcome.fault !== undefined) count(`${service} ${outcome.fault.name}`);
        seen(passing, outcome);
      },
      ...(service === 'DynamoDB' && options.alter !== undefined && { alter: options.alter }),
    });
  const table = await proxyFor('DynamoDB', watch.seenTable);
  const aws = await proxyFor('AWS', (passing, outcome) => {
    if (sendings.has(passing.kind)) watch.seenMail(passing, outcome);
  });
  const log = join(directory, 'cloud.log');
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, aws.url])),
    // The client goes where the address of a queue leads, whatever its endpoint is.
    ...Object.fromEntries(workers.map(({ name }) => [urlVariable(name), queueUrl(aws.url, name)])),
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
    DOUBLE_MESSAGES: isCalm ? 'off' : 'on',
  };
  const stateDirectory = join(directory, 'state');
  const script = new URL('./cloud-child.ts', import.meta.url);
  const cloud = cloudProcess({ script, stateDirectory, environment, log });

  let addresses: Pick<Cloud, 'url' | 'endpoints'>;
  const start = async () => {
    addresses = await cloud.start();
    table.aim(addresses.endpoints.dynamodb);
    aws.aim(addresses.endpoints.aws);
  };
  let starting: Promise<void> = start();
  const crash = () => {
    watch.killed();
    count('process killed');
    starting = cloud.kill().then(start);
    return starting;
  };
  const client = createClient(
    () => addresses.url,
    () => starting,
  );

  const dev = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const reply = await client.call({ method, path: `/dev/${path}`, body });
    if (reply.status !== 200)
      throw new Error(`${method} /dev/${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as Answer;
  };

  try {
    await starting;
    const cast = await enterCast(client);
    const { now } = await dev<{ now: string }>('GET', 'clock');
    const world = newWorld({ client, cast, now: Date.parse(now), publish: publisher(aws.url) });
    for (const operation of fairWeather) await perform(world, operation);
    isStormy = !isCalm;
    const planned = plan(seed, operations, kinds);
    const disasters = isCalm ? new Map() : planned.disasters;
    const results = await weather(world, { ...planned, disasters }, { atOnce, crash, count, progress });
    isStormy = false;
    for (const provider of providers) await dev('DELETE', `providers/${provider}/fail`);
    await calmDown(dev);
    const judged = await judge(world);
    faults.set('messages delivered twice', doubledMessages(stateDirectory));
    const { logged, leaks } = await search(cast.secrets);
    const broken = [...judged.broken, ...leaks];
    return {
      seed,
      operations: results,
      faults: Object.fromEntries([...faults].sort()),
      verified: judged.verified,
      doubts: judged.doubts,
      logLines: logged,
      broken,
      violations: judged.verified.violations + broken.length,
    };
  } finally {
    await starting.catch(() => undefined);
    await cloud.kill();
    await table.stop();
    await aws.stop();
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  }

  async function judge(world: World) {
    const { endpoints, url } = addresses;
    const raw = new DynamoDBClient(clientSettings(endpoints.dynamodb));
    const real = { client: DynamoDBDocumentClient.from(raw), name: 'punctual' };
    const scheduler = new SchedulerClient(clientSettings(endpoints.aws));
    const local = localCloud(url);
    const { report: verified, facts } = await verify(
      {
        table: real,
        now: local.now,
        outside: async (found) => ({
          schedules: await schedulesIn('punctual', scheduler),
          ...(await local.outside(real, found)),
        }),
      },
      { segments: 4, grace: 0, pause: 0 },
    );
    const messages = watch.judge(arrivedIn(stateDirectory), facts);
    raw.destroy();
    return {
      verified,
      doubts: messages.doubts,
      broken: [...brokenPromises(world, facts), ...messages.violations],
    };
  }

  async function search(secrets: ReadonlySet<string>) {
    const all = [...secrets, ...providerSecrets(stateDirectory)];
    const { lines: logged, leaks } = await leaksIn(log, Object.values(marks), all);
    return { logged, leaks };
  }
}

interface Weather {
  readonly atOnce: number;
  readonly crash: () => Promise<unknown>;
  readonly count: (what: string) => void;
  readonly progress: (done: number) => void;
}

/** Operations in their order, some of them at once, and disasters between them. */
async function weather(
  world: World,
  { operations, disasters }: Plan,
  { atOnce, crash, count, progress }: Weather,
): Promise<ChaosReport['operations']> {
  const results: Partial<Record<OperationKind, Partial<Record<Result, number>>>> = {};
  const running = new Set<Promise<void>>();
  let done = 0;
  for (const operation of operations) {
    const disaster = disasters.get(operation.number);
    if (disaster?.kind === 'kill') await crash();
    if (disaster?.kind === 'outage') {
      const { provider, failure } = disaster;
      count(`outage of ${provider}`);
      await world.client.call({ method: 'POST', path: `/dev/providers/${provider}/fail`, body: failure });
    }
    // Time goes by when everybody has come to rest, which others would not let it.
    const isAlone = operation.kind === 'time goes by';
    while (running.size >= (isAlone ? 1 : atOnce)) await Promise.race(running);
    const run = perform(world, operation).then((result) => {
      const ofKind = results[operation.kind] ?? {};
      results[operation.kind] = ofKind;
      ofKind[result] = (ofKind[result] ?? 0) + 1;
      done += 1;
      progress(done);
    });
    const tracked = run.finally(() => running.delete(tracked));
    running.add(tracked);
    if (isAlone) await tracked;
  }
  await Promise.all(running);
  return results;
}

type Dev = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Rounds of half an hour in which what was put off comes back; providers' longest patience is less. */
const maximumRounds = 60;

/** A machine with much else to do may take longer than a cloud waits for its queues. */
const maximumWaits = 20;

async function move(dev: Dev): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await dev('POST', 'clock', { advance: 'PT31M' });
      return;
    } catch (fault) {
      if (attempt === maximumWaits) throw fault;
    }
  }
}

/** Until nothing is under way any more: what a dead process had in its hands comes back after a while. */
async function calmDown(dev: Dev): Promise<void> {
  for (let round = 1; round <= maximumRounds; round += 1) {
    await move(dev);
    const { queues } = await dev<{ queues: readonly QueueCounts[] }>('GET', 'queues');
    const left = queues.reduce(
      (sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed,
      0,
    );
    if (left === 0) return;
  }
  throw new Error('the queues did not come to rest');
}
