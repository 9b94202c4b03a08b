import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { enterCoach, type TestCoach } from '../coach.ts';
import { conforms } from '../operations.ts';

export const publicPath = '/api/v1/public/booking';
export const adminPath = '/api/v1/admin/booking';

/** The visitor of the published example. */
export const john = {
  firstName: 'John',
  lastName: 'Doe',
  companyName: 'Acme Corp',
  companyWebsite: 'https://acme.com',
  position: 'CEO',
  isDecisionMaker: true,
  email: 'john@acme.com',
  businessPhone: { code: '+1', number: '5551234567' },
};

interface Visitor {
  readonly id: string;
  readonly link: string;
  readonly email: string;
}

/** Visitors, an admin, and a coach who is the host at Calendly's stand-in. */
export interface Intake {
  readonly api: Api;
  /** A token. */
  readonly admin: string;
  readonly ada: TestCoach;
  /** Public calls are limited to 60 an hour: each test has one of its own. */
  nextHour(): void;
  call(method: string, path: string, body?: unknown, token?: string): Promise<ApiAnswer>;
  /** What people do at Calendly, and all that follows here. */
  calendly(what: string, body: object): Promise<ApiAnswer['body']>;
  fail(failure: object): Promise<ApiAnswer>;
  recover(): Promise<ApiAnswer>;
  /** A visitor of their own for each test. */
  enter(fields?: object): Promise<Visitor>;
  /** A time of its own, every two hours from 3 March 2026, 15:00 UTC. */
  nextTime(): string;
  /** By the link, at Calendly. */
  book(visitor: Visitor, startTime: string): Promise<ApiAnswer['body']>;
  /** As the admin sees it. */
  seen(id: string): Promise<ApiAnswer['body']>;
  /** As the coach sees it. */
  appointment(id: string): Promise<ApiAnswer['body']>;
}

/** Monday, 2 March 2026, 8:00 UTC. */
export async function startIntake(): Promise<Intake> {
  const api = await startApi();
  const admin = await api.token({
    sub: 'root',
    roles: ['admin'],
    name: 'Rosa Root',
    email: 'root@example.com',
  });
  const ada = await enterCoach(api, 'ada');
  let people = 0;
  let hours = 0;

  const intake: Intake = {
    api,
    admin,
    ada,
    nextHour: () => api.cloud.clock.set(api.cloud.clock.now() + 3_600_000),
    call: (method, path, body, token) => api.call({ method, path, body, token }),
    async calendly(what, body) {
      const answer = await intake.call('POST', `/dev/providers/calendly/${what}`, body);
      if (answer.status !== 200) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
      await api.cloud.settle();
      return answer.body;
    },
    fail: (failure) => intake.call('POST', '/dev/providers/calendly/fail', failure),
    recover: () => intake.call('DELETE', '/dev/providers/calendly/fail'),
    async enter(fields = {}) {
      people += 1;
      const email = `visitor${people}@example.com`;
      const body = { ...john, lastName: `Doe ${people}`, email, ...fields };
      const answer = await intake.call('POST', publicPath, body);
      conforms('createIntake', answer);
      const { booking, calendlyLink } = answer.body.results;
      return { id: String(booking._id), link: String(calendlyLink), email };
    },
    nextTime() {
      const start = Date.parse('2026-03-03T15:00:00Z') + hours * 7_200_000;
      hours += 1;
      return new Date(start).toISOString();
    },
    book: ({ link, email }, startTime) =>
      intake.calendly('book', { name: 'John Doe', email, startTime, booking_url: link }),
    async seen(id) {
      const answer = await intake.call('GET', `${adminPath}/${id}`, undefined, admin);
      conforms('getIntakeForAdmin', answer);
      return answer.body.results.booking;
    },
    appointment: async (id) => (await ada.call('GET', `/appointments/${id}`)).body.data,
  };
  await intake.calendly('host', { email: 'ada@example.com', name: 'Ada' });
  return intake;
}

/** As instants are answered, without milliseconds. */
export function iso(time: string): string {
  return time.replace('.000Z', 'Z');
}
