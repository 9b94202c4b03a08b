import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface TimersProps {
  readonly platform: Platform;
  /** The worker's name, as in the registry. */
  readonly name: string;
  readonly worker: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/**
 * Lets a worker set timers that send to its own queue: a role that may do nothing but that, which EventBridge Scheduler
 * assumes for this account only, and the right to make and move schedules with it.
 */
export class Timers extends Construct {
  constructor(scope: Construct, id: string, { platform, name, worker, queue, deadLetters }: TimersProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const group = platform.data.timers;
    const delivers = new Role(this, 'Delivers', {
      description: `Sends the timers of ${name} to its queue`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    delivers.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        // What cannot be delivered waits with what could not be worked on, in the same form.
        resources: [queue.queueArn, deadLetters.queueArn],
      }),
    );
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${group.scheduleGroupName}/*`,
    });
    worker.role.addToPolicy(
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
        resources: [schedules],
      }),
    );
    worker.role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [delivers.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    Validations.of(worker.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${group.scheduleGroupName}/*]`,
      reason:
        'A timer is named after what it is for, an appointment for example: names are not known beforehand.',
    });
    worker.function.addEnvironment(`QUEUE_ARN_${name.toUpperCase().replaceAll('-', '_')}`, queue.queueArn);
    worker.function.addEnvironment('SCHEDULE_GROUP', group.scheduleGroupName);
    worker.function.addEnvironment('SCHEDULER_ROLE_ARN', delivers.roleArn);
  }
}
