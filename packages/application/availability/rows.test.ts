import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Weekday } from '@punctual/scheduling/time/date.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { portsOn, stillClock, value } from '@punctual/testkit/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '../ports.ts';
import { addRow, changeRow, listRows, type NewRow, removeRow } from './rows.ts';
import { changeSettings, faultyRows, getSettings } from './settings.ts';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('rows of a schedule', () => {
  let table: TestTable;
  let ports: Ports;

  beforeAll(async () => {
    table = await startTable();
    ports = portsOn(table, stillClock(now));
  });
  afterAll(() => table.stop());

  const provider = (name: string) => name as PersonId;
  const row = (weekday: number, startHour: number, endHour: number): NewRow => ({
    id: ports.ids.next(),
    weekday: weekday as Weekday,
    startMinute: startHour * 60,
    endMinute: endHour * 60,
    notes: undefined,
  });

  it('loses none when several are added at once, and knows the owner of each', async () => {
    const ada = provider('ada');
    const rows = [0, 1, 2, 3, 4, 5, 6].map((day) => row(day, 9, 10));
    const outcomes = await Promise.all(rows.map((one) => addRow(ports, ada, one)));
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.failure).toEqual({ kind: 'busy' });
    const added = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : []));
    expect(added.length).toBeGreaterThan(0);
    expect((await listRows(ports, ada)).map(({ id }) => id).toSorted()).toEqual(added.toSorted());
    for (const id of added) expect(await ports.ledger.ownerOfRow(id)).toBe(ada);
    const refused = rows.filter(({ id }) => !added.includes(id));
    for (const { id } of refused) expect(await ports.ledger.ownerOfRow(id)).toBeUndefined();
  });

  it('lets one of two overlapping rows win when both come at once', async () => {
    const ben = provider('ben');
    const outcomes = await Promise.all([
      addRow(ports, ben, row(1, 9, 12)),
      addRow(ports, ben, row(1, 11, 14)),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await listRows(ports, ben)).toHaveLength(1);
  });

  it('finds its row again when the call is repeated', async () => {
    const cleo = provider('cleo');
    const one = row(1, 9, 10);
    const first = value(await addRow(ports, cleo, one));
    expect(value(await addRow(ports, cleo, one))).toEqual(first);
    expect(await listRows(ports, cleo)).toEqual([first]);
  });

  it('begins with the defaults, time zone included, and leaves every other setting as it is', async () => {
    const dora = provider('dora');
    value(await addRow(ports, dora, row(1, 9, 10)));
    expect(await getSettings(ports, dora)).toMatchObject({ timeZone: 'UTC', version: 1, createdAt: now });
    value(await changeSettings(ports, dora, { timeZone: 'Europe/Berlin', bufferMinutes: 10 }));
    const { id } = value(await addRow(ports, dora, row(2, 9, 10)));
    value(await changeRow(ports, dora, id, { notes: 'Mornings' }));
    value(await removeRow(ports, dora, id));
    expect(await getSettings(ports, dora)).toMatchObject({ timeZone: 'Europe/Berlin', bufferMinutes: 10 });
  });

  it('reads once and writes once, and not at all where nothing changes', async () => {
    const eve = provider('eve');
    const cost = async (operation: () => Promise<unknown>) => {
      table.metered.reset();
      await operation();
      return table.metered.calls.map(({ command }) => command.replace('Command', ''));
    };
    const one = row(1, 9, 10);
    const once = ['BatchGetItem', 'TransactWriteItems'];
    expect(await cost(() => addRow(ports, eve, one))).toEqual(once);
    expect(await cost(() => addRow(ports, eve, one))).toEqual(['BatchGetItem']);
    expect(await cost(() => changeRow(ports, eve, one.id, { startMinute: 0 }))).toEqual(once);
    expect(await cost(() => removeRow(ports, eve, one.id))).toEqual(once);
    expect((await getSettings(ports, eve)).version).toBe(3);
  });

  it('has the rows that the whole schedule brings, with their owners', async () => {
    const gina = provider('gina');
    const rows = [1, 2].map((day) => {
      const { weekday, startMinute, endMinute } = row(day, 9, 10);
      return { weekday, startMinute, endMinute, available: true };
    });
    value(await changeSettings(ports, gina, { rows: rows.slice(0, 1) }));
    const [first] = await listRows(ports, gina);
    value(await changeSettings(ports, gina, { rows }));
    const both = await listRows(ports, gina);
    expect(both[0]).toEqual(first);
    for (const { id } of both) expect(await ports.ledger.ownerOfRow(id)).toBe(gina);
  });

  it('names in a refusal the window that is in the way', async () => {
    const finn = provider('finn');
    value(await addRow(ports, finn, row(6, 20, 24)));
    const rows = (await getSettings(ports, finn)).rows;
    value(await changeSettings(ports, finn, { rows: [...rows, { ...row(0, 22, 26), available: true }] }));
    const refused = await addRow(ports, finn, row(1, 1, 3));
    expect(refused).toMatchObject({
      failure: {
        issues: [{ path: 'body.startTime', message: 'Overlaps the slot of day 0 from 22:00 to 02:00' }],
      },
    });
  });

  it('always ends up without an overlap, whatever is asked for in turn', async () => {
    const hour = fc.integer({ min: 0, max: 24 });
    const day = fc.integer({ min: 0, max: 6 }).map((it) => it as Weekday);
    const times = fc.record({ weekday: day, startMinute: hour, endMinute: hour });
    const change = fc.record(
      { weekday: day, startMinute: hour, endMinute: hour, available: fc.boolean() },
      { requiredKeys: [] },
    );
    const step = fc.oneof(
      times.map((add) => ({ add })),
      fc.record({ change, at: fc.nat() }),
      fc.record({ remove: fc.nat() }),
    );
    const inMinutes = <T extends { startMinute?: number; endMinute?: number }>(one: T): T => ({
      ...one,
      ...(one.startMinute !== undefined && { startMinute: one.startMinute * 60 }),
      ...(one.endMinute !== undefined && { endMinute: one.endMinute * 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
        const who = provider(ports.ids.next());
        for (const one of steps) {
          const before = await listRows(ports, who);
          const idAt = (index: number) => before[index % Math.max(1, before.length)]?.id ?? 'none';
          const outcome =
            'add' in one
              ? await addRow(ports, who, { ...inMinutes(one.add), id: ports.ids.next(), notes: undefined })
              : 'change' in one
                ? await changeRow(ports, who, idAt(one.at), inMinutes(one.change))
                : await removeRow(ports, who, idAt(one.remove));
          const after = await listRows(ports, who);
          if (!outcome.ok) expect(after).toEqual(before);
          expect(faultyRows(after)).toEqual({ empty: [], overlapping: undefined });
        }
      }),
      { numRuns: 15 },
    );
  });
});
