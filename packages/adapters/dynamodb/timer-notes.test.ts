import type { TimerNote } from '@punctual/application/reminders/ports.ts';
import type { AppointmentId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { DAY } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { scan } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbTimerNotes } from './timer-notes.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const providerId = 'ada' as PersonId;
const noteOf = (id: string, change: Partial<TimerNote> = {}): TimerNote => ({
  appointmentId: id as AppointmentId,
  providerId,
  timers: [],
  until: 100,
  version: 1,
  ...change,
});

it('are read back as they were written, and written by one of two at once', async () => {
  const notes = dynamodbTimerNotes(table);
  const first = noteOf('one', { timers: [{ name: 'a', at: 50 }] });
  expect(await notes.get(providerId, first.appointmentId)).toBeUndefined();
  expect(await Promise.all([notes.save(first), notes.save(first)])).toEqual(
    expect.arrayContaining([true, false]),
  );
  expect(await notes.get(providerId, first.appointmentId)).toEqual(first);
  const second = { ...first, timers: [], version: 2 };
  expect(await notes.save(second)).toBe(true);
  expect(await notes.save(second)).toBe(false);
  expect(await notes.get(providerId, first.appointmentId)).toEqual(second);
});

it('are found by provider as long as the appointment has not begun', async () => {
  const notes = dynamodbTimerNotes(table);
  await notes.save(noteOf('early', { until: 199 }));
  await notes.save(noteOf('late', { until: 201 }));
  await notes.save(noteOf('other', { until: 201, providerId: 'ben' as PersonId }));
  expect(await notes.startingAfter(providerId, 200)).toEqual(['late']);
});

it('are deleted when their last timer is long gone', async () => {
  const timers = [{ name: 'a', at: 3 * DAY }];
  await dynamodbTimerNotes(table).save(noteOf('gone', { timers, until: DAY }));
  const item = (await scan(table)).find(({ appointmentId }) => appointmentId === 'gone');
  expect(item?.ttl).toBe((4 * DAY) / 1000);
});
