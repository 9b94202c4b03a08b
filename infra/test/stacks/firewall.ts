import { runInNewContext } from 'node:vm';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../settings.ts';
import { EdgeStack } from '../../stacks/edge.ts';
import {
  acknowledgementsOf,
  functionsOf,
  type Resource,
  resourcesOf,
  synthesized,
  testApp,
} from '../synthesis.ts';
import { deployed, product, production } from './product.ts';

const chosen = {
  originName: 'origin.example.com',
  edgeCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/2',
  originClientCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/3',
  originTruststore: 's3://truststore/origin-1.pem',
};

const header = 'x-viewer-address';

interface Notices {
  readonly AndStatement: {
    readonly Statements: [
      { readonly ByteMatchStatement: unknown },
      {
        readonly OrStatement: {
          readonly Statements: readonly {
            readonly RegexMatchStatement: { readonly RegexString: string; readonly FieldToMatch: unknown };
          }[];
        };
      },
    ];
  };
}

describe('the firewall', () => {
  const behind = synthesized({ ...production, ...chosen, firewall: 'true' });
  const edge = behind.edge ?? expect.unreachable('no edge');
  const only = (type: string): Resource => {
    const found = resourcesOf(edge, type);
    expect(found).toHaveLength(1);
    return found[0]?.[1] ?? expect.unreachable(type);
  };
  const rules = only('AWS::WAFv2::WebACL').Properties.Rules as {
    Name: string;
    Priority: number;
    Statement: Record<string, unknown>;
    VisibilityConfig: unknown;
  }[];

  it('is nowhere unless it is asked for', () => {
    for (const without of [product, deployed]) {
      expect(without.stacks.edge).toBeUndefined();
      for (const template of [without.data, without.api, without.workers, without.observability]) {
        expect(JSON.stringify(template.toJSON())).not.toMatch(/cloudfront|waf|viewer|truststore/i);
      }
    }
  });

  it('changes of the rest what callers come by, what functions know of them, and the dashboard', () => {
    const text = (template: Template) => JSON.stringify(template.toJSON());
    expect(text(behind.data) === text(deployed.data)).toBe(true);
    expect(text(behind.workers) === text(deployed.workers)).toBe(true);
    const changed = resourcesOf(deployed.api).flatMap(([id, before]) => {
      const after = resourcesOf(behind.api).find(([known]) => known === id)?.[1];
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [before.Type];
    });
    // A version's name follows from what its function is told, and an alias names the version.
    expect([...new Set(changed)].sort()).toEqual([
      'AWS::ApiGatewayV2::DomainName',
      'AWS::Lambda::Alias',
      'AWS::Lambda::Function',
      'AWS::Lambda::Version',
      'AWS::Route53::RecordSet',
    ]);
    const withoutHeader = functionsOf(behind.api).map(({ resource: { Properties } }) => {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      const { VIEWER_ADDRESS_HEADER, ...others } = Variables;
      expect(VIEWER_ADDRESS_HEADER).toBe(header);
      return { ...Properties, Environment: { Variables: others } };
    });
    expect(withoutHeader).toEqual(functionsOf(deployed.api).map(({ resource }) => resource.Properties));
    expect(functionsOf(behind.workers)).toHaveLength(workers.length);
    expect(text(behind.observability)).toContain('AWS/WAFV2');
  });

  it('is the only one to whom the API answers', () => {
    behind.api.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    behind.api.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    const [[, { Properties }] = expect.unreachable('no domain'), ...more] = resourcesOf(
      behind.api,
      'AWS::ApiGatewayV2::DomainName',
    );
    expect(more).toEqual([]);
    expect(Properties).toMatchObject({
      DomainName: 'origin.example.com',
      DomainNameConfigurations: [
        { CertificateArn: production.certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
      ],
      MutualTlsAuthentication: { TruststoreUri: 's3://truststore/origin-1.pem' },
    });
    const records = resourcesOf(behind.api, 'AWS::Route53::RecordSet');
    expect(records.map(([, record]) => record.Properties.Name)).toEqual(['origin.example.com.']);
  });

  it('shows the API its certificate, hands everything on but the host, and keeps nothing, not even refusals', () => {
    const { DistributionConfig } = only('AWS::CloudFront::Distribution').Properties;
    const functionArn = { 'Fn::GetAtt': [expect.stringMatching(/^EdgeTellAddress/), 'FunctionARN'] };
    expect(DistributionConfig).toEqual({
      Aliases: ['api.example.com'],
      Comment: 'Punctual prod: before the API',
      CustomErrorResponses: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({
        ErrorCode,
        ErrorCachingMinTTL: 0,
      })),
      DefaultCacheBehavior: {
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        // AWS's own policies: CachingDisabled and AllViewerExceptHostHeader.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        Compress: true,
        FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: functionArn }],
        TargetOriginId: expect.any(String),
        ViewerProtocolPolicy: 'https-only',
      },
      Enabled: true,
      HttpVersion: 'http2',
      IPV6Enabled: false,
      Origins: [
        {
          Id: expect.any(String),
          DomainName: 'origin.example.com',
          CustomOriginConfig: {
            OriginMtlsConfig: { ClientCertificateArn: chosen.originClientCertificateArn },
            OriginProtocolPolicy: 'https-only',
            OriginSSLProtocols: ['TLSv1.2'],
          },
        },
      ],
      ViewerCertificate: {
        AcmCertificateArn: chosen.edgeCertificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
      WebACLId: { 'Fn::GetAtt': [expect.stringMatching(/^WebAcl/), 'Arn'] },
    });
    expect(only('AWS::Route53::RecordSet').Properties).toMatchObject({
      HostedZoneId: production.hostedZoneId,
      Name: 'api.example.com.',
      Type: 'A',
    });
  });

  it('says where to point the name when it may not do so itself', () => {
    const { hostedZoneId: _, ...zoneless } = production;
    const app = testApp({ ...zoneless, ...chosen, firewall: true });
    const settings = settingsOf(app.node);
    const firewall = settings.firewall ?? expect.unreachable('no firewall');
    const byHand = Template.fromStack(new EdgeStack(app, 'Edge', { settings, firewall, routes }));
    byHand.hasOutput('DomainTarget', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EdgeDistribution'), 'DomainName'] },
    });
    byHand.resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  it('writes the address of the viewer over whatever the viewer says of it', () => {
    const { FunctionCode, AutoPublish } = only('AWS::CloudFront::Function').Properties;
    expect(AutoPublish).toBe(true);
    const others = { authorization: { value: 'Bearer a.b.c' }, host: { value: 'api.example.com' } };
    for (const ip of ['198.51.100.7', '2001:db8::1']) {
      for (const said of [{}, { [header]: { value: '10.0.0.1', multiValue: [{ value: '10.0.0.1' }] } }]) {
        const event = { viewer: { ip }, request: { method: 'GET', headers: { ...others, ...said } } };
        const request = runInNewContext(`${FunctionCode}\nhandler(event)`, { event });
        expect(JSON.parse(JSON.stringify(request))).toEqual({
          method: 'GET',
          headers: { ...others, [header]: { value: ip } },
        });
      }
    }
  });

  it('asks these rules in this order, tells of each, and keeps no samples of requests', () => {
    const { Scope, DefaultAction, VisibilityConfig, AssociationConfig } =
      only('AWS::WAFv2::WebACL').Properties;
    expect({ Scope, DefaultAction, AssociationConfig }).toEqual({
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_64' } } },
    });
    const seen = (MetricName: string) => ({
      CloudWatchMetricsEnabled: true,
      MetricName,
      SampledRequestsEnabled: false,
    });
    expect(VisibilityConfig).toEqual(seen('punctual-prod-firewall'));
    const byAws = (Name: string, more = {}) => ({
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name, ...more } },
    });
    const counted = ['SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING', 'CrossSiteScripting_BODY'];
    expect(rules.map(({ Name, Priority, VisibilityConfig: said, ...rest }) => ({ Name, ...rest }))).toEqual([
      { Name: 'KnownBadInputs', ...byAws('AWSManagedRulesKnownBadInputsRuleSet') },
      { Name: 'Notices', Action: { Allow: {} }, Statement: expect.anything() },
      { Name: 'BadAddresses', ...byAws('AWSManagedRulesAmazonIpReputationList') },
      {
        Name: 'TooMany',
        Action: { Block: { CustomResponse: expect.objectContaining({ ResponseCode: 429 }) } },
        Statement: {
          RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000, EvaluationWindowSec: 300 },
        },
      },
      {
        Name: 'Common',
        ...byAws('AWSManagedRulesCommonRuleSet', {
          RuleActionOverrides: counted.map((Name) => ({ Name, ActionToUse: { Count: {} } })),
        }),
      },
    ]);
    for (const [at, { Name, Priority, VisibilityConfig: said }] of rules.entries()) {
      expect(Priority).toBe(at);
      expect(said).toEqual(seen(Name));
    }
  });

  it('refuses who asks too often in the words of the API', () => {
    const { CustomResponseBodies } = only('AWS::WAFv2::WebACL').Properties;
    const { Content, ContentType } =
      (CustomResponseBodies as Record<string, { Content: string; ContentType: string }>).TooMany ??
      expect.unreachable('no body');
    expect(ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(Content)).toMatchObject({ success: false, code: 'RATE_LIMITED' });
    expect(JSON.stringify(rules)).toContain('{"Name":"retry-after","Value":"300"}');
  });

  it("lets providers' notices pass, and nothing beside them", () => {
    const { Statement } = rules.find(({ Name }) => Name === 'Notices') ?? expect.unreachable('no rule');
    const [method, paths] = (Statement as unknown as Notices).AndStatement.Statements;
    expect(method.ByteMatchStatement).toMatchObject({
      SearchString: 'POST',
      PositionalConstraint: 'EXACTLY',
      FieldToMatch: { Method: {} },
    });
    const patterns = paths.OrStatement.Statements.map(
      ({ RegexMatchStatement: { FieldToMatch, RegexString } }) => {
        expect(FieldToMatch).toEqual({ UriPath: {} });
        return new RegExp(RegexString);
      },
    );
    expect(patterns).toHaveLength(5);
    const passes = (path: string) => patterns.some((pattern) => pattern.test(path));
    const posted = routes.filter((route) => route.method === 'POST').map(({ path }) => path);
    expect(posted.filter((path) => passes(path.replaceAll(/\{\w+\}/g, 'x.y-z'))).sort()).toEqual([
      '/api/v1/public/calendly/webhook',
      '/api/v1/public/unsubscribe/{token}',
      '/webhooks/google-calendar',
      '/webhooks/microsoft-graph',
      '/webhooks/zoom',
    ]);
    for (const path of [
      '/webhooks/zoom/',
      '/webhooks/zoom/../../booking',
      '/x/webhooks/zoom',
      '/api/v1/public/unsubscribe/',
      '/api/v1/public/unsubscribe/a/b',
    ]) {
      expect(passes(path), path).toBe(false);
    }
  });

  it('rings where its metrics are, before its certificate ends too', () => {
    const alarms = resourcesOf(edge, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    expect(alarms.map(({ Threshold, Metrics }) => [Threshold, JSON.stringify(Metrics)])).toEqual([
      [
        1000,
        expect.stringContaining(
          '"Dimensions":[{"Name":"Rule","Value":"ALL"},{"Name":"WebACL","Value":"punctual-prod-firewall"}],"MetricName":"BlockedRequests","Namespace":"AWS/WAFV2"',
        ),
      ],
      [1, expect.stringContaining(chosen.originClientCertificateArn)],
    ]);
    for (const { AlarmActions, OKActions, AlarmDescription, TreatMissingData } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Alarms/) }]);
      expect(OKActions).toEqual(AlarmActions);
      expect(String(AlarmDescription).length).toBeGreaterThan(40);
      expect(TreatMissingData).toBe('notBreaching');
    }
    edge.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: production.alarmEmail });
  });

  it('lives in the one region that CloudFront takes it from, and knows nothing of the others', () => {
    const stack = behind.stacks.edge ?? expect.unreachable('no edge');
    expect(stack.region).toBe('us-east-1');
    expect(stack.dependencies).toEqual([behind.stacks.api]);
    expect(JSON.stringify(edge.toJSON())).not.toMatch(
      /ImportValue|Custom::|AWS::Lambda|AWS::SSM::Parameter"/,
    );
    for (const { dependencies } of [behind.stacks.data, behind.stacks.api, behind.stacks.workers]) {
      expect(dependencies).not.toContain(stack);
    }
  });

  it('passes cdk-nag, with no finding acknowledged but two of the distribution', () => {
    expect(behind.app.synth().stacks).toHaveLength(5);
    const own = acknowledgementsOf(behind.app).filter(({ path }) => path.startsWith('Punctual-prod-Edge'));
    expect(own.map(({ path, rule }) => [path, rule])).toEqual([
      ['Punctual-prod-Edge/Edge/Distribution', 'AwsSolutions-CFR1'],
      ['Punctual-prod-Edge/Edge/Distribution', 'AwsSolutions-CFR3'],
    ]);
    for (const { reason } of own) expect(reason.length).toBeGreaterThan(40);
  });
});
