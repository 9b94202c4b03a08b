import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableDefinition, timeToLiveAttribute } from '@punctual/adapters/dynamodb/table.ts';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { createLogger } from '@punctual/lambda/logger.ts';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { compose, functionsDirectory } from '../compose.ts';
import { permissionsOf, permittedEntries, secretNames } from '../permissions.ts';
import { functionsOf, type Resource, resourcesOf, statementsOf, synthesized, testApp } from './synthesis.ts';

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
    webUrl: 'https://app.example.com',
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/1',
    hostedZoneId: 'Z0000000000000',
    googleClientId: 'google-client',
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
    production.data.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
    production.data.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
    for (const template of [production.api, production.workers]) {
      template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
      template.allResources('AWS::Lambda::Version', { DeletionPolicy: 'Retain' });
    }
  });

  it('keeps daily copies of the table where nobody can delete them', () => {
    production.data.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 } })] },
    });
    production.data.hasResource('AWS::Backup::BackupVault', {
      Properties: Match.objectLike({ AccessPolicy: Match.anyValue() }),
      DeletionPolicy: 'Retain',
    });
    production.data.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: Match.objectLike({
        Resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] }],
      }),
    });
    product.data.resourceCountIs('AWS::Backup::BackupPlan', 0);
  });

  it('works on a restored table once it is told to, and keeps the one before', () => {
    const stream = 'arn:aws:dynamodb:eu-central-1:000000000000:table/mended/stream/2026-01-01T00:00:00.000';
    const restored = synthesized({ ...context, restoredTableStream: stream });
    for (const template of [restored.api, restored.workers]) {
      template.allResourcesProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ TABLE_NAME: 'mended' }) },
      });
    }
    restored.workers.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: stream });
    restored.data.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' });
    // Nothing that the stacks deployed before import may vanish before they have been deployed anew.
    const exportsOf = (template: Template) =>
      Object.values(template.findOutputs('*')).map(({ Export }) => JSON.stringify(Export));
    const ofTable = exportsOf(production.data).filter((name) => /:ExportsOutput\w*Table/.test(name));
    expect(ofTable.length).toBeGreaterThan(0);
    expect(exportsOf(restored.data)).toEqual(expect.arrayContaining(ofTable));
  });

  it('answers to its own name only, over TLS 1.2 and later', () => {
    production.api.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    production.api.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'api.example.com',
      DomainNameConfigurations: [
        {
          CertificateArn: context.certificateArn,
          EndpointType: 'REGIONAL',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    });
    production.api.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: '$default' });
    production.api.hasResourceProperties('AWS::Route53::RecordSet', {
      HostedZoneId: context.hostedZoneId,
      Name: 'api.example.com.',
      Type: 'A',
      AliasTarget: Match.anyValue(),
    });
    product.api.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  });

  it('gives new code a tenth of the calls first, and takes it back when an alarm rings', () => {
    for (const template of [production.api, production.workers]) {
      const groups = resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup');
      const functions = functionsOf(template);
      expect(groups).toHaveLength(functions.length);
      for (const [, { Properties }] of groups) {
        expect(Properties.DeploymentConfigName).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
        expect(Properties.AutoRollbackConfiguration).toMatchObject({
          Enabled: true,
          Events: expect.arrayContaining(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']),
        });
        const { Alarms } = Properties.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
        const watched = Alarms.map(({ Name }) => Name.Ref);
        expect(watched.length).toBe(template === production.api ? 2 : 1);
        for (const id of watched)
          expect(resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([it]) => it)).toContain(id);
      }
    }
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
            POWERTOOLS_SERVICE_NAME: 'punctual-dev',
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
        permissions.links || permissions.secrets ? ['secretsmanager:GetSecretValue'] : [],
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

  it('are invoked by the alias only, which CodeDeploy moves', () => {
    for (const template of [product.api, product.workers]) {
      const aliases = resourcesOf(template, 'AWS::Lambda::Alias');
      expect(aliases).toHaveLength(functionsOf(template).length);
      for (const [, alias] of aliases) {
        expect(alias.Properties.Name).toBe('live');
        expect(JSON.stringify(alias.UpdatePolicy)).toContain('CodeDeployLambdaAliasUpdate');
      }
      const aliasIds = aliases.map(([id]) => id);
      const invokers = [
        ...resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(
          ([, one]) => one.Properties.FunctionName,
        ),
        ...resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(
          ([, one]) => one.Properties.IntegrationUri,
        ),
        ...resourcesOf(template, 'AWS::Lambda::Permission').map(([, one]) => one.Properties.FunctionName),
      ];
      expect(invokers.length).toBeGreaterThan(0);
      for (const invoker of invokers) {
        const text = JSON.stringify(invoker);
        expect(
          aliasIds.some((id) => text.includes(`{"Ref":"${id}"}`)),
          text,
        ).toBe(true);
      }
    }
    product.api.allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
    });
  });

  it('that seal tokens use the key for one connection at a time, and no others use it', () => {
    const [keyId] =
      resourcesOf(product.data, 'AWS::KMS::Key').find(([id]) => id.startsWith('TokenKey')) ??
      expect.unreachable('no key');
    let found = 0;
    for (const entry of entries) {
      const { statements, resource } = ofEntry(entry);
      const onKey = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(keyId));
      const { Variables } = resource.Properties.Environment as { Variables: Record<string, unknown> };
      expect('KMS_KEY_ID' in Variables, entry).toBe(permissionsOf(entry).tokens ?? false);
      expect(onKey.length, entry).toBe(permissionsOf(entry).tokens ? 1 : 0);
      for (const { Action, Condition } of onKey) {
        found += 1;
        expect([...Action].sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
        expect(Condition).toEqual({
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['connection'] },
          Null: { 'kms:EncryptionContextKeys': 'false' },
        });
      }
    }
    expect(found).toBeGreaterThan(0);
  });

  it('know of a provider what the settings say, and read the secrets that they name', () => {
    for (const entry of entries) {
      const { statements, resource } = ofEntry(entry);
      const { secrets = [], links } = permissionsOf(entry);
      const { Variables } = resource.Properties.Environment as { Variables: Record<string, unknown> };
      for (const name of secretNames) expect(`${name}_ARN` in Variables, entry).toBe(secrets.includes(name));
      const reads = statements.filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'));
      expect(reads.flatMap(({ Resource }) => Resource)).toHaveLength(secrets.length + (links ? 1 : 0));
    }
  });

  it('reach the dead letters of every worker from one place only', () => {
    for (const entry of entries) {
      const { statements, resource } = ofEntry(entry);
      const { Variables } = resource.Properties.Environment as { Variables: Record<string, unknown> };
      const isMeant = permissionsOf(entry).deadLetters ?? false;
      expect('QUEUE_URL_PREFIX' in Variables, entry).toBe(isMeant);
      if (!isMeant) continue;
      const on = (action: string) =>
        statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
      const texts = (resources: readonly unknown[]) => resources.map((one) => JSON.stringify(one));
      expect(texts(on('sqs:ReceiveMessage'))).toHaveLength(workers.length);
      for (const text of texts(on('sqs:ReceiveMessage'))) expect(text).toMatch(/punctual-dev-[a-z-]+-dlq"/);
      for (const text of texts(on('sqs:SendMessage'))) expect(text).not.toMatch(/-dlq"/);
    }
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
    const named = ({ Properties }: Resource) => JSON.stringify([Properties.MetricName, Properties.Metrics]);
    const watched = alarms.map(([, alarm]) => named(alarm)).join();
    for (const metric of [
      '5xx',
      'Latency',
      'ReadThrottleEvents',
      'SystemErrors',
      'Throttles',
      'InvocationDroppedCount',
      'Reputation.BounceRate',
      'Reputation.ComplaintRate',
    ]) {
      expect(watched).toContain(`"${metric}"`);
    }
    product.observability.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  it('watch metrics of our own under the very names by which functions write them', () => {
    const lines: string[] = [];
    const environment = { POWERTOOLS_SERVICE_NAME: 'punctual-dev' };
    createLogger(environment, (line) => lines.push(line)).info(
      'said',
      { lateness: 1 },
      { lateness: 'Milliseconds' },
    );
    const { service, _aws } = JSON.parse(lines[0] ?? '');
    const [{ Namespace, Dimensions }] = _aws.CloudWatchMetrics;
    const own = alarms.filter(([, { Properties }]) => Properties.Namespace === Namespace);
    expect(own.map(([, { Properties }]) => Properties.MetricName).sort()).toEqual(['lateness', 'lost']);
    for (const [, { Properties }] of own) {
      const given = Properties.Dimensions as { Name: string; Value: unknown }[];
      expect(given.map(({ Name }) => Name).sort()).toEqual([...Dimensions[0]].sort());
      expect(given.find(({ Name }) => Name === 'service')?.Value).toBe(service);
    }
    const written = ['send-reminder', 'tell-connection-owner'].map((name) =>
      readFileSync(join(functionsDirectory, 'workers', `${name}.ts`), 'utf8'),
    );
    expect(written[0]).toContain("operation: 'sendReminder'");
    expect(written[1]).toContain("operation: 'tellConnectionOwner'");
  });

  it('give a function of a provider no more batches at once than it declares', () => {
    const limited = workers.flatMap(({ name, source }) =>
      source.kind === 'queue' && source.atOnce !== undefined ? [{ name, atOnce: source.atOnce }] : [],
    );
    const given = mappings.flatMap(([, { Properties }]) => {
      const scaling = Properties.ScalingConfig as { MaximumConcurrency: number } | undefined;
      return scaling === undefined ? [] : [scaling.MaximumConcurrency];
    });
    expect(given.sort()).toEqual(limited.map(({ atOnce }) => atOnce).sort());
    expect(limited.map(({ name }) => name)).toEqual(expect.arrayContaining(['sync-calendar', 'import-busy']));
  });
});

describe('the app', () => {
  it('passes cdk-nag', () => {
    const stillFine = synthesized().app.synth();
    expect(stillFine.stacks).toHaveLength(4);
  });

  it('is the same when it is made again', () => {
    const again = synthesized();
    for (const part of ['data', 'api', 'workers', 'observability'] as const) {
      // As text, because the order counts too; not printed, because it is long.
      const same = JSON.stringify(again[part].toJSON()) === JSON.stringify(product[part].toJSON());
      expect(same, part).toBe(true);
    }
  });

  it('fits into its stacks, which hold 500 resources and a megabyte each', () => {
    for (const template of templates) {
      expect(resourcesOf(template).length).toBeLessThanOrEqual(490);
      expect(JSON.stringify(template.toJSON()).length).toBeLessThan(950_000);
    }
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
      'AwsSolutions-SMG4': /^Punctual-dev-Data\/(Link|Calendly|Google|Microsoft|Zoom)\w+$/,
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:punctual-dev-*]':
        /\/Rollouts\/Role$/,
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
