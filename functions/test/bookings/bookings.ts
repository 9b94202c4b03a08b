import { type Api, type ApiAnswer, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

export const coachId = '323e4567-e89b-12d3-a456-426614174000';
export const everyDay = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({
  dayOfWeek,
  startTime: '09:00',
  endTime: '17:00',
}));

/** A coach with hours every day, two clients and an admin, by their tokens. */
export interface Bookings {
  readonly api: Api;
  readonly coach: TestCoach;
  readonly client: string;
  readonly other: string;
  readonly admin: string;
  call(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    etag?: string,
  ): Promise<ApiAnswer>;
  /** Books a half hour that no other booking has; answers its id. */
  book(token?: string): Promise<string>;
  setStatus(token: string, id: string, status: string, reason?: string): Promise<ApiAnswer>;
}

/** Monday, 10 November 2025, 8:00 UTC. */
export async function startBookings(): Promise<Bookings> {
  const api = await startApi('2025-11-10T08:00:00Z', withoutMeetings);
  const coach = await enterCoach(api, coachId, {
    timeZone: 'UTC',
    workingHours: everyDay,
    autoConfirm: true,
  });
  const person = (sub: string, role: string) =>
    api.token({ sub, roles: [role], name: `Name of ${sub}`, email: `${sub}@example.com` });
  const client = await person('kim', 'client');

  const call: Bookings['call'] = (token, method, path, body, etag) =>
    api.call({
      method,
      path,
      token,
      body,
      ...(etag !== undefined && { headers: { 'if-match': etag } }),
    });

  let next = Date.parse('2025-11-20T09:00:00Z');
  return {
    api,
    coach,
    client,
    other: await person('lou', 'client'),
    admin: await person('root', 'admin'),
    call,
    async book(token = client) {
      const session_datetime = new Date(next).toISOString();
      next += 30 * 60_000;
      if (new Date(next).getUTCHours() === 17) next += 16 * 3_600_000;
      const body = { coach_id: coachId, session_datetime, duration_minutes: 30 };
      const booked = await call(token, 'POST', '/booking', body);
      expect(booked.status, JSON.stringify(booked.body)).toBe(201);
      return booked.body.id;
    },
    setStatus: (token, id, status, reason) =>
      call(token, 'PATCH', `/booking/${id}/status`, { status, reason }),
  };
}
