import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Clock, Instant } from '../../clock.ts';
import type { Push } from '../pushes.ts';
import type { Records } from '../records.ts';
import { invalid, notFound, refuseWith, required } from './answers.ts';
import type { channel } from './shapes.ts';
import type { Account } from './store.ts';

/** Somebody who is told when a calendar changes. */
export interface Channel {
  readonly id: string;
  readonly calendar: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly address: string;
  readonly token?: string;
  readonly expiration: Instant;
  /** Of the last message. */
  readonly number: number;
}

export interface Channels {
  watch(account: Account, request: z.infer<typeof channel>): object;
  stop(account: Account, request: z.infer<typeof channel>): void;
  /** Tells all that watch the calendar. */
  notify(calendar: string): void;
  list(): Channel[];
}

const day = 86_400_000;
/** Default and longest life of a channel. */
const life = { normal: 7 * day, longest: 30 * day };

/** Seconds between attempts to deliver: Google backs off exponentially and does not say how. */
const retryAfter = [10, 30, 90, 300, 900];

function isLoopback(url: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

function addressOf(address: string | undefined): string {
  if (address === undefined || address === '') return required('Missing address.');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) {
    return refuseWith(400, 'webhookUrlInvalid', `WebHook callback is not a valid URL: ${address}`);
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return address;
  return refuseWith(400, 'push.webhookUrlNotHttps', `WebHook callback must be HTTPS: ${address}`);
}

export function createChannels(
  records: Records,
  origin: string,
  clock: Clock,
  push: (push: Push) => void,
): Channels {
  const list = () => records.list<Channel>('channel');

  const send = (channel: Channel, state: 'sync' | 'exists') => {
    const number = channel.number + 1;
    records.put('channel', channel.id, { ...channel, number });
    push({
      url: channel.address,
      headers: {
        'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
        'x-goog-channel-id': channel.id,
        'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
        'x-goog-message-number': String(number),
        'x-goog-resource-id': channel.resourceId,
        'x-goog-resource-state': state,
        'x-goog-resource-uri': channel.resourceUri,
        ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
      },
      body: '',
      retryAfter,
      retryOn: 'server_errors',
    });
  };

  return {
    list,
    watch: (account, request) =>
      records.transaction(() => {
        const { id, type, token } = request;
        if (id === undefined || id === '') return required('Missing channel id.');
        if (!/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) return invalid('Invalid channel id.');
        if (type !== 'web_hook' && type !== 'webhook') return invalid('Unknown channel type.');
        const address = addressOf(request.address);
        const now = clock.now();
        const known = records.get<Channel>('channel', id);
        // Ids are unique within the project, whoever the account is.
        if (known !== undefined && known.expiration > now) {
          return refuseWith(400, 'channelIdNotUnique', `Channel id ${id} not unique`);
        }
        const ttl = request.params?.ttl === undefined ? undefined : Number(request.params.ttl) * 1000;
        const asked =
          request.expiration === undefined ? now + (ttl ?? life.normal) : Number(request.expiration);
        if (Number.isNaN(asked) || asked <= now) return invalid('Invalid expiration.');
        const channel: Channel = {
          id,
          calendar: account.email,
          resourceId: createHash('sha256').update(`events ${account.email}`).digest('base64url').slice(0, 27),
          resourceUri: `${origin}/calendar/v3/calendars/${encodeURIComponent(account.email)}/events?alt=json`,
          address,
          ...(token === undefined ? {} : { token }),
          // Seconds, as in the header; longer than it may be is cut without a word.
          expiration: Math.floor(Math.min(asked, now + life.longest) / 1000) * 1000,
          number: 0,
        };
        records.delete('channel', id);
        send(channel, 'sync');
        const { resourceId, resourceUri, expiration } = channel;
        return {
          kind: 'api#channel',
          id,
          resourceId,
          resourceUri,
          ...(token === undefined ? {} : { token }),
          expiration: String(expiration),
        };
      }),
    stop(account, request) {
      const { id, resourceId } = request;
      if (id === undefined) return required('Missing channel id.');
      if (resourceId === undefined) return required('Missing resource id.');
      const known = records.get<Channel>('channel', id);
      const isKnown =
        known !== undefined &&
        known.calendar === account.email &&
        known.resourceId === resourceId &&
        known.expiration > clock.now();
      if (!isKnown) return notFound(`Channel '${id}' not found for project`);
      records.delete('channel', id);
    },
    notify(calendar) {
      for (const channel of list()) {
        if (channel.calendar !== calendar) continue;
        if (channel.expiration <= clock.now()) records.delete('channel', channel.id);
        else send(channel, 'exists');
      }
    },
  };
}
