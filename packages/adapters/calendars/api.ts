import { CalendarFault, type FaultKind } from '@punctual/application/calendars/ports.ts';
import type { Clock } from '@punctual/application/ports.ts';

/** A provider's web service. */
export interface ApiSettings {
  /** As people know it: `Google Calendar`. */
  readonly product: string;
  readonly origin: string;
  readonly patienceMilliseconds: number;
  readonly clock: Clock;
  /** The provider's own word for what is wrong, in an error answer. */
  reasonOf(body: unknown): string | undefined;
  /** What it means. */
  kindOf(status: number, reason: string | undefined): FaultKind;
}

export interface ApiRequest {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; `URLSearchParams` as a form. */
  readonly body?: object;
}

/** One call of the port: all requests made for it share one deadline. */
export interface Call {
  /**
   * The body of a good answer; undefined when there is none.
   *
   * @throws CalendarFault for everything else
   */
  send<T>(method: string, path: string, request?: ApiRequest): Promise<T>;
}

/**
 * Speaks JSON to a provider. One request each time: nothing is tried again here, because the queue knows better when.
 * What a fault says is made of our words, the status and the provider's code: its sentences may quote what it was sent.
 */
export function createApi(settings: ApiSettings) {
  const { product, origin, patienceMilliseconds } = settings;
  return {
    begin(accessToken: string | undefined): Call {
      const signal = AbortSignal.timeout(patienceMilliseconds);
      return {
        async send<T>(method: string, path: string, { query, headers, body }: ApiRequest = {}) {
          const url = new URL(origin + path);
          for (const [name, value] of Object.entries(query ?? {})) {
            if (value !== undefined) url.searchParams.set(name, value);
          }
          const isForm = body instanceof URLSearchParams;
          let status: number;
          let answered: Headers;
          let text: string;
          try {
            const response = await fetch(url, {
              method,
              headers: {
                accept: 'application/json',
                ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
                ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
                ...headers,
              },
              ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
              // Neither of them redirects; who does is somebody else, and gets no token.
              redirect: 'error',
              signal,
            });
            ({ status, headers: answered } = response);
            text = await response.text();
          } catch {
            throw unanswered(product, signal);
          }
          const parsed = parse(text);
          if (status >= 200 && status < 300) {
            if (parsed === unreadable)
              throw new CalendarFault('unavailable', `${product} answered nonsense.`);
            return parsed as T;
          }
          const reason = parsed === unreadable ? undefined : settings.reasonOf(parsed);
          const kind = settings.kindOf(status, reason);
          throw new CalendarFault(
            kind,
            sentence(product, kind, status, reason),
            retryAfterSeconds(answered, settings.clock.now()),
          );
        },
      };
    },
  };
}

/** Nobody knows whether the request took effect. */
export function unanswered(product: string, signal: AbortSignal): CalendarFault {
  const what = signal.aborted ? 'did not answer in time' : 'could not be reached';
  return new CalendarFault('unavailable', `${product} ${what}.`);
}

/** Seconds to wait, from a `Retry-After` in either of its forms (RFC 9110, 10.2.3). */
export function retryAfterSeconds(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

const words: Readonly<Record<FaultKind, string>> = {
  unauthorized: 'does not accept our access',
  revoked: 'has taken our access back; connect the calendar again',
  throttled: 'asks us to slow down',
  unavailable: 'does not work at the moment',
  not_found: 'does not have this any more',
  conflict: 'has deleted the entry that was made here before',
  stale: 'has a newer version of this',
  cursor_void: 'wants everything to be read again',
  refused: 'refuses this',
};

/** Readable by the calendar's owner; the provider's code helps who looks after it. */
export function sentence(
  product: string,
  kind: FaultKind,
  status: number,
  reason: string | undefined,
): string {
  const code = /^[a-z_]{1,60}$/i.test(reason ?? '') ? ` ${reason}` : '';
  return `${product} ${words[kind]} (${status}${code}).`;
}

const unreadable = Symbol('unreadable');

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}
