import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Records } from '../records.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import { consentErrorPage, consentPage } from './consent-page.ts';
import { type AccessToken, accessTokenSeconds, type Grants, isVerifier } from './grants.ts';
import type { Identity } from './identity.ts';
import { describeScope, longName, shortName } from './scopes.ts';
import type { Store } from './store.ts';

export interface OauthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly records: Records;
  readonly store: Store;
  readonly grants: Grants;
  readonly identity: Identity;
  readonly clock: Clock;
}

/** Google's OAuth 2.0 endpoints for web server applications; `undefined` for a request that is for none of them. */
export type Oauth = (request: StandInRequest) => StandInAnswer | undefined;

/** What the page that asks for consent may be opened with (guide "OAuth 2.0 for Web Server Applications"). */
const authorization = z.strictObject({
  client_id: z.string().min(1),
  redirect_uri: z.string().min(1),
  response_type: z.literal('code'),
  scope: z.string().min(1),
  state: z.string().optional(),
  access_type: z.enum(['online', 'offline']).default('online'),
  include_granted_scopes: z.enum(['true', 'false']).optional(),
  enable_granular_consent: z.enum(['true', 'false']).optional(),
  prompt: z
    .string()
    .regex(/^(none|(consent|select_account)( (consent|select_account))?)$/)
    .optional(),
  login_hint: z.string().optional(),
  hd: z.string().optional(),
  hl: z.string().optional(),
  nonce: z.string().optional(),
  response_mode: z.literal('query').optional(),
  code_challenge: z
    .string()
    .regex(/^[\w.~-]{43,128}$/)
    .optional(),
  code_challenge_method: z.enum(['S256', 'plain']).default('plain'),
});

type Authorization = z.infer<typeof authorization>;

const noStore = { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate', pragma: 'no-cache' };

function failure(status: number, error: string, description: string): StandInAnswer {
  return { status, headers: noStore, body: { error, error_description: description } };
}

const unauthorized = failure(401, 'invalid_client', 'Unauthorized');
const deadGrant = failure(400, 'invalid_grant', 'Token has been expired or revoked.');
const badGrant = failure(400, 'invalid_grant', 'Malformed auth code.');

function scopesOf(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((scope) => scope !== ''))];
}

export function createOauth(options: OauthOptions): Oauth {
  const { clientId, clientSecret, records, store, grants, identity, clock } = options;

  const isRegistered = (uri: string) =>
    uri === options.redirectUri || records.get('redirect', uri) !== undefined;

  const errorPage = (error: string, description: string, status = 400): StandInAnswer => ({
    status,
    body: consentErrorPage(error, description),
  });

  /** The request for consent, or what is wrong with it. */
  const readAuthorization = (query: URLSearchParams): Authorization | StandInAnswer => {
    const parsed = authorization.safeParse(Object.fromEntries(query));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
      if (issue?.code === 'unrecognized_keys') {
        return errorPage('invalid_request', `Parameter not allowed for this message type: ${name}`);
      }
      const isMissing = name !== undefined && !query.has(name);
      return errorPage(
        name === 'response_type' && !isMissing ? 'unsupported_response_type' : 'invalid_request',
        isMissing ? `Missing required parameter: ${name}` : `Invalid parameter value for ${name}`,
      );
    }
    const { data } = parsed;
    if (data.client_id !== clientId) {
      return errorPage('invalid_client', 'The OAuth client was not found.', 401);
    }
    if (!isRegistered(data.redirect_uri)) {
      return errorPage(
        'redirect_uri_mismatch',
        `The redirect URI in the request, ${data.redirect_uri}, does not match the ones authorized for the OAuth client.`,
      );
    }
    const unknown = scopesOf(data.scope).filter((scope) => describeScope(scope) === undefined);
    if (unknown.length > 0) {
      return errorPage(
        'invalid_scope',
        `Some requested scopes were invalid: {invalid=[${unknown.join(', ')}]}`,
      );
    }
    return data;
  };

  const sendBack = (request: Authorization, answer: Readonly<Record<string, string>>): StandInAnswer => {
    const url = new URL(request.redirect_uri);
    if (request.state !== undefined) url.searchParams.set('state', request.state);
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
    return { status: 302, headers: { location: url.href, ...noStore } };
  };

  const authorize = (query: URLSearchParams): StandInAnswer => {
    const request = readAuthorization(query);
    if ('status' in request) return request;
    // Nobody is signed in here, so that nothing can go on without asking.
    if (request.prompt === 'none') return sendBack(request, { error: 'interaction_required' });
    const body = consentPage({
      accounts: store.accounts(),
      loginHint: request.login_hint,
      scopes: scopesOf(request.scope),
      redirectUri: request.redirect_uri,
      request: query.toString(),
    });
    return { status: 200, headers: { ...noStore, 'x-frame-options': 'DENY' }, body };
  };

  const decide = (form: URLSearchParams): StandInAnswer => {
    const request = readAuthorization(new URLSearchParams(form.get('request') ?? ''));
    if ('status' in request) return request;
    if (form.get('decision') !== 'allow') return sendBack(request, { error: 'access_denied' });
    const free = form.get('email')?.trim() ?? '';
    const email = free === '' ? (form.get('account') ?? '') : free;
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
      return errorPage('invalid_request', 'Choose an account, or enter an e-mail address.');
    }
    const account = store.openAccount(email);
    const asked = scopesOf(request.scope);
    const scopes = form.has('choice') ? asked.filter((scope) => form.getAll('scope').includes(scope)) : asked;
    if (scopes.length === 0) return sendBack(request, { error: 'access_denied' });
    const former = grants.grantOf(account.email);
    const short = scopes.map(shortName);
    const code = grants.issueCode({
      account: account.email,
      scopes: request.include_granted_scopes === 'true' ? [...(former?.scopes ?? []), ...short] : short,
      redirectUri: request.redirect_uri,
      challenge: request.code_challenge,
      challengeMethod: request.code_challenge_method,
      nonce: request.nonce,
      isOffline:
        request.access_type === 'offline' &&
        (former === undefined || (request.prompt ?? '').split(' ').includes('consent')),
    });
    return sendBack(request, {
      code,
      scope: scopes.map(longName).join(' '),
      authuser: '0',
      prompt: 'consent',
    });
  };

  const isClient = (request: StandInRequest, form: URLSearchParams): boolean => {
    const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'basic') {
      return Buffer.from(encoded, 'base64').toString() === `${clientId}:${clientSecret}`;
    }
    return form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
  };

  const tokenAnswer = (
    access: AccessToken,
    refreshToken: string | undefined,
    nonce: string | undefined,
  ): StandInAnswer => {
    const account = store.openAccount(access.account);
    const isKnown = access.scopes.some((scope) => ['openid', 'email', 'profile'].includes(scope));
    return {
      status: 200,
      headers: noStore,
      body: {
        access_token: access.token,
        expires_in: accessTokenSeconds,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
        scope: access.scopes.map(longName).join(' '),
        token_type: 'Bearer',
        ...(isKnown ? { id_token: identity.idToken(account, access.scopes, nonce) } : {}),
      },
    };
  };

  const exchange = (form: URLSearchParams): StandInAnswer => {
    const text = form.get('code');
    if (text === null) return failure(400, 'invalid_request', 'Missing required parameter: code');
    const code = grants.takeCode(text);
    if (code === undefined) return badGrant;
    if (form.get('redirect_uri') !== code.redirectUri) {
      return failure(400, 'redirect_uri_mismatch', 'Bad Request');
    }
    const verifier = form.get('code_verifier');
    if (code.challenge === undefined) {
      if (verifier !== null) return failure(400, 'invalid_grant', 'code_verifier or verifier is not needed.');
    } else if (verifier === null) {
      return failure(400, 'invalid_grant', 'Missing code verifier.');
    } else if (!isVerifier(code, verifier)) {
      return failure(400, 'invalid_grant', 'Invalid code verifier.');
    }
    const { access, refreshToken } = grants.grant(code);
    return tokenAnswer(access, refreshToken, code.nonce);
  };

  const token = (request: StandInRequest): StandInAnswer => {
    const form = new URLSearchParams(request.body.toString());
    if (!isClient(request, form)) return unauthorized;
    const type = form.get('grant_type');
    switch (type) {
      case null:
        return failure(400, 'invalid_request', 'Missing required parameter: grant_type');
      case 'authorization_code':
        return exchange(form);
      case 'refresh_token': {
        const refreshToken = form.get('refresh_token');
        if (refreshToken === null) {
          return failure(400, 'invalid_request', 'Missing required parameter: refresh_token');
        }
        const access = grants.refresh(refreshToken);
        return access === undefined ? deadGrant : tokenAnswer(access, undefined, undefined);
      }
      default:
        return failure(400, 'unsupported_grant_type', `Invalid grant_type: ${type}`);
    }
  };

  const revoke = (request: StandInRequest): StandInAnswer => {
    const token = new URLSearchParams(request.body.toString()).get('token') ?? request.query.get('token');
    if (token === null || token === '')
      return failure(400, 'invalid_request', 'Missing required parameter: token');
    return grants.revokeToken(token)
      ? { status: 200, body: {} }
      : failure(400, 'invalid_token', 'Token expired or revoked');
  };

  const userInfo = (request: StandInRequest): StandInAnswer => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const access = grants.check(bearer ?? request.query.get('access_token') ?? '');
    const account = access === undefined ? undefined : store.account(access.account);
    if (access === undefined || account === undefined) {
      return failure(401, 'invalid_request', 'Invalid Credentials');
    }
    const email = access.scopes.includes('email') ? { email: account.email } : undefined;
    const name = access.scopes.includes('profile') ? { name: account.name } : {};
    if (request.path === '/oauth2/v2/userinfo') {
      return {
        status: 200,
        body: {
          id: account.sub,
          ...name,
          ...(email === undefined ? {} : { ...email, verified_email: true }),
        },
      };
    }
    return {
      status: 200,
      body: { sub: account.sub, ...name, ...(email === undefined ? {} : { ...email, email_verified: true }) },
    };
  };

  const tokenInfo = (request: StandInRequest): StandInAnswer => {
    const form = new URLSearchParams(request.body.toString());
    const text = request.query.get('access_token') ?? form.get('access_token') ?? '';
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const access = grants.check(text === '' ? (bearer ?? '') : text);
    if (access === undefined) return failure(400, 'invalid_token', 'Invalid Value');
    const account = store.openAccount(access.account);
    return {
      status: 200,
      body: {
        azp: clientId,
        aud: clientId,
        sub: account.sub,
        scope: access.scopes.map(longName).join(' '),
        exp: String(Math.floor(access.expiresAt / 1000)),
        expires_in: String(Math.floor((access.expiresAt - clock.now()) / 1000)),
        ...(access.scopes.includes('email') ? { email: account.email, email_verified: 'true' } : {}),
        access_type: 'offline',
      },
    };
  };

  return (request) => {
    switch (`${request.method} ${request.path}`) {
      case 'GET /o/oauth2/v2/auth':
        return authorize(request.query);
      case 'POST /o/oauth2/v2/auth/decision':
        return decide(new URLSearchParams(request.body.toString()));
      case 'POST /token':
        return token(request);
      case 'GET /revoke':
      case 'POST /revoke':
        return revoke(request);
      // Not to be kept by clients: a reset makes a new key.
      case 'GET /oauth2/v3/certs':
        return { status: 200, headers: noStore, body: identity.certificates() };
      case 'GET /oauth2/v1/certs':
        return { status: 200, headers: noStore, body: identity.pems() };
      case 'GET /oauth2/v2/userinfo':
      case 'GET /oauth2/v3/userinfo':
      case 'GET /v1/userinfo':
        return userInfo(request);
      case 'GET /tokeninfo':
      case 'POST /tokeninfo':
        return tokenInfo(request);
      default:
        return undefined;
    }
  };
}
