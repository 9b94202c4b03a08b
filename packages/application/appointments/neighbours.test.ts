import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  stillClock,
} from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookAppointment } from './book.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('keeps the buffer between neighbours on two pages that are booked at the same moment', async () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const ports = portsOn(table, stillClock(now));
  const coach = await enterCoach(ports, 'ada', { bufferMinutes: 15, advanceBookingDays: 60 });
  const leads = await Promise.all([enterLead(ports, coach, 'kim'), enterLead(ports, coach, 'lou')]);
  const midnight = Date.parse('2026-03-03T00:00:00Z');

  for (let day = 0; day < 20; day += 1) {
    // One ends and the other begins at midnight in UTC: they write different pages, but only one leaves the buffer free.
    const starts = [midnight + day * DAY - 30 * MINUTE, midnight + day * DAY];
    const outcomes = await Promise.all(
      leads.map((lead, index) =>
        bookAppointment(ports, coach, coachPolicy, bookingOf(ports, coach, lead, starts[index] ?? 0)),
      ),
    );
    const reasons = outcomes.map((one) =>
      one.ok ? 'booked' : 'reason' in one.failure && one.failure.reason,
    );
    expect(reasons.toSorted()).toEqual(['BUFFER', 'booked']);
  }
  expect(await violationsIn(table, now, () => 15)).toEqual([]);
});
