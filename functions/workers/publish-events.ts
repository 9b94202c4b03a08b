import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { eventBridge, maximumEntries } from '@punctual/adapters/events/event-bus.ts';
import { publicationsOf } from '@punctual/application/events/publications.ts';
import { eventSource } from '@punctual/events/source.ts';
import { logger } from '@punctual/lambda/logger.ts';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { required } from '../environment.ts';

const bus = eventBridge(required('EVENT_BUS_NAME'), eventSource);

/**
 * The outbox: puts the event items of a batch of stream records on the bus, in their order. When one is not taken the
 * batch is tried again from there; what was taken before may then be published twice, which consumers expect.
 */
export async function handler(batch: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const pending = batch.Records.map((record) => ({ record, publications: publicationsOf(eventOf(record)) }));
  let next = 0;
  while (next < pending.length) {
    const group = groupFrom(pending, next);
    const wanted = group.flatMap(({ publications }) => publications);
    const taken = await publish(wanted);
    if (taken < wanted.length) {
      const failed = recordAt(group, taken);
      logger.warn('event not published', { sequenceNumber: failed });
      return { batchItemFailures: [{ itemIdentifier: failed }] };
    }
    next += group.length;
  }
  return { batchItemFailures: [] };
}

type Pending = { readonly record: DynamoDBRecord; readonly publications: ReturnType<typeof publicationsOf> };

/** As many records as fit into one request; never only half of one. */
function groupFrom(pending: readonly Pending[], start: number): readonly Pending[] {
  let entries = 0;
  let end = start;
  while (end < pending.length) {
    entries += pending[end]?.publications.length ?? 0;
    if (entries > maximumEntries) break;
    end += 1;
  }
  return pending.slice(start, end);
}

/** The sequence number of the record to which the entry at a position belongs. */
function recordAt(group: readonly Pending[], position: number): string {
  let seen = 0;
  const found = group.find(({ publications }) => {
    seen += publications.length;
    return position < seen;
  });
  return sequenceNumberOf((found ?? group[0])?.record);
}

async function publish(publications: Parameters<typeof bus.publish>[0]): Promise<number> {
  try {
    return await bus.publish(publications);
  } catch (fault) {
    logger.error('bus did not answer', { error: fault instanceof Error ? fault.name : typeof fault });
    return 0;
  }
}

function eventOf(record: DynamoDBRecord): Parameters<typeof publicationsOf>[0] {
  const image = record.dynamodb?.NewImage;
  if (image === undefined) throw new Error('the stream does not carry new images');
  return unmarshall(image as Record<string, AttributeValue>) as Parameters<typeof publicationsOf>[0];
}

function sequenceNumberOf(record: DynamoDBRecord | undefined): string {
  return record?.dynamodb?.SequenceNumber ?? '';
}
