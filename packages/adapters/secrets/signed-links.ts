import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Links } from '@punctual/application/ports.ts';
import { secret } from './secrets.ts';

/**
 * Tokens for links: `<payload>.<signature>`, both base64url, signed with HMAC-SHA256 under `LINK_SECRET`. The payload
 * names the purpose, so that a token for one purpose is worth nothing for another. Several secrets, separated by
 * commas, are valid during a rotation; the first one signs.
 */
export function signedLinks(): Links {
  return {
    async sign(purpose, subject, expiresAt) {
      const [key = ''] = await keys();
      const payload = Buffer.from(JSON.stringify([purpose, subject, expiresAt])).toString('base64url');
      return `${payload}.${signature(payload, key)}`;
    },
    async verify(purpose, token, now) {
      const [payload = '', given = '', ...rest] = token.split('.');
      const genuine = (await keys()).map((key) => equal(signature(payload, key), given)).includes(true);
      if (!genuine || rest.length > 0) return undefined;
      const [of, subject, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return of === purpose && now < expiresAt ? subject : undefined;
    },
  };
}

async function keys(): Promise<readonly string[]> {
  return (await secret('LINK_SECRET')).split(',').map((key) => key.trim());
}

function signature(payload: string, key: string): string {
  return createHmac('sha256', key).update(payload).digest('base64url');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
