import { MINUTE } from '@punctual/scheduling/time/instant.ts';
import { type CalendarPorts, calendarNames, isFault } from './calendar-ports.ts';
import type { Connection } from './connection.ts';
import { noteLoss } from './connection-changes.ts';
import { CalendarFault, callTimeoutSeconds, type Tokens } from './ports.ts';

type AccessPorts = Pick<CalendarPorts, 'connections' | 'providers' | 'clock' | 'ids' | 'pause'>;

/** A token that ends within this is renewed before it is used. */
const margin = 5 * MINUTE;
/** Longer than a refresh and its saving take. */
const leaseMilliseconds = 3 * callTimeoutSeconds * 1000;
/** With the pauses between them, longer than somebody else's refresh mostly takes; who waits longer does so in a queue. */
const maximumTries = 10;

/**
 * Calls the provider with a token that is good for some minutes yet. A token that the provider does not accept all the
 * same is renewed once, and the call made again.
 *
 * @throws CalendarFault of the call or of the refresh; `revoked` after the connection has been marked and its owner told
 */
export async function withAccessToken<T>(
  ports: AccessPorts,
  connection: Pick<Connection, 'id' | 'provider'>,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const known = await storedTokens(ports, connection);
  const expiring = known.accessExpiresAt - margin <= ports.clock.now();
  const tokens = expiring ? await renewed(ports, connection, known) : known;
  try {
    return await call(tokens.accessToken);
  } catch (fault) {
    if (!isFault(fault, 'unauthorized')) throw fault;
  }
  const next = await renewed(ports, connection, tokens);
  try {
    return await call(next.accessToken);
  } catch (fault) {
    if (!isFault(fault, 'unauthorized')) throw fault;
    const name = calendarNames[connection.provider];
    // Not `revoked`: a refresh has just been granted, so that asking again later may help.
    const words = `${name} does not accept the access that it has just renewed`;
    throw new CalendarFault('unavailable', words, fault.retryAfterSeconds, { cause: fault });
  }
}

async function storedTokens(
  { connections }: Pick<AccessPorts, 'connections'>,
  { id, provider }: Pick<Connection, 'id' | 'provider'>,
): Promise<Tokens> {
  const tokens = await connections.tokens(id);
  if (tokens === undefined) {
    throw new CalendarFault('revoked', `${calendarNames[provider]} is no longer connected`);
  }
  return tokens;
}

/**
 * One refresh at a time: providers that rotate refresh tokens let each be used once. Whoever does not get the lease waits
 * for the tokens of the one who has it.
 */
async function renewed(
  ports: AccessPorts,
  connection: Pick<Connection, 'id' | 'provider'>,
  stale: Tokens,
): Promise<Tokens> {
  const { connections, clock } = ports;
  const { id } = connection;
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const current = await storedTokens(ports, connection);
    if (current.accessToken !== stale.accessToken) return current;
    const now = clock.now();
    const holder = await connections.acquire(id, 'refresh', now, now + leaseMilliseconds);
    if (holder === undefined) {
      await ports.pause(attempt);
      continue;
    }
    try {
      return await refresh(ports, connection, stale);
    } finally {
      await connections.release(id, 'refresh', holder);
    }
  }
  throw new CalendarFault('unavailable', 'Access to the calendar is being renewed', leaseMilliseconds / 1000);
}

async function refresh(
  ports: AccessPorts,
  connection: Pick<Connection, 'id' | 'provider'>,
  stale: Tokens,
): Promise<Tokens> {
  const { connections, providers } = ports;
  const { id, provider } = connection;
  const current = await storedTokens(ports, connection);
  if (current.accessToken !== stale.accessToken) return current;
  try {
    if (current.refreshToken === undefined) {
      throw new CalendarFault('revoked', `${calendarNames[provider]} gave access for a short time only`);
    }
    const fresh = await providers[provider].refresh(current.refreshToken);
    // Google gives no new refresh token, the one that we have goes on.
    const tokens = { ...fresh, refreshToken: fresh.refreshToken ?? current.refreshToken };
    await connections.saveTokens(id, tokens);
    return tokens;
  } catch (fault) {
    if (!isFault(fault, 'revoked', 'refused')) throw fault;
    // The person may have connected again while the old refresh token was being refused.
    const latest = await storedTokens(ports, connection);
    if (latest.accessToken !== current.accessToken) return latest;
    await noteLoss(ports, id, fault.kind === 'revoked' ? 'revoked' : 'refused');
    throw fault;
  }
}
