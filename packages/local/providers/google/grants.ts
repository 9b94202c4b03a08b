import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Instant } from '../../clock.ts';
import type { Records } from '../records.ts';

/** What somebody has allowed the product to do. */
export interface Grant {
  readonly id: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly grantedAt: Instant;
  /** The live ones, oldest first, each with the time of its last use. */
  readonly refreshTokens: readonly { readonly token: string; readonly usedAt: Instant }[];
}

/** An authorization code, good for one exchange. */
export interface Code {
  readonly account: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly challengeMethod: 'S256' | 'plain';
  readonly nonce: string | undefined;
  /** Whether a refresh token comes with it. */
  readonly isOffline: boolean;
  readonly expiresAt: Instant;
}

export interface AccessToken {
  readonly token: string;
  readonly account: string;
  readonly grant: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Instant;
}

/** Grants, codes and tokens. */
export interface Grants {
  grantOf(account: string): Grant | undefined;
  /** A code for what was allowed; the grant comes into being with its exchange. */
  issueCode(code: Omit<Code, 'expiresAt'>): string;
  /** The code, which is thereby used up; `undefined` for one unknown, used or too old. */
  takeCode(code: string): Code | undefined;
  /** A grant of those scopes besides the ones granted before, with a refresh token when asked for. */
  grant(code: Code): { readonly access: AccessToken; readonly refreshToken: string | undefined };
  /** A further access token; `undefined` when the refresh token is dead. */
  refresh(refreshToken: string): AccessToken | undefined;
  /** The token, unless it is unknown, expired or revoked. */
  check(accessToken: string): AccessToken | undefined;
  /** Ends the grant that a token of either kind belongs to; whether there was one. */
  revokeToken(token: string): boolean;
  revoke(account: string): boolean;
  /** Has the access tokens that are out expire at once. */
  expireAccess(account: string): void;
}

const seconds = 1000;
const day = 86_400 * seconds;
export const accessTokenSeconds = 3599;
const codeLife = 600 * seconds;
/** A refresh token dies when it is not used for six months. */
const idleLife = 183 * day;
/** More than these for one account and the oldest dies without a word. */
const mostRefreshTokens = 100;

function secret(prefix: string, bytes: number): string {
  return `${prefix}${randomBytes(bytes).toString('base64url')}`;
}

/** Whether the verifier is the one that the challenge was made of (RFC 7636). */
export function isVerifier(code: Code, verifier: string): boolean {
  if (code.challengeMethod === 'plain') return verifier === code.challenge;
  return createHash('sha256').update(verifier).digest('base64url') === code.challenge;
}

export function createGrants(records: Records, clock: Clock): Grants {
  const grantOf = (account: string) => records.get<Grant>('grant', account);
  const save = (grant: Grant) => records.put('grant', grant.account, grant);

  const issueAccess = (grant: Grant): AccessToken => {
    const { account, scopes, id } = grant;
    const token: AccessToken = {
      token: secret('ya29.', 60),
      account,
      grant: id,
      scopes,
      expiresAt: clock.now() + accessTokenSeconds * seconds,
    };
    records.put('access', token.token, token);
    return token;
  };

  const holderOf = (refreshToken: string): Grant | undefined => {
    const holder = records.get<{ account: string }>('refresh', refreshToken);
    const grant = holder === undefined ? undefined : grantOf(holder.account);
    const known = grant?.refreshTokens.find(({ token }) => token === refreshToken);
    return known === undefined || clock.now() - known.usedAt > idleLife ? undefined : grant;
  };

  const check = (accessToken: string) => {
    const token = records.get<AccessToken>('access', accessToken);
    if (token === undefined || token.expiresAt <= clock.now()) return undefined;
    return grantOf(token.account)?.id === token.grant ? token : undefined;
  };

  const grants: Grants = {
    grantOf,
    check,
    issueCode(code) {
      const text = secret('4/0A', 54);
      records.put('code', text, { ...code, expiresAt: clock.now() + codeLife });
      return text;
    },
    takeCode(text) {
      const code = records.get<Code>('code', text);
      records.delete('code', text);
      return code === undefined || code.expiresAt <= clock.now() ? undefined : code;
    },
    grant: (code) =>
      records.transaction(() => {
        const former = grantOf(code.account);
        const refreshToken = code.isOffline ? secret('1//0', 60) : undefined;
        const tokens = former?.refreshTokens ?? [];
        const grant: Grant = {
          id: former?.id ?? secret('', 12),
          account: code.account,
          scopes: [...new Set([...(former?.scopes ?? []), ...code.scopes])],
          grantedAt: former?.grantedAt ?? clock.now(),
          refreshTokens:
            refreshToken === undefined
              ? tokens
              : [...tokens, { token: refreshToken, usedAt: clock.now() }].slice(-mostRefreshTokens),
        };
        save(grant);
        if (refreshToken !== undefined) records.put('refresh', refreshToken, { account: code.account });
        return { access: issueAccess({ ...grant, scopes: code.scopes }), refreshToken };
      }),
    refresh: (refreshToken) =>
      records.transaction(() => {
        const grant = holderOf(refreshToken);
        if (grant === undefined) return undefined;
        const usedAt = clock.now();
        const refreshTokens = grant.refreshTokens.map((it) =>
          it.token === refreshToken ? { ...it, usedAt } : it,
        );
        save({ ...grant, refreshTokens });
        return issueAccess(grant);
      }),
    revokeToken(token) {
      const account = check(token)?.account ?? holderOf(token)?.account;
      return account !== undefined && grants.revoke(account);
    },
    revoke: (account) => records.delete('grant', account),
    expireAccess(account) {
      for (const token of records.list<AccessToken>('access')) {
        if (token.account === account) records.delete('access', token.token);
      }
    },
  };
  return grants;
}
