/**
 * A function that is invoked by the table's stream or by a queue. The CDK app makes the queue, its dead-letter queue,
 * the rule on the event bus, the alarm and the event source mapping from this; the local cloud does the same.
 */
export interface Worker {
  /** The entry point below `functions/workers`, without extension; also the name of its queue. */
  readonly name: string;
  readonly summary: string;
  readonly source: StreamSource | QueueSource;
  /** Seconds after which one invocation is ended. */
  readonly timeoutSeconds: number;
}

/** Records that share a partition key are handled in order, others in parallel. */
export interface StreamSource {
  readonly kind: 'stream';
  /** Only INSERT records whose new image has this value in its `entity` attribute. */
  readonly entity: string;
  readonly batchSize: number;
  /** Of a batch that fails, until what is wrong in it is given up. */
  readonly maximumRetryAttempts: number;
}

export interface QueueSource {
  readonly kind: 'queue';
  readonly batchSize: number;
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maximumReceives: number;
  /** Detail types on the event bus that are routed to this queue; empty for a queue fed in other ways. */
  readonly detailTypes: readonly string[];
  /**
   * It sets timers whose messages go to the queue of the worker named, which may be itself. It finds that queue's ARN,
   * the schedule group and the role that delivers in its environment: `QUEUE_ARN_<NAME>`, `SCHEDULE_GROUP` and
   * `SCHEDULER_ROLE_ARN`.
   */
  readonly timersTo?: string;
  /** A message that comes again and again. */
  readonly every?: { readonly minutes: number; readonly message: object };
  /**
   * Batches that are worked on at once, for a worker whose provider takes only so many requests; from 2, the least that
   * SQS can be told. Without it, as many as the platform likes.
   */
  readonly atOnce?: number;
  /** It is told of bounces and complaints, as the mail provider publishes them. */
  readonly mailEvents?: true;
}
