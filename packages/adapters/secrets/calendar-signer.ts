import { createHash, randomBytes } from 'node:crypto';
import type { CalendarSigner } from '@punctual/application/calendars/ports.ts';
import { secretValues } from './secrets.ts';
import { signatureOf, signingKey } from './signatures.ts';

/** What a signature is for; one for the one is worth nothing for the other, nor as a link. */
type Purpose = 'calendar-state' | 'calendar-push';

/** Of random bytes: a code verifier of 43 characters (RFC 7636, 4.1), a state that nobody guesses. */
const verifierBytes = 32;
const stateBytes = 18;

/**
 * States and push secrets: `<text>.<signature>`, signed with HMAC-SHA256 under `LINK_SECRET`. While it is rotated, both
 * values are good and the first one signs. Push secrets of a channel live as long as the channel, some days.
 */
export function calendarSigner(): CalendarSigner {
  return {
    async newAuthorization() {
      const state = await signed('calendar-state', randomBytes(stateBytes).toString('base64url'));
      return { state, codeVerifier: randomBytes(verifierBytes).toString('base64url') };
    },
    async stateHash(state) {
      const genuine = (await verified('calendar-state', state)) !== undefined;
      return genuine ? createHash('sha256').update(state).digest('base64url') : undefined;
    },
    pushSecret: (connectionId) => signed('calendar-push', connectionId),
    connectionOf: (pushSecret) => verified('calendar-push', pushSecret),
  };
}

async function signed(purpose: Purpose, text: string): Promise<string> {
  const [key] = await secretValues('LINK_SECRET');
  return `${text}.${signatureOf(key, 'base64url', `${purpose} ${text}`)}`;
}

/** The text, if it carries a signature of ours. */
async function verified(purpose: Purpose, token: string): Promise<string | undefined> {
  const end = token.lastIndexOf('.');
  if (end < 1) return undefined;
  const [text, given] = [token.slice(0, end), token.slice(end + 1)];
  const key = signingKey(await secretValues('LINK_SECRET'), [given], 'base64url', `${purpose} ${text}`);
  return key === undefined ? undefined : text;
}
