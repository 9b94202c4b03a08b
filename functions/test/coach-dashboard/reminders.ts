import { type Api, startApi } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/** A message as the inbox of the local cloud shows it. */
export interface Entry {
  readonly channel: string;
  readonly to: string;
  readonly at: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments: readonly unknown[];
}

/** The product with a clock that walks from week to week, and people who are reminded. */
export interface Reminders {
  readonly api: Api;
  /** Each test has a week of its own, which begins on a Monday at 8:00 UTC. */
  nextWeek(): Promise<unknown>;
  /** For a test that has taken more than its own. */
  skipWeeks(count: number): void;
  walkTo(instant: string): Promise<unknown>;
  /** Of the week of this test: `2 10:00` is Wednesday, 10:00 UTC. */
  time(text: string): string;
  /** The `sub` of somebody new. */
  newId(word: string): string;
  newCoach(settings?: object): Promise<TestCoach>;
  newLead(
    coach: TestCoach,
    fields?: object,
  ): Promise<{ readonly id: string; readonly email: string; readonly phone: string }>;
  /** Answers the appointment's id once all that follows from the booking is done. */
  book(coach: TestCoach, leadId: string, startTime: string): Promise<string>;
  inbox(to?: string): Promise<readonly Entry[]>;
  /** Reminders by mail, told from notices by having nothing for a calendar. */
  remindersTo(email: string): Promise<readonly Entry[]>;
}

const week = 7 * 86_400_000;
/** The week in which clocks change in Berlin. */
const firstMonday = Date.parse('2026-03-23T08:00:00Z');

export async function startReminders(): Promise<Reminders> {
  const api = await startApi(new Date(firstMonday).toISOString());
  let monday = firstMonday;
  let next = firstMonday;
  let people = 0;

  const reminders: Reminders = {
    api,
    nextWeek() {
      monday = next;
      next += week;
      return reminders.walkTo(new Date(monday).toISOString());
    },
    skipWeeks(count) {
      next += count * week;
    },
    walkTo: (now) => api.call({ method: 'POST', path: '/dev/clock', body: { now } }),
    time(text) {
      const [day = '0', clock = '00:00'] = text.split(' ');
      const date = new Date(monday + Number(day) * 86_400_000).toISOString().slice(0, 10);
      return `${date}T${clock}:00Z`;
    },
    newId(word) {
      people += 1;
      return `${word}${people}`;
    },
    newCoach: (settings = {}) =>
      enterCoach(api, reminders.newId('coach'), { advanceBookingDays: 90, ...settings }),
    async newLead(coach, fields = {}) {
      const email = `${reminders.newId('lead')}@example.com`;
      const phone = `+1555000${1000 + people}`;
      const body = { name: 'John Doe', email, phone, timeZone: 'Europe/Berlin', ...fields };
      const made = await coach.call('POST', '/leads', body);
      expect(made.status).toBe(201);
      return { id: made.body.data._id, email, phone };
    },
    async book(coach, leadId, startTime) {
      const booked = await coach.book(leadId, startTime);
      expect(booked.body.message).toBe('Appointment booked successfully');
      await api.cloud.settle();
      return booked.body.data._id;
    },
    async inbox(to) {
      await api.cloud.settle();
      const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
      return (await api.call({ method: 'GET', path: `/dev/inbox${query}` })).body;
    },
    remindersTo: async (email) =>
      (await reminders.inbox(email)).filter(({ attachments }) => attachments.length === 0),
  };
  return reminders;
}

/** When messages were sent. */
export function times(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ at }) => at.replace('.000Z', 'Z'));
}
