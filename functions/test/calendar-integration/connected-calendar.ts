import { type Api, type ApiAnswer, startApi } from '@punctual/testkit/api.ts';
import { expect, vi } from 'vitest';
import type { ProviderSide, SeenEntry } from '../calendar-providers.ts';
import { enterCoach, type TestCoach } from '../coach.ts';

/** A coach, their calendar at a provider, and everything that is said on the way. */
export interface ConnectedCalendar {
  readonly api: Api;
  readonly side: ProviderSide;
  readonly coach: TestCoach;
  /** The id of the coach's lead. */
  readonly lead: string;
  /** The address of the account at the provider. */
  readonly account: string;
  /** Known once the calendar is connected. */
  connectionId: string;
  /** Every token, code and secret that went to the provider or came from it. */
  readonly secrets: ReadonlySet<string>;
  readonly logged: readonly string[];
  readonly answered: readonly string[];
  /** A call of the calendar integration, by the coach unless told otherwise. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<ApiAnswer>;
  connection(): Promise<ApiAnswer['body']>;
  set(settings: object): Promise<ApiAnswer['body']>;
  authUrl(): Promise<string>;
  entries(): Promise<readonly SeenEntry[]>;
  /** How often the provider was asked to make an entry. */
  creates(): Promise<number>;
  later(minutes: number): Promise<void>;
  /** To the coach. */
  mails(subject: RegExp): readonly unknown[];
  /** Why the slot is refused; undefined when it is offered. */
  reasonFor(startTime: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Milliseconds. */
export const minute = 60_000;

export async function startConnectedCalendar(sideOf: (api: Api) => ProviderSide): Promise<ConnectedCalendar> {
  const logged: string[] = [];
  const answered: string[] = [];
  const secrets = new Set<string>();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  const api = await startApi();
  watchSecrets(secrets);
  const side = sideOf(api);
  const coach = await enterCoach(api, 'ada');
  const account = 'ada@calendars.example';

  const calendar: ConnectedCalendar = {
    api,
    side,
    coach,
    lead: await coach.lead('John Doe'),
    account,
    connectionId: '',
    secrets,
    logged,
    answered,
    async call(method, path, body, token = coach.token) {
      const answer = await api.call({ method, path: `/api/calendar-integration${path}`, token, body });
      answered.push(JSON.stringify([[...answer.headers], answer.body]));
      return answer;
    },
    connection: async () => (await calendar.call('GET', '/connections/ada')).body.data[0],
    async set(settings) {
      const answer = await calendar.call('PUT', `/connections/${calendar.connectionId}`, settings);
      expect(answer.status).toBe(200);
      await api.cloud.settle();
      return answer.body.data;
    },
    authUrl: async () => (await calendar.call('GET', `/connect/${side.name}/ada`)).body.data.authUrl,
    entries: () => side.entries(account),
    async creates() {
      const { body } = await api.call({ method: 'GET', path: `/dev/providers/${side.standIn}/requests` });
      const line = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
      return body.filter((request: { method: string; path: string }) => line(request) === side.creates)
        .length;
    },
    later: (minutes) => api.cloud.advanceTo(api.cloud.clock.now() + minutes * minute),
    mails: (subject) =>
      api.cloud.inbox.list('ada@example.com').filter((mail) => subject.test(mail.subject ?? '')),
    async reasonFor(startTime) {
      const day = startTime.slice(0, 10);
      const { body } = await coach.call('GET', `/available-slots?date=${day}&explain=true`);
      const refused = body.data.unavailable.find(
        (slot: { startTime: string }) => slot.startTime === startTime,
      );
      return refused?.reason;
    },
    async stop() {
      await api.stop();
      vi.restoreAllMocks();
    },
  };
  return calendar;
}

/** Notes what must not be shown, as it goes to a provider or comes from one; the product runs in this process. */
function watchSecrets(secrets: Set<string>): void {
  const real = globalThis.fetch;
  const names = [
    'access_token',
    'refresh_token',
    'id_token',
    'code',
    'code_verifier',
    'client_secret',
    'token',
  ];
  const note = (fields: Iterable<[string, unknown]>) => {
    for (const [name, value] of fields) if (names.includes(name) && value) secrets.add(String(value));
  };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await real(input, init);
    const bearer = /^Bearer (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1];
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    if (bearer !== undefined && !pathname.startsWith('/api/')) secrets.add(bearer);
    if (/\/(token|revoke)$/.test(pathname)) {
      note(new URLSearchParams(String(init?.body ?? '')));
      const text = await response.clone().text();
      if (text.startsWith('{')) note(Object.entries(JSON.parse(text)));
    }
    return response;
  });
}
