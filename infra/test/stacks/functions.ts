import { routes, workers } from '@punctual/contracts/registry.ts';
import { describe, expect, it } from 'vitest';
import { permissionsOf, permittedEntries, secretNames } from '../../permissions.ts';
import { functionsOf, resourcesOf, statementsOf } from '../synthesis.ts';
import { product } from './product.ts';

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
