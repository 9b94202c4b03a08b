import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Claim, claimHolds, type DeliveryKey } from '@punctual/application/messages/message.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { forgetful, startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbDeliveries } from './deliveries.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const ledger = () => dynamodbDeliveries(table);
const sent = { status: 'sent', messageId: 'm' } as const;
const skipped = { status: 'skipped', reason: 'no address' } as const;

let appointments = 0;
let key: DeliveryKey;
beforeEach(() => {
  appointments += 1;
  const appointmentId = `a${appointments}` as AppointmentId;
  key = { appointmentId, version: 1, kind: 'booked', channel: 'email', recipient: 'ann' };
});

const tokenOf = (claim: Claim): string =>
  typeof claim === 'string' ? expect.unreachable(claim) : claim.token;
const statuses = async () => (await ledger().list(key.appointmentId)).map(({ status }) => status);

describe('the delivery ledger', () => {
  it('is listed in order of time, with what became of each message', async () => {
    const claims = new Map<string, string>();
    for (const kind of ['late', 'early', 'open', 'sending', 'released']) {
      claims.set(kind, tokenOf(await ledger().claim({ ...key, kind }, 1)));
    }
    const token = (kind: string) => claims.get(kind) ?? '';
    await ledger().mark({ ...key, kind: 'sending' }, token('sending'), 2);
    await ledger().settle({ ...key, kind: 'late' }, token('late'), skipped, 9);
    await ledger().settle({ ...key, kind: 'early' }, token('early'), sent, 5);
    await ledger().release({ ...key, kind: 'released' }, token('released'));
    await ledger().claim({ ...key, appointmentId: 'other' as AppointmentId }, 1);
    expect(await ledger().list(key.appointmentId)).toEqual([
      { ...key, kind: 'open', status: 'claimed', at: 1 },
      { ...key, kind: 'sending', status: 'sending', at: 2 },
      { ...key, kind: 'early', ...sent, at: 5 },
      { ...key, kind: 'late', ...skipped, at: 9 },
    ]);
  });

  it('costs a message three writes and no read', async () => {
    table.metered.reset();
    const token = tokenOf(await ledger().claim(key, 0));
    await ledger().mark(key, token, 0);
    await ledger().settle(key, token, sent, 0);
    const calls = table.metered.calls.map(({ command, units }) => [command, units]);
    expect(calls).toEqual(Array.from({ length: 3 }, () => ['PutItemCommand', 1]));
  });

  it('lets one worker at a time have a message, and nobody once it is settled', async () => {
    const token = tokenOf(await ledger().claim(key, 0));
    expect(await ledger().claim(key, claimHolds - 1)).toBe('in_flight');
    expect(await ledger().mark(key, token, 0)).toBe(true);
    expect(await ledger().claim(key, claimHolds - 1)).toBe('in_flight');
    expect(await ledger().settle(key, token, sent, 1)).toBe(true);
    expect(await ledger().claim(key, 10 * claimHolds)).toBe('settled');
  });

  it('lets one of many take over what a dead worker has left', async () => {
    await ledger().claim(key, 0);
    const claims = await Promise.all(Array.from({ length: 8 }, () => ledger().claim(key, claimHolds)));
    expect(claims.filter((claim) => claim === 'in_flight')).toHaveLength(7);
    expect(claims).toContainEqual({ token: expect.any(String), inDoubt: false });
  });

  it('knows that nothing was sent before the mark, and does not know it after, however many die over it', async () => {
    await ledger().claim(key, 0);
    const second = tokenOf(await ledger().claim(key, claimHolds));
    await ledger().mark(key, second, claimHolds);
    // The mark begins the time anew.
    expect(await ledger().claim(key, 2 * claimHolds - 1)).toBe('in_flight');
    for (const round of [2, 3, 4]) {
      expect(await ledger().claim(key, round * claimHolds)).toMatchObject({ inDoubt: true });
    }
  });

  it('keeps whoever comes back too late from sending', async () => {
    const slow = tokenOf(await ledger().claim(key, 0));
    const next = tokenOf(await ledger().claim(key, claimHolds));
    expect(await ledger().mark(key, slow, claimHolds)).toBe(false);
    expect(await ledger().settle(key, slow, skipped, claimHolds)).toBe(false);
    await ledger().release(key, slow);
    expect(await statuses()).toEqual(['claimed']);
    expect(await ledger().mark(key, next, claimHolds)).toBe(true);
  });

  it('believes whoever has sent a message, even if it was given up meanwhile, and stops who is about to', async () => {
    const slow = tokenOf(await ledger().claim(key, 0));
    await ledger().mark(key, slow, 0);
    const next = tokenOf(await ledger().claim(key, claimHolds));
    expect(await ledger().settle(key, slow, sent, claimHolds)).toBe(true);
    expect(await ledger().mark(key, next, claimHolds)).toBe(false);
    expect(await ledger().settle(key, next, skipped, claimHolds)).toBe(false);
    expect(await statuses()).toEqual(['sent']);
  });

  it('leaves a message to a worker that marks it in the moment in which it is taken over', async () => {
    const slow = tokenOf(await ledger().claim(key, 0));
    const { client, name } = table;
    let writes = 0;
    const send = async (command: Parameters<typeof client.send>[0]) => {
      if (command instanceof PutCommand && ++writes === 2) await ledger().mark(key, slow, claimHolds);
      return client.send(command);
    };
    const hasty = dynamodbDeliveries({ name, client: { send } as unknown as typeof client });
    expect(await hasty.claim(key, claimHolds)).toBe('in_flight');
    expect([writes, await statuses()]).toEqual([2, ['sending']]);
  });

  it('knows its own claim again when the answer to it is lost', async () => {
    expect(await dynamodbDeliveries(forgetful(table)).claim(key, 0)).toMatchObject({ inDoubt: false });
  });

  it('stays settled when a mark, repeated because it was slow, arrives last', async () => {
    for (const result of [sent, skipped]) {
      key = { ...key, kind: result.status };
      const token = tokenOf(await ledger().claim(key, 0));
      await ledger().mark(key, token, 0);
      await ledger().settle(key, token, result, 0);
      expect(await ledger().mark(key, token, 0)).toBe(false);
      expect(await ledger().claim(key, 10 * claimHolds)).toBe('settled');
    }
  });
});
