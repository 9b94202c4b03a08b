import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../cloud.ts';
import { startTestCloud } from '../../test-cloud.ts';
import { createGoogle } from './google.ts';
import { type Body, type Call, calendarOf, connect, control, readAll } from './harness.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startTestCloud({ standIns: { google: createGoogle } });
});
afterAll(() => cloud.stop());

const events = 'calendars/primary/events';
const day = (number: number) => `2027-05-${String(1 + number).padStart(2, '0')}`;

const pick = fc.nat(99);
const operation = fc.oneof(
  fc.record({ do: fc.constant('add' as const), day: fc.nat(27), kind: fc.constantFrom('timed', 'all_day') }),
  fc.record({ do: fc.constant('series' as const), day: fc.nat(27), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('move' as const), pick, day: fc.nat(27) }),
  fc.record({ do: fc.constant('moveInstance' as const), pick, day: fc.nat(27) }),
  fc.record({ do: fc.constant('recur' as const), pick, count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('unrecur' as const), pick }),
  fc.record({ do: fc.constant('delete' as const), pick }),
  fc.record({ do: fc.constant('deleteInstance' as const), pick }),
  fc.record({ do: fc.constant('sync' as const) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(it: Operation, account: string, call: Call): Promise<void> {
  const one = async (query: string, number: number) => {
    const { items } = await readAll(call, `${events}?${query}`);
    const live = items.filter(({ status }) => status !== 'cancelled');
    return live.length === 0 ? undefined : String(live[number % live.length]?.id);
  };
  const masters = 'singleEvents=false';
  const instances = 'singleEvents=true';
  const recurrence = (count: number) => [`RRULE:FREQ=DAILY;COUNT=${count}`];
  switch (it.do) {
    case 'add':
      await control(cloud, 'events', { account, kind: it.kind, start: day(it.day) });
      break;
    case 'series': {
      const event = { recurrence: recurrence(it.count) };
      await control(cloud, 'events', { account, start: `${day(it.day)}T09:00`, event });
      break;
    }
    case 'move':
    case 'moveInstance': {
      const id = await one(it.do === 'move' ? masters : instances, it.pick);
      if (id !== undefined) await control(cloud, 'events/edit', { account, id, start: day(it.day) });
      break;
    }
    case 'recur': {
      const id = await one(masters, it.pick);
      const event = { recurrence: recurrence(it.count) };
      if (id !== undefined) await control(cloud, 'events/edit', { account, id, event });
      break;
    }
    case 'unrecur': {
      const id = await one(masters, it.pick);
      if (id !== undefined) await control(cloud, 'events/edit', { account, id, event: { recurrence: null } });
      break;
    }
    case 'delete':
    case 'deleteInstance': {
      const id = await one(it.do === 'delete' ? masters : instances, it.pick);
      if (id !== undefined) await call('DELETE', `${events}/${id}`);
      break;
    }
    default:
  }
}

test.each(['true', 'false'])(
  'whoever follows the changes sees the calendar (singleEvents=%s)',
  async (single) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 10 }), async (operations) => {
        run += 1;
        const account = `run-${single}-${run}@example.com`;
        const call = calendarOf((await connect(account)).access_token);
        const list = `${events}?singleEvents=${single}`;
        const mirror = new Map<string, string>();
        const line = ({ start, end, recurrence }: Body) => JSON.stringify([start, end, recurrence]);
        let syncToken = '';
        const sync = async () => {
          const { items, last } = await readAll(
            call,
            `${list}&maxResults=3${syncToken === '' ? '' : `&syncToken=${syncToken}`}`,
          );
          syncToken = String(last.nextSyncToken);
          for (const item of items) {
            if (item.status === 'cancelled') mirror.delete(String(item.id));
            else mirror.set(String(item.id), line(item));
          }
        };
        for (const it of operations) {
          if (it.do === 'sync') await sync();
          else await perform(it, account, call);
        }
        await sync();
        const all = (await readAll(call, list)).items.filter(({ status }) => status !== 'cancelled');
        const expected = all.map((item) => [String(item.id), line(item)] as const);
        expect([...mirror].sort()).toEqual([...expected].sort());
      }),
      { numRuns: 15 },
    );
  },
);
