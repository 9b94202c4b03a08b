import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { calendarWorld, connectAccount } from '@punctual/testkit/calendars/world.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { bookingOf, coachPolicy, enterCoach, enterLead, stillClock, value } from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import type { Email } from '../messages/message.ts';
import { eventOf, noteLoss } from './connection-changes.ts';
import { tellOwner } from './tell-owner.ts';

const now = Date.parse('2026-03-02T08:00:00Z');
let table: TestTable;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

async function told() {
  const world = calendarWorld(table, stillClock(now));
  const coach = await enterCoach(world, `told-${crypto.randomUUID()}`, { timeZone: 'Europe/Paris' });
  const lead = await enterLead(world, coach, `told-${crypto.randomUUID()}`);
  const { connection } = await connectAccount(world, coach.id, 'google');
  const mails: Email[] = [];
  const ports = {
    ...world,
    deliveries: dynamodbDeliveries(table),
    doubt: 'AT_LEAST_ONCE' as const,
    mailer: { send: async (mail: Email) => String(mails.push(mail)) },
    suppressions: { suppress: async () => undefined, isSuppressed: async () => false },
    webUrl: 'https://web.example',
  };
  return { world, coach, lead, connection, mails, ports };
}

it('tells the owner once that a calendar must be connected again, if that is still so', async () => {
  const { world, connection, mails, ports } = await told();
  const event = eventOf(world, connection, 'connection.needs_reauth');
  await tellOwner(ports, event);
  expect(mails).toEqual([]);

  await noteLoss(world, connection.id, 'revoked');
  const next = eventOf(world, connection, 'connection.needs_reauth');
  await tellOwner(ports, next);
  await tellOwner(ports, next);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: 'Your Google Calendar must be connected again' });
  expect(mails[0]?.text).toContain('https://web.example');
  expect(mails[0]?.text).not.toMatch(/access-|refresh-/);
});

it('tells in the owner’s zone which appointment was moved over there', async () => {
  const { world, coach, lead, connection, mails, ports } = await told();
  const { appointment } = value(
    await bookAppointment(
      world,
      coach,
      coachPolicy,
      bookingOf(world, coach, lead, Date.parse('2026-03-10T09:00:00Z'), {
        durationMinutes: 60,
        title: 'Call <b>',
      }),
    ),
  );
  await tellOwner(ports, eventOf(world, connection, 'connection.entry_moved', appointment.id));
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain('Tuesday, 10 March 2026, 10:00 to 11:00 (Europe/Paris');
  expect(mails[0]?.html).toContain('Call &lt;b&gt;');
});
