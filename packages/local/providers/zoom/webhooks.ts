import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Push } from '../pushes.ts';
import type { StandInContext } from '../stand-in.ts';
import { app } from './account.ts';

export interface SentWebhook {
  readonly seq: number;
  readonly event: string;
  readonly requestId: string;
  readonly body: string;
  /** `0`: no answer; `undefined`: not yet delivered. */
  readonly status?: number;
  readonly attempts: number;
  readonly isHeld: boolean;
}

/** What the endpoint answered when it was last asked to prove that it knows the secret. */
export interface Validation {
  readonly state: 'asked' | 'valid' | 'invalid';
  readonly plainToken: string;
  readonly requestId: string;
  readonly problem?: string;
}

export const forgeries = ['secret', 'body', 'time', 'missing', 'length'] as const;
export type Forgery = (typeof forgeries)[number];

export interface Webhooks {
  /** Sends an event; the endpoint is asked to prove itself before the first. `more` stands beside the payload. */
  send(event: string, payload: object, more?: object): void;
  /** Asks the endpoint to prove itself. */
  validate(): void;
  validation(): Validation | undefined;
  sent(): SentWebhook[];
  /** Delivers the last event, or the one given, once more under its request id; whether there was one. */
  replay(seq: number | undefined): boolean;
  /** Delivers it with a signature that must be refused. */
  forge(seq: number | undefined, forgery: Forgery): boolean;
  hold(isHeld: boolean): void;
  isHolding(): boolean;
  /** Sends what is held, the latest first if asked; how many. */
  release(isReversed: boolean): number;
  sign(push: Push): Readonly<Record<string, string>>;
  pushed(push: Push, status: number, body: string): void;
}

/** Seconds before each further attempt: 5, 20 and 60 minutes. */
const retryAfter = [300, 1200, 3600];
/** Real milliseconds that Zoom waits for an answer. */
const patience = 3000;
const keptWebhooks = 200;

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

export function createWebhooks({ clock, records, productUrl, push }: StandInContext): Webhooks {
  const url = `${productUrl}/webhooks/zoom`;
  const seconds = () => String(Math.floor(clock.now() / 1000));
  const signature = (timestamp: string, body: string, secret = app.webhookSecret) =>
    `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`;
  const signed = (body: string, timestamp = seconds(), secret = app.webhookSecret) => ({
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': signature(timestamp, body, secret),
  });

  const deliver = (requestId: string, body: string, more: Partial<Push> = {}) =>
    push({
      url,
      retryAfter,
      retryOn: 'server_errors',
      patience,
      ...more,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Zoom Marketplace/1.0a',
        clientid: app.clientId,
        'x-zm-request-id': requestId,
        'x-zm-trackingid': `v=2.0;clid=local;rid=${requestId}`,
        ...more.headers,
      },
      body,
    });
  const validation = () => records.get<Validation>('validation', 'endpoint');
  const validate = () => {
    const plainToken = randomBytes(16).toString('base64url');
    const requestId = randomUUID();
    records.put('validation', 'endpoint', { state: 'asked', plainToken, requestId } satisfies Validation);
    const body = { payload: { plainToken }, event_ts: clock.now(), event: 'endpoint.url_validation' };
    deliver(requestId, JSON.stringify(body), { retryAfter: [] });
  };

  const sent = () => records.list<SentWebhook>('webhook');
  const save = (webhook: SentWebhook) => records.put('webhook', String(webhook.seq), webhook);
  const isHolding = () => records.get<{ isHeld: boolean }>('hold', 'webhooks')?.isHeld ?? false;
  const pick = (seq: number | undefined) =>
    seq === undefined ? sent().at(-1) : sent().find((webhook) => webhook.seq === seq);

  return {
    validate,
    validation,
    sent,
    isHolding,
    send(event, payload, more = {}) {
      if (validation() === undefined) validate();
      const body = { event, event_ts: clock.now(), payload, ...more };
      const webhook: SentWebhook = {
        seq: records.next('webhook'),
        event,
        requestId: randomUUID(),
        body: JSON.stringify(body),
        attempts: 0,
        isHeld: isHolding(),
      };
      save(webhook);
      records.delete('webhook', String(webhook.seq - keptWebhooks));
      if (!webhook.isHeld) deliver(webhook.requestId, webhook.body);
    },
    replay(seq) {
      const webhook = pick(seq);
      if (webhook !== undefined) deliver(webhook.requestId, webhook.body);
      return webhook !== undefined;
    },
    forge(seq, forgery) {
      const webhook = pick(seq);
      if (webhook === undefined) return false;
      const { requestId, body } = webhook;
      const now = seconds();
      const headers: Record<Forgery, Record<string, string>> = {
        secret: signed(body, now, 'somebody-elses-secret'),
        body: signed(body, now),
        time: signed(body, String(Number(now) - 3600)),
        missing: { 'x-zm-request-timestamp': now },
        length: { ...signed(body, now), 'x-zm-signature': 'v0=0' },
      };
      const sentBody = forgery === 'body' ? body.replace('"event_ts":', '"event_ts":1') : body;
      deliver(requestId, sentBody, { headers: headers[forgery], retryAfter: [] });
      return true;
    },
    hold: (isHeld) => records.put('hold', 'webhooks', { isHeld }),
    release(isReversed) {
      const held = sent().filter(({ isHeld }) => isHeld);
      records.put('hold', 'webhooks', { isHeld: false });
      for (const webhook of isReversed ? held.reverse() : held) {
        save({ ...webhook, isHeld: false });
        deliver(webhook.requestId, webhook.body);
      }
      return held.length;
    },
    // Each attempt is signed anew; what carries a time already is a forgery and stays one.
    sign: ({ headers, body }) => (headers['x-zm-request-timestamp'] === undefined ? signed(body) : {}),
    pushed(delivered, status, body) {
      const requestId = delivered.headers['x-zm-request-id'];
      const asked = validation();
      if (asked !== undefined && asked.requestId === requestId) {
        const expected = JSON.stringify([asked.plainToken, hmac(app.webhookSecret, asked.plainToken)]);
        let given: { plainToken?: unknown; encryptedToken?: unknown } = {};
        try {
          given = Object(JSON.parse(body));
        } catch {
          // Not JSON: as wrong as a wrong token.
        }
        const isValid =
          status >= 200 &&
          status < 300 &&
          JSON.stringify([given.plainToken, given.encryptedToken]) === expected;
        const problem = `The answer (${status}) does not hold plainToken and the right encryptedToken.`;
        records.put('validation', 'endpoint', {
          ...asked,
          state: isValid ? 'valid' : 'invalid',
          ...(isValid ? {} : { problem }),
        } satisfies Validation);
        return;
      }
      const webhook = sent().find((it) => it.requestId === requestId && it.body === delivered.body);
      if (webhook !== undefined) save({ ...webhook, status, attempts: webhook.attempts + 1 });
    },
  };
}
