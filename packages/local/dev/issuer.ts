import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import type { Clock } from '../clock.ts';

export interface Person {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly name?: string;
  readonly email?: string;
}

/** An OpenID issuer with one RSA key, kept in the state directory so that tokens outlive a restart. */
export interface Issuer {
  readonly url: string;
  readonly keys: JWTVerifyGetKey;
  readonly jwks: JSONWebKeySet;
  discovery(): object;
  issue(person: Person, expiresInSeconds: number): Promise<string>;
}

/** Makes the key at the first start. Tokens are issued, and run out, by the movable clock. */
export async function createIssuer(
  stateDirectory: string,
  url: string,
  audience: string,
  rolesClaim: string,
  clock: Clock,
): Promise<Issuer> {
  const path = join(stateDirectory, 'issuer.pem');
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  const publicJwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(publicJwk);
  const jwks = { keys: [{ ...publicJwk, kid, alg: 'RS256', use: 'sig' }] };
  return {
    url,
    jwks,
    keys: createLocalJWKSet(jwks),
    discovery: () => ({
      issuer: url,
      jwks_uri: `${url}/jwks`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      response_types_supported: ['id_token'],
    }),
    issue({ sub, roles, name, email }, expiresInSeconds) {
      const issuedAt = Math.floor(clock.now() / 1000);
      const claims = {
        [rolesClaim]: [...roles],
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email }),
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(url)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(privateKey);
    },
  };
}
