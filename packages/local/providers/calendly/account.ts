import { randomUUID } from 'node:crypto';
import type { Clock, Instant } from '../../clock.ts';
import type { Records } from '../records.ts';
import type { StandInContext } from '../stand-in.ts';

/** Objects name each other by addresses of the real service, wherever they are served from. */
export const apiOrigin = 'https://api.calendly.com';

export type Resource =
  | 'users'
  | 'organizations'
  | 'event_types'
  | 'scheduled_events'
  | 'invitee_no_shows'
  | 'webhook_subscriptions';

export const uriOf = (resource: Resource, uuid: string) => `${apiOrigin}/${resource}/${uuid}`;

/** Calendly's instants have six decimals. */
export const timestamp = (instant: Instant) => new Date(instant).toISOString().replace('Z', '000Z');

export const organizationUuid = '2f6b7c0e-5d1a-4a63-9c1f-3f0c7a9d1e01';
export const organizationUri = uriOf('organizations', organizationUuid);
const ownerUuid = '7d1f0a52-8a0b-4a39-b8a4-6a5f2c3d4e02';

/** The only event type. Minutes. */
export const eventType = { name: 'Intake call', slug: 'intake-call', duration: 30 };

export interface User {
  readonly uuid: string;
  readonly name: string;
  readonly email: string;
  readonly slug: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A single-use scheduling link. */
export interface Link {
  readonly slug: string;
  readonly createdAt: Instant;
  /** The invitee who used it up. */
  readonly usedBy?: string;
}

/** Where webhooks go. */
export interface Subscription {
  readonly uuid: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly scope: 'organization' | 'user';
  readonly userUuid?: string;
  readonly creatorUuid: string;
  /** Without one, deliveries are not signed. */
  readonly signingKey?: string;
  readonly isDisabled: boolean;
  readonly retryStartedAt?: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

interface Settings {
  readonly createdAt: Instant;
  readonly hostUuid: string;
  readonly isTokenRevoked: boolean;
}

/** The one Calendly account: its people, its event type's host and its links. */
export interface Account {
  readonly origin: string;
  readonly clock: Clock;
  readonly records: Records;
  readonly eventTypeUuid: string;
  readonly eventTypeUri: string;
  /** Enters what an account has from the start; does nothing if that is there. */
  prepare(): void;
  createdAt(): Instant;
  isTokenGood(token: string): boolean;
  setTokenRevoked(isRevoked: boolean): void;
  /** Whose token it is. */
  owner(): User;
  /** Who holds the meetings of the event type. */
  host(): User;
  user(uuid: string): User | undefined;
  /** Makes the person with this address the host of all further meetings; a person new to the account joins it. */
  setHost(email: string, name: string | undefined): User;
  /** The event type's own page, which can be used any number of times. */
  pageOf(host: User): string;
  bookingUrl(link: Link): string;
  createLink(): Link;
  links(): Link[];
  link(slug: string): Link | undefined;
  useLink(link: Link, invitee: string): void;
}

/** Milliseconds after which a link that nobody has used stops working (Calendly: 90 days). */
const linkLife = 90 * 86_400_000;

export const isLinkGood = (link: Link, now: Instant) =>
  link.usedBy === undefined && now < link.createdAt + linkLife;

const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'host';

export interface AccountOptions {
  readonly context: StandInContext;
  readonly token: string;
  readonly eventTypeUuid: string;
  /** Called once, when the account is made. */
  readonly onCreated: (owner: User) => void;
}

export const ownerSlug = 'punctual';

export function createAccount({ context, token, eventTypeUuid, onCreated }: AccountOptions): Account {
  const { clock, records, origin } = context;

  const settings = (): Settings => {
    const found = records.get<Settings>('settings', 'account');
    if (found === undefined) throw new Error('The Calendly account has not been prepared.');
    return found;
  };
  const change = (over: Partial<Settings>) =>
    records.put('settings', 'account', { ...settings(), ...over } satisfies Settings);
  const user = (uuid: string) => records.get<User>('user', uuid);
  const known = (uuid: string): User => {
    const found = user(uuid);
    if (found === undefined) throw new Error(`There is no Calendly user ${uuid}.`);
    return found;
  };

  return {
    origin,
    clock,
    records,
    eventTypeUuid,
    eventTypeUri: uriOf('event_types', eventTypeUuid),
    prepare() {
      if (records.get('settings', 'account') !== undefined) return;
      const now = clock.now();
      records.transaction(() => {
        const owner: User = {
          uuid: ownerUuid,
          name: 'Punctual Intake',
          email: 'intake@punctual.example',
          slug: ownerSlug,
          createdAt: now,
          updatedAt: now,
        };
        records.put('user', owner.uuid, owner);
        records.put('settings', 'account', {
          createdAt: now,
          hostUuid: owner.uuid,
          isTokenRevoked: false,
        } satisfies Settings);
        onCreated(owner);
      });
    },
    createdAt: () => settings().createdAt,
    isTokenGood: (given) => given === token && !settings().isTokenRevoked,
    setTokenRevoked: (isTokenRevoked) => change({ isTokenRevoked }),
    owner: () => known(ownerUuid),
    host: () => known(settings().hostUuid),
    user,
    setHost(email, name) {
      const now = clock.now();
      const found = records.list<User>('user').find((it) => it.email.toLowerCase() === email.toLowerCase());
      const fullName = name ?? found?.name ?? email.replace(/@.*$/, '');
      const uuid = found?.uuid ?? randomUUID();
      const isTaken = records.list<User>('user').some((it) => it.slug === slugOf(fullName));
      const slug = found?.slug ?? `${slugOf(fullName)}${isTaken ? `-${uuid.slice(0, 8)}` : ''}`;
      const host: User = {
        uuid,
        name: fullName,
        email,
        slug,
        createdAt: found?.createdAt ?? now,
        updatedAt: now,
      };
      records.transaction(() => {
        records.put('user', uuid, host);
        change({ hostUuid: uuid });
      });
      return host;
    },
    pageOf: (host) => `${origin}/${host.slug}/${eventType.slug}`,
    bookingUrl: (link) => `${origin}/d/${link.slug}/${eventType.slug}`,
    createLink() {
      const letters = randomUUID().replaceAll('-', '');
      const link: Link = { slug: `${letters.slice(0, 4)}-${letters.slice(4, 12)}`, createdAt: clock.now() };
      records.put('link', link.slug, link);
      return link;
    },
    links: () => records.list<Link>('link'),
    link: (slug) => records.get<Link>('link', slug),
    useLink: (link, invitee) => records.put('link', link.slug, { ...link, usedBy: invitee } satisfies Link),
  };
}
