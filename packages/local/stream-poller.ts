import { randomUUID } from 'node:crypto';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { StreamSource, Worker } from '@punctual/contracts/worker.ts';
import { account, region } from './aws/fault.ts';
import type { Queues } from './aws/queues.ts';
import type { Clock } from './clock.ts';
import { clientSettings } from './dynoxide.ts';
import { createPoller, failedItems, type Poller } from './pollers.ts';
import type { Runtime } from './runtime.ts';
import type { State } from './state.ts';

export interface StreamWorker extends Worker {
  readonly source: StreamSource;
}

/** An attribute value or image as Lambda passes it: binary as base64. */
function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, toJson(item)]),
    );
  }
  return value;
}

function recordOf(record: _Record, streamArn: string) {
  const { ApproximateCreationDateTime: created, ...images } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: region,
    dynamodb: {
      ...(created === undefined ? {} : { ApproximateCreationDateTime: Math.floor(created.getTime() / 1000) }),
      ...(toJson(images) as object),
    },
    eventSourceARN: streamArn,
  };
}

const sequenceOf = (record: _Record) => record.dynamodb?.SequenceNumber ?? '';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of the last stream record that all workers have handled; 0 when one of them has none yet. */
export function streamReadUpTo(state: State): number {
  const row = state.row<{ least: number | null }>(
    "SELECT MIN(CAST(value AS INTEGER)) AS least FROM setting WHERE key LIKE 'stream:%'",
  );
  return row?.least ?? 0;
}

export interface StreamPollerOptions {
  readonly worker: StreamWorker;
  readonly endpoint: string;
  readonly tableName: string;
  readonly state: State;
  readonly clock: Clock;
  readonly queues: Queues;
  readonly runtime: Runtime;
  readonly report: (error: unknown) => void;
}

/**
 * Hands the table's stream to its worker as Lambda's event source mapping does: INSERT records of the worker's entity,
 * in order, a batch at a time. How far it has come is kept per shard once a batch has been handled. A record that is
 * named in `batchItemFailures` (the first one, when the handler throws) is tried again with those after it, and when
 * its attempts are used up a note about it goes to the worker's dead-letter queue, as with an on-failure destination.
 */
export function createStreamPoller(options: StreamPollerOptions): Poller {
  const { worker, endpoint, tableName, state, runtime, report } = options;
  const { entity, batchSize, maximumRetryAttempts } = worker.source;
  const tables = new DynamoDBClient(clientSettings(endpoint));
  const streams = new DynamoDBStreamsClient(clientSettings(endpoint));
  const iterators = new Map<string, string>();
  let streamArn: string | undefined;
  let shardIds: readonly string[] = [];

  const checkpointKey = (shardId: string) => `stream:${worker.name}:${shardId}`;

  const findShards = async () => {
    const { Table: table } = await tables.send(new DescribeTableCommand({ TableName: tableName }));
    streamArn = table?.LatestStreamArn;
    if (streamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
    const found: string[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: stream } = await streams.send(
        new DescribeStreamCommand({
          StreamArn: streamArn,
          ...(last === undefined ? {} : { ExclusiveStartShardId: last }),
        }),
      );
      found.push(...(stream?.Shards ?? []).flatMap((shard) => shard.ShardId ?? []));
      last = stream?.LastEvaluatedShardId;
    } while (last !== undefined);
    shardIds = found;
  };

  const iteratorOf = async (shardId: string) => {
    const known = iterators.get(shardId);
    if (known !== undefined) return known;
    const checkpoint = state.get(checkpointKey(shardId));
    const { ShardIterator: iterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(checkpoint === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: checkpoint }),
      }),
    );
    return iterator;
  };

  const giveUp = (shardId: string, record: _Record, attempts: number) => {
    const functionArn = `arn:aws:lambda:${region}:${account}:function:punctual-${worker.name}`;
    const note = {
      requestContext: {
        requestId: randomUUID(),
        functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: attempts,
      },
      version: '1.0',
      timestamp: new Date(options.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: sequenceOf(record),
        endSequenceNumber: sequenceOf(record),
        batchSize: 1,
        streamArn,
      },
    };
    state.transaction(() => {
      options.queues.send(`${worker.name}-dlq`, JSON.stringify(note));
      state.set(checkpointKey(shardId), sequenceOf(record));
    });
  };

  /** Hands over the records until all are handled or given up. */
  const handle = async (shardId: string, records: readonly _Record[], stopping: AbortSignal) => {
    let rest = records;
    let attempts = 0;
    while (rest.length > 0 && !stopping.aborted) {
      const batch = rest.slice(0, batchSize);
      const sequences = batch.map(sequenceOf);
      let failedAt = 0;
      try {
        const event = { Records: batch.map((record) => recordOf(record, streamArn ?? '')) };
        const answer = await runtime.invoke('workers', worker.name, event, worker.timeoutSeconds);
        const failed = failedItems(answer, new Set(sequences));
        if (failed !== undefined)
          failedAt = failed.size === 0 ? batch.length : sequences.findIndex((it) => failed.has(it));
      } catch (error) {
        report(error);
      }
      const done = sequences[failedAt - 1];
      if (done !== undefined) {
        state.set(checkpointKey(shardId), done);
        attempts = 0;
      }
      rest = rest.slice(failedAt);
      const first = rest[0];
      if (failedAt === batch.length || first === undefined) continue;
      attempts += 1;
      if (attempts > maximumRetryAttempts) {
        giveUp(shardId, first, attempts);
        rest = rest.slice(1);
        attempts = 0;
      } else {
        await pause(Math.min(2000, 50 * 2 ** attempts) * Math.random());
      }
    }
  };

  const drainShard = async (shardId: string, stopping: AbortSignal): Promise<boolean> => {
    let worked = false;
    while (!stopping.aborted) {
      const iterator = await iteratorOf(shardId);
      if (iterator === undefined) return worked;
      const { Records: records = [], NextShardIterator: next } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: 1000 }),
      );
      const last = records.at(-1);
      if (last !== undefined) {
        worked = true;
        await handle(
          shardId,
          records.filter((it) => it.eventName === 'INSERT' && it.dynamodb?.NewImage?.entity?.S === entity),
          stopping,
        );
        if (stopping.aborted) return worked;
        state.set(checkpointKey(shardId), sequenceOf(last));
      }
      if (next === undefined) {
        // The shard is closed and read; its successors are found at the next drain.
        iterators.delete(shardId);
        shardIds = [];
        return worked;
      }
      iterators.set(shardId, next);
      if (last === undefined) return worked;
    }
    return worked;
  };

  const poller = createPoller(async (stopping) => {
    try {
      if (shardIds.length === 0) await findShards();
      let worked = false;
      for (const shardId of shardIds) {
        if (await drainShard(shardId, stopping)) worked = true;
      }
      return worked;
    } catch (error) {
      // An iterator may have expired, or the table may be another one: begin again from what is kept.
      iterators.clear();
      shardIds = [];
      throw error;
    }
  }, report);

  return {
    drain: poller.drain,
    nudge: poller.nudge,
    stop() {
      poller.stop();
      tables.destroy();
      streams.destroy();
    },
  };
}
