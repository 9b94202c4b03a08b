import { MeetingFault } from '@punctual/application/meetings/ports.ts';
import type { Clock } from '@punctual/application/ports.ts';
import { answerOf, type Limits, refusalOf, signalWithin } from './answers.ts';

export interface ZoomAccount {
  readonly accountId: string;
  readonly clientId: string;
  /** Asked for when it is needed, so that starting a function asks nobody. */
  readonly clientSecret: () => Promise<string>;
  /** Origin without a path. */
  readonly oauthUrl: string;
  readonly clock: Clock;
  readonly limits: Limits;
}

/** The access of a server-to-server app: no refresh token, and several access tokens may live at once. */
export interface ZoomAccess {
  /** A token that is good for a minute at least; asked for once, however many calls want it. */
  token(signal: AbortSignal): Promise<string>;
  /** It was not accepted: the next call gets another. */
  forget(token: string): void;
}

/** Milliseconds before its end from which on a token is not used any more. */
const margin = 60_000;

/** Keeps the token in memory, for all calls of the process. */
export function zoomAccess(account: ZoomAccount): ZoomAccess {
  let known: { readonly token: string; readonly expiresAt: number } | undefined;
  let flight: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const { accountId, clientId, oauthUrl, clock, limits } = account;
    const basic = Buffer.from(`${clientId}:${await account.clientSecret()}`).toString('base64');
    const askedAt = clock.now();
    // A limit of its own: whoever asked first may be in a greater hurry than those who wait for the same token.
    const { status, headers, body } = await answerOf(
      `${oauthUrl}/oauth/token`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
      },
      signalWithin(limits.callMilliseconds),
    );
    const { access_token: token, expires_in: seconds, error } = (body ?? {}) as Record<string, unknown>;
    if (status !== 200)
      throw refusalOf(status, typeof error === 'string' ? error : undefined, headers, clock.now());
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number' || !(seconds > 0)) {
      throw new MeetingFault('unavailable', 'Zoom answered nonsense.');
    }
    known = { token, expiresAt: askedAt + seconds * 1000 };
    return token;
  };

  return {
    async token(signal) {
      if (known !== undefined && known.expiresAt - margin > account.clock.now()) return known.token;
      flight ??= ask()
        .catch(withoutEffect)
        .finally(() => {
          flight = undefined;
        });
      return raced(flight, signal);
    },
    forget(token) {
      if (known?.token === token) known = undefined;
    },
  };
}

/** Whoever wants a token to do something with has not done it. */
function withoutEffect(fault: unknown): never {
  if (!(fault instanceof MeetingFault)) throw fault;
  throw new MeetingFault('throttled', fault.message, fault.retryAfterSeconds);
}

/** What others wait for as well goes on when one of them has to go. */
async function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new MeetingFault('throttled', 'Zoom did not let us in in time.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
    stopped.catch(() => undefined);
  }
}
