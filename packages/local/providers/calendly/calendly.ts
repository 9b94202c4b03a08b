import type { Instant } from '../../clock.ts';
import type { CreateStandIn } from '../stand-in.ts';
import { createAccount, eventType, ownerSlug } from './account.ts';
import { createApi } from './api.ts';
import { createControl } from './control.ts';
import { problemOf } from './errors.ts';
import { createMeetings } from './meetings.ts';
import { createPages } from './pages.ts';
import { createWebhooks } from './webhooks.ts';

/** A privacy request that waits to be worked off. */
interface Erasure {
  readonly id: string;
  readonly emails: readonly string[];
  readonly dueAt: Instant;
}

/** Milliseconds until a privacy request is worked off (Calendly: up to seven days). */
const erasureDelay = 86_400_000;

/** Calendly: API v2 with a personal access token, booking pages and signed webhooks. */
export const createCalendly: CreateStandIn = (context) => {
  const { clock, records, origin } = context;
  // A value that the process has already is what the product will use, so it is valid here too.
  const setting = (name: string, fallback: string) => process.env[name] ?? fallback;
  const token = setting('CALENDLY_API_TOKEN', 'a-calendly-token-for-this-machine-only');
  const secret = setting('CALENDLY_WEBHOOK_SECRET', 'a-calendly-signing-key-for-this-machine-only');
  const eventTypeUuid = setting('CALENDLY_EVENT_TYPE_UUID', '5c9e8d7b-1a2b-4c3d-8e4f-5a6b7c8d9e03');

  const account = createAccount({
    context,
    token,
    eventTypeUuid,
    onCreated: (owner) =>
      webhooks.subscribe({
        url: `${context.productUrl}/api/v1/public/calendly/webhook`,
        events: ['invitee.created', 'invitee.canceled', 'invitee_no_show.created', 'invitee_no_show.deleted'],
        scope: 'organization',
        creatorUuid: owner.uuid,
        signingKey: secret,
      }),
  });
  const webhooks = createWebhooks(context, account);
  const meetings = createMeetings(account, webhooks.announce);
  const erasures = () => records.list<Erasure>('erasure');
  const api = createApi({
    account,
    meetings,
    webhooks,
    erase(emails) {
      const id = String(records.next('erasure'));
      records.put('erasure', id, { id, emails, dueAt: clock.now() + erasureDelay } satisfies Erasure);
    },
  });
  const pages = createPages(account, meetings);
  const control = createControl(account, meetings, webhooks);

  return {
    environment: {
      CALENDLY_API_URL: origin,
      CALENDLY_API_TOKEN: token,
      CALENDLY_EVENT_TYPE_UUID: eventTypeUuid,
      CALENDLY_WEBHOOK_SECRET: secret,
      CALENDLY_DEFAULT_LINK: `${origin}/${ownerSlug}/${eventType.slug}`,
    },
    handle(request) {
      account.prepare();
      return pages(request) ?? api(request);
    },
    refuse({ status, retryAfter, reason }) {
      const { body, ...rest } = problemOf(status);
      const headers: Record<string, string> =
        retryAfter === undefined
          ? {}
          : status === 429
            ? {
                'x-ratelimit-limit': '500',
                'x-ratelimit-remaining': '0',
                'x-ratelimit-reset': String(retryAfter),
              }
            : { 'retry-after': String(retryAfter) };
      const given = typeof body === 'object' && reason !== undefined ? { ...body, message: reason } : body;
      return { ...rest, headers, ...(given === undefined ? {} : { body: given }) };
    },
    async dev(request) {
      account.prepare();
      return control(request);
    },
    pushed: webhooks.pushed,
    nextDueAt() {
      const due = [webhooks.nextDueAt(), ...erasures().map(({ dueAt }) => dueAt)].filter(
        (it) => it !== undefined,
      );
      return due.length === 0 ? undefined : Math.min(...due);
    },
    fireDue() {
      const due = erasures().filter(({ dueAt }) => dueAt <= clock.now());
      for (const { id, emails } of due) {
        records.transaction(() => {
          meetings.erase(emails);
          records.delete('erasure', id);
        });
      }
      return due.length + webhooks.fireDue();
    },
  };
};
