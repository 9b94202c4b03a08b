import type { Api, ApiAnswer } from '@punctual/testkit/api.ts';

/** A coach of a test, with a token and what they do most. */
export interface TestCoach {
  readonly id: string;
  readonly token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** The id of a new lead. */
  lead(name: string): Promise<string>;
  book(leadId: string, startTime: string, duration?: number): Promise<ApiAnswer>;
}

const base = '/api/coach-dashboard';

/** Works Monday to Friday, 9 to 17 in New York, 30 minutes each, unless the settings say otherwise. */
export async function enterCoach(api: Api, id: string, settings: object = {}): Promise<TestCoach> {
  const token = await api.token({
    sub: id,
    roles: ['coach'],
    name: `Coach ${id}`,
    email: `${id}@example.com`,
  });
  const call: TestCoach['call'] = (method, path, body, headers) =>
    api.call({ method, path: `${base}${path}`, token, body, ...(headers && { headers }) });
  const workingHours = [1, 2, 3, 4, 5].map((dayOfWeek) => ({
    dayOfWeek,
    startTime: '09:00',
    endTime: '17:00',
  }));
  const answer = await call('PUT', '/availability', {
    timeZone: 'America/New_York',
    workingHours,
    ...settings,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return {
    id,
    token,
    call,
    async lead(name) {
      const made = await call('POST', '/leads', {
        name,
        email: `${name.replaceAll(' ', '.')}@example.com`,
        phone: '+1234567890',
      });
      return made.body.data._id;
    },
    book: (leadId, startTime, duration = 30) =>
      call('POST', '/appointments', { leadId, startTime, duration }),
  };
}
