import type { StandInContext } from '../stand-in.ts';
import { type Account, app } from './account.ts';
import type { Live } from './live.ts';
import { joinUrl, type Meeting } from './meeting.ts';
import type { Meetings } from './meetings.ts';
import type { Past } from './past.ts';
import type { Scripts } from './scripts.ts';
import type { Webhooks } from './webhooks.ts';

export interface Parts {
  readonly account: Account;
  readonly meetings: Meetings;
  readonly live: Live;
  readonly past: Past;
  readonly scripts: Scripts;
  readonly webhooks: Webhooks;
}

/** What `GET /dev/providers/zoom/state` shows. */
export type State = ReturnType<typeof stateOf>;

export function stateOf({ clock, origin, productUrl }: StandInContext, parts: Parts) {
  const { account, meetings, live, past, scripts, webhooks } = parts;
  const show = (meeting: Meeting) => ({
    ...meeting,
    host: account.find(meeting.hostId)?.email ?? '',
    startTime: meeting.start === undefined ? null : new Date(meeting.start).toISOString(),
    joinUrl: joinUrl(origin, meeting),
    planned: scripts.planned(meeting.id),
    history: live.instancesOf(meeting.id),
  });
  // What runs first, then what comes, then what is over, the latest first.
  const now = clock.now();
  const isOver = ({ start = now, duration }: Meeting) => start + duration * 60_000 < now;
  const order = (a: Meeting, b: Meeting) =>
    Number(b.isRunning) - Number(a.isRunning) ||
    Number(isOver(a)) - Number(isOver(b)) ||
    Math.abs((a.start ?? now) - now) - Math.abs((b.start ?? now) - now);
  return {
    now: new Date(now).toISOString(),
    endpoint: `${productUrl}/webhooks/zoom`,
    accountId: app.accountId,
    clientId: app.clientId,
    users: account.users(),
    meetings: meetings.list().sort(order).map(show),
    validation: webhooks.validation()?.state ?? 'never asked',
    webhooks: webhooks.sent().slice(-50).reverse(),
    holdWebhooks: webhooks.isHolding(),
    participantsDelaySeconds: past.delay(),
  };
}
