import { type Cloud, startCloud } from '@punctual/local/cloud.ts';

/** No account for meetings is set up: a booking is one change, whether or not anybody makes meetings in time. */
export const withoutMeetings: Readonly<Record<string, string>> = { ZOOM_ACCOUNT_ID: '' };

/** The whole product in this process: the local cloud with the real handlers on real endpoints. */
export interface Api {
  readonly cloud: Cloud;
  call(request: ApiRequest): Promise<ApiAnswer>;
  /** A bearer token for a person with roles. */
  token(person: TokenRequest): Promise<string>;
  stop(): Promise<void>;
}

export interface TokenRequest {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly name?: string;
  readonly email?: string;
  readonly expiresIn?: number;
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined without a body. What it holds is what the test checks. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it finds
  readonly body: any;
}

/**
 * Starts at an instant, so that dates in tests do not grow old.
 *
 * @param environment what functions find in place of the cloud's own, for example `withoutMeetings`
 */
export async function startApi(
  now = '2026-03-02T08:00:00Z',
  environment: Readonly<Record<string, string>> = {},
): Promise<Api> {
  const cloud = await startCloud({
    port: 0,
    stateDirectory: undefined,
    environment: { POWERTOOLS_LOG_LEVEL: 'SILENT', ...environment },
  });
  cloud.clock.set(Date.parse(now));
  const call = async ({ method, path, token, body, headers }: ApiRequest): Promise<ApiAnswer> => {
    const response = await fetch(`${cloud.url}${path}`, {
      method,
      // Whoever is sent on elsewhere is seen to be.
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text || undefined,
    };
  };
  return {
    cloud,
    call,
    async token(person) {
      const answer = await call({ method: 'POST', path: '/dev/token', body: person });
      return String(answer.body.access_token);
    },
    stop: () => cloud.stop(),
  };
}
