import type { QueueSource } from '@punctual/contracts/worker.ts';
import { Duration, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { LambdaFunction } from '../constructs/lambda-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { permissionsOf } from '../permissions.ts';
import { fixture } from './fixtures.ts';

const worker = (source: Partial<QueueSource> = {}) => ({
  name: 'send-notice',
  summary: 'Sends a notice',
  timeoutSeconds: 20,
  source: {
    kind: 'queue',
    batchSize: 10,
    maximumReceives: 5,
    detailTypes: ['Booked', 'Moved'],
    ...source,
  } as const,
});

describe('QueueWorker', () => {
  const { stack, platform } = fixture('workers/send-notice');
  new QueueWorker(stack, 'Worker', { platform, worker: worker(), permissions: { table: ['GetItem'] } });
  const template = Template.fromStack(stack);

  it('hides a message for six timeouts and gives up after the receives it is told', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'punctual-dev-send-notice',
      VisibilityTimeout: 120,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] },
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'punctual-dev-send-notice-dlq',
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it('hears the events of its detail types, and loses none that cannot be delivered', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { 'detail-type': ['Booked', 'Moved'] },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkerQueue'), 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
        }),
      ],
    });
  });

  it('takes batches and reports each failure by itself', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 20, Description: 'Sends a notice' });
  });

  it('has as many batches worked on at once as it is told, or as Lambda likes', () => {
    const limited = fixture('workers/send-notice');
    new QueueWorker(limited.stack, 'Worker', {
      platform: limited.platform,
      worker: worker({ atOnce: 2 }),
      permissions: {},
    });
    Template.fromStack(limited.stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: Match.absent() });
  });

  it('rings when messages grow old and when some are given up', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateAgeOfOldestMessage' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
    });
  });

  it('has no rule when nothing on the bus concerns it', () => {
    const quiet = fixture('workers/send-notice');
    new QueueWorker(quiet.stack, 'Worker', {
      platform: quiet.platform,
      worker: worker({ detailTypes: [] }),
      permissions: {},
    });
    Template.fromStack(quiet.stack).resourceCountIs('AWS::Events::Rule', 0);
  });

  it('sets timers, when it declares them, that go to the queue it names and nowhere else', () => {
    const timed = fixture('workers/send-notice');
    new QueueWorker(timed.stack, 'Worker', {
      platform: timed.platform,
      worker: worker({ timersTo: 'send-reminder' }),
      permissions: {},
    });
    const made = Template.fromStack(timed.stack);
    const arnOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(id), 'Arn'] });
    const queueNamed = (name: string) => ({
      'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`:${name}$`)])],
    });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          QUEUE_ARN_SEND_REMINDER: queueNamed('punctual-dev-send-reminder'),
          SCHEDULE_GROUP: Match.anyValue(),
          SCHEDULER_ROLE_ARN: arnOf('^WorkerTimersDelivers'),
        }),
      },
    });
    made.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      },
    });
    made.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^WorkerTimersDelivers') }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Resource: [
              queueNamed('punctual-dev-send-reminder'),
              queueNamed('punctual-dev-send-reminder-dlq'),
            ],
          }),
        ],
      },
    });
    made.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'iam:PassRole',
            Resource: arnOf('^WorkerTimersDelivers'),
            Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
          }),
        ]),
      },
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('scheduler');
  });

  it('gets the message that comes again and again, and loses none that cannot be delivered', () => {
    const recurring = fixture('workers/send-notice');
    new QueueWorker(recurring.stack, 'Worker', {
      platform: recurring.platform,
      worker: worker({ every: { minutes: 15, message: { sweep: true } } }),
      permissions: {},
    });
    Template.fromStack(recurring.stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Target: Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkerQueue'), 'Arn'] },
        Input: '{"sweep":true}',
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
      }),
    });
    template.resourceCountIs('AWS::Scheduler::Schedule', 0);
  });

  it('passes cdk-nag', () => {
    const checked = fixture('workers/send-notice');
    Validations.of(checked.stack.node.root).addPlugins(new AwsSolutionsChecks(checked.stack.node.root));
    new QueueWorker(checked.stack, 'Worker', {
      platform: checked.platform,
      worker: worker({ timersTo: 'send-notice', every: { minutes: 15, message: { sweep: true } } }),
      permissions: {},
    });
    expect(() => Template.fromStack(checked.stack)).not.toThrow();
  });
});

describe('LambdaFunction', () => {
  const props = { description: 'A function', timeout: Duration.seconds(5), memorySize: 128 };

  it('does not synthesize without its entry point', () => {
    const { stack, platform } = fixture();
    expect(
      () => new LambdaFunction(stack, 'Function', { ...props, platform, entry: 'http/nowhere' }),
    ).toThrow(/The registry names http\/nowhere, but .*functions\/http\/nowhere\.ts does not exist/);
  });

  it('does not synthesize without permissions', () => {
    const { stack, platform } = fixture('http/new');
    expect(() => new LambdaFunction(stack, 'Function', { ...props, platform, entry: 'http/new' })).toThrow(
      'functions/http/new.ts has no entry in infra/permissions.ts',
    );
    expect(() => permissionsOf('toString')).toThrow('no entry');
  });

  it('finds the queues that it may send to in its environment', () => {
    const { stack, platform } = fixture('http/new');
    const permissions = { sendsTo: ['send-notice'] };
    new LambdaFunction(stack, 'Function', { ...props, platform, entry: 'http/new', permissions });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ QUEUE_URL_SEND_NOTICE: Match.anyValue() }) },
    });
    expect(JSON.stringify(template.toJSON())).toContain('/punctual-dev-send-notice"');
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sqs:SendMessage' })]) },
    });
  });

  it('may only read with the key when it only reads the table', () => {
    const { stack, platform } = fixture('http/new');
    new LambdaFunction(stack, 'Function', {
      ...props,
      platform,
      entry: 'http/new',
      permissions: { table: ['GetItem'] },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'] })]),
      },
    });
  });
});
