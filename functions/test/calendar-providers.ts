import type { Api, ApiAnswer } from '@punctual/testkit/api.ts';

/** An entry of somebody's calendar, as its owner would see it there. */
export interface SeenEntry {
  readonly id: string;
  readonly title: string;
  /** Milliseconds. */
  readonly start: number;
  readonly minutes: number;
  readonly isTentative: boolean;
  readonly guests: readonly string[];
}

/** What a test does at a provider's stand-in: what people do there, and what goes wrong there. */
export interface ProviderSide {
  readonly name: 'google' | 'outlook';
  /** Below `/dev/providers/`. */
  readonly standIn: 'google' | 'microsoft';
  readonly webhook: string;
  /** The request with which an entry is made. */
  readonly creates: string;
  /** Presses a button of the page that asks for consent; answers where the browser is sent then. */
  consent(authUrl: string, email: string, choice?: 'yes' | 'no'): Promise<string>;
  /** By start. */
  entries(email: string): Promise<readonly SeenEntry[]>;
  /** The owner enters an hour of their own; answers its id. */
  enter(email: string, start: string): Promise<string>;
  move(email: string, id: string, start: string): Promise<void>;
  remove(email: string, id: string): Promise<void>;
  /** The owner takes our access back at their account. */
  revoke(email: string): Promise<void>;
  /** As `POST …/fail` takes it. */
  fail(failure: object): Promise<void>;
  heal(): Promise<void>;
  /** The ids of the push channels that there are. */
  channels(): Promise<readonly string[]>;
  /** The provider ends the push channel and says so; undefined where it never does. */
  readonly endChannel: ((id: string) => Promise<void>) | undefined;
}

const hour = 3_600_000;

export function googleSide(api: Api): ProviderSide {
  const dev = devCalls(api, 'google');
  return {
    name: 'google',
    standIn: 'google',
    webhook: '/webhooks/google-calendar',
    creates: 'POST /calendar/v3/calendars/primary/events',
    consent: (authUrl, email, choice = 'yes') => {
      const { origin, searchParams } = new URL(authUrl);
      const decision = choice === 'yes' ? 'allow' : 'deny';
      return press(`${origin}/o/oauth2/v2/auth/decision`, {
        request: searchParams.toString(),
        decision,
        email,
      });
    },
    async entries(email) {
      const { body } = await dev('GET', `accounts/${email}/events`);
      return inOrder(
        body
          .filter(({ status }: GoogleEvent) => status !== 'cancelled')
          .map(({ id, summary, start, end, status, attendees = [] }: GoogleEvent) => ({
            id,
            title: summary,
            start: Date.parse(start.dateTime),
            minutes: (Date.parse(end.dateTime) - Date.parse(start.dateTime)) / 60_000,
            isTentative: status === 'tentative',
            guests: attendees.map((one) => one.email),
          })),
      );
    },
    enter: async (account, start) => (await dev('POST', 'events', { account, start })).body.id,
    move: async (account, id, start) => void (await dev('POST', 'events/edit', { account, id, start })),
    remove: async (account, id) => void (await dev('POST', 'events/delete', { account, id })),
    revoke: async (account) => void (await dev('POST', 'revoke', { account })),
    fail: async (failure) => void (await dev('POST', 'fail', failure)),
    heal: async () => void (await dev('DELETE', 'fail')),
    channels: async () => (await dev('GET', 'channels')).body.map(idOf),
    endChannel: undefined,
  };
}

export function outlookSide(api: Api): ProviderSide {
  const dev = devCalls(api, 'microsoft');
  const during = (start: string) => ({
    start: { dateTime: start.replace('Z', ''), timeZone: 'UTC' },
    end: { dateTime: new Date(Date.parse(start) + hour).toISOString().slice(0, 19), timeZone: 'UTC' },
  });
  return {
    name: 'outlook',
    standIn: 'microsoft',
    webhook: '/webhooks/microsoft-graph',
    creates: 'POST /v1.0/me/events',
    consent: (authUrl, email, choice = 'yes') =>
      press(authUrl, { other: email, decision: choice === 'yes' ? 'accept' : 'cancel' }),
    async entries(email) {
      const { body } = await dev('GET', `events?account=${email}`);
      return inOrder(
        body.map(({ id, subject, start, end, showAs, attendees }: GraphEvent) => ({
          id,
          title: subject,
          start: Date.parse(`${start.dateTime}Z`),
          minutes: (Date.parse(`${end.dateTime}Z`) - Date.parse(`${start.dateTime}Z`)) / 60_000,
          isTentative: showAs === 'tentative',
          guests: attendees.map(({ emailAddress }) => emailAddress.address),
        })),
      );
    },
    async enter(account, start) {
      const event = { subject: 'Something else', ...during(start) };
      return (await dev('POST', 'events', { account, event })).body.id;
    },
    move: async (account, id, start) => {
      await dev('PATCH', 'events', { account, id, event: during(start) });
    },
    remove: async (account, id) => void (await dev('DELETE', 'events', { account, id })),
    revoke: async (account) => void (await dev('POST', 'revoke', { account })),
    fail: async (failure) => void (await dev('POST', 'fail', failure)),
    heal: async () => void (await dev('DELETE', 'fail')),
    channels: async () => (await dev('GET', 'subscriptions')).body.map(idOf),
    endChannel: async (id) => void (await dev('POST', 'lifecycle', { id, event: 'subscriptionRemoved' })),
  };
}

const idOf = ({ id }: { readonly id: string }): string => id;

interface GoogleEvent {
  readonly id: string;
  readonly summary: string;
  readonly status: string;
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
  readonly attendees?: readonly { readonly email: string }[];
}

interface GraphEvent {
  readonly id: string;
  readonly subject: string;
  readonly showAs: string;
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
  readonly attendees: readonly { readonly emailAddress: { readonly address: string } }[];
}

function inOrder(entries: readonly SeenEntry[]): readonly SeenEntry[] {
  return [...entries].sort((a, b) => a.start - b.start);
}

function devCalls(api: Api, standIn: string) {
  return async (method: string, call: string, body?: object): Promise<ApiAnswer> => {
    const answer = await api.call({ method, path: `/dev/providers/${standIn}/${call}`, body });
    if (answer.status >= 300) throw new Error(`${call}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
}

/** A form's button; answers the address in `Location`. */
async function press(url: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  const text = await response.text();
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${response.status}: ${text}`);
  return location;
}

/** Follows the provider's redirect to the product; answers the query with which the web application is opened. */
export async function comeBack(location: string): Promise<Record<string, string>> {
  const response = await fetch(location, { redirect: 'manual' });
  await response.arrayBuffer();
  const address = response.headers.get('location');
  if (response.status !== 302 || address === null) throw new Error(`sent nowhere: ${response.status}`);
  return Object.fromEntries(new URL(address).searchParams);
}
