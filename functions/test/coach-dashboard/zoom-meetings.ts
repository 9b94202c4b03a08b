import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';

/** A coach whose appointments meet at the imitated Zoom. */
export interface ZoomMeetings {
  readonly api: Api;
  readonly coach: TestCoach;
  /** The token of the coach's staff. */
  readonly staff: string;
  /** The next free weekday time, as ISO. */
  time(): string;
  /** The next time lies a day from now at least. */
  skipAhead(): void;
  /** A call of the stand-in's controls: a `POST` when there is a body. */
  zoom(call: string, body?: object): Promise<ApiAnswer>;
  fail(failure: object): Promise<ApiAnswer>;
  /** What there is at Zoom for an appointment. */
  madeFor(id: string): Promise<readonly { readonly id: number; readonly startTime: string }[]>;
  /** Books John Doe, at the next free time unless told otherwise; the appointment. */
  book(startTime?: string): Promise<ApiAnswer['body']>;
  /** The appointment, and its meeting in full, as the coach sees them. */
  shown(id: string): Promise<ApiAnswer['body']>;
  details(id: string): Promise<ApiAnswer['body']>;
  advance(minutes: number): Promise<void>;
}

const halfHour = 1_800_000;

/** Monday, 20 January 2025, 10:00 UTC, as in the published examples. */
export async function startZoomMeetings(): Promise<ZoomMeetings> {
  const api = await startApi('2025-01-20T10:00:00Z');
  const coach = await enterCoach(api, 'coach', { advanceBookingDays: 60, sameDayBooking: true });
  const john = { name: 'John Doe', email: 'john@example.com', phone: '+1234567890' };
  const lead: string = (await coach.call('POST', '/leads', john)).body.data._id;
  const jane = { name: 'Jane Smith', email: 'jane@example.com', id: 'jane' };
  const staff = await api.token({ sub: 'jane', roles: ['staff'], name: jane.name, email: jane.email });
  await api.call({ method: 'GET', path: '/api/coach-dashboard/leads', token: staff });
  await coach.call('POST', '/staff', jane);
  await api.cloud.settle();

  let next = Date.parse('2025-01-23T15:00:00Z');
  const passWeekend = () => {
    while ([0, 6].includes(new Date(next).getUTCDay())) next += 48 * halfHour;
  };
  const meetings: ZoomMeetings = {
    api,
    coach,
    staff,
    time() {
      const at = new Date(next).toISOString();
      next += halfHour;
      if (new Date(next).getUTCHours() >= 21) next += 18 * 2 * halfHour;
      passWeekend();
      return at;
    },
    skipAhead() {
      next = Math.max(next, (Math.ceil(api.cloud.clock.now() / halfHour) + 48) * halfHour);
      while (new Date(next).getUTCHours() !== 15) next += halfHour;
      passWeekend();
    },
    zoom: (call, body) =>
      api.call({
        method: body === undefined ? 'GET' : 'POST',
        path: `/dev/providers/zoom/${call}`,
        ...(body && { body }),
      }),
    fail: (failure) => meetings.zoom('fail', failure),
    async madeFor(id) {
      const all: { id: number; agenda: string; startTime: string }[] = (await meetings.zoom('state')).body
        .meetings;
      return all.filter(({ agenda }) => agenda.includes(id));
    },
    async book(startTime = meetings.time()) {
      const answer = await coach.book(lead, startTime);
      expect(answer.status).toBe(201);
      return answer.body.data;
    },
    shown: async (id) => (await coach.call('GET', `/appointments/${id}`)).body.data,
    details: async (id) => (await coach.call('GET', `/zoom-meetings/appointment/${id}`)).body.data,
    advance: (minutes) => api.cloud.advanceTo(api.cloud.clock.now() + minutes * 60_000),
  };
  return meetings;
}
