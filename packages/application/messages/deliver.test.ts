import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { stillClock } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryPorts, type DoubtRule, deliverOnce, type Prepared } from './deliver.ts';
import { type Deliveries, type DeliveryKey, NotTaken } from './message.ts';

/* On the real table. Two workers have the same message, the second a minute or more after the first. */

class Killed extends Error {}

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const clock = stillClock(0);
let messages = 0;
let key: DeliveryKey;
let calls: string[];

beforeEach(begin);

function begin(): void {
  messages += 1;
  const appointmentId = `a${messages}` as AppointmentId;
  key = { appointmentId, version: 1, kind: 'booked', channel: 'email', recipient: 'ann' };
  calls = [];
}

/** What a worker does is told to `at` before and after it happens, by name. */
function worker(
  doubt: DoubtRule,
  at: (moment: string) => Promise<void> = async () => undefined,
  own: DeliveryPorts['clock'] = clock,
) {
  const told = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await at(`${name} before`);
    const result = await act();
    await at(`${name} after`);
    return result;
  };
  const real = dynamodbDeliveries(table);
  const deliveries: Deliveries = {
    ...real,
    claim: (...given) => told('claim', () => real.claim(...given)),
    mark: (...given) => told('mark', () => real.mark(...given)),
    settle: (...given) => told('settle', () => real.settle(...given)),
    release: (...given) => told('release', () => real.release(...given)),
  };
  const ports: DeliveryPorts = { deliveries, clock: own, doubt };
  const send = () =>
    told('send', async () => {
      calls.push('sent');
      return { status: 'sent', messageId: 'm' } as const;
    });
  const prepare = () => told('prepare', async (): Promise<Prepared> => send);
  return { ports, run: () => deliverOnce(ports, key, prepare) };
}

const moments = ['claim', 'prepare', 'mark', 'send', 'settle'].flatMap((name) => [
  `${name} before`,
  `${name} after`,
]);
const statuses = async () =>
  (await dynamodbDeliveries(table).list(key.appointmentId)).map(({ status }) => status);

/** How often the message is sent when a worker comes to grief at a moment and another one comes a minute later. */
async function timesSent(doubt: DoubtRule, grief: (moment: string) => Promise<void>): Promise<number> {
  begin();
  await worker(doubt, grief)
    .run()
    .catch(() => undefined);
  clock.time += MINUTE;
  await worker(doubt).run();
  return calls.length;
}

describe('a worker whose clock is behind', () => {
  it('learns from its claim alone that another one has sent the message', async () => {
    const began = clock.now();
    const late = worker(
      'AT_LEAST_ONCE',
      async (moment) => {
        if (moment !== 'mark before') return;
        clock.time += MINUTE;
        await worker('AT_LEAST_ONCE').run();
      },
      { now: () => began },
    );
    await expect(late.run()).rejects.toThrow('taken');
    expect(calls).toEqual(['sent']);
  });
});

describe('a worker that dies', () => {
  const dies = (at: string) => {
    let isDead = false;
    return async (moment: string) => {
      isDead ||= moment === at;
      if (isDead) throw new Killed();
    };
  };
  const outcomes = async (doubt: DoubtRule) => {
    const outcome: Record<string, number> = {};
    for (const moment of moments) outcome[moment] = await timesSent(doubt, dies(moment));
    return outcome;
  };
  const once = Object.fromEntries(moments.map((moment) => [moment, 1]));

  it('leaves a doubt between the mark and the settling only, which AT_LEAST_ONCE sends again', async () => {
    expect(await outcomes('AT_LEAST_ONCE')).toEqual({ ...once, 'send after': 2, 'settle before': 2 });
  });

  it('leaves a doubt between the mark and the settling only, which AT_MOST_ONCE gives up', async () => {
    expect(await outcomes('AT_MOST_ONCE')).toEqual({ ...once, 'mark after': 0, 'send before': 0 });
    begin();
    await worker('AT_MOST_ONCE', dies('send before'))
      .run()
      .catch(() => undefined);
    clock.time += MINUTE;
    expect(await worker('AT_MOST_ONCE').run()).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('died'),
    });
  });

  it('over what is in doubt leaves it in doubt', async () => {
    await worker('AT_MOST_ONCE', dies('send after'))
      .run()
      .catch(() => undefined);
    clock.time += MINUTE;
    await worker('AT_MOST_ONCE', dies('settle before'))
      .run()
      .catch(() => undefined);
    clock.time += MINUTE;
    await worker('AT_MOST_ONCE').run();
    expect([calls, await statuses()]).toEqual([['sent'], ['skipped']]);
  });
});

describe('a worker that pauses for longer than its claim lasts', () => {
  /** Another one takes the message over in the pause. */
  const pauses = (at: string, doubt: DoubtRule) => async (moment: string) => {
    if (moment !== at) return;
    clock.time += MINUTE;
    await worker(doubt).run();
  };

  it.each<DoubtRule>(['AT_LEAST_ONCE', 'AT_MOST_ONCE'])(
    'before the mark does not send: %s',
    async (doubt) => {
      for (const moment of ['claim after', 'prepare before', 'prepare after', 'mark before']) {
        expect([moment, await timesSent(doubt, pauses(moment, doubt))]).toEqual([moment, 1]);
      }
    },
  );

  it('after the mark doubles nothing with AT_MOST_ONCE, and the ledger knows what was sent', async () => {
    expect(await timesSent('AT_MOST_ONCE', pauses('mark after', 'AT_MOST_ONCE'))).toBe(0);
    expect(await statuses()).toEqual(['skipped']);
    for (const moment of ['send before', 'send after', 'settle before']) {
      expect([moment, await timesSent('AT_MOST_ONCE', pauses(moment, 'AT_MOST_ONCE'))]).toEqual([moment, 1]);
      expect(await statuses()).toEqual(['sent']);
    }
  });

  it('looks again although nobody else has come, because what it has seen is old', async () => {
    for (const pause of ['prepare after', 'mark before', 'mark after']) {
      begin();
      const slow = worker('AT_MOST_ONCE', async (moment) => {
        if (moment === pause) clock.time += MINUTE;
      });
      await expect(slow.run()).rejects.toThrow();
      expect([pause, calls]).toEqual([pause, []]);
      // Nothing is in doubt.
      await worker('AT_MOST_ONCE').run();
      expect([pause, calls]).toEqual([pause, ['sent']]);
    }
  });

  it('does not call its message done with when somebody else has it', async () => {
    const { ports } = worker('AT_LEAST_ONCE');
    const judged = deliverOnce(ports, key, async () => {
      clock.time += MINUTE;
      await ports.deliveries.claim(key, clock.now());
      return { status: 'skipped', reason: 'gone' };
    });
    await expect(judged).rejects.toThrow('taken this message over');
    expect(await statuses()).toEqual(['claimed']);
  });
});

describe('a message that is not taken', () => {
  const refused = (forGood: boolean) => async (): Promise<Prepared> => async () => {
    throw new NotTaken('busy', forGood);
  };

  it('is given back, without a doubt, to be tried again', async () => {
    await expect(deliverOnce(worker('AT_MOST_ONCE').ports, key, refused(false))).rejects.toThrow(NotTaken);
    expect(await statuses()).toEqual([]);
    await worker('AT_MOST_ONCE').run();
    expect(calls).toEqual(['sent']);
  });

  it('is given back when its mark is answered by a fault, whether or not it was written', async () => {
    for (const moment of ['prepare after', 'mark before', 'mark after']) {
      const broken = worker('AT_MOST_ONCE', async (at) => {
        if (at === moment) throw new Error('throttled');
      });
      await expect(broken.run()).rejects.toThrow('throttled');
      expect([moment, await statuses()]).toEqual([moment, []]);
    }
  });

  it('has failed when it never will be', async () => {
    expect(await deliverOnce(worker('AT_MOST_ONCE').ports, key, refused(true))).toEqual({
      status: 'failed',
      reason: 'busy',
    });
    expect(await worker('AT_MOST_ONCE').run()).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it('is in doubt when nobody has answered', async () => {
    const unanswered = async (): Promise<Prepared> => async () => {
      throw new Error('timed out');
    };
    await expect(deliverOnce(worker('AT_MOST_ONCE').ports, key, unanswered)).rejects.toThrow('timed out');
    expect(await statuses()).toEqual(['sending']);
    await expect(worker('AT_MOST_ONCE').run()).rejects.toMatchObject({
      name: 'MessageInFlight',
      retryAfterSeconds: 60,
    });
  });
});
