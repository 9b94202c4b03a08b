import type { SQSRecord } from 'aws-lambda';
import { logger } from '../logger.ts';

/** Seconds that the pauses grow to. */
const longestPause = 900;
/** SQS hides a message for at most twelve hours from its receive; a minute of them is for the work before the failure. */
const longestHidden = 12 * 3600 - 60;

/**
 * How long a message that failed stays hidden: exponential in the number of its receives with full jitter, whole
 * seconds and at least one. A provider that asks for more time gets it.
 *
 * @param receives from 1
 * @param random in [0, 1)
 */
export function backoffSeconds(receives: number, fault: unknown, random: number): number {
  const jittered = Math.max(1, Math.ceil(random * Math.min(longestPause, 2 ** receives)));
  return Math.min(longestHidden, Math.max(jittered, retryAfterSecondsOf(fault)));
}

/** What `NotTaken` and its like carry, read by shape, because this package knows none of them. */
function retryAfterSecondsOf(fault: unknown): number {
  if (!(fault instanceof Error) || !('retryAfterSeconds' in fault)) return 0;
  const { retryAfterSeconds } = fault;
  return typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds) : 0;
}

/**
 * Brings a failed message back after its pause instead of after the queue's whole visibility timeout. When SQS does not
 * answer, that timeout stands: late, but safe.
 */
export async function hideMessage(record: SQSRecord, seconds: number): Promise<void> {
  try {
    const { sdk, client } = await sqs();
    const QueueUrl = await queueUrl(record.eventSourceARN);
    const { receiptHandle: ReceiptHandle } = record;
    const command = { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds };
    await client.send(new sdk.ChangeMessageVisibilityCommand(command));
  } catch (fault) {
    logger.warn('message not hidden', {
      messageId: record.messageId,
      error: fault instanceof Error ? fault.name : typeof fault,
    });
  }
}

async function load() {
  const sdk = await import('@aws-sdk/client-sqs');
  return { sdk, client: new sdk.SQSClient({ maxAttempts: 2 }) };
}

let loaded: ReturnType<typeof load> | undefined;

/** Loaded when something fails for the first time: a worker whose work succeeds does not pay for it. */
function sqs(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

const urls = new Map<string, string>();

/** A record names its queue by ARN, a call wants the URL; asked for once. */
async function queueUrl(arn: string): Promise<string | undefined> {
  const known = urls.get(arn);
  if (known !== undefined) return known;
  const { sdk, client } = await sqs();
  const QueueName = arn.split(':').at(-1);
  const { QueueUrl } = await client.send(new sdk.GetQueueUrlCommand({ QueueName }));
  if (QueueUrl !== undefined) urls.set(arn, QueueUrl);
  return QueueUrl;
}
