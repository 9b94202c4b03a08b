import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workers } from '@punctual/contracts/registry.ts';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Permissions, permissionsOf } from '../permissions.ts';
import type { Platform } from '../platform.ts';
import { mailAddress, resourceName, type Settings } from '../settings.ts';
import { bundling, filesBeside } from './bundling.ts';
import { viewerAddressHeader } from './edge-distribution.ts';
import { Rollout } from './rollout.ts';

export interface LambdaFunctionProps {
  readonly platform: Platform;
  /** Below `functions`, without extension, for example `workers/publish-events`. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  /** Megabytes; processor time grows with it, one whole processor at 1,769. */
  readonly memorySize: number;
  /** Those that infra/permissions.ts names for the entry, unless told. */
  readonly permissions?: Permissions;
}

/**
 * One Lambda function from one entry point, with a role and a log group of its own. It may do what
 * infra/permissions.ts says of it, write its log and send its traces.
 *
 * @throws Error when the entry point does not exist, or when its permissions are not named
 */
export class LambdaFunction extends Construct {
  /** The function itself; whatever invokes it names `live`, because only that knows which version is. */
  readonly function: NodejsFunction;
  readonly live: IFunction;
  readonly rollout: Rollout;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { platform, entry } = props;
    const { settings, functionsDirectory } = platform;
    const file = join(functionsDirectory, `${entry}.ts`);
    if (!existsSync(file)) throw new Error(`The registry names ${entry}, but ${file} does not exist.`);
    const permissions = props.permissions ?? permissionsOf(entry);

    const logGroup = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Not the managed policy for basic execution: it may write to every log of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);

    const functionName = resourceName(settings, entry.replaceAll('/', '-'));
    this.function = new NodejsFunction(this, 'Function', {
      // Named, so that the one role that moves traffic can be given these functions and no others, and people who read
      // an alarm know which it is.
      functionName,
      description: props.description,
      entry: file,
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        TABLE_NAME: platform.data.table.tableName,
        EVENT_BUS_NAME: platform.data.bus.eventBusName,
        AUTH_ISSUER: settings.authIssuer,
        AUTH_AUDIENCE: settings.authAudience.join(','),
        AUTH_ROLES_CLAIM: settings.authRolesClaim,
        PUBLIC_API_URL: platform.publicApiUrl,
        WEB_URL: settings.webUrl,
        // Metrics carry it, so that two stages in one account are told apart.
        POWERTOOLS_SERVICE_NAME: `punctual-${settings.stage}`,
        PAYMENT_GRACE_MINUTES: String(settings.paymentGraceMinutes),
        ...(permissions.mails && {
          MAIL_FROM: settings.mailFrom,
          SES_CONFIGURATION_SET: platform.data.mailConfiguration.configurationSetName,
        }),
        ...(permissions.pushes && pushApplications(settings)),
        ...(permissions.links && { LINK_SECRET_ARN: platform.data.linkSecret.secretArn }),
        ...(permissions.tokens && { KMS_KEY_ID: platform.data.tokenKey.keyArn }),
        ...(permissions.verifiesTokens && {
          AUTH_ISSUER: settings.authIssuer,
          AUTH_AUDIENCE: settings.authAudience.join(','),
        }),
        ...providerAccess(platform, permissions),
        ...queueUrls(this, platform, permissions),
        ...(permissions.deadLetters && { QUEUE_URL_PREFIX: queueUrl(this, platform, '') }),
        ...(settings.firewall && entry.startsWith('http/') && { VIEWER_ADDRESS_HEADER: viewerAddressHeader }),
      },
      projectRoot: dirname(functionsDirectory),
      depsLockFilePath: lockFileAbove(functionsDirectory),
      bundling: {
        format: OutputFormat.ESM,
        target: bundling.target,
        minify: bundling.minify,
        mainFields: [...bundling.mainFields],
        sourceMap: bundling.sourcemap,
        esbuildArgs: { '--legal-comments': bundling.legalComments },
        externalModules: [...bundling.external],
        bundleAwsSDK: true,
        commandHooks: copyFiles(filesBeside(functionsDirectory, entry)),
      },
    });
    const version = this.function.currentVersion;
    // Versions outlive the deployment that replaces them where people may want to go back to one by hand.
    version.applyRemovalPolicy(settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.rollout = new Rollout(this, 'Rollout', {
      settings,
      data: platform.data,
      version,
      name: functionName,
    });
    this.live = this.rollout.live;
    grant(this.role, platform, permissions);
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray has no resources to name, nor has SNS for telephone numbers and devices: they take * only.',
    });
  }
}

function grant(role: Role, { settings, data }: Platform, permissions: Permissions): void {
  const { table: actions = [], indexes = [], publishes, mails, texts, pushes, links } = permissions;
  const { tokens, secrets = [], sendsTo = [], deadLetters } = permissions;
  const { table, key, bus } = data;
  const allow = (names: readonly string[], resources: string[], conditions?: Record<string, unknown>) =>
    role.addToPolicy(
      new PolicyStatement({ actions: [...names], resources, ...(conditions && { conditions }) }),
    );

  if (actions.length > 0)
    allow(
      actions.map((action) => `dynamodb:${action}`),
      [table.tableArn],
    );
  if (indexes.length > 0)
    allow(
      ['dynamodb:Query'],
      indexes.map((index) => `${table.tableArn}/index/${index}`),
    );
  if (actions.length > 0 || indexes.length > 0) {
    // DynamoDB uses the table's key in its caller's name.
    const writes = actions.some((action) => ['DeleteItem', 'PutItem', 'UpdateItem'].includes(action));
    const uses = writes
      ? ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey']
      : ['Decrypt', 'DescribeKey'];
    const { region, urlSuffix } = Stack.of(role);
    allow(
      uses.map((use) => `kms:${use}`),
      [key.keyArn],
      {
        StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` },
      },
    );
  }
  if (publishes) allow(['events:PutEvents'], [bus.eventBusArn]);
  if (mails) {
    const address = mailAddress(settings);
    const resourceName = address.slice(address.indexOf('@') + 1);
    const identity = Stack.of(role).formatArn({ service: 'ses', resource: 'identity', resourceName });
    const configuration = Stack.of(role).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: data.mailConfiguration.configurationSetName,
    });
    allow(['ses:SendRawEmail'], [identity, configuration], { StringEquals: { 'ses:FromAddress': address } });
  }
  // SNS knows no resources but topics, of which this is none: what is not a topic can only be had with all of them.
  if (texts || pushes) allow(['sns:Publish'], ['*']);
  if (pushes) allow(['sns:CreatePlatformEndpoint', 'sns:DeleteEndpoint'], ['*']);
  const readable = [...(links ? [data.linkSecret] : []), ...secrets.map((name) => data.secrets[name])].map(
    ({ secretArn }) => secretArn,
  );
  if (readable.length > 0) allow(['secretsmanager:GetSecretValue'], readable);
  if (tokens) {
    // Only ever for one connection, which CloudTrail then names: without a context the key does nothing.
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.tokenKey.keyArn], {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': [sealingContext] },
      Null: { 'kms:EncryptionContextKeys': 'false' },
    });
  }
  for (const worker of sendsTo) {
    const resource = resourceName(settings, worker);
    allow(['sqs:SendMessage'], [Stack.of(role).formatArn({ service: 'sqs', resource })]);
  }
  if (deadLetters) {
    const arnOf = (queue: string) =>
      Stack.of(role).formatArn({ service: 'sqs', resource: resourceName(settings, queue) });
    const empties = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
    allow(
      empties.map((action) => `sqs:${action}`),
      workers.map(({ name }) => arnOf(`${name}-dlq`)),
    );
    const queues = workers.filter(({ source }) => source.kind === 'queue');
    allow(
      ['sqs:SendMessage'],
      queues.map(({ name }) => arnOf(name)),
    );
  }
}

/** The key of the encryption context with which packages/adapters/secrets/vault.ts seals. */
const sealingContext = 'connection';

function providerAccess({ settings, data }: Platform, { secrets = [] }: Permissions): Record<string, string> {
  const said: Readonly<Record<string, string | undefined>> = {
    CALENDLY_DEFAULT_LINK: settings.calendlyDefaultLink,
    CALENDLY_EVENT_TYPE_UUID: settings.calendlyEventTypeUuid,
    GOOGLE_CLIENT_ID: settings.googleClientId,
    MICROSOFT_CLIENT_ID: settings.microsoftClientId,
    ZOOM_ACCOUNT_ID: settings.zoomAccountId,
    ZOOM_CLIENT_ID: settings.zoomClientId,
  };
  const providerOf = (name: string) => name.slice(0, name.indexOf('_'));
  const providers = new Set(secrets.map(providerOf));
  const plain = Object.entries(said).flatMap(([name, value]) =>
    value !== undefined && providers.has(providerOf(name)) ? [[name, value] as const] : [],
  );
  const arns = secrets.map((name) => [`${name}_ARN`, data.secrets[name].secretArn] as const);
  return Object.fromEntries([...plain, ...arns]);
}

function pushApplications(settings: Settings): Record<string, string> {
  const { pushApplicationIos: ios, pushApplicationAndroid: android, pushApplicationWeb: web } = settings;
  return {
    ...(ios !== undefined && { PUSH_APPLICATION_ARN_IOS: ios }),
    ...(android !== undefined && { PUSH_APPLICATION_ARN_ANDROID: android }),
    ...(web !== undefined && { PUSH_APPLICATION_ARN_WEB: web }),
  };
}

/** Queues are addressed by name, so that neither side of a queue has to be deployed before the other. */
function queueUrls(
  scope: Construct,
  platform: Platform,
  { sendsTo = [] }: Permissions,
): Record<string, string> {
  return Object.fromEntries(
    sendsTo.map((worker) => [
      `QUEUE_URL_${worker.toUpperCase().replaceAll('-', '_')}`,
      queueUrl(scope, platform, worker),
    ]),
  );
}

function queueUrl(scope: Construct, { settings }: Platform, queue: string): string {
  const { account, region, urlSuffix } = Stack.of(scope);
  return `https://sqs.${region}.${urlSuffix}/${account}/${resourceName(settings, queue)}`;
}

function copyFiles(files: readonly { readonly from: string; readonly to: string }[]): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_, output) =>
      files.map(({ from, to }) => {
        const target = join(output, to);
        return `mkdir -p ${quoted(dirname(target))} && cp ${quoted(from)} ${quoted(target)}`;
      }),
  };
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

function lockFileAbove(directory: string): string {
  const file = join(directory, 'package-lock.json');
  if (existsSync(file)) return file;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('There is no package-lock.json above the functions.');
  return lockFileAbove(parent);
}
