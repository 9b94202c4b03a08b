import { type RateLimitName, type Route, rateLimits, routeKey } from '@punctual/contracts/route.ts';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnRoute,
  CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  type MTLSConfig,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import type { Settings } from '../settings.ts';
import { alarm } from './alarm.ts';
import { pointDomain } from './domain-record.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface ContractApiProps {
  readonly platform: Omit<Platform, 'publicApiUrl'>;
  readonly routes: readonly Route[];
}

/** Shorter than the 30 seconds for which a running call claims its idempotency key, and than API Gateway's limit. */
const timeout = Duration.seconds(20);

/** Key of a route's metadata in the template, where the parity test finds the limit that the function enforces. */
export const routeMetadata = 'punctual';

/**
 * Requests per second to one route from all callers together, and how many may come at once. A fuse against floods
 * before any function runs; what a caller may do in an hour is counted in the functions.
 */
const throttles: Readonly<Record<RateLimitName | 'none', { readonly rate: number; readonly burst: number }>> =
  {
    calendar: { rate: 200, burst: 400 },
    appointments: { rate: 100, burst: 400 },
    zoom: { rate: 50, burst: 100 },
    analytics: { rate: 20, burst: 50 },
    reads: { rate: 200, burst: 400 },
    writes: { rate: 100, burst: 200 },
    public: { rate: 50, burst: 200 },
    none: { rate: 50, burst: 100 },
  };

/** Who, from where and for what exactly are left out: paths hold ids and tokens, addresses are personal data. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
  bytes: '$context.responseLength',
  authorizerError: '$context.authorizer.error',
  error: '$context.error.responseType',
};

/**
 * An HTTP API made from the registry: a route for each declared one, a function for each entry point, and a JWT
 * authorizer on all that are not public.
 */
export class ContractApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** As the outside knows it, without a slash at the end. */
  readonly url: string;
  readonly functions: readonly LambdaFunction[];

  constructor(scope: Construct, id: string, { platform, routes }: ContractApiProps) {
    super(scope, id);
    const { settings } = platform;
    this.api = new HttpApi(this, 'Api', {
      apiName: `punctual-${settings.stage}`,
      description: 'Punctual: the surfaces of the registry',
      createDefaultStage: false,
      disableExecuteApiEndpoint: settings.domainName !== undefined,
      corsPreflight: {
        allowOrigins: settings.allowedOrigins,
        allowMethods: [
          ...new Set(routes.map(({ method }) => CorsHttpMethod[method])),
          CorsHttpMethod.OPTIONS,
        ],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
        exposeHeaders: [
          'etag',
          'idempotency-replayed',
          'ratelimit',
          'ratelimit-policy',
          'retry-after',
          'x-request-id',
        ],
        maxAge: Duration.minutes(5),
      },
    });
    const named = settings.domainName === undefined ? undefined : `https://${settings.domainName}`;
    this.url = settings.publicApiUrl ?? named ?? this.api.apiEndpoint;

    const authorizer = new HttpJwtAuthorizer('Jwt', settings.authIssuer, {
      jwtAudience: settings.authAudience,
    });
    const made = this.routesOf(routes, { ...platform, publicApiUrl: this.url }, authorizer);
    this.functions = made.functions;
    this.stage = this.stageOf(routes, made.routes, platform);
    this.answerToName(settings);
    const failing = alarm(this, 'Failing', {
      metric: this.faultsInAHundred(),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      description:
        'At least one request in a hundred, and three a minute, was answered 5xx in two of five minutes: look for "fault" in the logs of the functions.',
      topic: platform.data.alarms,
    });
    for (const { rollout } of this.functions) rollout.takeBackOn(failing);
  }

  /** Per minute; none below three faults, so that a single one among few requests wakes nobody. */
  private faultsInAHundred(): MathExpression {
    const period = Duration.minutes(1);
    return new MathExpression({
      label: 'Requests answered 5xx, in a hundred',
      expression: 'IF(faults >= 3, 100 * faults / requests, 0)',
      usingMetrics: {
        faults: this.api.metricServerError({ period, statistic: 'Sum' }),
        requests: this.api.metricCount({ period, statistic: 'Sum' }),
      },
      period,
    });
  }

  /** Behind a firewall the name is another one, under which API Gateway answers to CloudFront's certificate only. */
  private answerToName({ domainName, certificateArn, hostedZoneId, firewall }: Settings): void {
    if (domainName === undefined || certificateArn === undefined) return;
    const name = firewall?.originName ?? domainName;
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
      ...(firewall && { mtls: this.truststore(firewall.originTruststore) }),
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage: this.stage });
    const { regionalDomainName: targetName, regionalHostedZoneId } = domain;
    const target = new ApiGatewayv2DomainProperties(targetName, regionalHostedZoneId);
    pointDomain(this, { domainName: name, hostedZoneId, target, targetName });
  }

  private truststore(address: string): MTLSConfig {
    const { hostname, pathname } = new URL(address);
    return { bucket: Bucket.fromBucketName(this, 'Truststore', hostname), key: pathname.slice(1) };
  }

  private routesOf(routes: readonly Route[], platform: Platform, authorizer: HttpJwtAuthorizer) {
    const byEntry = Map.groupBy(routes, ({ entry }) => entry);
    const functions: LambdaFunction[] = [];
    const made: HttpRoute[] = [];
    for (const [entry, ofEntry] of byEntry) {
      const name = pascalCase(entry);
      const fn = new LambdaFunction(this, name, {
        platform,
        entry: `http/${entry}`,
        description: `HTTP ${entry}: ${ofEntry.map(({ operationId }) => operationId).join(', ')}`.slice(
          0,
          256,
        ),
        timeout,
        memorySize: 1024,
      });
      functions.push(fn);
      const integration = new HttpLambdaIntegration(name, fn.live, {
        // One permission for each function; one for each route would outgrow the policy of a function with many.
        scopePermissionToRoute: false,
      });
      for (const route of ofEntry) {
        const isPublic = route.access === 'public';
        const one = new HttpRoute(this, pascalCase(route.operationId), {
          httpApi: this.api,
          routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
          integration,
          authorizer: isPublic ? new HttpNoneAuthorizer() : authorizer,
        });
        describe(one, route);
        if (isPublic) {
          Validations.of(one).acknowledge({
            id: 'AwsSolutions-APIG4',
            reason: 'The registry declares this route public: it is meant for callers without a token.',
          });
        }
        made.push(one);
      }
    }
    return { functions, routes: made };
  }

  private stageOf(
    routes: readonly Route[],
    made: readonly HttpRoute[],
    { settings }: Omit<Platform, 'publicApiUrl'>,
  ) {
    const log = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetentionDays,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    const resource = stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('The stage has no resource.');
    resource.routeSettings = Object.fromEntries(
      routes.map((route) => {
        const { rate, burst } = throttles[route.rateLimit];
        return [routeKey(route), { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
      }),
    );
    // Settings of a route that does not exist yet are refused.
    stage.node.addDependency(...made);
    return stage;
  }
}

/** Writes what the template has no other place for beside the route. */
function describe(route: HttpRoute, { operationId, rateLimit, access }: Route): void {
  const resource = route.node.defaultChild;
  if (!(resource instanceof CfnRoute)) throw new Error('The route has no resource.');
  resource.operationName = operationId;
  resource.addMetadata(routeMetadata, {
    rateLimit,
    ...(rateLimit !== 'none' && { requestsPerHour: rateLimits[rateLimit] }),
    access,
  });
}

/** `coach-dashboard/calendar` becomes `CoachDashboardCalendar`. */
function pascalCase(text: string): string {
  return text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
