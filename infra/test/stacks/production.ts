import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionsOf, resourcesOf, synthesized } from '../synthesis.ts';
import { deployed, product, production } from './product.ts';

describe('production', () => {
  it('outlives mistakes', () => {
    expect(deployed.stacks.data.terminationProtection).toBe(true);
    deployed.data.hasResource('AWS::DynamoDB::Table', {
      Properties: { DeletionProtectionEnabled: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    deployed.data.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
    deployed.data.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
    for (const template of [deployed.api, deployed.workers]) {
      template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
      template.allResources('AWS::Lambda::Version', { DeletionPolicy: 'Retain' });
    }
  });

  it('keeps daily copies of the table where nobody can delete them', () => {
    deployed.data.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 } })] },
    });
    deployed.data.hasResource('AWS::Backup::BackupVault', {
      Properties: Match.objectLike({ AccessPolicy: Match.anyValue() }),
      DeletionPolicy: 'Retain',
    });
    deployed.data.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: Match.objectLike({
        Resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] }],
      }),
    });
    product.data.resourceCountIs('AWS::Backup::BackupPlan', 0);
  });

  it('works on a restored table once it is told to, and keeps the one before', () => {
    const stream = 'arn:aws:dynamodb:eu-central-1:000000000000:table/mended/stream/2026-01-01T00:00:00.000';
    const restored = synthesized({ ...production, restoredTableStream: stream });
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
    const ofTable = exportsOf(deployed.data).filter((name) => /:ExportsOutput\w*Table/.test(name));
    expect(ofTable.length).toBeGreaterThan(0);
    expect(exportsOf(restored.data)).toEqual(expect.arrayContaining(ofTable));
  });

  it('answers to its own name only, over TLS 1.2 and later', () => {
    deployed.api.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    deployed.api.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'api.example.com',
      DomainNameConfigurations: [
        {
          CertificateArn: production.certificateArn,
          EndpointType: 'REGIONAL',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    });
    deployed.api.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: '$default' });
    deployed.api.hasResourceProperties('AWS::Route53::RecordSet', {
      HostedZoneId: production.hostedZoneId,
      Name: 'api.example.com.',
      Type: 'A',
      AliasTarget: Match.anyValue(),
    });
    product.api.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  });

  it('gives new code a tenth of the calls first, and takes it back when an alarm rings', () => {
    for (const template of [deployed.api, deployed.workers]) {
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
        expect(watched.length).toBe(template === deployed.api ? 2 : 1);
        for (const id of watched)
          expect(resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([it]) => it)).toContain(id);
      }
    }
  });

  it('takes its settings', () => {
    deployed.api.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'https://login.example.com/', Audience: ['api', 'mobile'] },
    });
    deployed.api.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({ AllowOrigins: ['https://app.example.com'] }),
    });
    deployed.api.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUBLIC_API_URL: 'https://api.example.com' }) },
    });
    deployed.workers.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PAYMENT_GRACE_MINUTES: '45' }) },
    });
    deployed.workers.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ PUSH_APPLICATION_ARN_IOS: production.pushApplicationIos }),
      },
    });
    deployed.data.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operations@example.com',
    });
  });
});
