import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmTopic } from '../constructs/alarm.ts';
import { Backups } from '../constructs/backups.ts';
import { type SecretName, secretNames } from '../permissions.ts';
import { resourceName, type Settings } from '../settings.ts';

/**
 * What outlives every other stack: the table and its key, the event bus with its archive, the timers, what mail is sent
 * with, and the alarm topic.
 */
export class DataStack extends Stack {
  readonly key: Key;
  /** The one that works: made here, or restored from it (OPERATIONS.md). */
  readonly table: ITable;
  readonly bus: EventBus;
  /** Deleting it deletes every timer that has not gone off. */
  readonly timers: ScheduleGroup;
  /** What all mail is sent with, so that bounces and complaints are told. */
  readonly mailConfiguration: ConfigurationSet;
  /** Where SES tells of bounces and complaints. */
  readonly mailEvents: Topic;
  /** Signs the tokens in links. To rotate it, put the new value before the old one, separated by a comma. */
  readonly linkSecret: Secret;
  /** Encrypts the data keys of what only one connected calendar's use may see. */
  readonly tokenKey: Key;
  /**
   * What providers have given us. Made with random values, with which nothing can be called and nobody can sign; whoever
   * runs the product puts the real ones in.
   */
  readonly secrets: Readonly<Record<SecretName, Secret>>;
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
    const own = new Table(this, 'Table', {
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
      own.addGlobalSecondaryIndex({ indexName, ...keysOf(indexName) });
    }
    this.table =
      settings.restoredTableStream === undefined
        ? (own as ITable)
        : this.restored(own, settings.restoredTableStream);

    if (settings.backupDays > 0) new Backups(this, 'Backups', { settings, table: this.table });

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

    const secret = (id: string, description: string, whyByHand: string) => {
      const made = new Secret(this, id, {
        description: `Punctual ${settings.stage}: ${description}`,
        // Without commas, which would make several short ones of it.
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy,
      });
      Validations.of(made).acknowledge({ id: 'AwsSolutions-SMG4', reason: whyByHand });
      return made;
    };
    this.linkSecret = secret(
      'LinkSecret',
      'signs the tokens in links',
      'Links in mails live for weeks, so a rotation keeps the old value beside the new one, which people do.',
    );
    this.tokenKey = new Key(this, 'TokenKey', {
      description: `Punctual ${settings.stage}: encrypts the tokens of connected calendars`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const provided = (name: SecretName) =>
      secret(
        pascalCase(name),
        `${name}, to be put in by hand`,
        'The provider makes the value; it is rotated in its console, and put in here by hand.',
      );
    this.secrets = Object.fromEntries(secretNames.map((name) => [name, provided(name)])) as Record<
      SecretName,
      Secret
    >;

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

    this.alarms = alarmTopic(this, settings);
  }

  /** What the other stacks know of the table made here stays exported until none of them asks any more. */
  private restored(own: Table, tableStreamArn: string): ITable {
    for (const known of [own.tableArn, own.tableName, own.tableStreamArn]) {
      if (known !== undefined) this.exportValue(known);
    }
    const tableArn = tableStreamArn.replace(/\/stream\/.*$/, '');
    return Table.fromTableAttributes(this, 'Restored', { tableArn, tableStreamArn });
  }
}

/** `ZOOM_CLIENT_SECRET` becomes `ZoomClientSecret`. */
function pascalCase(name: string): string {
  return name.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function keysOf(prefix: string) {
  return {
    partitionKey: { name: `${prefix}pk`, type: AttributeType.STRING },
    sortKey: { name: `${prefix}sk`, type: AttributeType.STRING },
  };
}
