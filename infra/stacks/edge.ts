import type { Route } from '@punctual/contracts/route.ts';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { alarm, alarmTopic } from '../constructs/alarm.ts';
import { pointDomain } from '../constructs/domain-record.ts';
import { EdgeDistribution } from '../constructs/edge-distribution.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import { edgeRegion, type Firewall, resourceName, type Settings } from '../settings.ts';

export interface EdgeStackProps extends StackProps {
  readonly settings: Settings;
  readonly firewall: Firewall;
  readonly routes: readonly Route[];
}

/**
 * What stands before the API when the settings want a firewall. In the one region from which CloudFront takes web ACLs
 * and certificates, and where it tells its metrics, so that the alarms need a topic of their own. It knows the API by
 * name only: nothing refers from one region to another.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { settings, firewall, routes, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, env: { region: edgeRegion } });
    const acl = new WebAcl(this, 'WebAcl', { name: firewallName(settings), routes });
    const { distribution } = new EdgeDistribution(this, 'Edge', {
      firewall,
      webAclArn: acl.arn,
      description: `Punctual ${settings.stage}: before the API`,
    });
    const { domainName } = firewall;
    pointDomain(this, {
      domainName,
      hostedZoneId: settings.hostedZoneId,
      target: new CloudFrontTarget(distribution),
      targetName: distribution.distributionDomainName,
    });

    const topic = alarmTopic(this, settings);
    alarm(this, 'Blocked', {
      metric: blockedRequests(settings),
      threshold: 1000,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      description:
        'The firewall refused a thousand requests in two of three times five minutes: an attack that it stops, or a caller of ours that it takes for one.',
      topic,
    });
    alarm(this, 'CertificateEnding', {
      metric: certificateEnding(firewall.originClientCertificateArn),
      threshold: 1,
      description:
        'The certificate by which the API knows CloudFront ends within 30 days, and with it every call: put a new one in (OPERATIONS.md).',
      topic,
    });
  }
}

/** The web ACL's name, and that of its metrics. */
function firewallName(settings: Settings): string {
  return resourceName(settings, 'firewall');
}

/** What the firewall has refused in five minutes, by whichever rule. */
export function blockedRequests(settings: Settings): Metric {
  return new Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensionsMap: { WebACL: firewallName(settings), Rule: 'ALL' },
    region: edgeRegion,
    period: Duration.minutes(5),
    statistic: 'Sum',
    label: 'Refused by the firewall',
  });
}

/** 1 from 30 days before its end on; ACM tells the days twice a day. */
function certificateEnding(certificateArn: string): MathExpression {
  const period = Duration.days(1);
  const days = new Metric({
    namespace: 'AWS/CertificateManager',
    metricName: 'DaysToExpiry',
    dimensionsMap: { CertificateArn: certificateArn },
    period,
    statistic: 'Minimum',
  });
  return new MathExpression({
    label: 'Ends soon',
    expression: 'IF(days <= 30, 1, 0)',
    usingMetrics: { days },
    period,
  });
}
