import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { violationsIn } from '@punctual/testkit/violations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/*
 * One person's time is one agenda: whatever way a slot was taken, every other way refuses it, with the status of its own
 * surface and the same reason. Monday, 2 March 2026, 8:00 UTC.
 */

interface Way {
  readonly name: string;
  /** Status with which this surface publishes a refused slot. */
  readonly refused: number;
  /** Takes a time for a coach and somebody new, or for a client with this e-mail address. */
  take(startTime: string, email?: string): Promise<ApiAnswer>;
}

describe('one agenda', () => {
  let api: Api;
  let coach: TestCoach;
  let ways: readonly Way[];
  let people = 0;

  beforeAll(async () => {
    api = await startApi();
    coach = await enterCoach(api, 'ada', { advanceBookingDays: 60, bufferTime: 15 });
    const admin = await api.token({ sub: 'root', roles: ['admin'] });
    const client = async (email: string) => {
      const sub = `client-${email}`;
      const token = await api.token({ sub, roles: ['client'], name: email, email });
      return { sub, token };
    };
    const someone = () => `someone${++people}@example.com`;

    ways = [
      {
        name: 'coach dashboard',
        refused: 409,
        async take(startTime, email = someone()) {
          const lead = await coach.call('POST', '/leads', { name: email, email });
          return coach.call('POST', '/appointments', { leadId: lead.body.data._id, startTime, duration: 30 });
        },
      },
      {
        name: 'sessions',
        refused: 400,
        async take(startTime, email = someone()) {
          const { sub, token } = await client(email);
          const pair = { providerId: 'ada', clientId: sub };
          await api.call({ method: 'PUT', path: '/api/v1/admin/relationships', token: admin, body: pair });
          const body = { therapistId: 'ada', startTime, duration: 30 };
          return api.call({ method: 'POST', path: '/booking/meetings', token, body });
        },
      },
      {
        name: 'bookings',
        refused: 400,
        async take(startTime, email = someone()) {
          const { token } = await client(email);
          const body = { coach_id: 'ada', session_datetime: startTime, duration_minutes: 30 };
          return api.call({ method: 'POST', path: '/booking', token, body });
        },
      },
      {
        name: 'hold',
        refused: 409,
        take(startTime, email = someone()) {
          const contact = { name: email, email, timeZone: 'UTC' };
          const body = { coachId: 'ada', startTime, duration: 30, contact };
          return api.call({ method: 'POST', path: '/api/v1/public/holds', body });
        },
      },
    ];
  });
  afterAll(() => api.stop());

  /** A free hour of its own for each question. */
  let hours = 0;
  function freeTime(): string {
    const day = 3 + Math.floor(hours / 7);
    const hour = 14 + (hours % 7);
    hours += 1;
    return `2026-03-${String(day >= 7 ? day + 2 : day).padStart(2, '0')}T${hour}:00:00Z`;
  }

  it('refuses on every surface what was taken on any', async () => {
    for (const first of ways) {
      const startTime = freeTime();
      const taken = await first.take(startTime);
      expect([first.name, taken.status]).toEqual([first.name, 201]);
      for (const second of ways) {
        const { status, body } = await second.take(startTime);
        const reason = first.name === 'hold' ? 'HELD' : 'BUSY';
        expect([first.name, second.name, status, body.code, body.reason]).toEqual([
          first.name,
          second.name,
          second.refused,
          'SLOT_UNAVAILABLE',
          reason,
        ]);
        expect(body.alternatives.length).toBeGreaterThan(0);
      }
    }
  });

  it('keeps the buffer across surfaces', async () => {
    for (const first of ways) {
      const startTime = freeTime();
      expect((await first.take(startTime)).status).toBe(201);
      const close = new Date(Date.parse(startTime) + 40 * 60_000).toISOString();
      for (const second of ways) {
        const { status, body } = await second.take(close);
        expect([first.name, second.name, status, body.reason]).toEqual([
          first.name,
          second.name,
          second.refused,
          'BUFFER',
        ]);
      }
    }
  });

  it('keeps a client out of two places at once, whosever clients they are', async () => {
    const ben = await enterCoach(api, 'ben', { advanceBookingDays: 60 });
    for (const way of ways) {
      const startTime = freeTime();
      const email = `both-${way.name.replace(' ', '-')}@example.com`;
      expect((await way.take(startTime, email)).status).toBe(201);
      const lead = await ben.call('POST', '/leads', { name: 'Both', email: email.toUpperCase() });
      const { status, body } = await ben.book(lead.body.data._id, startTime);
      expect([way.name, status, body.reason]).toEqual([way.name, 409, 'CLIENT_BUSY']);
    }
  });

  it('left the table consistent', async () => {
    const table = connectTable(String(process.env.TABLE_NAME));
    expect(await violationsIn(table, api.cloud.clock.now(), (id) => (id === 'ada' ? 15 : 0))).toEqual([]);
  });
});
