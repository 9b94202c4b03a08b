import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { resourceName } from '../settings.ts';
import { alarm } from './alarm.ts';

/** The queue of what a worker could not do, and the alarm that somebody has to look. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { settings, data }: Platform, worker: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: resourceName(settings, `${worker}-dlq`),
      // The longest that SQS keeps a message.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    alarm(this, 'NotEmpty', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      description: `${worker} gave up on something: look at its dead-letter queue, mend the cause, then redrive.`,
      topic: data.alarms,
    });
  }
}
