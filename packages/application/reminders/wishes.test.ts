import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbTimerNotes } from '@punctual/adapters/dynamodb/timer-notes.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import { formatInstant, MINUTE, parseInstant } from '@punctual/scheduling/time/instant.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import {
  bookingOf,
  coachPolicy,
  enterCoach,
  enterLead,
  portsOn,
  stillClock,
  value,
} from '@punctual/testkit/world.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookAppointment } from '../appointments/book.ts';
import { changeSettings } from '../availability/settings.ts';
import type { Caller, ReminderSettings } from '../model.ts';
import type { Ledger, Ports } from '../ports.ts';
import { type PlanMessage, planAllOf, planReminders, type ReminderMessage } from './plan.ts';
import { type ReminderPorts, sendReminder } from './send.ts';

/* On the real table, whose indexes have not followed: no list shows what was booked. Times are hours after eight. */

const eight = Date.parse('2026-03-02T08:00:00Z');
const hours = (count: number) => eight + count * 60 * MINUTE;

let table: TestTable;
let ports: Ports;
let coach: Caller;
const clock = stillClock(eight);
const timers = new Map<string, { readonly at: number; readonly message: ReminderMessage }>();
const mails: number[] = [];

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

beforeEach(async () => {
  clock.time = eight;
  timers.clear();
  mails.length = 0;
  const real = portsOn(table, clock);
  const ledger: Ledger = { ...real.ledger, list: async () => [] };
  ports = { ...real, ledger };
  coach = await enterCoach(ports, ports.ids.next());
});

const planning = () => ({
  ...ports,
  notes: dynamodbTimerNotes(table),
  timers: {
    async set(name: string, at: number, message: object) {
      timers.set(name, { at, message: message as ReminderMessage });
    },
    async cancel(name: string) {
      timers.delete(name);
    },
  },
});

async function book(start: number): Promise<AppointmentId> {
  const lead = await enterLead(ports, coach, ports.ids.next());
  const { appointment } = value(
    await bookAppointment(ports, coach, coachPolicy, bookingOf(ports, coach, lead, start)),
  );
  await planReminders(planning(), appointment.id);
  return appointment.id;
}

/** What the coach wishes, told to whoever it concerns. */
async function wish(reminders: Partial<ReminderSettings>): Promise<void> {
  value(await changeSettings(ports, coach.id, { reminders }));
  const queue = {
    async send(messages: readonly object[]) {
      for (const { appointment_id } of messages as readonly PlanMessage[]) {
        await planReminders(planning(), appointment_id as AppointmentId);
      }
    },
  };
  await planAllOf({ ...planning(), queue }, coach.id);
}

/** Lets the clock go on, and whatever timer is due on the way send its reminder. */
async function walkTo(time: number): Promise<void> {
  const sending = {
    ...ports,
    deliveries: dynamodbDeliveries(table),
    doubt: 'AT_MOST_ONCE',
    mailer: { send: async () => `m${mails.push(clock.time)}` },
    texter: { send: async () => 't' },
    devices: { of: async () => [] },
    suppressions: { isSuppressed: async () => false },
    links: { sign: async () => 'token' },
    publicApiUrl: 'https://api.example.com',
  } as unknown as ReminderPorts;
  const due = [...timers].filter(([, { at }]) => at <= time).sort(([, a], [, b]) => a.at - b.at);
  for (const [name, { at, message }] of due) {
    timers.delete(name);
    clock.time = at;
    const { appointment_id, key, planned } = message;
    await sendReminder(sending, appointment_id as AppointmentId, key, parseInstant(planned) ?? 0);
  }
  clock.time = time;
}

const mailTimers = () =>
  [...timers.values()].flatMap(({ at, message }) => (message.key === 'email' ? [formatInstant(at)] : []));

describe('what the coach wishes', () => {
  it('reaches an appointment that no list shows yet, and its reminder comes once, at the new time', async () => {
    await book(hours(48));
    await wish({ hoursBefore: 3 });
    expect(mailTimers()).toEqual([formatInstant(hours(45))]);
    await walkTo(hours(48));
    expect(mails).toEqual([hours(45)]);
  });

  it('makes a reminder earlier', async () => {
    await book(hours(48));
    await wish({ hoursBefore: 40 });
    await walkTo(hours(48));
    expect(mails).toEqual([hours(8)]);
  });

  it('brings a reminder at once that should have come before, and not again at its former time', async () => {
    await book(hours(48));
    await walkTo(hours(20));
    await wish({ hoursBefore: 40 });
    await walkTo(hours(48));
    expect(mails).toEqual([hours(20) + 5000]);
  });

  it('does not bring again what has come already', async () => {
    await book(hours(48));
    await walkTo(hours(30));
    expect(mails).toEqual([hours(24)]);
    await wish({ hoursBefore: 40 });
    await wish({ hoursBefore: 2 });
    await walkTo(hours(48));
    expect(mails).toHaveLength(1);
  });

  it('brings no reminder whose time lay before the booking', async () => {
    clock.time = hours(40);
    await book(hours(48));
    await wish({ hoursBefore: 12 });
    await walkTo(hours(48));
    expect(mails).toEqual([]);
  });
});
