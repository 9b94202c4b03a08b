import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  CfnDistribution,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import type { Firewall } from '../settings.ts';

/** The header in which CloudFront tells the functions whom it asks for, in lower case. */
export const viewerAddressHeader = 'x-viewer-address';

/**
 * Run for every request. Our own header, written over whatever the viewer has put there: of CloudFront's, the managed
 * policy that leaves out `Host` is not documented to send the one with the address.
 */
const tellAddress = `function handler(event) {
  var request = event.request;
  request.headers['${viewerAddressHeader}'] = { value: event.viewer.ip };
  return request;
}`;

/** The status codes whose answers CloudFront would keep, for ten seconds, whatever they say of being kept. */
const errorsKept = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

export interface EdgeDistributionProps {
  readonly firewall: Firewall;
  readonly webAclArn: string;
  readonly description: string;
}

/**
 * CloudFront before the API: shows it a client certificate, tells it the viewer's address, hands everything else on as
 * it is, and keeps nothing.
 */
export class EdgeDistribution extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { firewall, webAclArn, description }: EdgeDistributionProps) {
    super(scope, id);
    const address = new EdgeFunction(this, 'TellAddress', {
      comment: 'Tells the API the address of the viewer',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(tellAddress),
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: description,
      domainNames: [firewall.domainName],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', firewall.edgeCertificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: webAclArn,
      // As the API itself: a caller is counted by address, and of IPv6's a household has more than can be counted.
      enableIpv6: false,
      defaultBehavior: {
        origin: new HttpOrigin(firewall.originName, { originSslProtocols: [OriginSslPolicy.TLS_V1_2] }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // An answer carries the count of whoever asked, and may be for that person's eyes only.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        functionAssociations: [{ function: address, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      // Without it, one person's 404 would be another's who may see the thing.
      errorResponses: errorsKept.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    const resource = this.distribution.node.defaultChild;
    if (!(resource instanceof CfnDistribution)) throw new Error('The distribution has no resource.');
    resource.addPropertyOverride('DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig', {
      ClientCertificateArn: firewall.originClientCertificateArn,
    });
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'People book from wherever they are: no country is shut out.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'Its log would hold addresses, and paths with ids and tokens in them; the API logs each call without them.',
      },
    );
  }
}
