import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Person } from '@punctual/application/model.ts';
import type { Directory, PageQuery, PeoplePage } from '@punctual/application/ports.ts';
import type { AgendaId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { isConditionFailed } from './conditions.ts';
import { personItem, personOf } from './items.ts';
import {
  coachPointerKey,
  emailKey,
  leadIndex,
  leadPointerKey,
  peopleIndex,
  personKey,
  staffIndex,
} from './keys.ts';
import { batchGet } from './ledger.ts';
import { indexes } from './table.ts';
import type { Table } from './table-client.ts';

/** People with the pointers of their e-mail addresses, which change in one transaction. Single reads are strongly consistent. */
export function dynamodbDirectory(table: Table): Directory {
  const { client, name } = table;
  const get = async (id: PersonId): Promise<Person | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: personKey(id), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : personOf(Item);
  };
  return {
    get,
    async getMany(ids) {
      const people = (await batchGet(table, ids.map(personKey))).map(personOf);
      return new Map(people.map((person) => [person.id, person]));
    },
    async agendaOf(email) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: emailKey(email), ConsistentRead: true }),
      );
      return Item?.agenda as AgendaId | undefined;
    },
    enter: (person, unlessKnown) => write(table, person, 'attribute_not_exists(pk)', unlessKnown),
    update: (person) => write(table, person, '#version = :read'),
    listLeads: (query) => listPage(table, indexes.first, leadIndex(query.coachId), query),
    listPeople: (query) => listPage(table, indexes.second, peopleIndex, query),
    async leadWith(coachId, email) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: leadPointerKey(email, coachId), ConsistentRead: true }),
      );
      return Item?.lead as PersonId | undefined;
    },
    async coachWith(email) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: coachPointerKey(email), ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const coach = await get(Item.coach as PersonId);
      // They may have changed their address, or have been a coach once.
      const isStill = coach?.email !== undefined && coachPointerKey(coach.email).pk === Item.pk;
      return isStill && coach.roles.includes('coach') ? coach : undefined;
    },
    async listStaff(coachId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: indexes.first,
          KeyConditionExpression: 'gsi1pk = :list',
          ExpressionAttributeValues: { ':list': staffIndex(coachId) },
        }),
      );
      return Items.map(personOf);
    },
  };
}

/** Writes a person together with the agenda of their e-mail address, which must be new or the same. */
async function write(
  { client, name }: Table,
  person: Person,
  condition: string,
  unlessKnown?: 'unless_known',
): Promise<boolean> {
  const versioned = condition.includes('#version');
  const put = {
    TableName: name,
    Item: personItem(person),
    ConditionExpression: condition,
    ...(versioned && {
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':read': person.version - 1 },
    }),
  };
  const email = person.email === undefined ? undefined : emailKey(person.email);
  const claim = email && {
    TableName: name,
    Item: { ...email, entity: 'email', agenda: person.agenda },
    ConditionExpression: 'attribute_not_exists(pk) OR agenda = :agenda',
    ExpressionAttributeValues: { ':agenda': person.agenda },
  };
  const { lead } = person;
  // The lead that came first keeps the pointer, so that a visitor is always taken for the same one.
  const pointer = lead !== undefined &&
    person.email !== undefined && {
      Update: {
        TableName: name,
        Key: leadPointerKey(person.email, lead.coachId),
        UpdateExpression: 'SET #lead = if_not_exists(#lead, :lead), entity = :entity',
        ...(unlessKnown && { ConditionExpression: 'attribute_not_exists(pk)' }),
        ExpressionAttributeNames: { '#lead': 'lead' },
        ExpressionAttributeValues: { ':lead': person.id, ':entity': 'lead-pointer' },
      },
    };
  const coach = person.email !== undefined &&
    person.roles.includes('coach') && {
      Put: {
        TableName: name,
        Item: { ...coachPointerKey(person.email), entity: 'coach-pointer', coach: person.id },
      },
    };
  try {
    const TransactItems = [
      { Put: put },
      ...(claim ? [{ Put: claim }] : []),
      ...(pointer ? [pointer] : []),
      ...(coach ? [coach] : []),
    ];
    await client.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (fault) {
    if (isConditionFailed(fault)) return false;
    throw fault;
  }
}

/** Requests that one page may cost when a search term leaves most people out. */
const maximumRequests = 5;

/** A page of one list of people in an index, newest first: ids are UUIDv7 and sort by time. */
async function listPage(
  { client, name }: Table,
  index: 'gsi1' | 'gsi2',
  list: string,
  { limit, cursor, term }: PageQuery,
): Promise<PeoplePage | 'bad_cursor'> {
  const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  if (after !== undefined && !/^[\x21-\x7e]{1,200}$/.test(after)) return 'bad_cursor';
  const people: Person[] = [];
  let position = after;
  for (let request = 0; request < maximumRequests && people.length < limit; request += 1) {
    const answer = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: index,
        ScanIndexForward: false,
        KeyConditionExpression: `${index}pk = :list`,
        ExpressionAttributeValues: { ':list': list, ...(term && { ':term': term.toLowerCase() }) },
        ...(term && {
          FilterExpression: 'contains(#search, :term)',
          ExpressionAttributeNames: { '#search': 'search' },
        }),
        // With a term most of what is read is left out, so more is read at once.
        Limit: term ? 500 : limit - people.length,
        ExclusiveStartKey:
          position === undefined
            ? undefined
            : { [`${index}pk`]: list, [`${index}sk`]: position, ...personKey(position as PersonId) },
      }),
    );
    people.push(...(answer.Items ?? []).map(personOf));
    position = answer.LastEvaluatedKey?.[`${index}sk`] as string | undefined;
    if (position === undefined) break;
  }
  const page = people.slice(0, limit);
  const last = people.length > limit ? page.at(-1)?.id : position;
  return { people: page, cursor: last === undefined ? undefined : Buffer.from(last).toString('base64url') };
}
