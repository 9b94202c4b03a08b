import { randomUUID } from 'node:crypto';
import type { Clock, Instant } from '../../clock.ts';
import type { Push } from '../pushes.ts';
import type { Records } from '../records.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import type { Account } from './accounts.ts';
import { GraphFault } from './faults.ts';
import type { Grants } from './grants.ts';
import { readId, writeId } from './ids.ts';
import { defaultCalendar } from './mailbox.ts';
import type { Change } from './model.ts';
import { readJson, readShape, subscriptionBody, subscriptionChange } from './shapes.ts';
import { MINUTE, writeInstant } from './times.ts';
import { etagOf } from './wire.ts';

export interface Subscription {
  readonly id: string;
  readonly email: string;
  readonly grant: string;
  readonly calendar: string;
  readonly resource: string;
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly expiresAt: Instant;
  readonly immutable: boolean;
  readonly tls: string;
}

export const lifecycleEvents = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

/** Minutes. */
const shortest = 45;
const longest = 4230;
/** Real milliseconds that a receiver has for the handshake. */
const handshakePatience = 10_000;
/** Seconds; together about four hours, after which Microsoft gives up. */
const retryAfter = [30, 60, 120, 240, 480, 960, 1920, 3840, 6000];
/** Notices in one request when many things change at once. */
const mostNotices = 100;

const missing = () => new GraphFault(404, 'ResourceNotFound', 'The object was not found.');
const invalid = (message: string) => new GraphFault(400, 'InvalidRequest', message);

/** https, or this machine. */
function readAddress(text: string, what: string): string {
  const url = URL.parse(text);
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw invalid(`The ${what} must be a valid https address.`);
  }
  return text;
}

async function shakeHands(address: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const url = new URL(address);
  url.searchParams.set('validationToken', token);
  const failed = (why: string) =>
    new GraphFault(400, 'ValidationError', `Subscription validation request failed. ${why}`);
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'manual',
      signal: AbortSignal.timeout(handshakePatience),
    });
    body = await response.text();
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new GraphFault(400, 'ValidationError', 'Subscription validation request timed out.');
    }
    throw failed('The notification endpoint could not be reached.');
  }
  if (response.status !== 200) throw failed(`HTTP status code is '${response.status}'.`);
  if (!(response.headers.get('content-type') ?? '').startsWith('text/plain')) {
    throw failed("Notification endpoint must respond with the content type 'text/plain'.");
  }
  if (body !== token) throw failed('Response must exactly match validationToken query parameter.');
}

/** Subscriptions to a mailbox's events, and the notices that they bring. */
export function createSubscriptions(
  records: Records,
  clock: Clock,
  grants: Grants,
  push: (push: Push) => void,
  clientId: string,
) {
  const live = (): Subscription[] =>
    records.list<Subscription>('subscription').filter((it) => {
      if (it.expiresAt > clock.now()) return true;
      records.delete('subscription', it.id);
      return false;
    });

  const readCalendar = (account: Account, resource: string): string => {
    const match =
      /^\/?(?:v1\.0\/)?(?:me|users\/([^/]+))\/(?:events|calendar\/events|calendars\/([^/]+)\/events)$/i.exec(
        resource.replaceAll(/\('([^']*)'\)/g, '/$1').replace(/\?.*$/, ''),
      );
    const [, user, calendar] = match ?? [];
    if (match === null) throw invalid(`The resource '${resource}' is not supported.`);
    if (
      user !== undefined &&
      user !== account.oid &&
      decodeURIComponent(user).toLowerCase() !== account.email
    ) {
      throw new GraphFault(403, 'ExtensionError', 'Operation: Create; Exception: [Status Code: Forbidden]');
    }
    return calendar === undefined
      ? defaultCalendar
      : readId('calendar', account, decodeURIComponent(calendar));
  };

  const readExpiry = (text: string): Instant => {
    const at = Date.parse(text);
    if (at <= clock.now()) throw invalid('Subscription expiration can only be in the future.');
    // The seconds that the request was under way are forgiven.
    if (at > clock.now() + longest * MINUTE + 1000) {
      throw new GraphFault(
        400,
        'ExtensionError',
        `Subscription expiration can only be ${longest} minutes in the future.`,
      );
    }
    return Math.max(at, clock.now() + shortest * MINUTE);
  };

  const write = (account: Account, it: Subscription) => ({
    id: it.id,
    resource: it.resource,
    applicationId: clientId,
    changeType: it.changeType,
    clientState: it.clientState,
    notificationUrl: it.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: it.lifecycleNotificationUrl,
    expirationDateTime: writeInstant(it.expiresAt),
    creatorId: account.oid,
    includeResourceData: null,
    latestSupportedTlsVersion: it.tls,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  });

  const send = (url: string, value: readonly object[]) =>
    push({
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ value }),
      retryAfter,
      retryOn: 'anything_but_2xx',
    });

  const find = (account: Account, id: string) => {
    const found = live().find((it) => it.id === id && it.email === account.email);
    if (found === undefined) throw missing();
    return found;
  };

  const sendLifecycle = (it: Subscription, account: Account, lifecycleEvent: LifecycleEvent) => {
    if (it.lifecycleNotificationUrl === null) return false;
    send(it.lifecycleNotificationUrl, [
      {
        subscriptionId: it.id,
        subscriptionExpirationDateTime: writeInstant(it.expiresAt),
        tenantId: account.tid,
        clientState: it.clientState,
        lifecycleEvent,
      },
    ]);
    return true;
  };

  return {
    live,
    sendLifecycle,
    remove: (id: string) => records.delete('subscription', id),

    async create(
      request: StandInRequest,
      account: Account,
      grant: string,
      immutable: boolean,
      origin: string,
    ): Promise<StandInAnswer> {
      const given = readJson(request.body);
      for (const name of ['changeType', 'notificationUrl', 'resource', 'expirationDateTime']) {
        if (typeof given === 'object' && given !== null && !(name in given)) {
          throw invalid(`The required property '${name}' is missing.`);
        }
      }
      const body = readShape(subscriptionBody, given, 'subscription');
      const types = body.changeType.split(',').map((it) => it.trim());
      if (!types.every((it) => ['created', 'updated', 'deleted'].includes(it))) {
        throw invalid(`The changeType '${body.changeType}' is not supported.`);
      }
      if (body.includeResourceData === true) {
        throw invalid('The stand-in sends no resource data: no encryptionCertificate is known.');
      }
      const calendar = readCalendar(account, body.resource);
      const expiresAt = readExpiry(body.expirationDateTime);
      const notificationUrl = readAddress(body.notificationUrl, 'notificationUrl');
      const lifecycle = body.lifecycleNotificationUrl ?? null;
      if (lifecycle !== null) readAddress(lifecycle, 'lifecycleNotificationUrl');
      await shakeHands(notificationUrl);
      if (lifecycle !== null && lifecycle !== notificationUrl) await shakeHands(lifecycle);
      const subscription: Subscription = {
        id: randomUUID(),
        email: account.email,
        grant,
        calendar,
        resource: body.resource,
        changeType: types.join(','),
        notificationUrl,
        lifecycleNotificationUrl: lifecycle,
        clientState: body.clientState ?? null,
        expiresAt,
        immutable,
        tls: body.latestSupportedTlsVersion ?? 'v1_2',
      };
      records.put('subscription', subscription.id, subscription);
      const context = `${origin}/v1.0/$metadata#subscriptions/$entity`;
      return { status: 201, body: { '@odata.context': context, ...write(account, subscription) } };
    },

    list: (account: Account, origin: string): StandInAnswer => ({
      status: 200,
      body: {
        '@odata.context': `${origin}/v1.0/$metadata#subscriptions`,
        value: live()
          .filter(({ email }) => email === account.email)
          .map((it) => write(account, it)),
      },
    }),

    async one(request: StandInRequest, account: Account, id: string, origin: string): Promise<StandInAnswer> {
      const found = find(account, id);
      const context = { '@odata.context': `${origin}/v1.0/$metadata#subscriptions/$entity` };
      switch (request.method) {
        case 'GET':
          return { status: 200, body: { ...context, ...write(account, found) } };
        case 'DELETE':
          records.delete('subscription', id);
          return { status: 204 };
        default: {
          const body = readShape(subscriptionChange, readJson(request.body), 'subscription');
          const notificationUrl = readAddress(
            body.notificationUrl ?? found.notificationUrl,
            'notificationUrl',
          );
          const expiresAt =
            body.expirationDateTime === undefined ? found.expiresAt : readExpiry(body.expirationDateTime);
          if (notificationUrl !== found.notificationUrl) await shakeHands(notificationUrl);
          const clientState = body.clientState === undefined ? found.clientState : body.clientState;
          const changed: Subscription = { ...found, notificationUrl, expiresAt, clientState };
          records.put('subscription', id, changed);
          return { status: 200, body: { ...context, ...write(account, changed) } };
        }
      }
    },

    reauthorize(account: Account, id: string): StandInAnswer {
      find(account, id);
      return { status: 204 };
    },

    /** Tells of changes: of one that makes or changes something, more than once, as Exchange does. */
    notify(account: Account, changes: readonly Change[]): void {
      for (const it of live()) {
        if (it.email !== account.email || grants.grant(it.grant)?.revoked !== false) continue;
        const rounds = new Map<number, object[]>();
        for (const change of changes) {
          if (change.calendar !== it.calendar) continue;
          const kinds = change.type === 'deleted' ? ['deleted'] : [change.type, 'updated'];
          for (const [round, changeType] of kinds.entries()) {
            if (!it.changeType.split(',').includes(changeType)) continue;
            const id = writeId(it.immutable ? 'immutable' : 'event', account, change.key);
            const resource = `Users/${account.oid}/Events/${id}`;
            const etag = etagOf(account, change.key, change.version);
            const notices = rounds.get(round) ?? [];
            rounds.set(round, notices);
            notices.push({
              subscriptionId: it.id,
              subscriptionExpirationDateTime: writeInstant(it.expiresAt),
              changeType,
              resource,
              resourceData: {
                '@odata.type': '#Microsoft.Graph.Event',
                '@odata.id': resource,
                ...(changeType === 'deleted' ? {} : { '@odata.etag': etag }),
                id,
              },
              clientState: it.clientState,
              tenantId: account.tid,
            });
          }
        }
        for (const notices of rounds.values()) {
          for (let at = 0; at < notices.length; at += mostNotices) {
            send(it.notificationUrl, notices.slice(at, at + mostNotices));
          }
        }
      }
    },
  };
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;
