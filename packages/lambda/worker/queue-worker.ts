import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Schema } from '@punctual/contracts/route.ts';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { logger } from '../logger.ts';
import { backoffSeconds, hideMessage } from './backoff.ts';

/**
 * A Lambda handler for a queue: parses each message of a batch and hands it on. Messages whose work throws stay in the
 * queue and come back after a pause that grows with each receive, all others are done; after the queue's maximum of
 * receives they go to its dead-letter queue.
 */
export function queueWorker<S extends Schema>(
  schema: S,
  handle: (message: z.output<S>) => Promise<void>,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const work = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(z.parse(schema, JSON.parse(record.body)));
    } catch (fault) {
      const receives = Number(record.attributes.ApproximateReceiveCount);
      const pauseSeconds = backoffSeconds(receives, fault, Math.random());
      // Somebody else is at the same thing: it comes back when they are done.
      const expected = fault instanceof Error && 'expected' in fault && fault.expected === true;
      logger[expected ? 'info' : 'warn']('message not handled', {
        messageId: record.messageId,
        receives,
        pauseSeconds,
        error: fault instanceof Error ? fault.name : typeof fault,
      });
      await hideMessage(record, pauseSeconds);
      throw fault;
    }
  };
  return (event, context) =>
    processPartialResponse(event, work, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}
