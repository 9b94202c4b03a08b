import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { QueryCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type IntakeQuery, type IntakeRow, intakeCatalogue } from '@punctual/application/intake/search.ts';
import type { Item } from './items.ts';
import { intakeSegmentKey, intakeVersionKey } from './keys.ts';
import { batchGet } from './ledger.ts';
import type { Table } from './table-client.ts';

/*
 * The rows of all intakes lie in 256 segments, each one item: what is searched, filtered and sorted by, deflated. Beside
 * each stands its version in an item of a few bytes, all of them in one partition. A process keeps the segments in
 * memory; before each search one Query tells it which of them have moved, and it reads those.
 */

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** `00` to `ff`. Ids sort by time, so that their own digits would not spread. */
export function segmentOf(intakeId: string): string {
  return createHash('sha256').update(intakeId).digest('hex').slice(0, 2);
}

interface Segment {
  readonly version: number;
  readonly rows: readonly IntakeRow[];
}

/** The rows of a segment without the names of their fields, deflated. */
export function packRows(rows: readonly IntakeRow[]): Uint8Array {
  return deflateRawSync(Buffer.from(JSON.stringify(rows.map(packed))));
}

function packed(row: IntakeRow) {
  const { id, firstName, lastName, companyName, companyWebsite, position, isDecisionMaker } = row;
  const { email, status, scheduledAt = null, isRead, createdAt, updatedAt } = row;
  const words = [id, firstName, lastName, companyName, companyWebsite, position, email, status];
  return [...words, Number(isDecisionMaker), Number(isRead), scheduledAt, createdAt, updatedAt];
}

function unpacked(fields: ReturnType<typeof packed>): IntakeRow {
  const [id, firstName, lastName, companyName, companyWebsite, position, email, status, ...rest] = fields;
  const [isDecisionMaker, isRead, scheduledAt, createdAt, updatedAt] = rest;
  return {
    id,
    firstName,
    lastName,
    companyName,
    companyWebsite,
    position,
    isDecisionMaker: isDecisionMaker === 1,
    email,
    status,
    scheduledAt: scheduledAt ?? undefined,
    isRead: isRead === 1,
    createdAt,
    updatedAt,
  } as IntakeRow;
}

function segmentIn(item: Item): Segment {
  const rows = JSON.parse(inflateRawSync(item.rows as Uint8Array).toString());
  return { version: Number(item.version), rows: rows.map(unpacked) };
}

/**
 * The writes that change one row in its segment: with them the search shows what the same transaction writes. Reads the
 * segment; loses when somebody else changes it meanwhile.
 */
export async function segmentWrites(
  table: Table,
  intakeId: string,
  row: IntakeRow | undefined,
): Promise<readonly Write[]> {
  const name = segmentOf(intakeId);
  const [item] = await batchGet(table, [intakeSegmentKey(name)]);
  const { version, rows } = item === undefined ? { version: 0, rows: [] } : segmentIn(item);
  const others = rows.filter(({ id }) => id !== intakeId);
  const next = version + 1;
  return segmentPuts(table.name, name, next, row === undefined ? others : [...others, row]).map((Put) => ({
    Put: {
      ...Put,
      ...(version === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version },
          }),
    },
  }));
}

/** A segment and its version, as they are put. */
export function segmentPuts(TableName: string, segment: string, version: number, rows: readonly IntakeRow[]) {
  return [
    {
      TableName,
      Item: { ...intakeSegmentKey(segment), entity: 'intake-segment', version, rows: packRows(rows) },
    },
    { TableName, Item: { ...intakeVersionKey(segment), entity: 'intake-version', version } },
  ];
}

/** Searches what this process has in memory, after bringing it up to date. */
export function intakeSearch(
  table: Table,
): (query: IntakeQuery) => Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const catalogue = intakeCatalogue();
  return async (query) => {
    const moved = await movedSegments(table, (segment) => catalogue.versionOf(segment));
    for (const item of await batchGet(table, moved.map(intakeSegmentKey))) {
      const { version, rows } = segmentIn(item);
      const segment = String(item.pk).slice(intakeSegmentKey('').pk.length);
      // Another request of this process may have read a later one.
      if (version > catalogue.versionOf(segment)) catalogue.replace(segment, version, rows);
    }
    return catalogue.find(query);
  };
}

async function movedSegments(
  { client, name }: Table,
  known: (segment: string) => number,
): Promise<readonly string[]> {
  const { pk, sk } = intakeVersionKey('');
  // 256 items of about 60 bytes: far from the megabyte at which a Query is cut into pages.
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :versions',
      ExpressionAttributeValues: { ':versions': pk },
    }),
  );
  return Items.map((item) => ({ segment: String(item.sk).slice(sk.length), version: Number(item.version) }))
    .filter(({ segment, version }) => version > known(segment))
    .map(({ segment }) => segment);
}
