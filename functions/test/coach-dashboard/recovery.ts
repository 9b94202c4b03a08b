import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { expect } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

interface Mail {
  readonly at: string;
  readonly channel: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who has held a slot. */
export interface Visitor {
  readonly holdId: string;
  readonly token: string;
  readonly email: string;
}

interface Wanted {
  readonly name?: string;
  readonly email?: string;
  readonly coachId?: string;
}

type Headers = Record<string, string>;

/** A coach, visitors who do not finish booking, and a clock that stands still. */
export interface Recovery {
  readonly api: Api;
  readonly coach: TestCoach;
  /** A call without a token, below `/api/v1/public`. */
  pub(method: string, path: string, body?: unknown, headers?: Headers): Promise<ApiAnswer>;
  /** Through everything that is due on the way; to the millisecond, so that times can be compared. */
  pass(minutes: number): Promise<void>;
  now(): number;
  hold(startTime: string, wanted?: Wanted): Promise<Visitor>;
  /** Holds a slot and lets it run out. The clock is at the end of the hold then. */
  abandon(startTime: string, wanted?: Wanted): Promise<Visitor>;
  inbox(to: string): Promise<readonly Mail[]>;
  recoveryMails(email: string): Promise<readonly Mail[]>;
  /** Of the recovery mails. */
  times(email: string): Promise<readonly string[]>;
  /** The coach's abandoned bookings, and one of them. */
  list(): Promise<ApiAnswer>;
  abandoned(id: string): Promise<ApiAnswer['body']>;
  /** A message by hand; without a body, by mail. */
  recover(id: string, body?: object, headers?: Headers): Promise<ApiAnswer>;
  /** The path of a link in the newest recovery mail. */
  linkOf(email: string, kind: 'recover' | 'unsubscribe'): Promise<string>;
  /** The list, the figures and the table agree, and nothing in the table breaks a promise. */
  checkTable(): Promise<void>;
}

const listPath = '/booking-recovery/abandoned';

/** From Monday, 2 March 2026, 8:00 UTC on. */
export async function startRecovery(): Promise<Recovery> {
  const api = await startApi();
  const { clock } = api.cloud;
  clock.freeze();
  // Timers go off on whole seconds, and the start took some milliseconds.
  clock.set(Math.floor(clock.now() / 1000) * 1000);
  const coach = await enterCoach(api, 'ada', { advanceBookingDays: 60 });
  let visitors = 0;

  const recovery: Recovery = {
    api,
    coach,
    pub: (method, path, body, headers) =>
      api.call({ method, path: `/api/v1/public${path}`, body, ...(headers && { headers }) }),
    async pass(minutes) {
      const instant = clock.now() + minutes * 60_000;
      await api.cloud.advanceTo(instant);
      clock.freeze();
      clock.set(instant);
    },
    now: () => clock.now(),
    async hold(startTime, wanted = {}) {
      visitors += 1;
      const {
        name = `Visitor ${visitors}`,
        email = `visitor${visitors}@example.com`,
        coachId = coach.id,
      } = wanted;
      const contact = { name, email, phone: '+1 555 123 4567', timeZone: 'Europe/Berlin' };
      const body = { coachId, startTime, duration: 30, contact };
      const answer = await recovery.pub('POST', '/holds', body);
      expect(answer.status).toBe(201);
      await api.cloud.settle();
      return { holdId: answer.body.data.id, token: answer.body.data.token, email };
    },
    async abandon(startTime, wanted) {
      const visitor = await recovery.hold(startTime, wanted);
      await recovery.pass(10);
      return visitor;
    },
    async inbox(to) {
      await api.cloud.settle();
      const path = `/dev/inbox?to=${encodeURIComponent(to)}`;
      return (await api.call({ method: 'GET', path })).body;
    },
    recoveryMails: async (email) =>
      (await recovery.inbox(email)).filter(({ subject }) => subject?.includes('is not booked yet')),
    times: async (email) => (await recovery.recoveryMails(email)).map(({ at }) => at),
    list: () => coach.call('GET', listPath),
    abandoned: async (id) => (await recovery.list()).body.data.find((one: { _id: string }) => one._id === id),
    recover: (id, body = { messageType: 'email' }, headers) =>
      coach.call('POST', `/booking-recovery/${id}/recover`, body, headers),
    async linkOf(email, kind) {
      const mail = (await recovery.recoveryMails(email)).at(-1);
      const url = new RegExp(`http\\S+/api/v1/public(/${kind}/\\S+)`).exec(mail?.text ?? '');
      return url?.[1] ?? expect.unreachable('no link in the mail');
    },
    async checkTable() {
      // The first token may have expired on the way.
      const token = await api.token({ sub: coach.id, roles: ['coach'] });
      const read = (query: string) =>
        api.call({ method: 'GET', path: `/api/coach-dashboard${listPath}${query}`, token });
      const { data, totalAbandoned, recoveryRate } = (await read('')).body;
      const recovered = data.filter(({ status }: { status: string }) => status === 'recovered').length;
      expect(totalAbandoned).toBe(data.length);
      expect(recoveryRate).toBe(Math.round((recovered / totalAbandoned) * 1000) / 10);
      expect((await read('?limit=2')).body.data).toEqual(data.slice(0, 2));
      const table = connectTable(String(process.env.TABLE_NAME));
      expect(await violationsIn(table, clock.now(), () => 0)).toEqual([]);
    },
  };
  return recovery;
}
