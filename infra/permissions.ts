/** What code in `packages/adapters/dynamodb` calls. A transaction needs the action of each of its parts. */
export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** Secrets that whoever runs the product gets from providers and puts into Secrets Manager. */
export const secretNames = [
  'CALENDLY_API_TOKEN',
  'CALENDLY_WEBHOOK_SECRET',
  'GOOGLE_CLIENT_SECRET',
  'MICROSOFT_CLIENT_SECRET',
  'ZOOM_CLIENT_SECRET',
  'ZOOM_WEBHOOK_SECRET',
] as const;

export type SecretName = (typeof secretNames)[number];

export interface Permissions {
  /** On the table's own items. */
  readonly table?: readonly TableAction[];
  /** Indexes that it queries. */
  readonly indexes?: readonly ('gsi1' | 'gsi2')[];
  /** Puts events on the bus. */
  readonly publishes?: true;
  /** Sends mail from the address of the settings, which is `MAIL_FROM` in its environment. */
  readonly mails?: true;
  /** Sends text messages. */
  readonly texts?: true;
  /** Shows messages on devices, by the push applications of the settings. */
  readonly pushes?: true;
  /** Signs or checks the tokens in links; `LINK_SECRET_ARN` in its environment names the secret. */
  readonly links?: true;
  /**
   * Reads secrets of providers; `<NAME>_ARN` in its environment names each, and beside it stands what the settings say
   * of the same provider, such as `GOOGLE_CLIENT_ID`.
   */
  readonly secrets?: readonly SecretName[];
  /** Seals and opens the tokens of connected calendars, each with its connection as encryption context; `KMS_KEY_ID`. */
  readonly tokens?: true;
  /** Checks bearer tokens itself, because its routes are public; `AUTH_ISSUER` and `AUTH_AUDIENCE`. */
  readonly verifiesTokens?: true;
  /** Reads and empties the dead-letter queues of all workers, and sends to their queues; `QUEUE_URL_PREFIX`. */
  readonly deadLetters?: true;
  /** Workers to whose queues it sends; each adds `QUEUE_URL_<NAME>` to its environment. */
  readonly sendsTo?: readonly string[];
}

const inCalendars: readonly TableAction[] = [
  'BatchGetItem',
  'ConditionCheckItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'UpdateItem',
];

/** What connecting calendars and speaking to their providers takes. */
const withCalendars = {
  table: [...inCalendars, 'BatchWriteItem'],
  indexes: ['gsi1', 'gsi2'],
  links: true,
  secrets: ['GOOGLE_CLIENT_SECRET', 'MICROSOFT_CLIENT_SECRET'],
  tokens: true,
  sendsTo: ['import-busy', 'sync-calendar'],
} as const satisfies Permissions;

/** What bringing intakes, agendas and Calendly into agreement takes. */
const withIntakes = {
  table: inCalendars,
  mails: true,
  secrets: ['CALENDLY_API_TOKEN'],
  sendsTo: ['settle-intake'],
} as const satisfies Permissions;

/**
 * What each function may do, by entry point below `functions`; nothing is granted elsewhere, save what the platform
 * itself needs (its logs, traces and the source that invokes it). Every limited route counts with `UpdateItem` in its
 * caller's hour; a function with unsafe methods keeps idempotency records with `GetItem`, `PutItem` and `UpdateItem`;
 * `GetItem` also finds the caller in the directory, where `PutItem` enters one seen for the first time.
 */
const permissions: Readonly<Record<string, Permissions>> = {
  'http/bookings/availability': { table: ['BatchGetItem', 'Query', 'UpdateItem'] },
  'http/bookings/bookings': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/bookings/calendar': withCalendars,
  'http/bookings/lists': {
    table: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
  },
  'http/calendar-integration/authorization': withCalendars,
  'http/calendar-integration/connections': withCalendars,
  'http/coach-dashboard/appointments': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1'],
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/coach-dashboard/availability': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] },
  'http/coach-dashboard/calendar': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1'],
  },
  'http/coach-dashboard/leads': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi1', 'gsi2'] },
  'http/coach-dashboard/recommendations': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  },
  'http/coach-dashboard/recovery': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
    mails: true,
    texts: true,
    links: true,
  },
  'http/coach-dashboard/reminders': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'] },
  'http/intake/administration': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    secrets: ['CALENDLY_API_TOKEN'],
    sendsTo: ['settle-intake'],
  },
  'http/intake/status': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
    secrets: ['CALENDLY_WEBHOOK_SECRET'],
    verifiesTokens: true,
    sendsTo: ['settle-intake'],
  },
  'http/intake/visitors': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
    secrets: ['CALENDLY_API_TOKEN'],
    sendsTo: ['settle-intake'],
  },
  'http/intake/webhook': { secrets: ['CALENDLY_WEBHOOK_SECRET'], sendsTo: ['apply-calendly-event'] },
  'http/me/calendar-feed': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
  },
  'http/me/devices': {
    table: ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  },
  'http/coach-dashboard/zoom': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1'],
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/coach-dashboard/staff': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi1'] },
  'http/coach-dashboard/statistics': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi1'],
  },
  'http/administration/audit': {
    table: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
  },
  'http/administration/dead-letters': {
    table: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    publishes: true,
    deadLetters: true,
  },
  'http/administration/people': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi2'] },
  'http/platform/documents': {},
  'http/public/holds': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/public/manage': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
  },
  'http/public/recover': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/public/unsubscribe': {
    table: ['GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi2'],
    links: true,
  },
  'http/sessions/availability': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] },
  'http/sessions/meetings': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'http/sessions/slots': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'] },
  'http/public/slots': { table: ['BatchGetItem', 'Query', 'UpdateItem'] },
  'http/webhooks/google-calendar': { links: true, sendsTo: ['import-busy'] },
  'http/webhooks/microsoft-graph': { links: true, sendsTo: ['import-busy'] },
  'http/webhooks/zoom': { secrets: ['ZOOM_WEBHOOK_SECRET'], sendsTo: ['apply-zoom-event'] },
  'workers/apply-calendly-event': withIntakes,
  'workers/apply-zoom-event': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    sendsTo: ['provision-meeting'],
  },
  'workers/expire-holds': { table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query'] },
  'workers/import-busy': { ...withCalendars, indexes: ['gsi1'] },
  'workers/learn-outcomes': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi2'],
  },
  'workers/note-bounces': { table: ['PutItem'] },
  'workers/plan-reminders': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query'],
    sendsTo: ['plan-reminders'],
  },
  'workers/provision-meeting': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'],
    secrets: ['ZOOM_CLIENT_SECRET'],
  },
  'workers/publish-events': { publishes: true },
  'workers/reconcile-calendars': {
    ...withCalendars,
    sendsTo: ['import-busy', 'reconcile-calendars', 'sync-calendar'],
  },
  'workers/send-reminder': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    mails: true,
    links: true,
    texts: true,
    pushes: true,
  },
  'workers/recover-booking': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi2'],
    mails: true,
    links: true,
  },
  'workers/send-notice': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    mails: true,
    links: true,
  },
  'workers/settle-intake': withIntakes,
  'workers/tell-connection-owner': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    mails: true,
  },
  'workers/sync-calendar': { ...withCalendars, indexes: [] },
  'workers/settle-payment': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  },
};

/** Entry points that the table names. */
export const permittedEntries: readonly string[] = Object.keys(permissions);

/** @throws Error for an entry point that the table does not name: nobody has thought about what it may do */
export function permissionsOf(entry: string): Permissions {
  const found = Object.hasOwn(permissions, entry) ? permissions[entry] : undefined;
  if (found === undefined) {
    throw new Error(`functions/${entry}.ts has no entry in infra/permissions.ts: name what it may do.`);
  }
  return found;
}
