import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import type { Caller } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { CalendarPorts } from './calendar-ports.ts';
import type { CalendarProviderName } from './connection.ts';
import { mayManage } from './reach.ts';

const lifeMinutes = 10;

export interface AuthorizationWanted {
  /** Whose calendar it is. */
  readonly personId: PersonId;
  readonly provider: CalendarProviderName;
  /** Undefined: back to us. The provider sends nobody to an address that is not registered with it. */
  readonly redirectUri?: string | undefined;
}

/** Where somebody is sent to give access to a calendar; the state is good once, for ten minutes. */
export async function beginAuthorization(
  ports: Pick<CalendarPorts, 'authorizations' | 'signer' | 'providers' | 'redirectUris' | 'clock'>,
  caller: Pick<Caller, 'id' | 'roles'>,
  { personId, provider, redirectUri = ports.redirectUris[provider] }: AuthorizationWanted,
): Promise<Outcome<{ readonly authUrl: string; readonly state: string }>> {
  if (!mayManage(caller, personId)) return notFound('Coach');
  const { state, codeVerifier } = await ports.signer.newAuthorization();
  const hash = await ports.signer.stateHash(state);
  if (hash === undefined) throw new Error('a state that was just signed is not taken for our own');
  const expiresAt = ports.clock.now() + lifeMinutes * MINUTE;
  const pending = { personId, callerId: caller.id, provider, codeVerifier, redirectUri, expiresAt };
  await ports.authorizations.save(hash, pending);
  const authUrl = await ports.providers[provider].authorizationUrl({ state, codeVerifier, redirectUri });
  return done({ authUrl, state });
}

/** What was begun with a state, which is worth nothing afterwards. Undefined: forged, used or expired. */
export async function takeAuthorization(
  { authorizations, signer, clock }: Pick<CalendarPorts, 'authorizations' | 'signer' | 'clock'>,
  state: string,
) {
  const hash = await signer.stateHash(state);
  const pending = hash === undefined ? undefined : await authorizations.take(hash);
  return pending !== undefined && clock.now() < pending.expiresAt ? pending : undefined;
}
