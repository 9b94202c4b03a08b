import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { MarkedEntry, Outside } from './check.ts';
import type { Instant } from './fact-kinds.ts';
import type { Facts } from './facts.ts';
import type { Table } from './scan.ts';

/** Names of all schedules in a group of EventBridge Scheduler; endpoint and credentials as the SDK reads them. */
export async function schedulesIn(
  GroupName: string,
  client = new SchedulerClient(),
): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSchedulesCommand({ GroupName, NextToken, MaxResults: 100 }));
    names.push(...(page.Schedules ?? []).map(({ Name = '' }) => Name));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}

/** How much waits in each dead-letter queue whose name begins so. */
export async function deadLettersIn(
  QueueNamePrefix: string,
  client = new SQSClient(),
): Promise<Outside['deadLetters']> {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListQueuesCommand({ QueueNamePrefix, NextToken, MaxResults: 1000 }));
    urls.push(...(page.QueueUrls ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const dead = urls.filter((url) => /-dlq\b/.test(url));
  return Promise.all(
    dead.map(async (QueueUrl) => {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      const messages = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
      return { queue: QueueUrl.split('/').at(-1) ?? QueueUrl, messages };
    }),
  );
}

/** What a local cloud shows of itself and of the providers that it imitates, below `/dev`. */
export interface LocalCloud {
  now(): Promise<Instant>;
  outside(table: Table, facts: Facts): Promise<Pick<Outside, 'deadLetters' | 'calendars' | 'meetings'>>;
}

type Get = <Answer>(path: string) => Promise<Answer>;

export function localCloud(url: string): LocalCloud {
  const get: Get = async <Answer>(path: string) => {
    const response = await fetch(`${url}/dev/${path}`);
    if (!response.ok) throw new Error(`GET /dev/${path}: ${response.status}`);
    return (await response.json()) as Answer;
  };
  return {
    async now() {
      return Date.parse((await get<{ now: string }>('clock')).now);
    },
    async outside(table, facts) {
      const { queues } = await get<{ queues: readonly { name: string; dead: number }[] }>('queues');
      const { meetings } = await get<{ meetings: readonly { id: unknown; start?: number }[] }>(
        'providers/zoom/state',
      );
      return {
        deadLetters: queues.map(({ name, dead }) => ({ queue: `${name}-dlq`, messages: dead })),
        calendars: await markedEntries(get, table, facts),
        meetings: meetings.flatMap(({ id, start }) =>
          start === undefined ? [] : [{ id: String(id), start }],
        ),
      };
    },
  };
}

/** Entries with our marks in the imitated calendars of all connections, each account asked once. */
async function markedEntries(get: Get, table: Table, facts: Facts): Promise<readonly MarkedEntry[]> {
  const found = new Map<string, readonly MarkedEntry[]>();
  for (const { pk, sk, provider } of facts.of('connection')) {
    // Addresses are in no facts, so that no journal holds them.
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }));
    const account = String(Item?.accountEmail);
    const key = `${provider} ${account}`;
    if (Item === undefined || found.has(key)) continue;
    found.set(key, await (provider === 'google' ? googleEntries : outlookEntries)(get, account));
  }
  return [...found.values()].flat();
}

interface GoogleEvent {
  readonly id: string;
  readonly status: string;
  readonly start: { readonly dateTime?: string };
  readonly end: { readonly dateTime?: string };
  readonly extendedProperties?: { readonly private?: Readonly<Record<string, string>> };
}

async function googleEntries(get: Get, account: string): Promise<readonly MarkedEntry[]> {
  const events = await get<readonly GoogleEvent[]>(`providers/google/accounts/${account}/events`);
  return events.flatMap(({ id, status, start, end, extendedProperties }) => {
    const { punctualConnection: connectionId, punctualAppointment: appointmentId } =
      extendedProperties?.private ?? {};
    if (status === 'cancelled' || connectionId === undefined || appointmentId === undefined) return [];
    const times = { start: Date.parse(start.dateTime ?? ''), end: Date.parse(end.dateTime ?? '') };
    return [{ connectionId, appointmentId, externalId: id, ...times }];
  });
}

interface GraphEvent {
  readonly id: string;
  readonly transactionId?: string | null;
  /** In UTC, without saying so. */
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
}

async function outlookEntries(get: Get, account: string): Promise<readonly MarkedEntry[]> {
  const events = await get<readonly GraphEvent[]>(
    `providers/microsoft/events?account=${encodeURIComponent(account)}`,
  );
  return events.flatMap(({ id, transactionId, start, end }) => {
    const [, connectionId, appointmentId] = /^punctual:([^:]+):([^:]+):\d+$/.exec(transactionId ?? '') ?? [];
    if (connectionId === undefined || appointmentId === undefined) return [];
    const instant = ({ dateTime }: GraphEvent['start']) => Date.parse(`${dateTime.replace(/Z$/, '')}Z`);
    return [{ connectionId, appointmentId, externalId: id, start: instant(start), end: instant(end) }];
  });
}
