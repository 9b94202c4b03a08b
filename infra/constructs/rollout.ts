import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction, type IVersion, type Version } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { resourceName, type Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { alarm } from './alarm.ts';

/** What everything that invokes a function names: the version that is live, or two of them while one takes over. */
const liveAlias = 'live';

export interface RolloutProps {
  readonly settings: Settings;
  readonly data: Pick<DataStack, 'alarms'>;
  /** The newest. */
  readonly version: Version;
  /** As people know it. */
  readonly name: string;
}

/**
 * How new code of a function gets its traffic: each deployment publishes a version, and CodeDeploy moves the alias to it
 * as the settings say. While that takes time, an alarm that rings takes all of the traffic back to the version before.
 */
export class Rollout extends Construct {
  readonly live: IFunction;
  private readonly group: LambdaDeploymentGroup;
  private readonly isGradual: boolean;

  constructor(scope: Construct, id: string, { settings, data, version, name }: RolloutProps) {
    super(scope, id);
    this.isGradual = settings.rollout === 'canary';
    // The library's classes have optional properties that its interfaces lack under exactOptionalPropertyTypes.
    const alias = new Alias(this, 'Live', { aliasName: liveAlias, version: version as IVersion });
    this.live = alias as IFunction;
    const failing = alarm(this, 'Failing', {
      metric: alias.metricErrors({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      description: `${name} crashed or ran out of time in two of five minutes: look for the last lines of its log.`,
      topic: data.alarms,
    });
    const { application, role } = sharedOf(this, settings);
    this.group = new LambdaDeploymentGroup(this, 'Deployments', {
      application,
      // The library would add the managed policy to any role that it may change.
      role: role.withoutPolicyUpdates(),
      alias,
      deploymentConfig: this.isGradual
        ? LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES
        : LambdaDeploymentConfig.ALL_AT_ONCE,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: this.isGradual },
    });
    this.takeBackOn(failing);
  }

  /** Takes new code back when this alarm rings as well. A rollout at once asks no alarm, so that it can mend what rings. */
  takeBackOn(ringing: Alarm): void {
    if (this.isGradual) this.group.addAlarm(ringing);
  }
}

/** One application and one role for all functions of a stack. */
function sharedOf(scope: Construct, settings: Settings): Shared {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild('Rollouts');
  return found instanceof Shared ? found : new Shared(stack, 'Rollouts', settings);
}

class Shared extends Construct {
  readonly application: LambdaApplication;
  readonly role: Role;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    // Not the managed policy for CodeDeploy: it may move every alias of the account.
    this.role = new Role(this, 'Role', {
      description: 'Moves traffic between versions of the functions',
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    });
    const everyFunction = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: resourceName(settings, '*'),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        resources: [everyFunction],
      }),
    );
    this.role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
    Validations.of(this.role).acknowledge(
      {
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:${resourceName(settings, '*')}]`,
        reason: 'CodeDeploy moves the aliases of all functions of this stage, and of no others.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'Alarms can only be looked at with all of them; it is the state alone that is read.',
      },
    );
  }
}
