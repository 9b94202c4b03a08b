import type { Caller } from '../model.ts';
import { done, type Failure, failed, type Outcome } from '../outcome.ts';
import { takeAuthorization } from './begin-authorization.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import { connect } from './connect.ts';
import type { CalendarProviderName } from './connection.ts';
import { CalendarFault } from './ports.ts';

export interface TokenExchange {
  readonly provider: CalendarProviderName;
  readonly code: string;
  readonly state: string;
  /** Undefined: the one that the authorization was begun with. */
  readonly redirectUri?: string | undefined;
}

export interface TokenExchanged {
  readonly connectionId: string;
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scope: string;
}

/** The same as coming back to us, for a page that got the code itself: only whoever began may end it. */
export async function exchangeToken(
  ports: CalendarPorts,
  caller: Pick<Caller, 'id'>,
  { provider, code, state, redirectUri }: TokenExchange,
): Promise<Outcome<TokenExchanged>> {
  const pending = await takeAuthorization(ports, state);
  if (pending === undefined || pending.callerId !== caller.id || pending.provider !== provider) {
    return invalid('body.state', 'Unknown, used or expired: ask for a new authorization');
  }
  if (redirectUri !== undefined && redirectUri !== pending.redirectUri) {
    return invalid('body.redirect_uri', 'Not the one that the authorization was begun with');
  }
  try {
    const { tokens, accountEmail } = await ports.providers[provider].exchange(code, pending);
    const { connection } = await connect(ports, pending, tokens, accountEmail);
    const left = Math.floor((tokens.accessExpiresAt - ports.clock.now()) / 1000);
    const { accessToken, scope } = tokens;
    return done({ connectionId: connection.id, accessToken, expiresIn: Math.max(0, left), scope });
  } catch (fault) {
    if (!(fault instanceof CalendarFault)) throw fault;
    const { kind, message } = fault;
    if (kind === 'revoked' || kind === 'refused' || kind === 'unauthorized')
      return invalid('body.code', message);
    return failed({ kind: 'provider_unavailable', message });
  }
}

function invalid(path: string, message: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'invalid', issues: [{ path, message }] });
}
