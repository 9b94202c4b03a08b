import { takeAuthorization } from './begin-authorization.ts';
import { type CalendarPorts, calendarNames } from './calendar-ports.ts';
import { connect } from './connect.ts';
import type { CalendarProviderName } from './connection.ts';
import { CalendarFault } from './ports.ts';

/** What a provider's redirect carries. */
export interface AuthorizationAnswer {
  readonly state?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
}

export type Authorized =
  | {
      readonly status: 'connected' | 'reconnected';
      readonly provider: CalendarProviderName;
      readonly connectionId: string;
    }
  | {
      readonly status: 'failed';
      /** Undefined where the state does not tell. */
      readonly provider: CalendarProviderName | undefined;
      /** In words for the person; nothing of what the redirect carried. */
      readonly error: string;
    };

/** Somebody comes back from a provider, with access or without. The state is used up in any case. */
export async function finishAuthorization(
  ports: CalendarPorts,
  { state = '', code, error }: AuthorizationAnswer,
): Promise<Authorized> {
  const pending = await takeAuthorization(ports, state);
  if (pending === undefined) {
    const words = 'This attempt to connect has expired or was used already. Please start again.';
    return { status: 'failed', provider: undefined, error: words };
  }
  const { provider } = pending;
  const name = calendarNames[provider];
  if (error !== undefined || code === undefined || code === '') {
    const denied = error === 'access_denied' || error === 'consent_required';
    const words = denied ? `You did not give access to ${name}.` : `${name} did not give access.`;
    return { status: 'failed', provider, error: words };
  }
  try {
    const { tokens, accountEmail } = await ports.providers[provider].exchange(code, pending);
    const { kind, connection } = await connect(ports, pending, tokens, accountEmail);
    return { status: kind, provider, connectionId: connection.id };
  } catch (fault) {
    if (!(fault instanceof CalendarFault)) throw fault;
    return { status: 'failed', provider, error: `${name} did not give access: ${fault.message}` };
  }
}
