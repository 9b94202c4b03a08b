import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbDevices } from './devices.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const [ada, eve] = ['ada', 'eve'] as PersonId[] as [PersonId, PersonId];

it('is in one pair of hands, whichever answer to the one who takes it over is lost', async () => {
  for (let lost = 1; lost <= 3; lost += 1) {
    const device = { platform: 'web', token: `phone-${lost}` } as const;
    const devices = dynamodbDevices(table);
    await devices.keep(ada, device, 1);
    let calls = 0;
    const send = async (...[command]: Parameters<typeof table.client.send>) => {
      const answer = await table.client.send(command);
      calls += 1;
      if (calls === lost) throw new Error('the answer is lost');
      return answer;
    };
    const client = { send } as unknown as typeof table.client;
    const unlucky = dynamodbDevices({ ...table, client });
    await unlucky.keep(eve, device, 2).catch(() => unlucky.keep(eve, device, 3));
    expect(await devices.of(ada)).toEqual([]);
    expect(await devices.of(eve)).toContainEqual(device);
  }
});

it('belongs to whoever came last, of many at once to one of them', async () => {
  const devices = dynamodbDevices(table);
  const device = { platform: 'ios', token: 'passed around' } as const;
  const people = Array.from({ length: 4 }, (_, number) => `person-${number}` as PersonId);
  await Promise.all(people.map((person) => devices.keep(person, device, 1)));
  const all = (await Promise.all(people.map((person) => devices.of(person)))).flat();
  expect(all).toEqual([device]);
});

it('is forgotten whole or not at all, whoever enters it meanwhile', async () => {
  const devices = dynamodbDevices(table);
  for (let round = 0; round < 30; round += 1) {
    const [one, other] = [`one-${round}`, `other-${round}`] as PersonId[] as [PersonId, PersonId];
    const device = { platform: 'ios', token: `kept and forgotten ${round}` } as const;
    await devices.keep(one, device, 1);
    await Promise.all([
      devices.forget(one, device.token),
      devices.keep(one, device, 2),
      devices.forget(other, device.token),
    ]);
    // Half of it would stay with its former owner.
    await devices.keep(other, device, 3);
    expect(await devices.of(one)).not.toContainEqual(device);
    expect(await devices.of(other)).toContainEqual(device);
  }
});
