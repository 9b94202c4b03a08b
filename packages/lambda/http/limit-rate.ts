import type { RateLimits } from '@punctual/adapters/dynamodb/rate-limits.ts';
import type { Clock } from '@punctual/application/ports.ts';
import { rateLimits, rateLimitWindowSeconds } from '@punctual/contracts/route.ts';
import { callOf, type HttpMiddleware } from './call.ts';
import { Refusal } from './refusal.ts';

/** Counts the call against its caller's hour, for public routes against the source address's. */
export function limitRate(limits: RateLimits | undefined, clock: Clock): HttpMiddleware {
  return {
    before: async ({ event }) => {
      const call = callOf(event);
      const { rateLimit: name } = call.bound.route;
      if (name === 'none') return;
      if (limits === undefined) throw new Error(`a limited route needs counters: ${name}`);
      const now = clock.now();
      const who = call.caller?.id ?? call.address;
      const used = await limits.count(`${name} ${who}`, rateLimitWindowSeconds, now);
      const quota = rateLimits[name];
      const resetSeconds = rateLimitWindowSeconds - (Math.floor(now / 1000) % rateLimitWindowSeconds);
      call.rate = { name, quota, used, resetSeconds };
      if (used > quota) {
        throw new Refusal('RATE_LIMITED', `At most ${quota} of these requests an hour`, {
          retryAfterSeconds: resetSeconds,
        });
      }
    },
  };
}
