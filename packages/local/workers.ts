import type { QueueSource, Worker } from '@punctual/contracts/worker.ts';
import type { EventBus } from './aws/bus.ts';
import { queueArn } from './aws/fault.ts';
import type { Queues } from './aws/queues.ts';
import type { Schedules } from './aws/schedules.ts';
import type { Clock } from './clock.ts';
import { eventBusName, scheduleGroup, schedulerRole, tableName } from './environment.ts';
import type { Poller } from './pollers.ts';
import { createQueuePoller } from './queue-poller.ts';
import type { Runtime } from './runtime.ts';
import type { State } from './state.ts';
import { createStreamPoller } from './stream-poller.ts';

export interface WorkersOptions {
  readonly workers: readonly Worker[];
  readonly dynamodb: string;
  readonly state: State;
  readonly clock: Clock;
  readonly queues: Queues;
  readonly schedules: Schedules;
  readonly bus: EventBus;
  readonly runtime: Runtime;
  readonly report: (error: unknown) => void;
}

/** What the CDK app makes of the workers' declarations: queues, rules, and the mappings that feed the functions. */
export interface Workers {
  /** Makes what is missing and adopts declarations that have changed since the last start. */
  provision(): void;
  start(): void;
  /** Begins no further batch; resolves when those under way have ended. */
  stop(): Promise<void>;
  /** For `kill`: begins no further batch and waits for none. */
  abandon(): void;
  nudgeQueues(): void;
  nudgeStream(): void;
  /** Hands over all that is there; whether anything was. */
  drain(): Promise<boolean>;
}

export function createWorkers(options: WorkersOptions): Workers {
  const { workers, queues, schedules, bus, runtime, report } = options;
  let queuePollers: Poller[] = [];
  let streamPollers: Poller[] = [];

  const provisionRule = (name: string, detailTypes: readonly string[]) => {
    const rule = { EventBusName: eventBusName, Rule: name, Name: name };
    const known = bus.ListRules(rule).Rules.some(({ Name }) => Name === name);
    if (detailTypes.length > 0) {
      bus.PutRule({ ...rule, EventPattern: JSON.stringify({ 'detail-type': detailTypes }) });
      bus.PutTargets({ ...rule, Targets: [{ Id: name, Arn: queueArn(name) }] });
    } else if (known) {
      bus.RemoveTargets({ ...rule, Ids: [name] });
      bus.DeleteRule(rule);
    }
  };

  /** Left as it is when it is there and the same, so that a start does not put it off. */
  const provisionSchedule = (queue: string, every: QueueSource['every']) => {
    const name = `every-${queue}`;
    const [known] = schedules.list({ group: scheduleGroup, prefix: name, limit: 1 });
    const definition = every && {
      ScheduleExpression: `rate(${every.minutes} minutes)`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: queueArn(queue), RoleArn: schedulerRole, Input: JSON.stringify(every.message) },
    };
    if (known?.name === name && known.definition === JSON.stringify(definition)) return;
    if (known?.name === name) schedules.remove(scheduleGroup, name);
    if (definition === undefined || every === undefined) return;
    const firstDueAt = options.clock.now() + every.minutes * 60_000;
    schedules.create(scheduleGroup, name, definition, undefined, firstDueAt);
  };

  const provisionWorker = ({ name, source, timeoutSeconds }: Worker) => {
    const deadLetterQueue = `${name}-dlq`;
    queues.create(deadLetterQueue, {});
    if (source.kind === 'stream') return;
    if (!queues.exists(name)) queues.create(name, {});
    queues.setAttributes(name, {
      // Lambda's advice for event source mappings: six times the function's timeout.
      VisibilityTimeout: String(6 * timeoutSeconds),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(deadLetterQueue),
        maxReceiveCount: source.maximumReceives,
      }),
    });
    provisionRule(name, source.detailTypes);
    provisionSchedule(name, source.every);
  };

  const stopAll = () => {
    const all = [...queuePollers, ...streamPollers];
    queuePollers = [];
    streamPollers = [];
    for (const poller of all) poller.stop();
    return all;
  };

  return {
    provision() {
      if (!schedules.groups().some((group) => group.name === scheduleGroup))
        schedules.createGroup(scheduleGroup);
      for (const worker of workers) provisionWorker(worker);
    },
    start() {
      for (const worker of workers) {
        const { source } = worker;
        if (source.kind === 'queue') {
          queuePollers.push(createQueuePoller({ ...worker, source }, queues, runtime, report));
        } else {
          const { dynamodb: endpoint, state, clock } = options;
          streamPollers.push(
            createStreamPoller({
              worker: { ...worker, source },
              endpoint,
              tableName,
              state,
              clock,
              queues,
              runtime,
              report,
            }),
          );
        }
      }
    },
    async stop() {
      await Promise.allSettled(stopAll().map((poller) => poller.drain()));
    },
    abandon() {
      stopAll();
    },
    nudgeQueues() {
      for (const poller of queuePollers) poller.nudge();
    },
    nudgeStream() {
      for (const poller of streamPollers) poller.nudge();
    },
    async drain() {
      const worked = await Promise.all([...queuePollers, ...streamPollers].map((poller) => poller.drain()));
      return worked.includes(true);
    },
  };
}
