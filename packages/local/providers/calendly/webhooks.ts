import { createHmac, randomUUID } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import type { Push } from '../pushes.ts';
import type { StandInContext } from '../stand-in.ts';
import { type Account, type Subscription, timestamp, uriOf } from './account.ts';
import type { Booking, BookingEvent } from './meetings.ts';
import { viewBooking } from './views.ts';

/** A webhook that has not been taken yet. */
interface Delivery {
  readonly id: string;
  readonly subscriptionUuid: string;
  readonly body: string;
  readonly attempts: number;
  readonly firstFailedAt?: Instant;
  /** When it is sent again; none while it is on its way. */
  readonly dueAt?: Instant;
}

/** As it went over the wire. */
interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signingKey?: string;
}

/** How a webhook may be forged, to see it refused. */
export type Forgery = 'signature' | 'body' | 'timestamp' | 'missing';

export interface Webhooks {
  subscriptions(): Subscription[];
  subscription(uuid: string): Subscription | undefined;
  subscribe(
    given: Pick<Subscription, 'url' | 'events' | 'scope' | 'creatorUuid' | 'userUuid' | 'signingKey'>,
  ): Subscription;
  unsubscribe(subscription: Subscription): void;
  /** Not to be had at Calendly, where a disabled subscription must be made anew. */
  enable(subscription: Subscription): void;
  announce(event: BookingEvent, booking: Booking): void;
  /** Sends the last webhook once more, to the letter; whether there was one. */
  replay(): boolean;
  /** Sends the last webhook once more, forged; whether there was one. */
  forge(how: Forgery): boolean;
  /** How many have not been taken yet. */
  pending(): number;
  /** To be told of each attempt's outcome; 0: no answer. */
  pushed(push: Push, status: number): void;
  nextDueAt(): Instant | undefined;
  fireDue(): number;
}

/** Real milliseconds that a receiver has. */
const patience = 15_000;

const hour = 3600_000;
/** After so long without a 2xx, Calendly disables the subscription. */
const retryFor = 24 * hour;
const longestWait = 4 * hour;

/** Milliseconds to wait after so many attempts: one minute, twice that each time, at most four hours. */
const waitAfter = (attempts: number) => Math.min(60_000 * 2 ** (attempts - 1), longestWait);

/** `Calendly-Webhook-Signature`: HMAC-SHA256 of the instant in seconds, a dot and the body as sent. */
export function sign(key: string, body: string, at: Instant): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}

const signatureHeader = 'calendly-webhook-signature';

export function createWebhooks(context: StandInContext, account: Account): Webhooks {
  const { records, clock } = context;

  const subscriptions = () => records.list<Subscription>('subscription');
  const subscription = (uuid: string) => records.get<Subscription>('subscription', uuid);
  const saveSubscription = (it: Subscription) => records.put('subscription', it.uuid, it);
  const deliveries = () => records.list<Delivery>('delivery');
  const saveDelivery = (it: Delivery) => records.put('delivery', it.id, it);
  const dropAll = (uuid: string) => {
    for (const it of deliveries()) if (it.subscriptionUuid === uuid) records.delete('delivery', it.id);
  };

  const headers = (body: string, key: string | undefined): Record<string, string> => ({
    'content-type': 'application/json',
    ...(key === undefined ? {} : { [signatureHeader]: sign(key, body, clock.now()) }),
  });

  /** Each attempt is signed anew: a receiver refuses an old timestamp. */
  const attempt = ({ dueAt: _, ...delivery }: Delivery) => {
    const to = subscription(delivery.subscriptionUuid);
    if (to === undefined) {
      records.delete('delivery', delivery.id);
      return;
    }
    const sent: Sent = {
      url: to.url,
      headers: headers(delivery.body, to.signingKey),
      body: delivery.body,
      ...(to.signingKey === undefined ? {} : { signingKey: to.signingKey }),
    };
    records.transaction(() => {
      saveDelivery({ ...delivery, attempts: delivery.attempts + 1 });
      records.put('sent', 'last', sent);
      const { url, headers: sentHeaders, body } = sent;
      context.push({
        url,
        headers: sentHeaders,
        body,
        retryAfter: [],
        retryOn: 'anything_but_2xx',
        patience,
        reference: delivery.id,
      });
    });
  };

  const wants = (it: Subscription, event: BookingEvent, { meeting }: Booking) =>
    !it.isDisabled &&
    it.events.includes(event) &&
    (it.scope === 'organization' || it.userUuid === meeting.hostUuid);

  const settleRetries = (uuid: string) => {
    const of = subscription(uuid);
    if (of === undefined) return;
    const failed = deliveries().flatMap((it) =>
      it.subscriptionUuid === uuid && it.firstFailedAt !== undefined ? [it.firstFailedAt] : [],
    );
    const { retryStartedAt: _, ...rest } = of;
    saveSubscription(failed.length === 0 ? rest : { ...rest, retryStartedAt: Math.min(...failed) });
  };

  const sendOnce = (make: (last: Sent) => Pick<Sent, 'headers' | 'body'>) => {
    const last = records.get<Sent>('sent', 'last');
    if (last === undefined) return false;
    context.push({ url: last.url, ...make(last), retryAfter: [], retryOn: 'anything_but_2xx' });
    return true;
  };

  return {
    subscriptions,
    subscription,
    subscribe(given) {
      const now = clock.now();
      const made: Subscription = {
        ...given,
        uuid: randomUUID(),
        isDisabled: false,
        createdAt: now,
        updatedAt: now,
      };
      saveSubscription(made);
      return made;
    },
    unsubscribe: ({ uuid }) =>
      records.transaction(() => {
        records.delete('subscription', uuid);
        dropAll(uuid);
      }),
    enable: ({ retryStartedAt: _, ...it }) =>
      saveSubscription({ ...it, isDisabled: false, updatedAt: clock.now() }),
    announce(event, booking) {
      const payload = viewBooking(account, booking);
      for (const it of subscriptions()) {
        if (!wants(it, event, booking)) continue;
        const body = JSON.stringify({
          created_at: timestamp(clock.now()),
          created_by: uriOf('users', it.creatorUuid),
          event,
          payload,
        });
        attempt({ id: randomUUID(), subscriptionUuid: it.uuid, body, attempts: 0 });
      }
    },
    replay: () => sendOnce(({ headers: sent, body }) => ({ headers: sent, body })),
    forge: (how) =>
      sendOnce(({ body, signingKey = 'none' }) => {
        const type = { 'content-type': 'application/json' };
        const now = clock.now();
        switch (how) {
          case 'missing':
            return { headers: type, body };
          case 'timestamp':
            return { headers: { ...type, [signatureHeader]: sign(signingKey, body, now - hour) }, body };
          case 'body':
            return {
              headers: { ...type, [signatureHeader]: sign(signingKey, body, now) },
              body: body.replace('{', '{"forged":true,'),
            };
          case 'signature':
            return { headers: { ...type, [signatureHeader]: sign(`not ${signingKey}`, body, now) }, body };
        }
      }),
    pending: () => deliveries().length,
    pushed(push, status) {
      const delivery =
        push.reference === undefined ? undefined : records.get<Delivery>('delivery', push.reference);
      // Gone with its subscription, or heard of before.
      if (delivery === undefined || delivery.dueAt !== undefined) return;
      const now = clock.now();
      records.transaction(() => {
        const to = subscription(delivery.subscriptionUuid);
        const firstFailedAt = delivery.firstFailedAt ?? now;
        if (to === undefined || (status >= 200 && status < 300)) {
          records.delete('delivery', delivery.id);
        } else if (now >= firstFailedAt + retryFor) {
          dropAll(to.uuid);
          saveSubscription({ ...to, isDisabled: true, updatedAt: now });
        } else {
          const dueAt = Math.min(now + waitAfter(delivery.attempts), firstFailedAt + retryFor);
          saveDelivery({ ...delivery, firstFailedAt, dueAt });
        }
        settleRetries(delivery.subscriptionUuid);
      });
    },
    nextDueAt() {
      const due = deliveries().flatMap(({ dueAt }) => dueAt ?? []);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    fireDue() {
      const due = deliveries().filter(({ dueAt }) => dueAt !== undefined && dueAt <= clock.now());
      for (const delivery of due) attempt(delivery);
      return due.length;
    },
  };
}
