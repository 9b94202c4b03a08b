/*
 * List prices of AWS for us-east-1 without free tiers, discounts or taxes, as the pricing page of each service gives them
 * for the first tier. They are not read from anywhere: whoever changes one changes the date.
 */

export const pricesAsOf = 'November 2025';

export interface Price {
  readonly dollars: number;
  /** So many units have that price. */
  readonly per: number;
  readonly unit: string;
  /** The pricing page. */
  readonly source: string;
}

const million = 1_000_000;

export const prices = {
  apiRequests: { dollars: 1, per: million, unit: 'requests', source: 'API Gateway, HTTP APIs' },
  lambdaRequests: { dollars: 0.2, per: million, unit: 'invocations', source: 'Lambda' },
  lambdaSeconds: { dollars: 0.0000133334, per: 1, unit: 'GB-seconds', source: 'Lambda, Arm' },
  readUnits: { dollars: 0.125, per: million, unit: 'read units', source: 'DynamoDB, on demand' },
  writeUnits: { dollars: 0.625, per: million, unit: 'write units', source: 'DynamoDB, on demand' },
  /** Table, recovery to a point in time and daily backups: $0.25, $0.20 and $0.10. */
  stored: { dollars: 0.55, per: 1, unit: 'GB-months', source: 'DynamoDB, AWS Backup' },
  busEvents: { dollars: 1, per: million, unit: 'events', source: 'EventBridge, custom events' },
  queueRequests: { dollars: 0.4, per: million, unit: 'requests', source: 'SQS, standard queues' },
  timers: { dollars: 1, per: million, unit: 'timers', source: 'EventBridge Scheduler' },
  mails: { dollars: 0.1, per: 1000, unit: 'mails', source: 'SES' },
  keyRequests: { dollars: 0.03, per: 10_000, unit: 'requests', source: 'KMS' },
  pushes: { dollars: 0.5, per: million, unit: 'pushes', source: 'SNS, mobile push' },
  logs: { dollars: 0.5, per: 1, unit: 'GB', source: 'CloudWatch Logs, ingestion' },
  traces: { dollars: 5, per: million, unit: 'traces', source: 'X-Ray' },
  sentOut: { dollars: 0.09, per: 1, unit: 'GB', source: 'EC2, data transfer out' },
} as const satisfies Record<string, Price>;

export type Item = keyof typeof prices;

/** What stands in each function's definition in `infra/constructs`: memory in GB. */
export const memory = { http: 1, workers: 0.5 } as const;

/** Lines that are not ours: START, END and REPORT of an invocation; the access log's of a request. Bytes. */
export const platformLog = { invocation: 450, request: 350 } as const;

/** Of requests that come in untraced, beyond the first each second. */
export const tracedShare = 0.05;

export const gigabyte = 1024 ** 3;
