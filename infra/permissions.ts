/** What code in `packages/adapters/dynamodb` calls. A transaction needs the action of each of its parts. */
export type TableAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

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
  /** Workers to whose queues it sends; each adds `QUEUE_URL_<NAME>` to its environment. */
  readonly sendsTo?: readonly string[];
}

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
  },
  'http/bookings/lists': {
    table: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
  },
  'http/coach-dashboard/appointments': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1'],
  },
  'http/coach-dashboard/availability': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] },
  'http/coach-dashboard/calendar': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1'],
  },
  'http/coach-dashboard/leads': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi1', 'gsi2'] },
  'http/coach-dashboard/recovery': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
    mails: true,
    texts: true,
    links: true,
  },
  'http/coach-dashboard/reminders': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'] },
  'http/me/devices': { table: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'] },
  'http/coach-dashboard/staff': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi1'] },
  'http/coach-dashboard/statistics': {
    table: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
    indexes: ['gsi1'],
  },
  'http/administration/audit': {
    table: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    indexes: ['gsi1', 'gsi2'],
  },
  'http/administration/people': { table: ['GetItem', 'PutItem', 'UpdateItem'], indexes: ['gsi2'] },
  'http/platform/documents': {},
  'http/public/holds': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
  },
  'http/public/manage': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
  },
  'http/public/recover': {
    table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    links: true,
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
  },
  'http/sessions/slots': { table: ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'] },
  'http/public/slots': { table: ['BatchGetItem', 'Query', 'UpdateItem'] },
  'workers/expire-holds': { table: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query'] },
  'workers/note-bounces': { table: ['PutItem'] },
  'workers/plan-reminders': { table: ['BatchGetItem'], indexes: ['gsi1'], sendsTo: ['plan-reminders'] },
  'workers/publish-events': { publishes: true },
  'workers/send-reminder': {
    table: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
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
