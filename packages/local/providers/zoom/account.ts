import { randomBytes } from 'node:crypto';
import type { Instant } from '../../clock.ts';
import type { StandInAnswer, StandInContext, StandInRequest } from '../stand-in.ts';
import { noSuchUser, oauthError, page, parse, ZoomError, zoomTime } from './answers.ts';
import { queries } from './shapes.ts';

/** This machine's server-to-server app; nobody else's. */
export const app = {
  accountId: 'punctualLocalAccountA1',
  clientId: 'punctual-local-client',
  clientSecret: 'punctual-local-client-secret',
  webhookSecret: 'punctual-local-webhook-secret',
};

export interface User {
  readonly id: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly timezone: string;
  readonly pmi: number;
  /** `0` owner, `2` member. */
  readonly role_id: string;
  readonly created_at: string;
}

interface Token {
  readonly token: string;
  readonly expiresAt: Instant;
}

export interface Account {
  token(request: StandInRequest): StandInAnswer;
  /** Throws what Zoom answers to a token that is missing, unknown or expired. */
  authorize(request: StandInRequest): void;
  revokeTokens(): void;
  users(): User[];
  owner(): User;
  /** By id, e-mail address or `me`; throws what Zoom answers when there is none. */
  user(key: string): User;
  find(key: string): User | undefined;
  addUser(email: string, firstName: string, lastName: string): User;
  /** Whether there was one; the owner stays. */
  removeUser(email: string): boolean;
  listUsers(request: StandInRequest): StandInAnswer;
  getUser(key: string, request: StandInRequest): StandInAnswer;
}

/** Seconds. */
const tokenLife = 3600;

const scopes = [
  'meeting:read:list_meetings:admin',
  'meeting:read:meeting:admin',
  'meeting:read:list_past_participants:admin',
  'meeting:read:past_meeting:admin',
  'meeting:write:meeting:admin',
  'meeting:update:meeting:admin',
  'meeting:update:status:admin',
  'meeting:delete:meeting:admin',
  'cloud_recording:read:list_recording_files:admin',
  'user:read:list_users:admin',
  'user:read:user:admin',
];

export const displayName = (user: User) => `${user.first_name} ${user.last_name}`.trim();

export function createAccount({ clock, records, origin }: StandInContext): Account {
  const addUser = (email: string, firstName: string, lastName: string, isOwner = false): User => {
    const user: User = {
      id: randomBytes(16).toString('base64url'),
      email,
      first_name: firstName,
      last_name: lastName,
      timezone: 'UTC',
      pmi: 2_000_000_000 + records.next('pmi') * 7919,
      role_id: isOwner ? '0' : '2',
      created_at: zoomTime(clock.now()),
    };
    records.put('user', user.id, user);
    return user;
  };
  const users = (): User[] => {
    const known = records.list<User>('user');
    if (known.length > 0) return known;
    // An account is never without its owner; one coach of the demo is a member, the others are not.
    return records.transaction(() => [
      addUser('owner@punctual.example', 'Account', 'Owner', true),
      addUser('demo-coach@example.com', 'Maya', 'Rivera'),
    ]);
  };
  const owner = (): User => {
    const found = users().find(({ role_id }) => role_id === '0');
    if (found === undefined) throw new Error('The account has no owner.');
    return found;
  };
  const find = (key: string) => {
    if (key === 'me') return owner();
    return users().find(({ id, email }) => id === key || email.toLowerCase() === key.toLowerCase());
  };
  const user = (key: string) => {
    const found = find(key);
    if (found === undefined) throw noSuchUser(key);
    return found;
  };
  const view = (it: User) => ({
    ...it,
    display_name: displayName(it),
    type: 2,
    dept: '',
    language: 'en-US',
    status: 'active',
    verified: 1,
    user_created_at: it.created_at,
    group_ids: [],
    im_group_ids: [],
  });

  return {
    users,
    owner,
    find,
    user,
    addUser: (email, firstName, lastName) => find(email) ?? addUser(email, firstName, lastName),
    removeUser(email) {
      const found = find(email);
      return found !== undefined && found.role_id !== '0' && records.delete('user', found.id);
    },
    token(request) {
      if (request.method !== 'POST')
        return oauthError(405, 'invalid_request', 'Request method not supported');
      const [, encoded = ''] = /^Basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const credentials = Buffer.from(encoded, 'base64').toString();
      if (credentials !== `${app.clientId}:${app.clientSecret}`)
        return oauthError(400, 'invalid_client', 'Invalid client_id or client_secret');
      const form = new URLSearchParams(request.body.toString());
      const given = (name: string) => request.query.get(name) ?? form.get(name);
      if (given('grant_type') !== 'account_credentials')
        return oauthError(400, 'unsupported_grant_type', 'unsupported grant type');
      if (given('account_id') !== app.accountId) return oauthError(400, 'invalid_request', 'Bad Request');
      const now = clock.now();
      for (const { token, expiresAt } of records.list<Token>('token'))
        if (expiresAt < now - tokenLife * 1000) records.delete('token', token);
      const token = `eyJ${randomBytes(60).toString('base64url')}`;
      records.put('token', token, { token, expiresAt: now + tokenLife * 1000 } satisfies Token);
      return {
        status: 200,
        body: {
          access_token: token,
          token_type: 'bearer',
          expires_in: tokenLife,
          scope: scopes.join(' '),
          api_url: origin,
        },
      };
    },
    authorize(request) {
      const [, bearer = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const token = records.get<Token>('token', bearer);
      if (token === undefined) throw new ZoomError(401, 124, 'Invalid access token.');
      if (token.expiresAt <= clock.now()) throw new ZoomError(401, 124, 'Access token is expired.');
    },
    revokeTokens() {
      for (const { token } of records.list<Token>('token')) records.delete('token', token);
    },
    listUsers({ query }) {
      const asked = parse(queries.users, Object.fromEntries(query));
      const fitting = users().filter(
        ({ role_id }) => (asked.status ?? 'active') === 'active' && role_id === (asked.role_id ?? role_id),
      );
      const { items, about } = page(fitting, asked, 'users', clock.now());
      return { status: 200, body: { ...about, users: items.map(view) } };
    },
    getUser(key, { query }) {
      parse(queries.user, Object.fromEntries(query));
      const found = user(key);
      return {
        status: 200,
        body: {
          ...view(found),
          account_id: app.accountId,
          role_name: found.role_id === '0' ? 'Owner' : 'Member',
          use_pmi: false,
          personal_meeting_url: `${origin}/j/${found.pmi}`,
        },
      };
    },
  };
}
