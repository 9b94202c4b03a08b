import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ProviderSettings, SettingsEvent, WeeklyRow } from '@punctual/application/model.ts';
import type {
  AgendaRange,
  Ledger,
  ListQuery,
  PersonRole,
  Records,
  RecordsWanted,
  Relation,
  Tally,
} from '@punctual/application/ports.ts';
import type { AgendaPage, UtcDay } from '@punctual/scheduling/appointments/agenda.ts';
import type {
  AgendaId,
  Appointment,
  AppointmentId,
  PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import type { Changes, TallyChange } from '@punctual/scheduling/appointments/changes.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import type { Interval } from '@punctual/scheduling/time/instant.ts';
import { isConditionFailed } from './conditions.ts';
import {
  appointmentItem,
  eventItem,
  fromItem,
  historyOf,
  holdItem,
  type Item,
  knowledgeOf,
  pageItem,
  personOf,
  rowPointerItem,
  settingsEventItem,
  settingsItem,
  sourcesOf,
} from './items.ts';
import {
  agendaPartition,
  appointmentKey,
  busySourcesKey,
  clientHistoryKey,
  clientIndex,
  dayPrefix,
  eventKey,
  holdKey,
  type Key,
  knowledgeKey,
  pageKey,
  personKey,
  providerIndex,
  relationKey,
  rowPointerKey,
  settingsKey,
  startIndex,
  tallyKey,
} from './keys.ts';
import { indexes } from './table.ts';
import type { Table } from './table-client.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * The ledger over the single table. Reads by key are strongly consistent; a decision made on an old read would only
 * lose its transaction, but a list read after a booking must show it.
 */
export function dynamodbLedger(table: Table): Ledger {
  return {
    records: (wanted) => readRecords(table, wanted),
    agenda: (agenda, firstDay, lastDay) => readAgenda(table, agenda, firstDay, lastDay),
    commit: (changes) => commit(table, changes),
    wasWritten: (event) => wasWritten(table, event),
    list: (query) => list(table, query),
    count: (query) => count(table, query),
    tallies: (person, role) => readTallies(table, person, role),
    events: (appointment) => readEvents(table, appointment),
    saveSettings: (settings, newRows, event) => saveSettings(table, settings, newRows, event),
    async ownerOfRow(row) {
      const { client, name } = table;
      const Key = rowPointerKey(row);
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item?.provider as PersonId | undefined;
    },
    assign: (provider, client, at) => assign(table, provider, client, at),
  };
}

async function readRecords({ client, name }: Table, wanted: RecordsWanted): Promise<Records> {
  const { people = [], settingsOf, busySourcesOf, appointment, relation, forecast } = wanted;
  const keys: Key[] = people.map(personKey);
  if (settingsOf !== undefined) keys.push(settingsKey(settingsOf));
  if (busySourcesOf !== undefined) keys.push(busySourcesKey(busySourcesOf));
  if (appointment !== undefined) keys.push(appointmentKey(appointment), holdKey(appointment));
  if (relation !== undefined) {
    keys.push(relationKey(relation.providerId, relation.clientId));
  }
  if (forecast !== undefined) {
    const { providerId, clientId, targets } = forecast;
    keys.push(clientHistoryKey(providerId, clientId));
    keys.push(...targets.map((target) => knowledgeKey(providerId, target)));
  }
  const items = await batchGet({ client, name }, keys);
  const ofEntity = (entity: string) => items.filter((item) => item.entity === entity);
  const only = <T>(entity: string): T | undefined => ofEntity(entity).map((item) => fromItem<T>(item))[0];
  return {
    people: new Map(
      ofEntity('person')
        .map(personOf)
        .map((person) => [person.id, person]),
    ),
    settings: only<ProviderSettings>('settings'),
    appointment: only<Appointment>('appointment'),
    hold: only<Hold>('hold'),
    relation: only<Relation>('relation'),
    busySources: ofEntity('busy-sources').flatMap(sourcesOf),
    knowledge: ofEntity('knowledge').map(knowledgeOf),
    history: ofEntity('client-history').map(historyOf)[0],
  };
}

/** Items by key, each key once; asks again for what a throttled partition left out. */
export async function batchGet({ client, name }: Table, keys: readonly Key[]): Promise<readonly Item[]> {
  const unique = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const items: Item[] = [];
  // BatchGetItem takes 100 keys.
  for (let offset = 0; offset < unique.length; offset += 100) {
    let keysLeft: Record<string, unknown>[] = unique.slice(offset, offset + 100).map((key) => ({ ...key }));
    while (keysLeft.length > 0) {
      const RequestItems = { [name]: { Keys: keysLeft, ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems }));
      items.push(...(Responses?.[name] ?? []));
      keysLeft = UnprocessedKeys?.[name]?.Keys ?? [];
    }
  }
  return items;
}

async function readAgenda(
  table: Table,
  agenda: AgendaId,
  firstDay: UtcDay,
  lastDay: UtcDay,
): Promise<AgendaRange> {
  const items = await queryAll(table, {
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :agenda AND sk BETWEEN :first AND :last',
    // '$' sorts right after '#': the items of external calendars belong to their day.
    ExpressionAttributeValues: {
      ':agenda': agendaPartition(agenda),
      ':first': dayPrefix(firstDay),
      ':last': `${dayPrefix(lastDay)}$`,
    },
  });
  const pages = new Map(
    items.filter((item) => item.entity === 'page').map((item) => [item.day, fromItem<AgendaPage>(item)]),
  );
  const external = items.filter((item) => item.entity === 'external');
  return {
    pages: Array.from({ length: lastDay - firstDay + 1 }, (_, index) => {
      const day = firstDay + index;
      return pages.get(day) ?? { agenda, day, version: 0, entries: [] };
    }),
    external: external.flatMap((item) => (item.busy as Interval[] | undefined) ?? []),
  };
}

async function commit({ client, name }: Table, changes: Changes): Promise<'committed' | 'lost'> {
  const { appointment, hold, pages, tallies, events } = changes;
  const writes: Write[] = [];
  if (appointment !== undefined) {
    writes.push(put(name, appointmentItem(appointment.value), appointment.versionRead));
  }
  if (hold !== undefined) writes.push(put(name, holdItem(hold.value), hold.versionRead));
  for (const { page, changed } of pages) {
    writes.push(changed ? put(name, pageItem(page), page.version) : check(name, page));
  }
  for (const event of events) writes.push(put(name, eventItem(event), 0));
  for (const item of Map.groupBy(tallies, tallyKeyText).values()) writes.push(tally(name, item));
  if (appointment?.versionRead === 0 && appointment.value.initial) {
    writes.push(acquaint(name, appointment.value));
  }
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return 'committed';
  } catch (fault) {
    if (fault instanceof TransactionCanceledException && isLostRace(fault)) return 'lost';
    throw fault;
  }
}

function put(TableName: string, item: Item, versionRead: number): Write {
  return { Put: { TableName, Item: item, ...versionIs(versionRead) } };
}

function check(TableName: string, page: AgendaPage): Write {
  return { ConditionCheck: { TableName, Key: pageKey(page.agenda, page.day), ...versionIs(page.version) } };
}

/** One update per person and month, because a transaction takes each item once. */
function tally(TableName: string, changes: readonly TallyChange[]): Write {
  const [first] = changes;
  if (first === undefined) throw new RangeError('no change of a tally');
  const names = Object.fromEntries(changes.map(({ status }, index) => [`#status${index}`, status]));
  const values = Object.fromEntries(changes.map(({ by }, index) => [`:by${index}`, by]));
  const additions = changes.map((_, index) => `#status${index} :by${index}`);
  return {
    Update: {
      TableName,
      Key: tallyKey(first.person, first.role, first.month),
      UpdateExpression: `SET entity = :entity ADD ${additions.join(', ')}`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':entity': 'tally', ...values },
    },
  };
}

function tallyKeyText({ person, role, month }: TallyChange): string {
  return `${role} ${month} ${person}`;
}

/** The first booking of two people; whoever comes second in a race decides again, and then it is not the first. */
function acquaint(TableName: string, { providerId, clientId, id }: Appointment): Write {
  return {
    Update: {
      TableName,
      Key: relationKey(providerId, clientId),
      UpdateExpression: 'SET entity = :entity, firstAppointment = :id',
      ConditionExpression: 'attribute_not_exists(firstAppointment)',
      ExpressionAttributeValues: { ':entity': 'relation', ':id': id },
    },
  };
}

/** 0: the item must not exist. */
function versionIs(version: number) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

/** Another transaction got there first, or is on its way, or the partition is throttled: worth another try. */
const passing = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

function isLostRace(fault: TransactionCanceledException): boolean {
  return (fault.CancellationReasons ?? []).every(({ Code = 'None' }) => passing.has(Code));
}

async function wasWritten({ client, name }: Table, event: AppointmentEvent): Promise<boolean> {
  const Key = eventKey(event.appointmentId, event.sequence);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item?.id === event.id;
}

async function list(table: Table, query: ListQuery): Promise<readonly Appointment[]> {
  const items = await queryAll(table, indexQuery(table.name, query), query.limit);
  return items.map((item) => fromItem<Appointment>(item));
}

async function count({ client, name }: Table, query: ListQuery): Promise<number> {
  let total = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandInput = { ...indexQuery(name, query), Select: 'COUNT' };
    const answer = await client.send(new QueryCommand({ ...page, ExclusiveStartKey }));
    total += answer.Count ?? 0;
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return total;
}

function indexQuery(TableName: string, query: ListQuery): QueryCommandInput {
  const { of, state, from, before, descending = false, statuses } = query;
  const IndexName = 'providerId' in of ? indexes.first : indexes.second;
  const list = 'providerId' in of ? providerIndex(of.providerId, state) : clientIndex(of.clientId, state);
  return {
    TableName,
    IndexName,
    KeyConditionExpression: `${IndexName}pk = :list AND ${IndexName}sk BETWEEN :from AND :before`,
    ScanIndexForward: !descending,
    ExpressionAttributeValues: {
      ':list': list,
      ':from': from === undefined ? '0' : startIndex(from),
      // A key of this very start is longer than the bound and so lies beyond it.
      ':before': before === undefined ? '9999' : startIndex(before),
      ...Object.fromEntries((statuses ?? []).map((status, index) => [`:status${index}`, status])),
    },
    ...(statuses && {
      FilterExpression: `#status IN (${statuses.map((_, index) => `:status${index}`).join(', ')})`,
      ExpressionAttributeNames: { '#status': 'status' },
    }),
  };
}

async function queryAll(
  { client }: Table,
  query: QueryCommandInput,
  limit?: number,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const Limit = limit === undefined ? undefined : limit - items.length;
    const answer = await client.send(new QueryCommand({ ...query, Limit, ExclusiveStartKey }));
    items.push(...(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined && (limit === undefined || items.length < limit));
  return items;
}

async function readTallies(table: Table, person: PersonId, role: PersonRole): Promise<readonly Tally[]> {
  const { pk, sk } = tallyKey(person, role, '');
  const items = await queryAll(table, {
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :person AND begins_with(sk, :tallies)',
    ExpressionAttributeValues: { ':person': pk, ':tallies': sk },
  });
  return items.map((item) => ({
    month: String(item.sk).slice(sk.length),
    counts: fromItem<Tally['counts']>(item),
  }));
}

async function assign(
  { client, name }: Table,
  provider: PersonId,
  assigned: PersonId,
  at: number | undefined,
): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: relationKey(provider, assigned),
      ...(at === undefined
        ? { UpdateExpression: 'REMOVE assignedAt' }
        : {
            UpdateExpression: 'SET entity = :entity, assignedAt = if_not_exists(assignedAt, :at)',
            ExpressionAttributeValues: { ':entity': 'relation', ':at': at },
          }),
    }),
  );
}

async function readEvents(table: Table, appointment: AppointmentId): Promise<readonly AppointmentEvent[]> {
  const items = await queryAll(table, {
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :appointment AND begins_with(sk, :events)',
    ExpressionAttributeValues: { ':appointment': appointmentKey(appointment).pk, ':events': 'EVENT#' },
  });
  return items.map((item) => fromItem<AppointmentEvent>(item));
}

async function saveSettings(
  { client, name }: Table,
  settings: ProviderSettings,
  newRows: readonly WeeklyRow[],
  event: SettingsEvent,
): Promise<boolean> {
  const Put = { TableName: name, Item: settingsItem(settings), ...versionIs(settings.version - 1) };
  const pointers = newRows.map((row) => ({
    Put: { TableName: name, Item: rowPointerItem(row.id, settings.providerId) },
  }));
  try {
    const told = { Put: { TableName: name, Item: settingsEventItem(event) } };
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put }, told, ...pointers] }));
    return true;
  } catch (fault) {
    if (isConditionFailed(fault)) return false;
    throw fault;
  }
}
