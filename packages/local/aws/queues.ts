import { randomUUID } from 'node:crypto';
import type { Clock, Instant } from '../clock.ts';
import type { Signal } from '../signal.ts';
import type { State } from '../state.ts';
import { account, Fault, queueArn, queueNameOfArn } from './fault.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export interface Message {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: Instant;
  readonly receives: number;
  readonly firstReceivedAt: Instant;
  readonly deadLetterSource: string | undefined;
}

export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Standard queues as SQS has them, on the movable clock. Times are instants, delays and timeouts seconds. */
export interface Queues {
  create(name: string, attributes: Readonly<Record<string, string>>): void;
  exists(name: string): boolean;
  names(): string[];
  remove(name: string): void;
  /** All attributes by SQS's names, counts included. */
  attributes(name: string): Record<string, string>;
  setAttributes(name: string, attributes: Readonly<Record<string, string>>): void;
  send(name: string, body: string, attributes?: Message['attributes'], delaySeconds?: number): string;
  receive(name: string, maximum: number, visibilitySeconds?: number): Message[];
  delete(name: string, receiptHandle: string): void;
  changeVisibility(name: string, receiptHandle: string, seconds: number): void;
  purge(name: string): void;
  /** Sends the messages of a dead-letter queue back where they came from, or to `destination`; how many. */
  redrive(name: string, destination?: string): number;
  counts(name: string): QueueCounts;
  /** When the next message that is hidden now becomes visible, over all queues. */
  nextVisibleAt(): Instant | undefined;
}

const defaults = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  MessageRetentionPeriod: '345600',
  MaximumMessageSize: '1048576',
  SqsManagedSseEnabled: 'true',
};

interface MessageRow {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly attributes: string;
  readonly sent_at: number;
  readonly receives: number;
  readonly first_received_at: number | null;
  readonly dead_letter_source: string | null;
}

/** Queues kept in the state. @throws Fault with SQS's code, as all of the methods do */
export function createQueues(state: State, clock: Clock, signal: Signal): Queues {
  const stored = (name: string): Record<string, string> => {
    const row = state.row<{ attributes: string }>('SELECT attributes FROM queue WHERE name = ?', name);
    if (row === undefined) throw new Fault('QueueDoesNotExist', 'The specified queue does not exist.');
    return JSON.parse(row.attributes);
  };

  const redrivePolicy = (attributes: Record<string, string>) => {
    if (!attributes.RedrivePolicy) return undefined;
    const policy = JSON.parse(attributes.RedrivePolicy);
    const target = queueNameOfArn(String(policy.deadLetterTargetArn));
    const maximum = Number(policy.maxReceiveCount);
    if (target === undefined || !(maximum >= 1)) {
      throw new Fault('InvalidParameterValue', 'Value for parameter RedrivePolicy is invalid.');
    }
    return { target, maximum };
  };

  /** The row a receipt handle names, while that receive is the latest one. */
  const received = (name: string, handle: string) => {
    const match = /^([0-9a-f-]{36})#(\d+)$/.exec(handle);
    if (match === null) throw new Fault('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    return state.row<{ seq: number; visible_at: number }>(
      'SELECT seq, visible_at FROM message WHERE id = ? AND queue = ? AND receives = ?',
      match[1] ?? '',
      name,
      Number(match[2]),
    );
  };

  const queues: Queues = {
    create(name, attributes) {
      if (!/^[\w-]{1,80}$/.test(name)) {
        throw new Fault(
          'InvalidParameterValue',
          'Queue names are 1 to 80 letters, digits, hyphens and underscores.',
        );
      }
      redrivePolicy(attributes);
      if (queues.exists(name)) {
        const present = { ...defaults, ...stored(name) };
        const differs = Object.entries(attributes).some(
          ([key, value]) => present[key as keyof typeof present] !== value,
        );
        if (differs) {
          throw new Fault(
            'QueueNameExists',
            'A queue already exists with the same name and different attributes.',
          );
        }
        return;
      }
      state.run('INSERT INTO queue VALUES (?, ?, ?)', name, JSON.stringify(attributes), clock.now());
    },
    exists: (name) => state.row('SELECT 1 FROM queue WHERE name = ?', name) !== undefined,
    names: () => state.rows<{ name: string }>('SELECT name FROM queue ORDER BY name').map((row) => row.name),
    remove(name) {
      stored(name);
      state.transaction(() => {
        state.run('DELETE FROM message WHERE queue = ?', name);
        state.run('DELETE FROM queue WHERE name = ?', name);
      });
    },
    attributes(name) {
      const own = stored(name);
      const counts = queues.counts(name);
      const created = state.row<{ created_at: number }>('SELECT created_at FROM queue WHERE name = ?', name);
      const seconds = String(Math.floor((created?.created_at ?? 0) / 1000));
      return {
        ...defaults,
        QueueArn: queueArn(name),
        ApproximateNumberOfMessages: String(counts.visible),
        ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
        ApproximateNumberOfMessagesDelayed: String(counts.delayed),
        CreatedTimestamp: seconds,
        LastModifiedTimestamp: seconds,
        ...own,
      };
    },
    setAttributes(name, attributes) {
      redrivePolicy(attributes);
      const merged = { ...stored(name), ...attributes };
      // An empty policy takes it away, as in SQS.
      if (merged.RedrivePolicy === '') delete merged.RedrivePolicy;
      state.run('UPDATE queue SET attributes = ? WHERE name = ?', JSON.stringify(merged), name);
    },
    send(name, body, attributes = {}, delaySeconds) {
      const own = stored(name);
      const now = clock.now();
      const delay = delaySeconds ?? Number(own.DelaySeconds ?? defaults.DelaySeconds);
      const id = randomUUID();
      state.run(
        'INSERT INTO message (id, queue, body, attributes, sent_at, visible_at, receives) VALUES (?, ?, ?, ?, ?, ?, 0)',
        id,
        name,
        body,
        JSON.stringify(attributes),
        now,
        now + delay * 1000,
      );
      signal.notify();
      return id;
    },
    receive(name, maximum, visibilitySeconds) {
      const own = stored(name);
      const now = clock.now();
      // Pollers ask far more often than anything is there, and a transaction costs more than a look.
      const isAny = state.row('SELECT 1 FROM message WHERE queue = ? AND visible_at <= ? LIMIT 1', name, now);
      if (isAny === undefined) return [];
      const policy = redrivePolicy(own);
      const visibleAt =
        now + (visibilitySeconds ?? Number(own.VisibilityTimeout ?? defaults.VisibilityTimeout)) * 1000;
      const messages: Message[] = [];
      let moved = false;
      state.transaction(() => {
        if (policy !== undefined && queues.exists(policy.target)) {
          moved =
            state.run(
              `UPDATE message SET queue = ?, visible_at = ?, receives = 0, dead_letter_source = ?
               WHERE queue = ? AND visible_at <= ? AND receives >= ?`,
              policy.target,
              now,
              queueArn(name),
              name,
              now,
              policy.maximum,
            ) > 0;
        }
        const due = state.rows<MessageRow>(
          'SELECT * FROM message WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, seq LIMIT ?',
          name,
          now,
          maximum,
        );
        for (const row of due) {
          const firstReceivedAt = row.first_received_at ?? now;
          const receives = row.receives + 1;
          state.run(
            'UPDATE message SET receives = ?, visible_at = ?, first_received_at = ? WHERE seq = ?',
            receives,
            visibleAt,
            firstReceivedAt,
            row.seq,
          );
          messages.push({
            id: row.id,
            receiptHandle: `${row.id}#${receives}`,
            body: row.body,
            attributes: JSON.parse(row.attributes),
            sentAt: row.sent_at,
            receives,
            firstReceivedAt,
            deadLetterSource: row.dead_letter_source ?? undefined,
          });
        }
      });
      // Whoever waits for the next message to become visible has a new instant to wait for.
      if (moved || messages.length > 0) signal.notify();
      return messages;
    },
    delete(name, handle) {
      stored(name);
      const row = received(name, handle);
      if (row !== undefined) state.run('DELETE FROM message WHERE seq = ?', row.seq);
    },
    changeVisibility(name, handle, seconds) {
      stored(name);
      if (!(seconds >= 0 && seconds <= 43_200)) {
        throw new Fault('InvalidParameterValue', 'VisibilityTimeout must be between 0 and 43200 seconds.');
      }
      const row = received(name, handle);
      if (row === undefined || row.visible_at <= clock.now()) {
        throw new Fault('MessageNotInflight', 'The specified message is not in flight.');
      }
      state.run('UPDATE message SET visible_at = ? WHERE seq = ?', clock.now() + seconds * 1000, row.seq);
      signal.notify();
    },
    purge(name) {
      stored(name);
      state.run('DELETE FROM message WHERE queue = ?', name);
    },
    redrive(name, destination) {
      stored(name);
      if (destination !== undefined) stored(destination);
      const known = queues.names().map(queueArn);
      const moved = state.transaction(() => {
        const rows = state.rows<{ seq: number; dead_letter_source: string | null }>(
          'SELECT seq, dead_letter_source FROM message WHERE queue = ? AND visible_at <= ? ORDER BY seq',
          name,
          clock.now(),
        );
        let count = 0;
        for (const row of rows) {
          const source = row.dead_letter_source;
          const to =
            destination ?? (source !== null && known.includes(source) ? queueNameOfArn(source) : undefined);
          if (to === undefined) continue;
          state.run(
            `UPDATE message SET queue = ?, visible_at = ?, sent_at = ?, receives = 0, first_received_at = NULL,
             dead_letter_source = NULL WHERE seq = ?`,
            to,
            clock.now(),
            clock.now(),
            row.seq,
          );
          count += 1;
        }
        return count;
      });
      signal.notify();
      return moved;
    },
    counts(name) {
      const now = clock.now();
      const row = state.row<QueueCounts>(
        `SELECT COUNT(*) FILTER (WHERE visible_at <= ?) AS visible,
                COUNT(*) FILTER (WHERE visible_at > ? AND receives > 0) AS inFlight,
                COUNT(*) FILTER (WHERE visible_at > ? AND receives = 0) AS delayed
         FROM message WHERE queue = ?`,
        now,
        now,
        now,
        name,
      );
      return { visible: row?.visible ?? 0, inFlight: row?.inFlight ?? 0, delayed: row?.delayed ?? 0 };
    },
    nextVisibleAt() {
      const row = state.row<{ at: number | null }>(
        'SELECT MIN(visible_at) AS at FROM message WHERE visible_at > ?',
        clock.now(),
      );
      return row?.at ?? undefined;
    },
  };
  return queues;
}

/** The address that SDK clients are given for a queue. */
export function queueUrl(origin: string, name: string): string {
  return `${origin}/${account}/${name}`;
}

/** The last part of the address. @throws Fault `InvalidAddress` */
export function queueNameOfUrl(url: string): string {
  const name = /\/([\w-]+)$/.exec(url)?.[1];
  if (name === undefined) throw new Fault('InvalidAddress', 'The address is not valid for this endpoint.');
  return name;
}
