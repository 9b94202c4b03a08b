import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import type { Clock } from '../../clock.ts';
import type { Records } from '../records.ts';
import type { StandInAnswer, StandInRequest } from '../stand-in.ts';
import type { Account, Accounts } from './accounts.ts';
import { admits } from './accounts.ts';
import { SignInFault } from './faults.ts';
import type { Grant, Grants } from './grants.ts';
import { type Client, readScopes } from './scopes.ts';

export interface IssueTokens {
  /** The token endpoint; throws a `SignInFault`. */
  answer(tenant: string, request: StandInRequest): Promise<StandInAnswer>;
  configuration(tenant: string): object;
  keys(): Promise<object>;
}

const missing = (name: string) =>
  new SignInFault(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
const invalidGrant = (number: number, message: string) =>
  new SignInFault(400, 'invalid_grant', number, message);

export function createTokens(
  origin: string,
  client: Client,
  accounts: Accounts,
  grants: Grants,
  records: Records,
  clock: Clock,
): IssueTokens {
  /** Made when it is first needed, and anew after a reset. */
  const signingKey = async () => {
    const stored = records.get<{ pem: string }>('key', 'signing');
    const pem =
      stored?.pem ??
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    if (stored === undefined) records.put('key', 'signing', { pem });
    const privateKey = createPrivateKey(pem);
    const jwk = await exportJWK(createPublicKey(privateKey));
    return { privateKey, jwk, kid: await calculateJwkThumbprint(jwk) };
  };

  const idToken = async (account: Account, scopes: readonly string[], nonce: string | undefined) => {
    const { privateKey, kid } = await signingKey();
    const now = Math.floor(clock.now() / 1000);
    const has = (scope: string) => scopes.includes(scope);
    return new SignJWT({
      ver: '2.0',
      tid: account.tid,
      oid: account.oid,
      ...(has('profile') ? { name: account.name, preferred_username: account.email } : {}),
      ...(has('email') ? { email: account.email } : {}),
      ...(nonce === undefined ? {} : { nonce }),
    })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(`${origin}/${account.tid}/v2.0`)
      .setAudience(client.id)
      .setSubject(createHash('sha256').update(`${client.id} ${account.oid}`).digest('base64url'))
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + 3600)
      .sign(privateKey);
  };

  const authenticate = (form: URLSearchParams, authorization: string | undefined) => {
    const [, basic = ''] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
    const [basicId, ...basicSecret] = Buffer.from(basic, 'base64').toString().split(':');
    const id = form.get('client_id') ?? (basicId ? decodeURIComponent(basicId) : null);
    const secret =
      form.get('client_secret') ??
      (basicSecret.length > 0 ? decodeURIComponent(basicSecret.join(':')) : null);
    if (id === null) throw missing('client_id');
    if (id !== client.id) {
      throw new SignInFault(
        400,
        'unauthorized_client',
        700016,
        `Application with identifier '${id}' was not found in the directory.`,
      );
    }
    if (secret === null) {
      throw new SignInFault(
        401,
        'invalid_client',
        7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      );
    }
    if (secret !== client.secret) {
      throw new SignInFault(
        401,
        'invalid_client',
        7000215,
        `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value for app '${id}'.`,
      );
    }
  };

  const issue = async (grant: Grant, scopes: readonly string[], nonce: string | undefined) => {
    const account = accounts.find(grant.email) ?? accounts.enter({ email: grant.email });
    const access = grants.issueAccess(grant, scopes);
    const body = {
      token_type: 'Bearer',
      scope: scopes.filter((it) => it !== 'offline_access').join(' '),
      expires_in: access.expiresIn,
      ext_expires_in: access.expiresIn,
      access_token: access.token,
      ...(scopes.includes('offline_access') ? { refresh_token: grants.issueRefresh(grant) } : {}),
      ...(scopes.includes('openid') ? { id_token: await idToken(account, scopes, nonce) } : {}),
    };
    return { status: 200, headers: { 'cache-control': 'no-store', pragma: 'no-cache' }, body };
  };

  const live = (id: string, tenant: string): Grant => {
    const grant = grants.grant(id);
    if (grant === undefined || grant.revoked) {
      throw invalidGrant(
        50173,
        'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
      );
    }
    const account = accounts.find(grant.email);
    if (account !== undefined && !admits(tenant, account)) {
      throw invalidGrant(50020, `User account '${grant.email}' does not exist in tenant '${tenant}'.`);
    }
    return grant;
  };

  const byCode = (tenant: string, form: URLSearchParams) => {
    const text = form.get('code');
    if (text === null) throw missing('code');
    const code = grants.code(text);
    if (code === undefined) throw invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
    if (code.isUsed) {
      throw invalidGrant(
        54005,
        'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
      );
    }
    if (code.expiresAt <= clock.now()) {
      throw invalidGrant(70008, 'The provided authorization code or refresh token has expired.');
    }
    if ((form.get('redirect_uri') ?? client.redirectUri) !== code.redirectUri) {
      throw invalidGrant(
        500112,
        'The reply address does not match the reply address provided when requesting Authorization code.',
      );
    }
    const verifier = form.get('code_verifier');
    if (code.challenge !== undefined) {
      if (verifier === null)
        throw invalidGrant(501481, 'The Code_Verifier does not match the code_challenge supplied.');
      const challenge =
        code.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
      if (challenge !== code.challenge) {
        throw invalidGrant(501481, 'The Code_Verifier does not match the code_challenge supplied.');
      }
    }
    const grant = live(code.grant, tenant);
    grants.useCode(text, code);
    return issue(grant, grant.scopes, code.nonce);
  };

  const byRefresh = (tenant: string, form: URLSearchParams) => {
    const text = form.get('refresh_token');
    if (text === null) throw missing('refresh_token');
    const token = grants.refresh(text);
    if (token === undefined) throw invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
    const grant = live(token.grant, tenant);
    if (token.isExpired) {
      throw invalidGrant(700082, 'The refresh token has expired due to inactivity.');
    }
    const asked = form.get('scope');
    const scopes = asked === null ? grant.scopes : readScopes(asked);
    if (!scopes.every((scope) => grant.scopes.includes(scope))) {
      throw invalidGrant(
        65001,
        `The user or administrator has not consented to use the application with ID '${client.id}'.`,
      );
    }
    // A refresh is answered with a new refresh token whatever part of the scopes is asked for.
    return issue(grant, [...new Set([...scopes, 'offline_access'])], undefined);
  };

  return {
    async answer(tenant, request) {
      const type = request.headers['content-type'] ?? '';
      if (!type.startsWith('application/x-www-form-urlencoded')) throw missing('grant_type');
      const form = new URLSearchParams(request.body.toString());
      const grantType = form.get('grant_type');
      if (grantType === null) throw missing('grant_type');
      if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
        throw new SignInFault(
          400,
          'unsupported_grant_type',
          70003,
          `The app requested an unsupported grant type '${grantType}'.`,
        );
      }
      authenticate(form, request.headers.authorization);
      return grantType === 'authorization_code' ? byCode(tenant, form) : byRefresh(tenant, form);
    },
    configuration: (tenant) => ({
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
      response_modes_supported: ['query'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      // Of an address for several tenants the issuer is a pattern, as at Microsoft.
      issuer: `${origin}/${['common', 'organizations', 'consumers'].includes(tenant) ? '{tenantid}' : tenant}/v2.0`,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'name', 'tid', 'oid', 'ver', 'email'],
    }),
    async keys() {
      const { jwk, kid } = await signingKey();
      return { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] };
    },
  };
}
