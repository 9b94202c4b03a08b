import type { Node } from 'constructs';
import * as z from 'zod';

/** An origin as browsers send it, for example `https://app.example.com`. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => new URL(text).origin === text, 'Not an origin');

const httpsUrl = z.url({ protocol: /^https$/ }).refine((text) => !text.endsWith('/'), 'No slash at the end');

const hostName = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'Not a host name');

/** An address, or a name and an address in angle brackets; the address is the first or the second group. */
const sender = /^(?:([^\s<>@]+@[^\s<>@]+)|[^<>@]+ <([^\s<>@]+@[^\s<>@]+)>)$/;

const platformApplication = z
  .string()
  .regex(/^arn:[\w-]+:sns:[\w-]+:\d+:app\/\w+\/[\w.-]+$/, 'Not the ARN of a platform application')
  .optional();

/** CloudFront takes certificates from this region only, wherever the rest is. */
export const edgeRegion = 'us-east-1';

const certificateOfEdge = z
  .string()
  .regex(new RegExp(`^arn:[\\w-]+:acm:${edgeRegion}:`), `Not the ARN of a certificate in ${edgeRegion}`)
  .optional();

/**
 * What a deployment can choose, as `-c name=value` on the command line or under `context` in `cdk.json`. The defaults
 * synthesize without any; the issuer's one exists nowhere, so API Gateway, which looks the issuer up, refuses to
 * deploy it.
 */
const choices = z.object({
  stage: z.enum(['dev', 'prod']).default('dev'),
  /** `iss` of the tokens; an OIDC issuer with a discovery document. Issuers differ in the slash at the end. */
  authIssuer: z.url({ protocol: /^https$/ }).default('https://issuer.invalid'),
  /** One of them must be in a token's `aud`. */
  authAudience: commaList(z.string().min(1)).default(['punctual']),
  /** The claim that lists the caller's roles. */
  authRolesClaim: z.string().min(1).default('roles'),
  /** Web pages that may call the API. */
  allowedOrigins: commaList(z.union([z.literal('*'), origin])).default(['*']),
  /** The API's own name, such as `api.example.com`; with it, the name that API Gateway gives answers no more. */
  domainName: hostName.optional(),
  /** A certificate for it in ACM, in the API's region; behind a firewall for `originName` instead. */
  certificateArn: z
    .string()
    .regex(/^arn:[\w-]+:acm:/, 'Not the ARN of a certificate')
    .optional(),
  /** The hosted zone of Route 53 that gets the records of these names; without one, whoever runs the domain points them there. */
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'Not the id of a hosted zone')
    .optional(),
  /** Puts CloudFront and a web ACL before the API, which then answers nobody else; wants the domain and the four below. */
  firewall: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]).default(false),
  /** The name under which CloudFront asks the API, such as `origin.example.com`. */
  originName: hostName.optional(),
  /** A certificate for `domainName`, which CloudFront shows. */
  edgeCertificateArn: certificateOfEdge,
  /** The client certificate by which the API knows CloudFront (OPERATIONS.md). */
  originClientCertificateArn: certificateOfEdge,
  /** Who may have signed it: a file of PEM certificates in S3, in the API's region. A new one goes under a new name. */
  originTruststore: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]+\/[\w./-]+$/, 'Not an address in S3, such as s3://bucket/key.pem')
    .optional(),
  /** The address that mails and providers are given; without one, the domain's, or API Gateway's own. */
  publicApiUrl: httpsUrl.optional(),
  /** The sender of all mail, with or without a name: `Punctual <notices@example.com>`. SES must know its domain. */
  mailFrom: z.string().regex(sender, 'Not an address').default('Punctual <notices@mail.invalid>'),
  /** The web application: where people are sent after they have connected a calendar. */
  webUrl: httpsUrl.default('https://web.invalid'),
  /** By which Google and Microsoft know the product; without one, their calendars cannot be connected. */
  googleClientId: z.string().min(1).optional(),
  microsoftClientId: z.string().min(1).optional(),
  /** The same for Zoom's meetings and Calendly's links. */
  zoomAccountId: z.string().min(1).optional(),
  zoomClientId: z.string().min(1).optional(),
  calendlyEventTypeUuid: z.string().min(1).optional(),
  calendlyDefaultLink: httpsUrl.optional(),
  /** SNS's platform applications for pushes to each kind of device; without one, such devices are not reminded. */
  pushApplicationIos: platformApplication,
  pushApplicationAndroid: platformApplication,
  pushApplicationWeb: platformApplication,
  /** Minutes that a client has to pay in another way before a booking whose payment failed is cancelled. */
  paymentGraceMinutes: z.coerce.number().int().min(0).max(10_080).default(30),
  /** Who is told about alarms; the address has to confirm once. */
  alarmEmail: z.email().optional(),
  /** The stream of a table that was restored under another name, and works from now on instead of the one made here. */
  restoredTableStream: z
    .string()
    .regex(
      /^arn:[\w-]+:dynamodb:[\w-]+:\d+:table\/[\w.-]+\/stream\/[\w:.-]+$/,
      'Not the ARN of a table stream',
    )
    .optional(),
  /** How new code gets its traffic, when not as the stage does; `at-once` also mends while an alarm rings. */
  rollout: z.enum(['at-once', 'canary']).optional(),
  /** Days that AWS Backup keeps a copy of the table for each day, besides recovery to any second; 0 makes none. */
  backupDays: z.coerce.number().int().min(0).max(365).optional(),
});

/** What follows from the stage. */
export interface StagePolicy {
  /** Whether the table refuses to be deleted, and data and logs outlive their stacks. */
  readonly keepData: boolean;
  readonly logRetentionDays: 7 | 90;
  /** Days that published events can be replayed. They hold personal data, so no longer than it takes to mend a consumer. */
  readonly archiveDays: number;
  /** `canary`: a tenth of the calls for five minutes, then all, unless an alarm rings, which takes it back. */
  readonly rollout: 'at-once' | 'canary';
  readonly backupDays: number;
}

const policies: Readonly<Record<'dev' | 'prod', StagePolicy>> = {
  dev: { keepData: false, logRetentionDays: 7, archiveDays: 3, rollout: 'at-once', backupDays: 0 },
  prod: { keepData: true, logRetentionDays: 90, archiveDays: 14, rollout: 'canary', backupDays: 35 },
};

/** The names and certificates of a firewall, by the settings that give them. */
export interface Firewall {
  readonly domainName: string;
  readonly originName: string;
  readonly edgeCertificateArn: string;
  readonly originClientCertificateArn: string;
  readonly originTruststore: string;
}

type Choices = z.output<typeof choices>;

export type Settings = Omit<Choices, keyof StagePolicy | 'firewall'> &
  StagePolicy & { readonly firewall: Firewall | undefined };

/** Choices that production must make for itself. */
const chosenInProduction = [
  'authIssuer',
  'authAudience',
  'allowedOrigins',
  'mailFrom',
  'webUrl',
  'alarmEmail',
] as const;

/**
 * Reads the settings from the CDK context.
 *
 * @throws Error naming every setting that is missing or wrong
 */
export function settingsOf(node: Pick<Node, 'tryGetContext'>): Settings {
  const given = Object.fromEntries(
    Object.keys(choices.shape).flatMap((name) => {
      const value: unknown = node.tryGetContext(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = choices.safeParse(given);
  if (!parsed.success) throw new Error(`The settings are not valid.\n${z.prettifyError(parsed.error)}`);
  const settings = parsed.data;
  const missing = settings.stage === 'prod' ? chosenInProduction.filter((name) => !(name in given)) : [];
  if (missing.length > 0) {
    throw new Error(`The stage prod needs ${missing.join(', ')}: pass each as -c name=value.`);
  }
  if ((settings.domainName === undefined) !== (settings.certificateArn === undefined)) {
    throw new Error('domainName and certificateArn belong together: pass both or neither.');
  }
  if (settings.hostedZoneId !== undefined && settings.domainName === undefined) {
    throw new Error('hostedZoneId is for domainName, which is missing.');
  }
  const { rollout, backupDays, ...rest } = settings;
  const policy = policies[settings.stage];
  return {
    ...rest,
    ...policy,
    firewall: firewallOf(settings),
    ...(rollout !== undefined && { rollout }),
    ...(backupDays !== undefined && { backupDays }),
  };
}

/** @throws Error when a part of the firewall is missing, or given without it */
function firewallOf(settings: Choices): Firewall | undefined {
  const { domainName, originName, edgeCertificateArn, originClientCertificateArn, originTruststore } =
    settings;
  const own = { originName, edgeCertificateArn, originClientCertificateArn, originTruststore };
  if (!settings.firewall) {
    const idle = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (idle.length > 0)
      throw new Error(`${idle.join(', ')}: for a firewall only, which firewall=true makes.`);
    return undefined;
  }
  const all = { domainName, ...own };
  if (!isWhole(all)) {
    const missing = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw new Error(`A firewall needs ${missing.join(', ')}: pass each as -c name=value.`);
  }
  if (originName === domainName) {
    throw new Error('originName must not be domainName: one is the API, the other CloudFront before it.');
  }
  return all;
}

function isWhole(parts: Record<keyof Firewall, string | undefined>): parts is Record<keyof Firewall, string> {
  return Object.values(parts).every((value) => value !== undefined);
}

/** The address in `mailFrom`, without the name. */
export function mailAddress({ mailFrom }: Pick<Settings, 'mailFrom'>): string {
  const [, alone, named] = sender.exec(mailFrom) ?? [];
  return alone ?? named ?? mailFrom;
}

/** The name of a thing that is known by name across stacks, for example `punctual-dev-publish-events`. */
export function resourceName({ stage }: Pick<Settings, 'stage'>, name: string): string {
  return `punctual-${stage}-${name}`;
}

function commaList<Item extends z.ZodType>(item: Item) {
  const split = (value: unknown) =>
    typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
  return z.preprocess(split, z.array(item).min(1));
}
