import { CfnOutput } from 'aws-cdk-lib';
import { ARecord, HostedZone, type IAliasRecordTarget, RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

export interface DomainRecordProps {
  readonly domainName: string;
  /** Without one, an output says where whoever runs the domain must point it. */
  readonly hostedZoneId: string | undefined;
  readonly target: IAliasRecordTarget;
  /** The target's own name. */
  readonly targetName: string;
}

/** Points a name to what answers under it. */
export function pointDomain(
  scope: Construct,
  { domainName, hostedZoneId, target, targetName }: DomainRecordProps,
): void {
  if (hostedZoneId === undefined) {
    new CfnOutput(scope, 'DomainTarget', {
      value: targetName,
      description: `Where a CNAME or alias record of ${domainName} must point`,
    });
    return;
  }
  // Records are made for the name of the zone unless told: so the zone need not be known by its own.
  const zone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName: domainName });
  new ARecord(scope, 'Record', { zone, target: RecordTarget.fromAlias(target) });
}
