import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CalendarSigner } from '@punctual/application/calendars/ports.ts';
import { secret } from './secrets.ts';

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

async function keys(): Promise<readonly string[]> {
  return (await secret('LINK_SECRET')).split(',').map((key) => key.trim());
}

function signature(purpose: Purpose, text: string, key: string): Buffer {
  return createHmac('sha256', key).update(`${purpose} ${text}`).digest();
}

async function signed(purpose: Purpose, text: string): Promise<string> {
  const [key = ''] = await keys();
  return `${text}.${signature(purpose, text, key).toString('base64url')}`;
}

/** The text, if it carries a signature of ours; every key is tried, so that time tells nothing. */
async function verified(purpose: Purpose, token: string): Promise<string | undefined> {
  const end = token.lastIndexOf('.');
  if (end < 1) return undefined;
  const [text, given] = [token.slice(0, end), Buffer.from(token.slice(end + 1), 'base64url')];
  const matches = (await keys()).map((key) => {
    const own = signature(purpose, text, key);
    return own.length === given.length && timingSafeEqual(own, given);
  });
  return matches.includes(true) ? text : undefined;
}
