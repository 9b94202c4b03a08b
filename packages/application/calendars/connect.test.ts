import { DAY } from '@punctual/scheduling/time/instant.ts';
import { connectedCoach } from '@punctual/testkit/calendars/connected-coach.ts';
import { workQueues } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from './connect.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

/** More requests than connecting with three appointments makes. */
const mostRequests = 60;

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('brings all appointments over, wherever the call that connected it died', async () => {
  let left: number | undefined;
  const send = (...[command]: Parameters<typeof table.client.send>) => {
    if (left === 0) return Promise.reject(new Error('died'));
    if (left !== undefined) left -= 1;
    return table.client.send(command);
  };
  const client = new Proxy(table.client, {
    get: (real, name) => (name === 'send' ? send : Reflect.get(real, name)),
  });
  let connections = 0;
  for (let requests = 0; requests < mostRequests; requests += 1) {
    const { world, coach, book } = await connectedCoach({ ...table, client }, now + requests * DAY);
    for (let count = 0; count < 3; count += 1) await book();
    const provider = 'outlook';
    const account = world.providers[provider].open(`${coach.id}@example.com`);
    left = requests;
    const died = await connect(world, { personId: coach.id, provider }, account.tokens, account.email).then(
      () => false,
      () => true,
    );
    left = undefined;
    await workQueues(world);
    const own = (await world.connections.listOf(coach.id)).find((one) => one.provider === provider);
    if (own !== undefined) {
      connections += 1;
      expect(account.own, `after ${requests} requests`).toHaveLength(3);
    }
    if (!died) break;
  }
  expect(connections).toBeGreaterThan(5);
  expect(connections).toBeLessThan(mostRequests);
});
