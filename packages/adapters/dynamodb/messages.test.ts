import { maximumDevices } from '@punctual/application/people/devices.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbDevices } from './devices.ts';
import { dynamodbSuppressions } from './suppressions.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const ann = 'ann' as PersonId;
const ben = 'ben' as PersonId;

describe('devices', () => {
  const on = () => dynamodbDevices(table);

  it('belong to whoever entered them last', async () => {
    const phone = { platform: 'ios', token: 'shared' } as const;
    await on().keep(ann, phone, 1);
    await on().keep(ann, phone, 2);
    expect(await on().of(ann)).toEqual([phone]);
    await on().keep(ben, phone, 3);
    expect([await on().of(ann), await on().of(ben)]).toEqual([[], [phone]]);
    // Whose it is no longer cannot take it away.
    await on().forget(ann, 'shared');
    expect(await on().of(ben)).toEqual([phone]);
    await on().forget(ben, 'shared');
    await on().forget(ben, 'shared');
    expect(await on().of(ben)).toEqual([]);
  });

  it('are forgotten, the oldest first, when there are too many', async () => {
    for (let index = 0; index < maximumDevices + 2; index += 1) {
      await on().keep(ann, { platform: 'web', token: `t${index}` }, index);
    }
    const tokens = (await on().of(ann)).map(({ token }) => token);
    expect(tokens).toHaveLength(maximumDevices);
    expect(tokens).not.toContain('t0');
    expect(tokens).not.toContain('t1');
  });
});

describe('suppressions', () => {
  it('are by address, however it is written', async () => {
    const suppressions = dynamodbSuppressions(table);
    await suppressions.suppress('Gone@Example.com', 'bounce', 1);
    expect(await suppressions.isSuppressed(' gone@example.com')).toBe(true);
    expect(await suppressions.isSuppressed('here@example.com')).toBe(false);
  });
});
