import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Clock, Instant } from '../../clock.ts';
import type { Records } from '../records.ts';

/** What an account has allowed the app. */
export interface Grant {
  readonly id: string;
  readonly email: string;
  /** Without Graph's prefix: `Calendars.ReadWrite`. */
  readonly scopes: readonly string[];
  readonly revoked: boolean;
}

export interface Code {
  readonly grant: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly method: 'S256' | 'plain';
  readonly nonce: string | undefined;
  readonly expiresAt: Instant;
  readonly isUsed: boolean;
}

interface Token {
  readonly grant: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Instant;
}

export interface FoundToken extends Token {
  readonly owner: Grant;
  readonly isExpired: boolean;
}

/** Milliseconds: a code ten minutes, a refresh token 90 days after it was issued. */
const codeLife = 600_000;
const refreshLife = 90 * 86_400_000;

/** Codes and tokens, and what each stands for. */
export interface Grants {
  issueCode(
    email: string,
    scopes: readonly string[],
    code: Omit<Code, 'grant' | 'expiresAt' | 'isUsed'>,
  ): string;
  code(text: string): Code | undefined;
  useCode(text: string, code: Code): void;
  grant(id: string): Grant | undefined;
  ofAccount(email: string): Grant[];
  /** Also says for how many seconds; Microsoft varies it between 60 and 90 minutes. */
  issueAccess(grant: Grant, scopes: readonly string[]): { token: string; expiresIn: number };
  issueRefresh(grant: Grant): string;
  access(token: string): FoundToken | undefined;
  refresh(token: string): FoundToken | undefined;
  /** Ends all that an account has granted; how many grants that were. */
  revoke(email: string): number;
}

export function createGrants(records: Records, clock: Clock): Grants {
  const random = (prefix: string, bytes: number) => prefix + randomBytes(bytes).toString('base64url');
  const find = (kind: string, text: string): FoundToken | undefined => {
    const token = records.get<Token>(kind, text);
    const owner = token === undefined ? undefined : records.get<Grant>('grant', token.grant);
    if (token === undefined || owner === undefined) return undefined;
    return { ...token, owner, isExpired: token.expiresAt <= clock.now() };
  };
  const ofAccount = (email: string) => records.list<Grant>('grant').filter((it) => it.email === email);
  return {
    issueCode(email, scopes, code) {
      const grant: Grant = { id: randomUUID(), email, scopes, revoked: false };
      records.put('grant', grant.id, grant);
      const text = random('0.AX', 60);
      const entry: Code = { ...code, grant: grant.id, expiresAt: clock.now() + codeLife, isUsed: false };
      records.put('code', text, entry);
      return text;
    },
    code: (text) => records.get<Code>('code', text),
    useCode: (text, code) => records.put('code', text, { ...code, isUsed: true }),
    grant: (id) => records.get<Grant>('grant', id),
    ofAccount,
    issueAccess(grant, scopes) {
      const token = random('EwB', 120);
      const expiresIn = randomInt(3600, 5400);
      records.put('access', token, { grant: grant.id, scopes, expiresAt: clock.now() + expiresIn * 1000 });
      return { token, expiresIn };
    },
    issueRefresh(grant) {
      const token = random('1.AX', 120);
      const expiresAt = clock.now() + refreshLife;
      records.put('refresh', token, { grant: grant.id, scopes: grant.scopes, expiresAt });
      return token;
    },
    access: (token) => find('access', token),
    refresh: (token) => find('refresh', token),
    revoke(email) {
      const live = ofAccount(email).filter(({ revoked }) => !revoked);
      for (const grant of live) records.put('grant', grant.id, { ...grant, revoked: true });
      return live.length;
    },
  };
}
