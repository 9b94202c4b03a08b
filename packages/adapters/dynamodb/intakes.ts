import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Intake } from '@punctual/application/intake/model.ts';
import type { Intakes } from '@punctual/application/intake/ports.ts';
import { rowOf } from '@punctual/application/intake/search.ts';
import { daysTouched } from '@punctual/scheduling/appointments/agenda.ts';
import { isConditionFailed } from './conditions.ts';
import { intakeSearch, segmentWrites } from './intake-search.ts';
import { fromItem, type Item } from './items.ts';
import {
  externalKey,
  intakeEmailKey,
  intakeKey,
  intakeOfAppointmentKey,
  intakePointerKey,
  type Key,
} from './keys.ts';
import { batchGet } from './ledger.ts';
import type { Table } from './table-client.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Times that somebody else's change of the same segment is waited out; with full jitter that is about 8 seconds. */
const maximumTries = 16;

/** Intakes over the single table. All reads are strongly consistent. */
export function dynamodbIntakes(table: Table): Intakes {
  const { client, name } = table;
  const search = intakeSearch(table);

  const getMany = async (ids: readonly string[]): Promise<readonly Intake[]> => {
    const items = await batchGet(table, ids.map(intakeKey));
    const found = new Map(items.map((item) => [item.id, fromItem<Intake>(item)]));
    return ids.map((id) => found.get(id)).filter((one) => one !== undefined);
  };
  const pointed = async (keys: readonly Key[]): Promise<string | undefined> => {
    const items = await batchGet(table, keys);
    const first = keys.map(({ pk }) => items.find((item) => item.pk === pk)).find((one) => one !== undefined);
    return first?.intake as string | undefined;
  };

  return {
    get: async (id) => (await getMany([id]))[0],
    getMany,
    ofInvitees: (ids) => pointed(ids.map(intakePointerKey)),
    ofLink: (link) => pointed([intakePointerKey(link)]),
    ofAppointment: (id) => pointed([intakeOfAppointmentKey(id)]),
    async withEmail(email, limit) {
      const { pk, sk } = intakeEmailKey(email, '');
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          ConsistentRead: true,
          ScanIndexForward: false,
          KeyConditionExpression: 'pk = :email AND begins_with(sk, :intakes)',
          ExpressionAttributeValues: { ':email': pk, ':intakes': sk },
          Limit: limit,
        }),
      );
      return Items.map((item) => String(item.sk).slice(sk.length));
    },
    async save(before, after) {
      const id = after?.id ?? before?.id ?? '';
      const own = [
        intakeWrite(name, before, after, id),
        ...pointerWrites(name, before, after),
        ...clashWrites(name, before, after),
      ];
      const row = after && rowOf(after);
      const isSameRow = JSON.stringify(before && rowOf(before)) === JSON.stringify(row);
      for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
        const segment = isSameRow ? [] : await segmentWrites(table, id, row);
        try {
          await client.send(new TransactWriteCommand({ TransactItems: [...own, ...segment] }));
          return 'saved';
        } catch (fault) {
          if (!isConditionFailed(fault)) throw fault;
          const reasons =
            fault instanceof TransactionCanceledException ? (fault.CancellationReasons ?? []) : [];
          const isOwn = reasons.slice(0, own.length).some(({ Code }) => Code === 'ConditionalCheckFailed');
          // The client repeats a write whose answer was lost: then it is our own that is in the way.
          if (isOwn) return (await wasSaved(table, after)) ? 'saved' : 'lost';
        }
        await wait(Math.random() * Math.min(1000, 20 * 2 ** attempt));
      }
      throw new Error('every try to write a segment lost its race');
    },
    async search(query) {
      const { ids, total } = await search(query);
      return { intakes: await getMany(ids), total };
    },
  };
}

async function wasSaved(table: Table, after: Intake | undefined): Promise<boolean> {
  if (after === undefined) return false;
  const [item] = await batchGet(table, [intakeKey(after.id)]);
  return item !== undefined && JSON.stringify(stored(fromItem(item))) === JSON.stringify(stored(after));
}

/** The same whatever order the fields have, and without those that are not stored. */
function stored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(stored);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, stored(inner)] as const).sort());
}

function intakeWrite(
  TableName: string,
  before: Intake | undefined,
  after: Intake | undefined,
  id: string,
): Write {
  const condition =
    before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': before.version },
        };
  if (after === undefined) return { Delete: { TableName, Key: intakeKey(id), ...condition } };
  return { Put: { TableName, Item: { ...intakeKey(id), entity: 'intake', ...after }, ...condition } };
}

/**
 * The time that is kept busy for meetings that clash, day by day beside the pages of an agenda. It changes with the intake
 * that says so, or a worker that dies in between would leave time busy that nobody gives free again.
 */
function clashWrites(
  TableName: string,
  before: Intake | undefined,
  after: Intake | undefined,
): readonly Write[] {
  const [old, now] = [clashItems(before), clashItems(after)];
  return [
    ...[...old]
      .filter(([key]) => !now.has(key))
      .map(([, { pk, sk }]) => ({ Delete: { TableName, Key: { pk, sk } } })),
    ...[...now]
      .filter(([key, Item]) => JSON.stringify(old.get(key)) !== JSON.stringify(Item))
      .map(([, Item]) => ({ Put: { TableName, Item } })),
  ];
}

function clashItems(intake: Intake | undefined): ReadonlyMap<string, Key & Item> {
  const items = Object.values(intake?.entries ?? {}).flatMap(({ appointmentId, clash }) => {
    if (clash === undefined) return [];
    const { agenda, start, end } = clash.kept;
    const busy = [{ start, end }];
    return daysTouched(clash.kept).map((day) => {
      const key = externalKey(agenda, day, `intake.${appointmentId}`);
      return { ...key, entity: 'external', agenda, day, busy };
    });
  });
  return new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
}

/** What leads to an intake: what is new of it is put, what is gone is deleted. */
function pointerWrites(
  TableName: string,
  before: Intake | undefined,
  after: Intake | undefined,
): readonly Write[] {
  const [old, now] = [pointersOf(before), pointersOf(after, before === undefined)];
  const id = after?.id ?? before?.id;
  return [
    ...[...old]
      .filter(([key, { isKept }]) => !isKept && !now.has(key))
      .map(([, { key }]) => ({ Delete: { TableName, Key: key } })),
    ...[...now]
      .filter(([key]) => !old.has(key))
      .map(([, { key, entity, isOwn }]) => ({
        Update: {
          TableName,
          Key: key,
          UpdateExpression: 'SET entity = :entity, intake = if_not_exists(intake, :id)',
          ExpressionAttributeValues: { ':entity': entity, ':id': id },
          // An invitee belongs to one intake. One who is only mentioned may belong to another, unless that came to be
          // in this very moment: then this news belong there.
          ...(isOwn && { ConditionExpression: 'attribute_not_exists(pk) OR intake = :id' }),
        },
      })),
  ];
}

interface Pointer {
  readonly key: Key;
  readonly entity: string;
  readonly isOwn: boolean;
  /** Once there it stays: of an invitee it may lead to another intake by now. */
  readonly isKept: boolean;
}

function pointersOf(intake: Intake | undefined, isNew = false): ReadonlyMap<string, Pointer> {
  if (intake === undefined) return new Map();
  const { id, form, link, isFallback, invitees, entries } = intake;
  const own = Object.keys(invitees);
  const mentioned = Object.values(invitees).flatMap(({ replaces, replacedBy }) => [replaces, replacedBy]);
  const related = [...new Set(mentioned)].filter((one) => one !== undefined && !own.includes(one));
  const pointers: Pointer[] = [
    ...own.map((one) => pointer(intakePointerKey(one), true)),
    ...related.map((one) => pointer(intakePointerKey(one ?? ''), isNew)),
    ...Object.values(entries).map(({ appointmentId }) =>
      pointer(intakeOfAppointmentKey(appointmentId), false),
    ),
    ...(form !== undefined && form.email !== ''
      ? [{ key: intakeEmailKey(form.email, id), entity: 'intake-email', isOwn: false, isKept: false }]
      : []),
    // The common link leads to nobody in particular.
    ...(link !== '' && !isFallback ? [{ ...pointer(intakePointerKey(link), false), isKept: false }] : []),
  ];
  return new Map(pointers.map((one) => [`${one.key.pk} ${one.key.sk}`, one]));
}

function pointer(key: Key, isOwn: boolean): Pointer {
  return { key, entity: 'intake-pointer', isOwn, isKept: true };
}
