import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Records } from '../records.ts';
import { accessTokenSeconds } from './grants.ts';
import type { Account } from './store.ts';

/** Signs who somebody is, as Google does, with a key that is made when it is first needed. */
export interface Identity {
  /** The public key as a JSON Web Key Set. */
  certificates(): object;
  /** The public key by its id, in PEM, as Google's own Node library wants it. */
  pems(): object;
  idToken(account: Account, scopes: readonly string[], nonce: string | undefined): string;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createIdentity(records: Records, clientId: string, clock: Clock): Identity {
  const key = () => {
    let pem = records.get<{ pem: string }>('setting', 'key')?.pem;
    if (pem === undefined) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      records.put('setting', 'key', { pem });
    }
    const privateKey = createPrivateKey(pem);
    const jwk = createPublicKey(pem).export({ format: 'jwk' });
    const kid = createHash('sha256').update(String(jwk.n)).digest('hex').slice(0, 40);
    return { privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' }, kid };
  };
  return {
    certificates: () => ({ keys: [key().jwk] }),
    pems() {
      const { privateKey, kid } = key();
      return { [kid]: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) };
    },
    idToken(account, scopes, nonce) {
      const { privateKey, kid } = key();
      const issuedAt = Math.floor(clock.now() / 1000);
      const claims = {
        iss: 'https://accounts.google.com',
        azp: clientId,
        aud: clientId,
        sub: account.sub,
        ...(scopes.includes('email') ? { email: account.email, email_verified: true } : {}),
        ...(scopes.includes('profile') ? { name: account.name } : {}),
        ...(nonce === undefined ? {} : { nonce }),
        iat: issuedAt,
        exp: issuedAt + accessTokenSeconds + 1,
      };
      const signed = `${encode({ alg: 'RS256', kid, typ: 'JWT' })}.${encode(claims)}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}
