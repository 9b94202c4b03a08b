import {
  type AuthorizationRequest,
  CalendarFault,
  type Tokens,
} from '@punctual/application/calendars/ports.ts';
import type { Clock } from '@punctual/application/ports.ts';
import * as oauth from 'oauth4webapi';
import { retryAfterSeconds, sentence, unanswered } from './api.ts';
import { isLoopback } from './settings.ts';

/** A provider's sign-in, and as whom we come to it. */
export interface SignInSettings {
  readonly product: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  readonly scopes: readonly string[];
  /** The one without which a connection is worth nothing; people can untick it. */
  readonly neededScope: string;
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly patienceMilliseconds: number;
  readonly clock: Clock;
}

/** The authorization code grant with PKCE (RFC 6749, RFC 7636), and what keeps its tokens alive. */
export interface SignIn {
  authorizationUrl(request: AuthorizationRequest): Promise<string>;
  exchange(code: string, request: Omit<AuthorizationRequest, 'state'>): Promise<Tokens>;
  /** With the refresh token that is to be used from now on. */
  refresh(refreshToken: string): Promise<Tokens>;
}

/** Failures are `CalendarFault`s that name neither a code nor a token. Nothing is tried again here. */
export function createSignIn(settings: SignInSettings): SignIn {
  const { product, clientId, scopes } = settings;
  const server: oauth.AuthorizationServer = {
    issuer: new URL(settings.tokenUrl).origin,
    authorization_endpoint: settings.authorizationUrl,
    token_endpoint: settings.tokenUrl,
  };
  const client: oauth.Client = { client_id: clientId };

  const ask = async (
    send: (authentication: oauth.ClientAuth, options: oauth.TokenEndpointRequestOptions) => Promise<Response>,
    read: (response: Response) => Promise<oauth.TokenEndpointResponse>,
    whenInvalid: CalendarFault,
  ): Promise<oauth.TokenEndpointResponse> => {
    const authentication = oauth.ClientSecretPost(await settings.clientSecret());
    const signal = AbortSignal.timeout(settings.patienceMilliseconds);
    let response: Response;
    try {
      response = await send(authentication, {
        signal,
        // Only for a stand-in on this machine.
        [oauth.allowInsecureRequests]: isLoopback(settings.tokenUrl),
      });
    } catch {
      throw unanswered(product, signal);
    }
    try {
      return await read(await withoutIdToken(response));
    } catch (fault) {
      throw faultOf(settings, response, fault, whenInvalid);
    }
  };

  const tokensOf = (answer: oauth.TokenEndpointResponse, refreshToken: string | undefined): Tokens => ({
    accessToken: answer.access_token,
    // RFC 6749, 5.1: recommended, so that it may be missing; then it is taken for short-lived.
    accessExpiresAt: settings.clock.now() + (answer.expires_in ?? 600) * 1000,
    refreshToken: answer.refresh_token ?? refreshToken,
    scope: answer.scope ?? scopes.join(' '),
  });

  return {
    async authorizationUrl({ state, codeVerifier, redirectUri }) {
      const url = new URL(settings.authorizationUrl);
      const parameters = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: scopes.join(' '),
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...settings.parameters,
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    async exchange(code, { codeVerifier, redirectUri }) {
      // The state was compared before: this only gives the library the form it wants.
      const answered = oauth.validateAuthResponse(
        server,
        client,
        new URLSearchParams({ code }),
        oauth.expectNoState,
      );
      const answer = await ask(
        (authentication, options) =>
          oauth.authorizationCodeGrantRequest(
            server,
            client,
            authentication,
            answered,
            redirectUri,
            codeVerifier,
            options,
          ),
        (response) => oauth.processAuthorizationCodeResponse(server, client, response),
        new CalendarFault(
          'refused',
          `This sign-in at ${product} has run out or was used before; begin again.`,
        ),
      );
      const tokens = tokensOf(answer, undefined);
      if (!holds(tokens.scope, settings.neededScope)) {
        throw new CalendarFault('refused', `${product} was not allowed to give us access to the calendar.`);
      }
      return tokens;
    },
    async refresh(refreshToken) {
      const answer = await ask(
        (authentication, options) =>
          oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options),
        (response) => oauth.processRefreshTokenResponse(server, client, response),
        new CalendarFault('revoked', `${product} has taken our access back; connect the calendar again.`),
      );
      return tokensOf(answer, refreshToken);
    },
  };
}

/** Scopes are told with or without the address of the service that they are for. */
function holds(granted: string, needed: string): boolean {
  return granted
    .toLowerCase()
    .split(' ')
    .some((scope) => scope === needed.toLowerCase() || scope.endsWith(`/${needed.toLowerCase()}`));
}

/**
 * Whose calendar it is, is asked of the provider's own service, which proves the access at once. An ID token is not
 * needed for that, and Microsoft's would name an issuer that depends on the account.
 */
async function withoutIdToken(response: Response): Promise<Response> {
  if (!response.ok) return response;
  const { id_token: _, ...body } = (await response.json()) as Record<string, unknown>;
  return Response.json(body, { status: response.status });
}

/** The person has to sign in again, whatever the reason (RFC 6749, 5.2; OpenID Connect Core, 3.1.2.6). */
const signInAgain = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);

/** No cause is kept: the library's errors hold what was answered, tokens included. */
function faultOf(
  { product, clock }: SignInSettings,
  response: Response,
  fault: unknown,
  whenInvalid: CalendarFault,
): CalendarFault {
  const { status, headers } = response;
  const code = fault instanceof oauth.ResponseBodyError ? fault.error : undefined;
  if (code !== undefined && signInAgain.has(code)) return whenInvalid;
  const wait = retryAfterSeconds(headers, clock.now());
  const kind =
    status === 429
      ? 'throttled'
      : code === undefined || status >= 500 || code === 'temporarily_unavailable'
        ? 'unavailable'
        : 'refused';
  return new CalendarFault(kind, sentence(product, kind, status, code), wait);
}
