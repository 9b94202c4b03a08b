import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Fact } from './fact-kinds.ts';
import { Facts, factOf } from './facts.ts';

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

export interface ScanOptions {
  /** Parts of the table that are read at once. */
  readonly segments: number;
  /** Where what was read is written down, so that an interrupted run goes on from there; undefined: nowhere. */
  readonly journal: string | undefined;
  /** Told after every page how many items were read so far. */
  readonly progress?: (items: number) => void;
  readonly signal?: AbortSignal;
}

type Position = Record<string, unknown> | undefined;

/** One page of one segment: a line of the journal. */
interface Page {
  readonly segment: number;
  /** Where the segment goes on; null: it is read to its end. */
  readonly next: Exclude<Position, undefined> | null;
  readonly facts: readonly Fact[];
}

interface Header {
  readonly table: string;
  readonly segments: number;
  readonly facts: number;
}

/** Raised whenever other facts are kept of items: what was read before would be judged by what it lacks. */
const factsVersion = 2;

/**
 * Reads a whole table, in parallel and without writing to it. With a journal, what an earlier run of the same table has
 * read is not read again.
 *
 * @throws Error when the journal is that of another table, or of another version of the checker
 */
export async function scan(table: Table, options: ScanOptions): Promise<Facts> {
  const { journal, progress = () => undefined, signal } = options;
  const begun = journal === undefined ? undefined : resume(journal, table.name);
  const segments = begun?.header.segments ?? options.segments;
  const facts = new Facts();
  const ended = new Set<number>();
  const positions = new Map<number, Position>();
  let items = 0;
  const take = ({ segment, next, facts: read }: Page): void => {
    for (const fact of read) facts.add(fact);
    items += read.length;
    if (next === null) ended.add(segment);
    else positions.set(segment, next);
    progress(items);
  };
  for (const page of begun?.pages ?? []) take(page);
  const file = journal === undefined ? undefined : openSync(journal, 'a');
  const note = (line: object): void => {
    if (file !== undefined) writeSync(file, `${JSON.stringify(line)}\n`);
  };
  try {
    if (begun === undefined) note({ table: table.name, segments, facts: factsVersion } satisfies Header);
    const open = Array.from({ length: segments }, (_, segment) => segment).filter((one) => !ended.has(one));
    await Promise.all(
      open.map(async (segment) => {
        let ExclusiveStartKey = positions.get(segment);
        do {
          const { Items = [], LastEvaluatedKey } = await table.client.send(
            new ScanCommand({
              TableName: table.name,
              ConsistentRead: true,
              Segment: segment,
              TotalSegments: segments,
              ExclusiveStartKey,
            }),
            signal === undefined ? {} : { abortSignal: signal },
          );
          const page: Page = { segment, next: LastEvaluatedKey ?? null, facts: Items.map(factOf) };
          note(page);
          take(page);
          ExclusiveStartKey = LastEvaluatedKey;
        } while (ExclusiveStartKey !== undefined);
      }),
    );
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return facts;
}

/** What a journal holds; a last line that was cut short by a kill is taken off. */
function resume(path: string, table: string): { header: Header; pages: readonly Page[] } | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const [first, ...rest] = whole.split('\n').filter((line) => line !== '');
  if (first === undefined) return undefined;
  const header = JSON.parse(first) as Header;
  if (header.table !== table) throw new Error(`${path} is of table ${header.table}, not of ${table}`);
  if (header.facts !== factsVersion) {
    throw new Error(`${path} was written by another version of the checker: delete it`);
  }
  return { header, pages: rest.map((line) => JSON.parse(line) as Page) };
}

/** Puts partitions as they are now in place of what was read of them. */
export async function readAgain(table: Table, facts: Facts, partitions: readonly string[]): Promise<void> {
  const queue = partitions.filter((pk) => pk !== '');
  const work = async (): Promise<void> => {
    for (let pk = queue.pop(); pk !== undefined; pk = queue.pop()) {
      const read: Fact[] = [];
      let ExclusiveStartKey: Position;
      do {
        const { Items = [], LastEvaluatedKey } = await table.client.send(
          new QueryCommand({
            TableName: table.name,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': pk },
            ExclusiveStartKey,
          }),
        );
        read.push(...Items.map(factOf));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      facts.drop(pk);
      for (const fact of read) facts.add(fact);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
}
