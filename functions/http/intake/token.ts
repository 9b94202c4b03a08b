import type { Role } from '@punctual/application/model.ts';
import { rolesIn } from '@punctual/lambda/http/authenticate.ts';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { required, rolesClaim } from '../../environment.ts';

/*
 * The gateway looks at no token on a public route. Where one may be given all the same, it is checked here, as the
 * gateway's authorizer would: RS256 by a key of the issuer, `iss`, `aud` or in its absence `client_id`, `exp`, `nbf`.
 */

const issuer = required('AUTH_ISSUER');
const audiences = required('AUTH_AUDIENCE')
  .split(',')
  .map((audience) => audience.trim());

let keys: Promise<JWTVerifyGetKey> | undefined;

async function discover(): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
  const document: unknown = response.ok ? await response.json() : undefined;
  if (typeof document !== 'object' || document === null || !('jwks_uri' in document)) {
    throw new Error('the issuer tells of no keys');
  }
  return createRemoteJWKSet(new URL(String(document.jwks_uri)));
}

function keysOfIssuer(): Promise<JWTVerifyGetKey> {
  keys ??= discover().catch((fault: unknown) => {
    // A failure is not kept: the next request asks again.
    keys = undefined;
    throw fault;
  });
  return keys;
}

/** The roles of whoever has sent an `Authorization` header; undefined for a token that is missing or no good. */
export async function rolesOfBearer(
  header: string | undefined,
  now: number,
): Promise<readonly Role[] | undefined> {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return undefined;
  const key = await keysOfIssuer();
  try {
    const options = {
      algorithms: ['RS256'],
      issuer,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub'],
    };
    const { payload } = await jwtVerify(token, key, options);
    const meant = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
    if (!meant.some((one) => audiences.includes(String(one)))) return undefined;
    const claim = payload[rolesClaim];
    return rolesIn(Array.isArray(claim) ? claim.join(' ') : String(claim ?? ''));
  } catch (fault) {
    // Its own words for a bad token begin so; a key set that cannot be fetched is a fault of another kind.
    if (fault instanceof Error && 'code' in fault && /^ERR_J(WT|WS|OSE)/.test(String(fault.code)))
      return undefined;
    if (fault instanceof Error && 'code' in fault && fault.code === 'ERR_JWKS_NO_MATCHING_KEY')
      return undefined;
    throw fault;
  }
}
