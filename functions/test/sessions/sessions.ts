import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { type Api, type ApiAnswer, startApi, withoutMeetings } from '@punctual/testkit/api.ts';
import { expect } from 'vitest';

/** The instant of the published examples, a Monday. */
export const begin = '2024-01-01T12:00:00.000Z';

/** Somebody who calls the sessions surface. */
export interface TestPerson {
  readonly id: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
}

export interface Pair {
  readonly therapist: TestPerson;
  readonly client: TestPerson;
}

/** The product with a clock that stands still, and the people of a test. */
export interface Sessions {
  readonly api: Api;
  /** Lets the clock stand at an instant. */
  at(instant: string): void;
  /** @param roles separated by spaces */
  enter(id: string, roles: string, name: string, email?: string): Promise<TestPerson>;
  assign(therapist: Pick<TestPerson, 'id'>, client: TestPerson): Promise<void>;
  /** A therapist with sessions on Mondays from 9 to 17 UTC, and a client who is assigned to them. */
  pair(name: string): Promise<Pair>;
}

export async function startSessions(): Promise<Sessions> {
  const api = await startApi(begin, withoutMeetings);
  api.cloud.clock.freeze();
  const ledger = dynamodbLedger(connectTable(String(process.env.TABLE_NAME)));
  const sessions: Sessions = {
    api,
    at: (instant) => api.cloud.clock.set(Date.parse(instant)),
    async enter(id, roles, name, email) {
      const token = await api.token({ sub: id, roles: roles.split(' '), name, ...(email && { email }) });
      const call: TestPerson['call'] = (method, path, body, headers) =>
        api.call({ method, path: `/booking${path}`, token, body, ...(headers && { headers }) });
      // Whoever calls for the first time is entered.
      await call('GET', '/meetings');
      return { id, call };
    },
    assign: (therapist, client) =>
      ledger.assign(therapist.id as PersonId, client.id as PersonId, api.cloud.clock.now()),
    async pair(name) {
      const therapist = await sessions.enter(name, 'therapist', `Therapist ${name}`);
      const client = await sessions.enter(`${name}-client`, 'client', `Client ${name}`);
      const added = await therapist.call('POST', '/availability', row(1, '09:00', '17:00'));
      expect(added.status).toBe(201);
      await sessions.assign(therapist, client);
      return { therapist, client };
    },
  };
  return sessions;
}

export function row(dayOfWeek: number, startTime: string, endTime: string) {
  return { dayOfWeek, startTime, endTime };
}

/** Asks for an hour, unless told otherwise. */
export function book(
  client: TestPerson,
  therapist: Pick<TestPerson, 'id'>,
  startTime: string,
  more: object = {},
): Promise<ApiAnswer> {
  return client.call('POST', '/meetings', { startTime, duration: 60, therapistId: therapist.id, ...more });
}

/** As `book`, for a test that counts on it: the meeting. */
export async function booked(...request: Parameters<typeof book>): Promise<ApiAnswer['body']> {
  const answer = await book(...request);
  expect(answer.body).toMatchObject({ status: 'SCHEDULED' });
  return answer.body;
}

/** Status, code and, of a refused slot, the reason. */
export function refusal({ status, body }: ApiAnswer): readonly unknown[] {
  return [status, body?.code, ...(body?.reason ? [body.reason] : [])];
}

export function idOf(answer: ApiAnswer): string {
  return answer.body.id;
}

export const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/);
