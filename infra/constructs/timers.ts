import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { resourceName } from '../settings.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface TimersProps {
  readonly platform: Platform;
  /** The worker's name, as in the registry. */
  readonly name: string;
  /** The worker to whose queue the timers' messages go; possibly the same. */
  readonly target: string;
  readonly worker: LambdaFunction;
}

/**
 * Lets a worker set timers that send to one queue: a role that may do nothing but that, which EventBridge Scheduler
 * assumes for this account only, and the right to make, move and delete schedules with it. The queue is known by name,
 * so that the workers can be made in any order.
 */
export class Timers extends Construct {
  constructor(scope: Construct, id: string, { platform, name, target, worker }: TimersProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const queueNamed = (suffix: string) =>
      Stack.of(this).formatArn({
        service: 'sqs',
        resource: `${resourceName(platform.settings, target)}${suffix}`,
      });
    const group = platform.data.timers;
    const delivers = new Role(this, 'Delivers', {
      description: `Sends the timers of ${name} to the queue of ${target}`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    delivers.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        // What cannot be delivered waits with what could not be worked on, in the same form.
        resources: [queueNamed(''), queueNamed('-dlq')],
      }),
    );
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${group.scheduleGroupName}/*`,
    });
    worker.role.addToPolicy(
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:UpdateSchedule'],
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
    const variable = `QUEUE_ARN_${target.toUpperCase().replaceAll('-', '_')}`;
    worker.function.addEnvironment(variable, queueNamed(''));
    worker.function.addEnvironment('SCHEDULE_GROUP', group.scheduleGroupName);
    worker.function.addEnvironment('SCHEDULER_ROLE_ARN', delivers.roleArn);
  }
}
