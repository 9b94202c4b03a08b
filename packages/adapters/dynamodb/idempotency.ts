import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from './conditions.ts';
import { fromItem, type Item } from './items.ts';
import { idempotencyKey } from './keys.ts';
import type { Table } from './table-client.ts';

/** An answer that is given again to a repeated call. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Claim =
  /** Nobody is at it: do the work. `id` is the same whenever this call is taken up again after a crash; `token` is not. */
  | { readonly kind: 'claimed'; readonly id: string; readonly token: string }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'in_flight' }
  /** The key was used with another body. */
  | { readonly kind: 'mismatch' };

export interface IdempotencyRecords {
  /** @param scope caller, route and key; @param fingerprint of the request; @param id for a first call; @param now ms */
  claim(scope: string, fingerprint: string, id: string, now: number): Promise<Claim>;
  settle(scope: string, fingerprint: string, id: string, answer: StoredAnswer, now: number): Promise<void>;
  /** Gives the claim with this token up, so that the call can be taken up again at once, with the same id. */
  abandon(scope: string, token: string, now: number): Promise<void>;
}

/** How long an answer is kept: 24 hours. */
const keptMilliseconds = 86_400_000;
/** Longer than any function runs: a claim older than this belongs to a process that died. */
const claimMilliseconds = 30_000;

interface Stored {
  readonly fingerprint: string;
  readonly id: string;
  /** Of the claim; an answer has none. */
  readonly token?: string;
  readonly claimedUntil: number;
  readonly keptUntil: number;
  readonly answer: StoredAnswer | undefined;
}

/**
 * Idempotency records of the HTTP surface. A call that died after its transaction is taken up with the same id, so
 * that a booking made by it is found instead of made again.
 */
export function dynamodbIdempotency({ client, name }: Table): IdempotencyRecords {
  const write = (scope: string, record: Stored, condition?: { expression: string; values: Item }) =>
    client.send(
      new PutCommand({
        TableName: name,
        Item: {
          ...idempotencyKey(scope),
          entity: 'idempotency',
          ttl: Math.ceil(record.keptUntil / 1000),
          ...record,
        },
        ...(condition && {
          ConditionExpression: condition.expression,
          ExpressionAttributeValues: condition.values,
        }),
      }),
    );

  const read = async (scope: string): Promise<Stored | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: idempotencyKey(scope), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromItem<Stored>(Item);
  };

  return {
    async claim(scope, fingerprint, id, now) {
      const found = await read(scope);
      // TTL deletes late; what has run out does not count.
      const valid = found !== undefined && now < found.keptUntil ? found : undefined;
      if (valid !== undefined && valid.fingerprint !== fingerprint) return { kind: 'mismatch' };
      if (valid?.answer !== undefined) return { kind: 'answered', answer: valid.answer };
      if (valid !== undefined && now < valid.claimedUntil) return { kind: 'in_flight' };
      const token = randomUUID();
      const record: Stored = {
        fingerprint,
        id: valid?.id ?? id,
        token,
        claimedUntil: now + claimMilliseconds,
        keptUntil: now + keptMilliseconds,
        answer: undefined,
      };
      const unchanged =
        found === undefined
          ? { expression: 'attribute_not_exists(pk)', values: undefined }
          : { expression: 'claimedUntil = :seen', values: { ':seen': found.claimedUntil } };
      try {
        await write(scope, record, unchanged as { expression: string; values: Item });
      } catch (fault) {
        if (!isConditionFailed(fault)) throw fault;
        // The client tries again when an answer is lost: then it is our own claim that was in the way.
        if ((await read(scope))?.token !== token) return { kind: 'in_flight' };
      }
      return { kind: 'claimed', id: record.id, token };
    },
    async settle(scope, fingerprint, id, answer, now) {
      await write(scope, { fingerprint, id, claimedUntil: now, keptUntil: now + keptMilliseconds, answer });
    },
    async abandon(scope, token, now) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: name,
            Key: idempotencyKey(scope),
            UpdateExpression: 'SET claimedUntil = :now',
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':now': now, ':token': token },
          }),
        );
      } catch (fault) {
        // It ran out, and somebody else is at it.
        if (!isConditionFailed(fault)) throw fault;
      }
    },
  };
}
