import type { Links } from '@punctual/application/ports.ts';
import { secretValues } from './secrets.ts';
import { signatureOf, signingKey } from './signatures.ts';

/**
 * Tokens for links: `<payload>.<signature>`, both base64url, signed with HMAC-SHA256 under `LINK_SECRET`. The payload
 * names the purpose, so that a token for one purpose is worth nothing for another. Several secrets, separated by
 * commas, are valid during a rotation; the first one signs.
 */
export function signedLinks(): Links {
  return {
    async sign(purpose, subject, expiresAt) {
      const [key] = await secretValues('LINK_SECRET');
      const payload = Buffer.from(JSON.stringify([purpose, subject, expiresAt])).toString('base64url');
      return `${payload}.${signatureOf(key, 'base64url', payload)}`;
    },
    async verify(purpose, token, now) {
      const [payload = '', given = '', ...rest] = token.split('.');
      const key = signingKey(await secretValues('LINK_SECRET'), [given], 'base64url', payload);
      if (key === undefined || rest.length > 0) return undefined;
      const [of, subject, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return of === purpose && now < expiresAt ? subject : undefined;
    },
  };
}
