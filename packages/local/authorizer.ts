import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from './clock.ts';

/** Claims as API Gateway hands them on: strings, each of them. */
export type Claims = Readonly<Record<string, string>>;

/** Checks the `Authorization` header; `undefined` for a token that is missing or refused. */
export type Authorizer = (header: string | undefined) => Promise<Claims | undefined>;

export interface AuthorizerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
  /** The keys of the local issuer; without them the issuer's discovery document names them. */
  readonly keys?: JWTVerifyGetKey;
}

/** HTTP API renders a claim that is no string as Go's formatter does: `[a b]`, `map[k:v]`. */
function render(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(render).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `map[${Object.entries(value)
      .map(([key, item]) => `${key}:${render(item)}`)
      .join(' ')}]`;
  }
  return String(value);
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok)
    throw new Error(`The issuer ${issuer} answered ${response.status} for its discovery document.`);
  const document: unknown = await response.json();
  if (typeof document !== 'object' || document === null || !('jwks_uri' in document)) {
    throw new Error(`The discovery document of ${issuer} names no jwks_uri.`);
  }
  return createRemoteJWKSet(new URL(String(document.jwks_uri)));
}

/**
 * The checks of an HTTP API's JWT authorizer (API Gateway Developer Guide, "Control access to HTTP APIs with JWT
 * authorizers"): RS256 by a key of the issuer, `iss`, `aud` or in its absence `client_id`, `exp`, `nbf`, `iat`.
 */
export function createAuthorizer({ issuer, audience, clock, keys }: AuthorizerOptions): Authorizer {
  let known: Promise<JWTVerifyGetKey> | undefined = keys === undefined ? undefined : Promise.resolve(keys);
  const keysOfIssuer = () => {
    known ??= discover(issuer).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const isForUs = ({ aud, client_id: clientId }: JWTPayload) => {
    if (aud === undefined) return clientId === audience;
    return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
  };

  return async (header) => {
    const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return undefined;
    try {
      const now = clock.now();
      const { payload } = await jwtVerify(token, await keysOfIssuer(), {
        algorithms: ['RS256'],
        issuer,
        currentDate: new Date(now),
        requiredClaims: ['exp'],
      });
      if (!isForUs(payload)) return undefined;
      if (payload.iat !== undefined && payload.iat > Math.floor(now / 1000)) return undefined;
      return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, render(value)]));
    } catch {
      return undefined;
    }
  };
}
