import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { resourceName, type Settings } from '../settings.ts';

/**
 * What outlives every other stack: the table and its key, the event bus with its archive, the timers, what mail is sent
 * with, and the alarm topic.
 */
export class DataStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  readonly bus: EventBus;
  /** Deleting it deletes every timer that has not gone off. */
  readonly timers: ScheduleGroup;
  /** What all mail is sent with, so that bounces and complaints are told. */
  readonly mailConfiguration: ConfigurationSet;
  /** Where SES tells of bounces and complaints. */
  readonly mailEvents: Topic;
  /** Signs the tokens in links. To rotate it, put the new value before the old one, separated by a comma. */
  readonly linkSecret: Secret;
  /** Here, because people confirm their subscription to it by hand. */
  readonly alarms: Topic;

  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { readonly settings: Settings },
  ) {
    super(scope, id, { ...props, terminationProtection: settings.keepData });
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.key = new Key(this, 'Key', {
      description: `Punctual ${settings.stage}: encrypts the table`,
      enableKeyRotation: true,
      removalPolicy,
    });
    // The same as packages/adapters/dynamodb/table.ts, which a test compares it with. Not TableV2: with a key of our own
    // it synthesizes for a named region only.
    this.table = new Table(this, 'Table', {
      ...keysOf(''),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.keepData,
      removalPolicy,
    });
    for (const indexName of ['gsi1', 'gsi2']) {
      this.table.addGlobalSecondaryIndex({ indexName, ...keysOf(indexName) });
    }

    this.bus = new EventBus(this, 'Bus', { description: `Punctual ${settings.stage}: domain events` });
    this.bus.archive('Archive', {
      description: 'Everything published, for replay after a consumer was mended',
      eventPattern: { account: [this.account] },
      retention: Duration.days(settings.archiveDays),
    });

    this.timers = new ScheduleGroup(this, 'Timers', {
      scheduleGroupName: resourceName(settings, 'timers'),
      removalPolicy,
    });

    this.linkSecret = new Secret(this, 'LinkSecret', {
      description: `Punctual ${settings.stage}: signs the tokens in links`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    Validations.of(this.linkSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Links in mails live for weeks, so a rotation keeps the old value beside the new one, which people do.',
    });

    this.mailEvents = new Topic(this, 'MailEvents', {
      displayName: `Punctual ${settings.stage} undeliverable mail`,
      enforceSSL: true,
    });
    this.mailConfiguration = new ConfigurationSet(this, 'Mail', {
      configurationSetName: resourceName(settings, 'mail'),
    });
    this.mailConfiguration.addEventDestination('Undeliverable', {
      destination: EventDestination.snsTopic(this.mailEvents),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });

    this.alarms = new Topic(this, 'Alarms', {
      displayName: `Punctual ${settings.stage} alarms`,
      enforceSSL: true,
    });
    // A topic with a policy of its own lets nobody publish who is not named.
    this.alarms.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (settings.alarmEmail !== undefined)
      this.alarms.addSubscription(new EmailSubscription(settings.alarmEmail));
  }
}

function keysOf(prefix: string) {
  return {
    partitionKey: { name: `${prefix}pk`, type: AttributeType.STRING },
    sortKey: { name: `${prefix}sk`, type: AttributeType.STRING },
  };
}
