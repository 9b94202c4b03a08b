import type { QueueSource, Worker } from '@punctual/contracts/worker.ts';
import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Permissions } from '../permissions.ts';
import type { Platform } from '../platform.ts';
import { resourceName } from '../settings.ts';
import { alarm } from './alarm.ts';
import { DeadLetters } from './dead-letters.ts';
import { LambdaFunction } from './lambda-function.ts';
import { Timers } from './timers.ts';

export interface QueueWorkerProps {
  readonly platform: Platform;
  readonly worker: Worker & { readonly source: QueueSource };
  readonly permissions?: Permissions;
}

/** Invocations that a message stays hidden for, so that throttled ones do not run beside their retry (Lambda's advice). */
const hiddenForTimeouts = 6;

/** Age of the oldest message, in seconds, from which work counts as late. */
const lateAfterSeconds = 900;

/**
 * A worker with its queue: the events of its detail types reach the queue over a rule on the bus, the function takes
 * them in batches and reports each failure by itself, and what fails too often ends in the dead-letter queue.
 */
export class QueueWorker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { platform, worker, permissions }: QueueWorkerProps) {
    super(scope, id);
    const { settings, data } = platform;
    const { name, summary, source, timeoutSeconds } = worker;
    this.deadLetters = new DeadLetters(this, 'DeadLetters', platform, name).queue;
    this.queue = new Queue(this, 'Queue', {
      queueName: resourceName(settings, name),
      visibilityTimeout: Duration.seconds(hiddenForTimeouts * timeoutSeconds),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: source.maximumReceives },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    alarm(this, 'Late', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: lateAfterSeconds,
      evaluationPeriods: 5,
      description: `${name} is behind by 15 minutes: look for errors or throttles of its function.`,
      topic: data.alarms,
    });
    if (source.detailTypes.length > 0) {
      new Rule(this, 'Rule', {
        description: `Events for ${name}`,
        eventBus: data.bus,
        eventPattern: { detailType: [...source.detailTypes] },
        // Events that cannot be delivered wait with what could not be worked on, in the same form.
        targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
      });
    }
    if (source.mailEvents) {
      data.mailEvents.addSubscription(new SqsSubscription(this.queue, { deadLetterQueue: this.deadLetters }));
    }
    this.worker = new LambdaFunction(this, 'Worker', {
      platform,
      entry: `workers/${name}`,
      description: summary,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: 512,
      ...(permissions && { permissions }),
    });
    this.worker.live.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: source.batchSize,
        reportBatchItemFailures: true,
        ...(source.atOnce !== undefined && { maxConcurrency: source.atOnce }),
      }),
    );
    if (source.every !== undefined) {
      new Schedule(this, 'Every', {
        description: `Every ${source.every.minutes} minutes, for ${name}`,
        schedule: ScheduleExpression.rate(Duration.minutes(source.every.minutes)),
        target: new SqsSendMessage(this.queue, {
          deadLetterQueue: this.deadLetters,
          input: ScheduleTargetInput.fromObject(source.every.message),
        }),
      });
    }
    if (source.timersTo !== undefined) {
      new Timers(this, 'Timers', { platform, name, target: source.timersTo, worker: this.worker });
    }
  }
}
