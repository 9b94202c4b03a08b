import { forgetful, startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dynamodbIdempotency, type IdempotencyRecords, type StoredAnswer } from './idempotency.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const answer: StoredAnswer = { status: 201, headers: {}, body: '{}' };
const second = 1000;
let records: IdempotencyRecords;
let scope = '';
let calls = 0;
beforeEach(() => {
  records = dynamodbIdempotency(table);
  calls += 1;
  scope = `call ${calls}`;
});

const tokenOf = (claim: Awaited<ReturnType<IdempotencyRecords['claim']>>): string =>
  claim.kind === 'claimed' ? claim.token : expect.unreachable(claim.kind);

it('lets one call at a time have a key, and answers the others what it was answered', async () => {
  const claims = await Promise.all(
    Array.from({ length: 8 }, (_, n) => records.claim(scope, 'body', `id ${n}`, 0)),
  );
  const claimed = claims.filter(({ kind }) => kind === 'claimed');
  expect([claimed.length, claims.filter(({ kind }) => kind === 'in_flight').length]).toEqual([1, 7]);
  await records.settle(scope, 'body', 'id', answer, second);
  expect(await records.claim(scope, 'body', 'other', second)).toEqual({ kind: 'answered', answer });
  expect(await records.claim(scope, 'another body', 'other', second)).toEqual({ kind: 'mismatch' });
});

it('hands the call of a dead process on with its id, and believes no answer for longer than a day', async () => {
  await records.claim(scope, 'body', 'first', 0);
  expect(await records.claim(scope, 'body', 'second', 29 * second)).toEqual({ kind: 'in_flight' });
  expect(await records.claim(scope, 'body', 'second', 30 * second)).toMatchObject({ id: 'first' });
  await records.settle(scope, 'body', 'first', answer, 31 * second);
  const dayLater = 31 * second + 86_400_000;
  expect(await records.claim(scope, 'another body', 'third', dayLater)).toMatchObject({ id: 'third' });
});

it('is free at once, with the same id, when it is given up, which only who has it can do', async () => {
  const first = tokenOf(await records.claim(scope, 'body', 'id', 0));
  await records.abandon(scope, first, second);
  const next = tokenOf(await records.claim(scope, 'body', 'other', second));
  await records.abandon(scope, first, second);
  expect(await records.claim(scope, 'body', 'other', second)).toEqual({ kind: 'in_flight' });
  await records.abandon(scope, next, second);
  expect(await records.claim(scope, 'body', 'other', second)).toMatchObject({ id: 'id' });
});

it('knows its own claim again when the answer to it is lost', async () => {
  const unsure = dynamodbIdempotency(forgetful(table));
  expect(await unsure.claim(scope, 'body', 'id', 0)).toMatchObject({ kind: 'claimed', id: 'id' });
  expect(await unsure.claim(scope, 'body', 'id', 0)).toEqual({ kind: 'in_flight' });
  expect(await unsure.claim(scope, 'body', 'other', 30 * second)).toMatchObject({
    kind: 'claimed',
    id: 'id',
  });
});
