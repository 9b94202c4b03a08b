import { callTimeoutSeconds } from '@punctual/application/calendars/ports.ts';
import type { Clock } from '@punctual/application/ports.ts';

/** What a calendar provider's adapter needs to know of where and as whom it runs. */
export interface CalendarClientSettings {
  readonly clientId: string;
  /** Asked for when it is needed, so that starting a function asks nobody. */
  readonly clientSecret: () => Promise<string>;
  /** Origin without a path that replaces the provider's own; http only on this machine. */
  readonly apiUrl?: string | undefined;
  readonly oauthUrl?: string | undefined;
  readonly clock: Clock;
  /** Default: the port's limit. */
  readonly timeoutSeconds?: number;
}

/** Milliseconds for one call of the port, however many requests it takes; for a sign-in, and for what is asked after it. */
export function patienceOf({ timeoutSeconds }: CalendarClientSettings): number {
  return (timeoutSeconds ?? callTimeoutSeconds) * 1000;
}

/**
 * The origin of a provider's service.
 *
 * @throws when what replaces it is not an origin, or would carry tokens over a network in the clear
 */
export function originOf(replacement: string | undefined, own: string): string {
  if (replacement === undefined || replacement === '') return own;
  const { protocol, origin, pathname, search } = new URL(replacement);
  if (protocol !== 'https:' && !isLoopback(replacement)) {
    throw new Error(`${origin} is neither https nor on this machine`);
  }
  if (pathname !== '/' || search !== '') throw new Error(`${replacement} is more than an origin`);
  return origin;
}

/** Whether it is plain http that never leaves this machine. */
export function isLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
