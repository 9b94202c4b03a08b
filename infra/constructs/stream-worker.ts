import type { StreamSource, Worker } from '@punctual/contracts/worker.ts';
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Permissions } from '../permissions.ts';
import type { Platform } from '../platform.ts';
import { alarm } from './alarm.ts';
import { DeadLetters } from './dead-letters.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface StreamWorkerProps {
  readonly platform: Platform;
  readonly worker: Worker & { readonly source: StreamSource };
  readonly permissions?: Permissions;
}

/** Batches of one shard that run at once. Records of one partition key are always in the same one, so in order. */
const parallelBatches = 4;

/** Age of the records being read, in milliseconds, from which work counts as late. */
const lateAfterMilliseconds = 60_000;

/**
 * A worker on the table's stream: new items of one entity, in order per partition key. A batch that fails is halved
 * and tried again from its first failed record; what fails to the end is named in the dead-letter queue by its place
 * in the stream, which keeps records for a day.
 */
export class StreamWorker extends Construct {
  readonly deadLetters: Queue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { platform, worker, permissions }: StreamWorkerProps) {
    super(scope, id);
    const { table, key, alarms } = platform.data;
    const { name, summary, source, timeoutSeconds } = worker;
    const stream = table.tableStreamArn;
    if (stream === undefined) throw new Error('The table has no stream.');
    this.deadLetters = new DeadLetters(this, 'DeadLetters', platform, name).queue;
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of an event source mapping, which the rule does not see.',
    });
    this.worker = new LambdaFunction(this, 'Worker', {
      platform,
      entry: `workers/${name}`,
      description: summary,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: 512,
      ...(permissions && { permissions }),
    });
    const { role, live: target, function: fn } = this.worker;
    const reads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    role.addToPolicy(
      new PolicyStatement({ actions: reads.map((action) => `dynamodb:${action}`), resources: [stream] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }));

    const mapping = new EventSourceMapping(this, 'Mapping', {
      target,
      eventSourceArn: stream,
      // Nothing may be missed between the table's creation and this mapping's.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { entity: { S: FilterRule.isEqual(source.entity) } } },
        }),
      ],
      batchSize: source.batchSize,
      parallelizationFactor: parallelBatches,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: source.maximumRetryAttempts,
      onFailure: new SqsDlq(this.deadLetters),
    });
    // Lambda tries the role's permissions when it makes the mapping.
    mapping.node.addDependency(role);

    alarm(this, 'Late', {
      metric: fn.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: lateAfterMilliseconds,
      evaluationPeriods: 3,
      description: `${name} is behind the table's stream by a minute: look for errors of its function. A day behind loses records.`,
      topic: alarms,
    });
  }
}
