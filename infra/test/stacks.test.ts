import { tableDefinition, timeToLiveAttribute } from '@punctual/adapters/dynamodb/table.ts';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { Match } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { compose } from '../compose.ts';
import { permissionsOf, permittedEntries } from '../permissions.ts';
import { functionsOf, resourcesOf, statementsOf, synthesized, testApp } from './synthesis.ts';

const product = synthesized();
const templates = [product.data, product.api, product.workers, product.observability];
const everyResource = templates.flatMap((template) => resourcesOf(template));

describe('data', () => {
  it('keeps the table recoverable, encrypted with a key of our own, and streamed', () => {
    product.data.hasResourceProperties('AWS::DynamoDB::Table', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    product.data.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('declares the very table that the adapters create', () => {
    const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema, StreamSpecification } =
      tableDefinition('punctual');
    product.data.hasResourceProperties('AWS::DynamoDB::Table', {
      AttributeDefinitions,
      BillingMode,
      GlobalSecondaryIndexes,
      KeySchema,
      StreamSpecification: { StreamViewType: StreamSpecification?.StreamViewType },
    });
  });

  it('archives the events of the bus', () => {
    product.data.hasResourceProperties('AWS::Events::Archive', { RetentionDays: Match.anyValue() });
  });

  it('tells of mail that did not arrive, and lets SES do so', () => {
    product.data.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        SnsDestination: { TopicARN: Match.anyValue() },
      },
    });
    product.data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' } }),
        ]),
      },
    });
    product.workers.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^notebouncesQueue'), 'Arn'] },
      RedrivePolicy: Match.anyValue(),
    });
  });

  it('lets alarms, and nobody else, publish to the topic', () => {
    product.data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ],
      },
    });
  });
});

describe('production', () => {
  const context = {
    stage: 'prod',
    authIssuer: 'https://login.example.com/',
    authAudience: 'api,mobile',
    allowedOrigins: 'https://app.example.com',
    alarmEmail: 'operations@example.com',
    mailFrom: 'Punctual <notices@example.com>',
    publicApiUrl: 'https://api.example.com',
    paymentGraceMinutes: '45',
    pushApplicationIos: 'arn:aws:sns:eu-central-1:000000000000:app/APNS/punctual',
  };
  const production = synthesized(context);

  it('outlives mistakes', () => {
    expect(production.stacks.data.terminationProtection).toBe(true);
    production.data.hasResource('AWS::DynamoDB::Table', {
      Properties: { DeletionProtectionEnabled: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    production.data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });

  it('takes its settings', () => {
    production.api.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'https://login.example.com/', Audience: ['api', 'mobile'] },
    });
    production.api.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({ AllowOrigins: ['https://app.example.com'] }),
    });
    production.api.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUBLIC_API_URL: 'https://api.example.com' }) },
    });
    production.workers.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PAYMENT_GRACE_MINUTES: '45' }) },
    });
    production.workers.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUSH_APPLICATION_ARN_IOS: context.pushApplicationIos }) },
    });
    production.data.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operations@example.com',
    });
  });
});

describe('functions', () => {
  const functions = [product.api, product.workers].flatMap((template) =>
    functionsOf(template).map((fn) => ({ ...fn, template, statements: statementsOf(template, fn.roleId) })),
  );
  const ofEntry = (entry: string) => {
    const letters = entry.replace(/^\w+\//, '').replaceAll(/[^A-Za-z]/g, '');
    const found = functions.filter(({ id }) =>
      new RegExp(`^(Contract)?${letters}(Worker)?Function[0-9A-F]{8}$`, 'i').test(id),
    );
    expect(found, entry).toHaveLength(1);
    return found[0] ?? expect.unreachable(entry);
  };
  const entries = [
    ...new Set(routes.map(({ entry }) => `http/${entry}`)),
    ...workers.map(({ name }) => `workers/${name}`),
  ];

  it('are one for each entry point of the registry', () => {
    expect(functions).toHaveLength(entries.length);
    for (const entry of entries) ofEntry(entry);
  });

  it('run on Node 24 and ARM, are traced, and write a log that ends', () => {
    for (const { resource, template } of functions) {
      expect(resource.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Handler: 'index.handler',
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
        Environment: {
          Variables: {
            TABLE_NAME: expect.anything(),
            EVENT_BUS_NAME: expect.anything(),
            AUTH_ROLES_CLAIM: 'roles',
            PUBLIC_API_URL: expect.anything(),
            POWERTOOLS_SERVICE_NAME: 'punctual',
          },
        },
      });
      const log = (resource.Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup.Ref;
      const group = resourcesOf(template, 'AWS::Logs::LogGroup').find(([id]) => id === log)?.[1];
      expect(group?.Properties.RetentionInDays).toBe(7);
    }
  });

  it.each(entries)(
    '%s may do on table, indexes, bus, queues and timers exactly what its permissions and declaration say',
    (entry) => {
      const { statements } = ofEntry(entry);
      const permissions = permissionsOf(entry);
      const onIndex = (resource: unknown) => /"\/index\/(\w+)"/.exec(JSON.stringify(resource))?.[1];
      const dynamodb = statements.filter(({ Action }) => Action[0]?.startsWith('dynamodb:'));
      const table = dynamodb.filter(
        ({ Resource }) => /AttTable\w+Arn/.test(JSON.stringify(Resource[0])) && !onIndex(Resource[0]),
      );
      const tableOnly = table.filter(({ Resource }) => !JSON.stringify(Resource).includes('StreamArn'));
      expect(tableOnly.flatMap(({ Action }) => Action).sort()).toEqual(
        (permissions.table ?? []).map((action) => `dynamodb:${action}`).sort(),
      );
      const index = dynamodb.filter(({ Resource }) => onIndex(Resource[0]));
      expect(index.flatMap(({ Resource }) => Resource.map(onIndex))).toEqual(permissions.indexes ?? []);
      expect(index.every(({ Action }) => Action.join() === 'dynamodb:Query')).toBe(true);
      const bus = statements.filter(({ Action }) => Action.some((action) => action.startsWith('events:')));
      expect(bus.flatMap(({ Action }) => Action)).toEqual(permissions.publishes ? ['events:PutEvents'] : []);
      const mail = statements.filter(({ Action }) => Action.some((action) => action.startsWith('ses:')));
      expect(mail.flatMap(({ Action }) => Action)).toEqual(permissions.mails ? ['ses:SendRawEmail'] : []);
      const setsTimers = workers.some(
        ({ name, source }) => `workers/${name}` === entry && source.kind === 'queue' && 'timersTo' in source,
      );
      const timers = statements.filter(({ Action }) =>
        Action.some((action) => /^(scheduler|iam):/.test(action)),
      );
      expect(timers.flatMap(({ Action }) => Action)).toEqual(
        setsTimers
          ? [
              'scheduler:CreateSchedule',
              'scheduler:DeleteSchedule',
              'scheduler:UpdateSchedule',
              'iam:PassRole',
            ]
          : [],
      );
      const secrets = statements.filter(({ Action }) =>
        Action.some((action) => action.startsWith('secretsmanager:')),
      );
      expect(secrets.flatMap(({ Action }) => Action)).toEqual(
        permissions.links ? ['secretsmanager:GetSecretValue'] : [],
      );
      // In one statement with X-Ray's, which names no resources either.
      const sns = statements.filter(({ Action }) => Action.some((action) => action.startsWith('sns:')));
      expect(sns.flatMap(({ Action }) => Action.filter((action) => !action.startsWith('xray:')))).toEqual([
        ...(permissions.pushes ? ['sns:CreatePlatformEndpoint', 'sns:DeleteEndpoint'] : []),
        ...(permissions.texts || permissions.pushes ? ['sns:Publish'] : []),
      ]);
      const known = [...dynamodb, ...bus, ...mail, ...timers, ...secrets, ...sns];
      const rest = statements.filter((one) => !known.includes(one));
      const platform =
        /^(logs:(CreateLogStream|PutLogEvents)|xray:PutT\w+|kms:(Decrypt|DescribeKey|Encrypt|GenerateDataKey)|sqs:(SendMessage|GetQueue\w+|ReceiveMessage|DeleteMessage|ChangeMessageVisibility))$/;
      for (const action of rest.flatMap(({ Action }) => Action)) expect(action).toMatch(platform);
    },
  );

  it('that need no table have no key of it either', () => {
    const { statements } = ofEntry('http/platform/documents');
    const actions = statements.flatMap(({ Action }) => Action.map((action) => action.split(':')[0]));
    expect([...new Set(actions)].sort()).toEqual(['logs', 'xray']);
  });

  it('have no wildcard action, and no wildcard resource but those of X-Ray, SNS without topics, and timers, all in their group', () => {
    for (const { statements } of functions) {
      expect(statements.length).toBeGreaterThan(0);
      for (const { Effect, Action, Resource } of statements) {
        expect(Effect).toBe('Allow');
        for (const action of Action) expect(action).not.toContain('*');
        const namesNothing = Action.every((action) => /^(xray|sns):/.test(action));
        const isTimer = Action.every((action) => action.startsWith('scheduler:'));
        const resources = JSON.stringify(Resource);
        if (isTimer) expect(resources).toMatch(/^[^*]*:schedule\/punctual-dev-timers\/\*[^*]*$/);
        else if (!namesNothing) expect(resources).not.toContain('*');
      }
    }
  });

  it('that mail send as the one address of the settings', () => {
    const { statements, resource } = ofEntry('workers/send-notice');
    const mail = statements.find(({ Action }) => Action.includes('ses:SendRawEmail'));
    expect(mail?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'notices@mail.invalid' } });
    expect(JSON.stringify(mail?.Resource)).toContain(':identity/mail.invalid"');
    expect(JSON.stringify(mail?.Resource)).toContain(':configuration-set/');
    const { Variables } = resource.Properties.Environment as { Variables: Record<string, unknown> };
    expect(Variables.MAIL_FROM).toBe('Punctual <notices@mail.invalid>');
  });

  it('have no managed policies', () => {
    for (const template of [product.api, product.workers]) {
      for (const [, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
        expect(Properties.ManagedPolicyArns).toBeUndefined();
      }
    }
  });

  it('are all that the permissions name', () => {
    expect([...permittedEntries].sort()).toEqual([...entries].sort());
  });
});

describe('queues and alarms', () => {
  const alarms = everyResource.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
  const queues = everyResource.filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
  const mappings = everyResource.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');

  it('give each worker a dead-letter queue that rings', () => {
    const deadLetters = queues.filter(([, { Properties }]) => /-dlq$/.test(String(Properties.QueueName)));
    expect(deadLetters.map(([, { Properties }]) => Properties.QueueName).sort()).toEqual(
      workers.map(({ name }) => `punctual-dev-${name}-dlq`).sort(),
    );
    for (const [id, { Properties }] of deadLetters) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      const watching = alarms.filter(
        ([, alarm]) =>
          alarm.Properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
          JSON.stringify(alarm.Properties.Dimensions).includes(`"${id}"`),
      );
      expect(watching.map(([, alarm]) => alarm.Properties.Threshold)).toEqual([1]);
      expect(
        mappings.concat(queues).some(([, user]) => JSON.stringify(user.Properties).includes(`"${id}"`)),
      ).toBe(true);
    }
  });

  it('tell the topic, and say what they mean', () => {
    expect(alarms.length).toBeGreaterThan(0);
    for (const [, { Properties }] of alarms) {
      expect(JSON.stringify(Properties.AlarmActions)).toContain('Alarms');
      expect(String(Properties.AlarmDescription).length).toBeGreaterThan(40);
      expect(Properties.TreatMissingData).toBe('notBreaching');
    }
  });

  it('read new event items from the stream, in order, each failure by itself', () => {
    product.workers.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10_000,
      ParallelizationFactor: 4,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { entity: { S: ['event'] } } },
            }),
          },
        ],
      },
    });
    product.workers.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge' });
  });

  it('watch the product as a whole', () => {
    product.observability.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '5xx' });
    product.observability.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('the app', () => {
  it('passes cdk-nag', () => {
    const stillFine = synthesized().app.synth();
    expect(stillFine.stacks).toHaveLength(4);
  });

  it('is really checked by cdk-nag', () => {
    const app = testApp();
    const { data } = compose(app);
    new Queue(data, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS[34]/);
  });

  it('acknowledges findings one by one and with a reason', () => {
    const acknowledged = product.app.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
          .map(({ data }) => ({ path: node.path, rules: data as Record<string, string> })),
      );
    const open = routes.filter(({ access }) => access === 'public').map(({ operationId }) => operationId);
    const kinds: Record<string, RegExp> = {
      'AwsSolutions-IAM5[Resource::*]': /\/Role$/,
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/punctual-dev-timers/*]':
        /\/Role$/,
      'AwsSolutions-SMG4': /^Punctual-dev-Data\/LinkSecret$/,
      'AwsSolutions-APIG4': new RegExp(`^Punctual-dev-Api/Contract/(${open.join('|')})$`, 'i'),
      'AwsSolutions-SQS3': /\/DeadLetters\/Queue$/,
    };
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { path, rules } of acknowledged) {
      for (const [rule, reason] of Object.entries(rules)) {
        expect(path).toMatch(
          kinds[rule.replace(/^.*::(?=AwsSolutions)/, '')] ?? /^no acknowledgement of this kind$/,
        );
        expect(reason.length).toBeGreaterThan(40);
      }
    }
  });

  it('is deployed in order', () => {
    const { data, api, workers: after, observability } = product.stacks;
    expect(data.dependencies).toEqual([]);
    expect(api.dependencies).toEqual([data]);
    expect(after.dependencies).toEqual(expect.arrayContaining([data, api]));
    expect(observability.dependencies).toEqual(expect.arrayContaining([data, api, after]));
    product.api.hasOutput('ApiUrl', {});
  });

  it('names no account and no region', () => {
    for (const template of templates) {
      expect(JSON.stringify(template.toJSON())).not.toMatch(/\b\d{12}\b|\b(eu|us|ap)-[a-z]+-\d\b/);
    }
  });
});
