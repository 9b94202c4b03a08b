import type { Route } from '@punctual/contracts/route.ts';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface WebAclProps {
  /** Its own, and in metrics. */
  readonly name: string;
  readonly routes: readonly Route[];
}

type Rule = CfnWebACL.RuleProperty;
type Statement = CfnWebACL.StatementProperty;

/** Requests of one address in five minutes: seven a second, for an office whose people share it. */
const perAddress = { limit: 2000, windowSeconds: 300 };

/**
 * Rules of AWS's common set that only count here, because they fit a product of pages better than one whose bodies are
 * people's own words: notes and templates may hold anything, are kept as they are, and are sent as JSON or escaped.
 */
const onlyCounted = [
  // 8 KiB; ours may have 64, which the functions see to.
  'SizeRestrictions_BODY',
  // 2 KiB; the code that Microsoft sends a browser back with can be longer.
  'SizeRestrictions_QUERYSTRING',
  'CrossSiteScripting_BODY',
];

/** What CloudFront asks before it hands a request on. The rules are looked at in this order. */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, routes }: WebAclProps) {
    super(scope, id);
    const rules = [
      byAws('KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet'),
      {
        ...named('Notices'),
        // Whoever sends these proves it by a signature or token, gives up after a few refusals, and says things in them, from
        // addresses and at a pace, that the rules below were not made for.
        action: { allow: {} },
        statement: noticesOf(routes),
      },
      byAws('BadAddresses', 'AWSManagedRulesAmazonIpReputationList'),
      {
        ...named('TooMany'),
        action: { block: { customResponse: tooMany } },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: 'IP',
            limit: perAddress.limit,
            evaluationWindowSec: perAddress.windowSeconds,
          },
        },
      },
      byAws('Common', 'AWSManagedRulesCommonRuleSet', onlyCounted),
    ];
    const acl = new CfnWebACL(this, 'Acl', {
      name,
      description: 'Punctual: what may reach the API',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rules: rules.map((rule, priority) => ({ ...rule, priority })),
      customResponseBodies: {
        [tooMany.customResponseBodyKey]: {
          contentType: 'APPLICATION_JSON',
          content: JSON.stringify({
            success: false,
            message: 'Too many requests',
            error: `At most ${perAddress.limit} requests in five minutes from one address`,
            code: 'RATE_LIMITED',
          }),
        },
      },
      // As large as our bodies may be: by default the rules would see the first 16 KiB and let the rest pass.
      associationConfig: { requestBody: { CLOUDFRONT: { defaultSizeInspectionLimit: 'KB_64' } } },
      visibilityConfig: visibility(name),
    });
    this.arn = acl.attrArn;
  }
}

const tooMany = {
  responseCode: 429,
  customResponseBodyKey: 'TooMany',
  responseHeaders: [{ name: 'retry-after', value: String(perAddress.windowSeconds) }],
};

/** Metrics, but no samples: these hold the caller's address, the path with its tokens, and all headers. */
function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

function named(name: string): Pick<Rule, 'name' | 'visibilityConfig'> {
  return { name, visibilityConfig: visibility(name) };
}

/** A group of rules that AWS keeps up to date. */
function byAws(name: string, group: string, counted: readonly string[] = []): Omit<Rule, 'priority'> {
  return {
    ...named(name),
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ...(counted.length > 0 && {
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        }),
      },
    },
  };
}

/** What others post unasked, or in a person's name: the very routes that have no limit per caller either. */
function noticesOf(routes: readonly Route[]): Statement {
  const paths = routes
    .filter(
      ({ method, access, rateLimit }) => method === 'POST' && access === 'public' && rateLimit === 'none',
    )
    .map(({ path }) => `^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  const textTransformations = [{ priority: 0, type: 'NONE' }];
  const matching = (regexString: string): Statement => ({
    regexMatchStatement: { regexString, fieldToMatch: { uriPath: {} }, textTransformations },
  });
  const post: Statement = {
    byteMatchStatement: {
      searchString: 'POST',
      positionalConstraint: 'EXACTLY',
      fieldToMatch: { method: {} },
      textTransformations,
    },
  };
  return { andStatement: { statements: [post, { orStatement: { statements: paths.map(matching) } }] } };
}
